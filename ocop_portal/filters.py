"""Filters of the public catalogue, with their choices handed in: one query each."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms import BaseForm
from products.models import Product


class CatalogueFilter(django_filters.FilterSet):
    """q: folded search; tinh, bo: ids from the lists; sao: 3 to 5; han: in force or over; sap: order by white list."""

    ORDERS = {
        "ten": ("sort_key", "pk"),
        "moi": ("-recognised_on", "sort_key", "pk"),
        "sao": ("-stars", "sort_key", "pk"),
    }

    q = django_filters.CharFilter(
        label=_("Tìm sản phẩm, chủ thể"),
        method="search",
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    tinh = django_filters.ChoiceFilter(label=_("Tỉnh, thành phố"), field_name="province_id", empty_label=_("Tất cả"))
    bo = django_filters.ChoiceFilter(label=_("Bộ sản phẩm"), field_name="product_set_id", empty_label=_("Tất cả"))
    sao = django_filters.ChoiceFilter(
        label=_("Hạng sao"),
        field_name="stars",
        choices=[("3", _("3 sao")), ("4", _("4 sao")), ("5", _("5 sao"))],
        empty_label=_("Tất cả"),
    )
    han = django_filters.ChoiceFilter(
        label=_("Hiệu lực"),
        method="in_force",
        choices=[("con", _("Còn hiệu lực")), ("het", _("Đã hết hạn"))],
        empty_label=_("Tất cả"),
    )
    sap = django_filters.ChoiceFilter(
        label=_("Sắp xếp"),
        method="order",
        choices=[("moi", _("Mới công nhận")), ("sao", _("Nhiều sao trước"))],
        empty_label=_("Theo tên"),
    )

    class Meta:
        model = Product
        fields = []
        form = BaseForm

    def __init__(self, *args, provinces, sets, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["tinh"].extra["choices"] = [(str(p.pk), p.full_name) for p in provinces]
        self.filters["bo"].extra["choices"] = [(str(s.pk), f"{s.name} ({s.regulation.number})") for s in sets]

    def search(self, queryset, name, value):
        return queryset.search(value)

    def in_force(self, queryset, name, value):
        today = clock.today()
        return queryset.filter(valid_until__lt=today) if value == "het" else queryset.filter(valid_until__gte=today)

    def order(self, queryset, name, value):
        return queryset.order_by(*self.ORDERS[value])
