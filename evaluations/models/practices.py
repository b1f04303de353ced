"""Calibration before a session: a practice product that all score, and agreed guidance for hard criteria. Never a result."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from core import clock
from core.models import File
from districts.models import AdministrativeUnit
from evaluations.enums import PracticeState
from evaluations.models.councils import Council, CouncilMember, CouncilSession
from evaluations.models.rubrics import Criterion, Rubric
from evaluations.querysets import PracticeQuerySet


class Practice(models.Model):
    """Sản phẩm chấm thử of a session. Stands apart from products and cycles: no statistics ever meet it."""

    session = models.ForeignKey(CouncilSession, on_delete=models.PROTECT, related_name="practices")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    description = models.TextField()
    paper = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=PracticeState, default=PracticeState.OPEN)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    compared_at = models.DateTimeField(null=True, blank=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("evaluations:practice", args=[self.pk])


class PracticeSheet(models.Model):
    """A member's practice sheet; the one without member is the sheet that the council agreed on as reference."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="sheets")
    member = models.ForeignKey(CouncilMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["practice_id", "member__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "member"], name="practice_sheet_once"),
            models.UniqueConstraint(
                fields=["practice"], condition=Q(member__isnull=True), name="practice_reference_once"
            ),
        ]


class PracticeScore(models.Model):
    sheet = models.ForeignKey(PracticeSheet, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(null=True)  # 0 = không đáp ứng; null = a comment without choice
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["sheet_id", "criterion__position"]
        constraints = [models.UniqueConstraint(fields=["sheet", "criterion"], name="practice_score_once")]


class Guidance(models.Model):
    """How a council, or a province for all of its councils, has agreed to read a criterion. A new text ends the old one."""

    council = models.ForeignKey(Council, null=True, blank=True, on_delete=models.PROTECT, related_name="guidance")
    province = models.ForeignKey(AdministrativeUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rubric_code = models.CharField(
        max_length=20
    )  # "26-2026/13": the agreement outlives a corrected version of the sheet
    criterion = models.CharField(max_length=12)
    text = models.TextField()
    agreed_on = models.DateField()
    agreed_by = models.CharField(max_length=200)  # "Hội đồng, phiên trù bị ngày …", as the record says
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["rubric_code", "criterion", "-agreed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(council__isnull=True, province__isnull=False)
                | Q(council__isnull=False, province__isnull=True),
                name="guidance_of_council_or_province",
            ),
            models.UniqueConstraint(
                fields=["council", "rubric_code", "criterion"],
                condition=Q(ended_at__isnull=True, council__isnull=False),
                name="guidance_of_council_once",
            ),
            models.UniqueConstraint(
                fields=["province", "rubric_code", "criterion"],
                condition=Q(ended_at__isnull=True, province__isnull=False),
                name="guidance_of_province_once",
            ),
        ]
