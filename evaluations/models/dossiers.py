"""The dossier of step 5: evidence, citations, self-assessment, the commune's report. It has no state of its own (design §3)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from core import clock
from core.models import File
from evaluations.models.rubrics import Criterion, Option, Rubric
from evaluations.querysets import DossierQuerySet
from products.models import Cycle


class Dossier(models.Model):
    """Hồ sơ sản phẩm of a cycle, pinned to one rubric at filing."""

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="dossier")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="dossiers")
    rubric_pinned_at = models.DateTimeField(null=True, blank=True)
    sample_count = models.PositiveSmallIntegerField(default=0)
    # Slip numbers of Mẫu số 01: {"xa": {"number": …, "on": …, "by": …}, "tinh": {…}}
    slips = models.JSONField(default=dict, blank=True)
    # Names as they stand on label, declaration and test slip: {"label": {"producer", "product"}, …, "note", "by", "on"}.
    names = models.JSONField(default=dict, blank=True)
    advisory_note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    objects = DossierQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def get_absolute_url(self):
        return reverse("evaluations:dossier", args=[self.pk])


class Evidence(models.Model):
    """Minh chứng: one paper. Replacing keeps the old one and its citations."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="evidence")
    row = models.CharField(max_length=10)  # line of the official evidence list: "01" … "15"
    title = models.CharField(max_length=300)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    # The producer's legal form on the day the paper was added: papers in the name of another form are looked at again.
    producer_kind = models.CharField(max_length=20, blank=True)
    # The paper of the dossier before that this one was carried over from, with the same SHA-256.
    carried_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")
    removed_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["dossier_id", "row", "pk"]

    def __str__(self):
        return self.title


class Citation(models.Model):
    """Viện dẫn: one paper cited, by pages, for a criterion; one paper may be cited for several."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="citations")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    page_from = models.PositiveIntegerField(default=1)
    page_to = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["evidence_id", "criterion_id", "page_from"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "criterion", "page_from"], name="citation_once"),
            models.CheckConstraint(condition=Q(page_to__gte=F("page_from")), name="citation_pages_in_order"),
        ]

    @property
    def pages(self) -> str:
        """The cited pages as a person writes them: "3" or "3–5"."""
        return str(self.page_from) if self.page_from == self.page_to else f"{self.page_from}–{self.page_to}"


class SelfAssessment(models.Model):
    """Báo cáo tự đánh giá (Mẫu số 02): the producer's own score on the official sheet."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="self_assessment")
    filled_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=clock.now)
    total = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)


class SelfAssessmentChoice(models.Model):
    assessment = models.ForeignKey(SelfAssessment, on_delete=models.CASCADE, related_name="choices")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    option = models.ForeignKey(Option, null=True, on_delete=models.PROTECT, related_name="+")  # empty: không đáp ứng
    description = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "criterion"], name="self_choice_once")]


class CommuneReport(models.Model):
    """Mẫu số 03: what the commune finds on the four topics (26/2026 Art. 7.2), with its request to the province."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="commune_report")
    materials = models.TextField()
    labour = models.TextField()
    idea = models.TextField()
    identity = models.TextField()
    number = models.CharField(max_length=40, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    proposes = models.BooleanField(default=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)
