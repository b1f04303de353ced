"""Filter of a person's notices."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import FilterForm
from core.models import Notice
from core.notices import KINDS

READ = [("chua", _("Chưa đọc")), ("roi", _("Đã đọc"))]


class NoticeFilter(django_filters.FilterSet):
    """q: folded search; loai: kind; doc: read or not."""

    q = django_filters.CharFilter(
        label=_("Tìm thông báo"),
        method="search",
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    loai = django_filters.ChoiceFilter(label=_("Loại"), field_name="kind", empty_label=_("Tất cả"))
    doc = django_filters.ChoiceFilter(label=_("Đã đọc"), method="by_reading", choices=READ, empty_label=_("Tất cả"))

    class Meta:
        model = Notice
        fields = []
        form = FilterForm

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["loai"].extra["choices"] = [(name, kind.label) for name, kind in KINDS.items()]

    def search(self, queryset, name, value):
        return queryset.search(value)

    def by_reading(self, queryset, name, value):
        return queryset.filter(read_at__isnull=value == "chua")
