"""Filters of the producer list."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm
from core.widgets import PlainSelect
from producers.enums import ProducerKind
from producers.models import Producer
from producers.selectors import units_within

SORTS = {"ten": ("sort_key", "pk"), "moi": ("-created_at", "-pk")}
SORT_LABELS = (("ten", _("Tên")), ("moi", _("Mới đăng ký")))


class ProducerFilter(django_filters.FilterSet):
    """q: folded search in name, representative, place and tax code; loai: kind; dv: unit with its forerunners."""

    q = django_filters.CharFilter(
        label=_("Tìm theo tên, người đại diện, mã số thuế"),
        method="search",
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    loai = django_filters.ChoiceFilter(
        label=_("Loại hình"), field_name="kind", choices=ProducerKind.choices, empty_label=_("Tất cả")
    )
    dv = django_filters.ChoiceFilter(label=_("Đơn vị"), method="within", empty_label=_("Tất cả"), widget=PlainSelect)

    class Meta:
        model = Producer
        fields = []
        form = BaseForm

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["dv"].extra["choices"] = [(str(pk), label) for pk, label in units]

    def search(self, queryset, name, value):
        return queryset.search(value)

    def within(self, queryset, name, value):
        return queryset.filter(unit_id__in=units_within(int(value)))
