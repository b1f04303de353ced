"""Filters of the list of plans."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms import FilterForm
from districts.enums import PlanState
from districts.forms import FIRST_YEAR
from districts.models import AnnualPlan

SORTS = {"moi": ("-year", "unit__sort_key", "pk"), "dv": ("unit__sort_key", "-year", "pk"), "ky": ("-issued_on", "-pk")}
SORT_LABELS = (("moi", _("Năm")), ("dv", _("Đơn vị")), ("ky", _("Ngày ban hành")))


def years():
    """Years of plans, the coming one first."""
    return [(str(year), str(year)) for year in range(clock.today().year + 1, FIRST_YEAR - 1, -1)]


class PlanFilter(django_filters.FilterSet):
    """q: folded search in the unit's name, or the number; nam: year; tt: state."""

    q = django_filters.CharFilter(
        label=_("Tìm theo đơn vị, số kế hoạch"), method="search", max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    nam = django_filters.ChoiceFilter(label=_("Năm"), field_name="year", choices=years, empty_label=_("Tất cả"))
    tt = django_filters.ChoiceFilter(
        label=_("Tình trạng"), field_name="state", choices=PlanState.choices, empty_label=_("Tất cả")
    )

    class Meta:
        model = AnnualPlan
        fields = []
        form = FilterForm

    def search(self, queryset, name, value):
        return queryset.search(value)
