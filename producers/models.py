"""Producers and their people; outreach and training, step 1 of the cycle."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from core import clock
from core.models import File
from districts.models import AdministrativeUnit
from producers.enums import Audience, OutreachChannel, ProducerKind, RecordSource, Sex
from producers.querysets import ProducerQuerySet, UnitRowQuerySet


class Producer(models.Model):
    """Chủ thể. Keeps the unit that it was registered under; `place_text` holds a place that no map of ours knows."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=ProducerKind)
    tax_code = models.CharField(max_length=14, blank=True)
    registration_number = models.CharField(max_length=50, blank=True)
    founded_on = models.DateField(null=True, blank=True)
    representative = models.CharField(max_length=100, blank=True)
    representative_post = models.CharField(max_length=100, blank=True)
    representative_sex = models.CharField(max_length=10, choices=Sex, blank=True)
    representative_ethnicity = models.CharField(max_length=50, blank=True)
    representative_disabled = models.BooleanField(default=False)
    phone = models.CharField(max_length=20, blank=True)
    phone_public = models.BooleanField(default=False)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    place_text = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=10, choices=RecordSource, default=RecordSource.PORTAL)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    search_text = models.TextField()
    sort_key = models.CharField(max_length=400)

    objects = ProducerQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "tax_code"], condition=~Q(tax_code=""), name="producer_tax_code_once_a_province"
            ),
        ]
        indexes = [models.Index(fields=["province", "sort_key"]), models.Index(fields=["unit", "sort_key"])]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("producers:detail", args=[self.pk])


class ProducerMember(models.Model):
    """A person who acts for a producer."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="members")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "producer"], name="member_once")]


class HeldRow(models.Model):
    """What activities and courses share: when, where, by which unit, and that they may be cancelled with a reason."""

    title = models.CharField(max_length=300)
    held_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    search_text = models.TextField(blank=True, default="")  # folded title, place and unit, for lists
    version = models.PositiveIntegerField(default=1)
    cancelled_at = models.DateTimeField(null=True, blank=True)  # it stays on the record and no longer counts
    cancel_reason = models.CharField(max_length=300, blank=True)

    objects = UnitRowQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        return self.title


class OutreachActivity(HeldRow):
    """Tuyên truyền: one activity by channel, with date, place, audience, cost."""

    channel = models.CharField(max_length=20, choices=OutreachChannel)
    audience = models.CharField(max_length=200, blank=True)  # who was spoken to, in words
    people = models.PositiveIntegerField(default=0)
    cost = models.PositiveBigIntegerField(null=True, blank=True)  # đồng

    def get_absolute_url(self):
        return reverse("producers:activity", args=[self.pk])


class TrainingCourse(HeldRow):
    """Tập huấn: a course for producers or for officers. One that lies ahead is announced, so that people are invited."""

    audience = models.CharField(max_length=20, choices=Audience)
    days = models.PositiveSmallIntegerField(default=1)
    content = models.CharField(max_length=1000, blank=True)  # what is taught

    def get_absolute_url(self):
        return reverse("producers:course", args=[self.pk])


class Attendance(models.Model):
    """Who was at a course: a producer or an officer of the portal, with the person's name as signed on the list."""

    course = models.ForeignKey(TrainingCourse, on_delete=models.PROTECT, related_name="attendances")
    producer = models.ForeignKey(Producer, null=True, blank=True, on_delete=models.PROTECT, related_name="attendances")
    officer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="attendances")
    person = models.CharField(max_length=100)
    agency = models.CharField(max_length=200, blank=True)  # where the person works, as on the list

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "producer", "person"], name="attendance_once"),
            # NULL is never equal to NULL: those without producer have their own index.
            models.UniqueConstraint(
                fields=["course", "person", "agency"],
                condition=Q(producer__isnull=True, officer__isnull=True),
                name="attendance_once_by_name",
            ),
            models.UniqueConstraint(
                fields=["course", "officer"], condition=Q(officer__isnull=False), name="attendance_once_an_officer"
            ),
        ]


class CourseInvitation(models.Model):
    """Who was asked to come to a course: a producer, or an officer of the portal."""

    course = models.ForeignKey(TrainingCourse, on_delete=models.PROTECT, related_name="invitations")
    producer = models.ForeignKey(Producer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "producer"], name="course_invited_once"),
            models.UniqueConstraint(fields=["course", "officer"], name="officer_invited_once"),
            models.CheckConstraint(
                condition=Q(producer__isnull=True) ^ Q(officer__isnull=True), name="invitation_of_one"
            ),
        ]


class StepOneFile(models.Model):
    """Evidence of an activity or a course: a photograph, the signed list, the page of a newspaper."""

    activity = models.ForeignKey(
        OutreachActivity, null=True, blank=True, on_delete=models.PROTECT, related_name="files"
    )
    course = models.ForeignKey(TrainingCourse, null=True, blank=True, on_delete=models.PROTECT, related_name="files")
    title = models.CharField(max_length=200)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(activity__isnull=True) ^ Q(course__isnull=True), name="step_one_file_of_one"
            ),
        ]
