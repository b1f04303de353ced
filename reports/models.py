"""Snapshots of figures and the report documents rendered from them (design §8)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.models import File, Job
from districts.models import AdministrativeUnit
from reports.enums import ReportKind, ReportState
from reports.periods import parse_period
from reports.querysets import ReportQuerySet


class Snapshot(models.Model):
    """Số liệu chốt: the report's data as JSON with cut-off, template version and hash. Never changed."""

    kind = models.CharField(max_length=12, choices=ReportKind)
    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=10)  # 2026Q3, 2026H1, 2026M9, 2026
    as_of = models.DateField()
    template_version = models.CharField(max_length=20)
    data = models.JSONField()
    hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-created_at"]


class Report(models.Model):
    """One report of a unit and period; a correction is a new version with its own snapshot."""

    kind = models.CharField(max_length=12, choices=ReportKind)
    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(AdministrativeUnit, null=True, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=10)
    as_of = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT)
    snapshot = models.ForeignKey(Snapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    xlsx = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "unit", "period", "version"], name="report_version_once")
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.period}"

    def get_absolute_url(self):
        return reverse("reports:detail", args=[self.pk])

    @property
    def title(self) -> str:
        """ "Báo cáo quý III năm 2026"."""
        return _("Báo cáo %(period)s") % {"period": parse_period(self.period).words}
