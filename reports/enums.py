"""Choices of reports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportKind(TextChoices):
    QUARTERLY = "quarterly", _("Báo cáo quý")
    HALF_YEAR = "half-year", _("Báo cáo 6 tháng")
    NINE_MONTH = "nine-month", _("Báo cáo 9 tháng")
    ANNUAL = "annual", _("Báo cáo năm")


class ReportState(TextChoices):
    DRAFT = "draft", _("Dự thảo")
    FINAL = "final", _("Bản chính thức")
