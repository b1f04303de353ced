"""Official papers of step 5: frozen words with their hash, drawn as PDF and DOCX, corrected by a new version only."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.models import File
from districts.models import AdministrativeUnit
from evaluations.enums import MinutesForm, PaperKind, PaperState, TermStart
from evaluations.models.councils import CouncilMember, CouncilSession, ScoreSheet, SessionProduct
from evaluations.models.results import Certificate, RecognitionDecision
from evaluations.querysets import PaperQuerySet


class IssuedPaper(models.Model):
    """One version of one paper. `subject` says what it is about ("session:3", "item:7"); everything printed is in `data`.

    draft -> issued -> replaced. A draft may be built anew; an issued one never changes: a correction is the next version.
    """

    kind = models.CharField(max_length=12, choices=PaperKind)
    subject = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=PaperState, default=PaperState.DRAFT)
    session = models.ForeignKey(CouncilSession, null=True, blank=True, on_delete=models.PROTECT, related_name="papers")
    decision = models.ForeignKey(
        RecognitionDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="papers"
    )
    item = models.ForeignKey(SessionProduct, null=True, blank=True, on_delete=models.PROTECT, related_name="papers")
    member = models.ForeignKey(CouncilMember, null=True, blank=True, on_delete=models.PROTECT, related_name="papers")
    sheet = models.ForeignKey(ScoreSheet, null=True, blank=True, on_delete=models.PROTECT, related_name="papers")
    certificate = models.ForeignKey(Certificate, null=True, blank=True, on_delete=models.PROTECT, related_name="papers")
    entered = models.JSONField(default=dict, blank=True)  # what a person added: hour of the meeting, conclusion …
    data = models.JSONField()
    hash = models.CharField(max_length=64)
    template = models.CharField(max_length=20)
    revision = models.PositiveIntegerField(default=1)  # counts the words it has had: the files are drawn once for each
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    signer = models.CharField(max_length=100, blank=True)
    correction = models.TextField(blank=True)  # why this version replaces the one before
    pdf = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["session_id", "kind", "subject", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject", "version"], name="paper_version_once"),
            models.UniqueConstraint(fields=["kind", "subject"], condition=Q(state="draft"), name="paper_one_draft"),
            models.UniqueConstraint(fields=["kind", "subject"], condition=Q(state="issued"), name="paper_one_in_force"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(issued_on__isnull=False, issued_at__isnull=False),
                name="issued_paper_has_its_day",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}".strip()

    def get_absolute_url(self):
        return reverse("evaluations:paper", args=[self.pk])


class PaperSettings(models.Model):
    """How an issuing unit words its papers where the law leaves it to practice. An empty text means the portal's own."""

    unit = models.OneToOneField(AdministrativeUnit, on_delete=models.PROTECT, related_name="paper_settings")
    office_lines = models.JSONField(default=list, blank=True)  # letterhead of the standing office, issuer last
    office_name = models.CharField(max_length=200, blank=True)  # the same in running text
    office_authority = models.JSONField(default=list, blank=True)  # ["CHÁNH VĂN PHÒNG"]
    office_signer = models.CharField(max_length=100, blank=True)
    minutes_form = models.CharField(max_length=10, choices=MinutesForm, default=MinutesForm.BY_ERA)
    symbol_invitation = models.CharField(max_length=30, default="GM-VPĐP")
    symbol_minutes = models.CharField(max_length=30, default="BB-HĐ")
    symbol_report = models.CharField(max_length=30, default="BC-HĐ")
    symbol_advisory = models.CharField(max_length=30, default="BC-TTV")
    symbol_submission = models.CharField(max_length=30, default="TTr-VPĐP")
    symbol_notice = models.CharField(max_length=30, default="TB-VPĐP")
    decision_title = models.CharField(max_length=300, blank=True)
    approval_title = models.CharField(max_length=300, blank=True)
    mark_name = models.CharField(max_length=100, default="nhãn hiệu OCOP")
    term_start = models.CharField(max_length=12, choices=TermStart, default=TermStart.ISSUE)
    prints_points = models.BooleanField(default=True)
    duties = models.JSONField(default=list, blank=True)  # clauses of Điều 2, one a line
    decision_recipients = models.JSONField(default=list, blank=True)
    complaint_line = models.TextField(blank=True)
    collect_line = models.TextField(blank=True)  # where the producer fetches the certificate
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("thiết lập văn bản của bước 5")
