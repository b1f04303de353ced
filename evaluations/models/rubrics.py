"""The official sheets as rows, loaded from evaluations/rubrics/. A rubric once used is read-only (design §5)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from core import clock
from evaluations.enums import DraftKind
from evaluations.querysets import CriteriaDraftQuerySet, RubricQuerySet
from products.models import ProductSet, Regulation


class Rubric(models.Model):
    """Bộ tiêu chí, phiếu chấm mẫu of one product set. `content_hash` names the exact file; a new file is a new version."""

    code = models.CharField(max_length=20)  # "26-2026/01"
    version = models.PositiveSmallIntegerField(default=1)
    product_set = models.ForeignKey(ProductSet, on_delete=models.PROTECT, related_name="rubrics")
    title = models.CharField(max_length=300)
    complete = models.BooleanField()
    incomplete_reason = models.TextField(blank=True)
    marks_known = models.BooleanField(default=True)
    disqualifiers = models.JSONField(default=list, blank=True)
    content_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    loaded_at = models.DateTimeField(default=clock.now)

    objects = RubricQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="rubric_version_once"),
            models.UniqueConstraint(fields=["code"], condition=Q(retired_at__isnull=True), name="rubric_one_in_use"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("criteria:sheet", args=[self.pk])


class Section(models.Model):
    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="sections")
    part = models.CharField(max_length=1)  # A, B, C
    part_name = models.CharField(max_length=200)
    part_max = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12)  # "A.1"
    name = models.CharField(max_length=300)
    max_points = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rubric_id", "position"]
        constraints = [models.UniqueConstraint(fields=["rubric", "code"], name="section_code_once")]


class Criterion(models.Model):
    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="criteria")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=12)  # "A.1.1"
    name = models.TextField()
    group_code = models.CharField(max_length=12, blank=True)  # "C.6.1", third level of the sheet
    group_name = models.CharField(max_length=300, blank=True)
    group_max = models.PositiveSmallIntegerField(null=True, blank=True)
    max_points = models.PositiveSmallIntegerField()
    subjective = models.BooleanField()
    notes = models.JSONField(default=list, blank=True)
    evidence = models.JSONField(default=list, blank=True)
    applies_if_code = models.CharField(max_length=12, blank=True)
    applies_if_min = models.PositiveSmallIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rubric_id", "position"]
        constraints = [models.UniqueConstraint(fields=["rubric", "code"], name="criterion_code_once")]


class Option(models.Model):
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="options")
    place = models.PositiveSmallIntegerField()  # from 1 in the file's order, all cases counted through
    points = models.PositiveSmallIntegerField()
    label = models.TextField()
    case_code = models.CharField(max_length=20, blank=True)
    case = models.CharField(max_length=300, blank=True)
    min_for_stars = models.PositiveSmallIntegerField(null=True, blank=True)
    implied = models.BooleanField(default=False)

    class Meta:
        ordering = ["criterion_id", "place"]
        constraints = [models.UniqueConstraint(fields=["criterion", "place"], name="option_place_once")]


class StarGate(models.Model):
    """Dấu sao tối thiểu: for `stars`, the criterion must reach `min_points`."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="gates")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="gates")
    stars = models.PositiveSmallIntegerField()
    min_points = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rubric_id", "stars", "criterion__position"]
        constraints = [models.UniqueConstraint(fields=["criterion", "stars"], name="gate_once")]


class Knockout(models.Model):
    """Điểm loại of the sheet: on a criterion or a section (`ref`), or D1, D2 … for the dossier."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="knockouts")
    ref = models.CharField(max_length=12)
    effect = models.CharField(max_length=12)
    when = models.CharField(max_length=30, blank=True)
    label = models.TextField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rubric_id", "position"]


class CriteriaDraft(models.Model):
    """The text of a decision or of a sheet that was uploaded: one live draft per code, and what was published from it."""

    kind = models.CharField(max_length=10, choices=DraftKind)
    code = models.CharField(max_length=20)  # "27-2027", "27-2027/01"
    title = models.CharField(max_length=300)
    file_name = models.CharField(max_length=150)
    text = models.TextField()  # YAML; of a workbook, what was read from it
    sha256 = models.CharField(max_length=64)
    complete = models.BooleanField(default=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    dropped_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    rubric = models.OneToOneField(Rubric, null=True, blank=True, on_delete=models.PROTECT, related_name="draft")
    regulation = models.OneToOneField(Regulation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = CriteriaDraftQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(published_at__isnull=True, dropped_at__isnull=True),
                name="criteria_draft_one_live",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(dropped_at__isnull=True), name="criteria_draft_one_end"
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def get_absolute_url(self):
        return reverse("criteria:draft", args=[self.pk])
