"""Filters of the producer list."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms import BaseForm
from core.text import search_words
from core.widgets import PlainSelect
from producers.enums import Audience, OutreachChannel, ProducerKind
from producers.models import OutreachActivity, Producer, TrainingCourse
from producers.selectors import units_within, with_training

SORTS = {"ten": ("sort_key", "pk"), "moi": ("-created_at", "-pk")}
SORT_LABELS = (("ten", _("Tên")), ("moi", _("Mới đăng ký")))
STEP1_SORTS = {
    "moi": ("-held_on", "-pk"), "cu": ("held_on", "pk"), "dv": ("unit__sort_key", "-held_on", "-pk"),
}  # fmt: skip
STEP1_SORT_LABELS = (("moi", _("Mới nhất")), ("cu", _("Cũ nhất")), ("dv", _("Đơn vị")))
STATES = (("con", _("Đang tính vào số liệu")), ("huy", _("Đã hủy")))
TRAINED = (("da", _("Đã tập huấn năm nay")), ("chua", _("Chưa tập huấn năm nay")))
FIRST_YEAR = 2018


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
    th = django_filters.ChoiceFilter(label=_("Tập huấn"), method="trained", choices=TRAINED, empty_label=_("Tất cả"))

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

    def trained(self, queryset, name, value):
        return with_training(queryset, clock.today().year, value == "da")


class HeldFilter(django_filters.FilterSet):
    """q: folded search in title, place and unit; dv: unit with its forerunners and what lies below; nam: year of the day."""

    q = django_filters.CharFilter(
        label=_("Tìm theo nội dung, địa điểm"),
        method="search",
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    dv = django_filters.ChoiceFilter(label=_("Đơn vị"), method="within", empty_label=_("Tất cả"), widget=PlainSelect)
    nam = django_filters.ChoiceFilter(label=_("Năm"), method="of_year", empty_label=_("Tất cả"), widget=PlainSelect)
    tt = django_filters.ChoiceFilter(label=_("Tình trạng"), method="in_state", choices=STATES, empty_label=_("Tất cả"))

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        years = range(clock.today().year, FIRST_YEAR - 1, -1)
        self.filters["dv"].extra["choices"] = [(str(pk), label) for pk, label in units]
        self.filters["nam"].extra["choices"] = [(str(year), str(year)) for year in years]

    def search(self, queryset, name, value):
        for word in search_words(value):
            queryset = queryset.filter(search_text__contains=word)
        return queryset

    def within(self, queryset, name, value):
        return queryset.filter(unit_id__in=units_within(int(value)))

    def of_year(self, queryset, name, value):
        return queryset.filter(held_on__year=int(value))

    def in_state(self, queryset, name, value):
        return queryset.filter(cancelled_at__isnull=value == "con")


class OutreachFilter(HeldFilter):
    """loai: channel."""

    loai = django_filters.ChoiceFilter(
        label=_("Hình thức"), field_name="channel", choices=OutreachChannel.choices, empty_label=_("Tất cả")
    )

    class Meta:
        model = OutreachActivity
        fields = []
        form = BaseForm


class CourseFilter(HeldFilter):
    """loai: audience."""

    loai = django_filters.ChoiceFilter(
        label=_("Đối tượng"), field_name="audience", choices=Audience.choices, empty_label=_("Tất cả")
    )

    class Meta:
        model = TrainingCourse
        fields = []
        form = BaseForm
