"""Filter of the list of people."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from core.forms import BaseForm
from core.text import search_words

SORTS = {"ten": ("sort_key", "pk"), "moi": ("-created_at", "-pk")}
SORT_LABELS = (("ten", _("Tên")), ("moi", _("Mới thêm")))
STATES = [("open", _("Đang mở")), ("closed", _("Đã khóa"))]


class PersonFilter(django_filters.FilterSet):
    """q: folded search in name, post, user name; vt: role held; dv: words of the unit's name; tt: open or closed."""

    q = django_filters.CharFilter(
        label=_("Tìm theo tên, chức vụ, tên đăng nhập"), method="search", max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    vt = django_filters.ChoiceFilter(
        label=_("Vai trò"), method="holding", choices=Role.choices, empty_label=_("Tất cả")
    )
    dv = django_filters.CharFilter(label=_("Đơn vị"), method="at_unit", max_length=120)
    tt = django_filters.ChoiceFilter(label=_("Trạng thái"), method="standing", choices=STATES, empty_label=_("Tất cả"))

    class Meta:
        model = User
        fields = []
        form = BaseForm

    def search(self, queryset, name, value):
        return queryset.search(value)

    def holding(self, queryset, name, value):
        held = RoleAssignment.objects.filter(role=value, ended_at__isnull=True)
        return queryset.filter(pk__in=held.values("user_id"))

    def at_unit(self, queryset, name, value):
        inside = Q()
        for word in search_words(value):
            inside &= Q(unit__search_text__contains=word)
        held = RoleAssignment.objects.filter(inside, ended_at__isnull=True, unit__isnull=False)
        return queryset.filter(pk__in=held.values("user_id"))

    def standing(self, queryset, name, value):
        return queryset.filter(is_active=value == "open")
