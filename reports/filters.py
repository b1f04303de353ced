"""Filters of the list of reports."""

import django_filters
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms import FilterForm
from reports.enums import ReportKind
from reports.models import Report
from reports.periods import FIRST_YEAR


def years():
    """Years that a report may be of, newest first."""
    return [(str(year), str(year)) for year in range(clock.today().year, FIRST_YEAR - 1, -1)]


class ReportFilter(django_filters.FilterSet):
    """q: folded search in the unit's name; loai: kind; nam: year of the period."""

    q = django_filters.CharFilter(label=_("Tìm theo tên đơn vị"), method="search", max_length=120)
    loai = django_filters.ChoiceFilter(
        label=_("Loại báo cáo"), field_name="kind", choices=ReportKind.choices, empty_label=_("Tất cả")
    )
    nam = django_filters.ChoiceFilter(label=_("Năm"), method="of_year", choices=years, empty_label=_("Tất cả"))

    class Meta:
        model = Report
        fields = []
        form = FilterForm

    def search(self, queryset, name, value):
        return queryset.search(value)

    def of_year(self, queryset, name, value):
        return queryset.filter(period__startswith=value)
