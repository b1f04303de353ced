"""Audit chain, jobs and files: the ground floor. core holds no key to a user, only `actor_id` and copied words (design §3)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.enums import HOLDING_JOB_STATES, JobState, MailChoice, MailState, ScanState, UploadState
from core.querysets import AuditQuerySet, FileQuerySet, JobQuerySet, NoticeQuerySet, UploadQuerySet


class AuditHead(models.Model):
    """The one row that serialises the chain: number and hash of its last event."""

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="audit_head_is_one_row")]


class AuditEvent(models.Model):
    """One change or refused act. Append-only: a trigger forbids update and delete on both databases (security §10)."""

    number = models.BigIntegerField(unique=True)
    recorded_at = models.DateTimeField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=40, blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    verb = models.CharField(max_length=80)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    parent_type = models.CharField(max_length=60, blank=True)
    parent_id = models.CharField(max_length=40, blank=True)
    province_id = models.BigIntegerField(null=True, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    refused = models.BooleanField(default=False)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "number"]),
            models.Index(fields=["parent_type", "parent_id", "number"]),
            models.Index(fields=["actor_id", "recorded_at"]),
        ]

    def __str__(self):
        return f"{self.number} {self.verb}"


class File(models.Model):
    """An uploaded or made file. The stored name is random; the person's name for it is only text (security §6)."""

    stored_name = models.CharField(max_length=80, unique=True)
    original_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    scan_state = models.CharField(max_length=20, choices=ScanState, default=ScanState.NOT_SCANNED)
    # Set by the job core.inspect_file, which opens the file outside of any request; `problem` is a sentence for staff.
    inspected_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    # Whose gate guards the file: "evaluations.evidence" 12, "reports.report" 3 ... Downloads ask that room.
    owner_type = models.CharField(max_length=60)
    owner_id = models.BigIntegerField(null=True, blank=True)
    province_id = models.BigIntegerField(null=True, blank=True)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = FileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner_type", "owner_id"])]

    def __str__(self):
        return self.original_name

    def get_absolute_url(self):
        return reverse("core:file", args=[self.pk])


class UploadSession(models.Model):
    """A file on its way in chunks: how far it has come, for whom, for which record (core.uploads). Gone when it is taken."""

    stored_name = models.CharField(max_length=80, unique=True)
    original_name = models.CharField(max_length=200)
    # What the browser knows of the file before it is sent (its time of change), so that the same one is found again.
    mark = models.CharField(max_length=60, blank=True)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=20, choices=UploadState, default=UploadState.OPEN)
    job_id = models.BigIntegerField(null=True, blank=True)  # the job that joins photographs into this file
    owner_type = models.CharField(max_length=60)
    owner_id = models.BigIntegerField()
    actor_id = models.BigIntegerField()
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(db_index=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(received__lte=models.F("size")), name="upload_within_its_size"),
            models.CheckConstraint(condition=Q(state__in=UploadState.values), name="upload_state_known"),
        ]
        indexes = [models.Index(fields=["actor_id", "owner_type", "owner_id"])]

    def __str__(self):
        return self.original_name

    @property
    def percent(self) -> int:
        """Whole percent received, rounded down: 100 only when everything is here."""
        return self.received * 100 // self.size if self.size else 0


class Job(models.Model):
    """Work longer than a second: a row that a person sees, that survives a killed worker and never runs twice to a different result."""

    kind = models.CharField(max_length=60)
    # Live and finished jobs never share a key: one key has one result. A failed or cancelled one gives the key back.
    key = models.CharField(max_length=200)
    parameters = models.JSONField(default=dict, blank=True)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=20, choices=JobState, default=JobState.QUEUED)
    step = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    step_label = models.CharField(max_length=300, blank=True)
    marks = models.JSONField(default=list, blank=True)  # [[step, "ISO moment at which it began"], ...] of this attempt
    result = models.JSONField(default=dict, blank=True)
    message = models.TextField(blank=True)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=40, blank=True)
    province_id = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)  # last message to the broker, which may forget it
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    lease_token = models.CharField(max_length=40, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    cancel_asked = models.BooleanField(default=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=[s.value for s in HOLDING_JOB_STATES]), name="job_one_per_key"
            ),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
        ]
        indexes = [models.Index(fields=["state", "due_at"]), models.Index(fields=["actor_id", "-created_at"])]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("core:job", args=[self.pk])


class Beat(models.Model):
    """Sign of life of a job runner, read by /readyz and by `make run`."""

    name = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("nhịp của bộ chạy việc nền")


class Notice(models.Model):
    """Thông báo to one person. `key` names what it tells ("radar:12:180"): each comes once to each of its people."""

    user_id = models.BigIntegerField()
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=30)  # a name of core.notices.KINDS
    subject = models.CharField(max_length=300)
    sentence = models.TextField()
    link = models.CharField(max_length=300)  # a path of this site
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.BigIntegerField(null=True, blank=True)
    province_id = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mail = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    mail_at = models.DateTimeField(null=True, blank=True)
    search_text = models.TextField()

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user_id", "key"], name="notice_once"),
            models.CheckConstraint(condition=Q(mail__in=MailState.values), name="notice_mail_known"),
        ]
        indexes = [
            models.Index(fields=["user_id", "-created_at"]),
            models.Index(fields=["key"]),
            models.Index(fields=["user_id"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["mail", "user_id"], condition=Q(mail="waiting"), name="notice_to_mail"),
        ]

    def __str__(self):
        return self.subject


class NoticeChoice(models.Model):
    """How a person wants notices beside the portal's own page; without a row one letter a day."""

    user_id = models.BigIntegerField(unique=True)
    mail = models.CharField(max_length=10, choices=MailChoice, default=MailChoice.DAILY)

    objects = NoticeQuerySet.as_manager()
