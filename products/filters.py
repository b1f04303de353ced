"""Filters of the product list and the cycle list. Choices that need a query are handed in: one query each."""

import copy

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms import BaseForm
from core.widgets import PlainSelect
from producers.enums import ProducerKind
from producers.selectors import units_within
from products.enums import CycleState, FundSource, Step, SupportKind
from products.models import BusinessPlan, Cycle, Product, SupportGrant
from products.selectors import states_of, with_certificate
from products.selectors.plans import PLAN_STATES
from products.selectors.support import STAGES

FIRST_YEAR = 2018
ALL = _("Tất cả")
STARS = [("3", _("3 sao")), ("4", _("4 sao")), ("5", _("5 sao")), ("0", _("Chưa có hạng sao"))]
CERTIFICATE = [
    ("valid", _("Còn hiệu lực")),
    ("expiring", _("Sắp hết hạn")),
    ("expired", _("Hết hạn")),
    ("none", _("Chưa công nhận")),
    ("undecided", _("Chưa rõ kết quả")),
]
PRODUCT_SORT_LABELS = (("ten", _("Tên")), ("moi", _("Mới thêm")), ("han", _("Ngày hết hạn")))
GRANT_STAGES = [
    ("du-kien", _("Mới dự kiến")),
    ("da-duyet", _("Đã duyệt, chưa chi")),
    ("dang-chi", _("Đã chi một phần")),
    ("da-chi", _("Đã chi đủ")),
]
PLAN_SORT_LABELS = (("gui", _("Ngày gửi")), ("von", _("Nhu cầu vốn")), ("lai", _("Lợi nhuận")), ("ten", _("Tên")))
GRANT_SORT_LABELS = (("moi", _("Mới ghi")), ("tien", _("Số tiền")), ("con", _("Còn phải chi")), ("ten", _("Sản phẩm")))
CYCLE_SORT_LABELS = (("moi", _("Mới mở")), ("han", _("Đến hạn")), ("so", _("Số hồ sơ")))


def search_field(label):
    return django_filters.CharFilter(
        label=label,
        method="search",
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class ChoiceFilter(django_filters.ChoiceFilter):
    """Each request copies the declared filters, deeply; only `extra` of a copy is ever changed."""

    def __deepcopy__(self, memo):
        twin = copy.copy(self)
        twin.extra, twin.method = dict(self.extra), self.method  # the method is told whose it is
        return twin


def choice(label, **more):
    return ChoiceFilter(label=label, empty_label=ALL, widget=PlainSelect, **more)


class ListFilter(django_filters.FilterSet):
    """q: folded search; dv: a unit with what went into it and lies below it."""

    q = search_field(_("Tìm"))
    dv = choice(_("Đơn vị"), method="within")

    def __init__(self, *args, units, sets=None, **kwargs):
        super().__init__(*args, **kwargs)
        # Handed over as functions: a form copies its fields, and a hundred choices with them, several times a page.
        found = [(str(pk), label) for pk, label in units]
        self.filters["dv"].extra["choices"] = lambda: found
        if sets is not None:
            self.filters["bo"].extra["choices"] = lambda: sets

    def search(self, queryset, name, value):
        return queryset.search(value)

    def within(self, queryset, name, value):
        return queryset.filter(unit_id__in=units_within(int(value)))


class ProductFilter(ListFilter):
    """loai: kind of producer; bo: set; sao: stars (0 = none); gcn: state of the certificate."""

    q = search_field(_("Tìm theo tên, chủ thể"))
    dv = choice(_("Đơn vị"), method="within")
    bo = choice(_("Bộ sản phẩm"), field_name="product_set_id")
    sao = choice(_("Hạng sao"), method="rated", choices=STARS)
    gcn = choice(_("Giấy chứng nhận"), method="certified", choices=CERTIFICATE)
    loai = choice(_("Loại hình chủ thể"), field_name="producer__kind", choices=ProducerKind.choices)

    class Meta:
        model = Product
        fields = []
        form = BaseForm

    def rated(self, queryset, name, value):
        return queryset.filter(stars=int(value)) if value != "0" else queryset.filter(stars__isnull=True)

    def certified(self, queryset, name, value):
        return with_certificate(queryset, value, clock.today())


class CycleFilter(ListFilter):
    """buoc: step 2 to 6; tt: state; nam: year of opening."""

    q = search_field(_("Tìm theo số hồ sơ, sản phẩm, chủ thể"))
    dv = choice(_("Đơn vị"), method="within")
    buoc = choice(_("Bước"), method="in_step", choices=[(s.value, f"{s.value}. {s.label}") for s in list(Step)[1:]])
    tt = choice(_("Trạng thái"), field_name="state", choices=CycleState.choices)
    nam = choice(_("Năm"), field_name="year")

    class Meta:
        model = Cycle
        fields = []
        form = BaseForm

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = range(clock.today().year, FIRST_YEAR - 1, -1)
        self.filters["nam"].extra["choices"] = [(str(year), str(year)) for year in years]

    def in_step(self, queryset, name, value):
        return queryset.filter(state__in=states_of(value))


class OfCycleFilter(ListFilter):
    """Lists of what hangs on a cycle: unit, set and year are the cycle's."""

    dv = choice(_("Đơn vị"), method="within")
    nam = choice(_("Năm"), field_name="cycle__year")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = range(clock.today().year, FIRST_YEAR - 1, -1)
        self.filters["nam"].extra["choices"] = [(str(year), str(year)) for year in years]

    def within(self, queryset, name, value):
        return queryset.filter(cycle__unit_id__in=units_within(int(value)))


class PlanFilter(OfCycleFilter):
    """bo: set; tt: state of the plan."""

    q = search_field(_("Tìm theo sản phẩm, chủ thể, số hồ sơ"))
    bo = choice(_("Bộ sản phẩm"), field_name="cycle__product_set_id")
    tt = choice(
        _("Trạng thái"), field_name="cycle__state", choices=[(state.value, state.label) for state in PLAN_STATES]
    )

    class Meta:
        model = BusinessPlan
        fields = []
        form = BaseForm


class GrantFilter(OfCycleFilter):
    """loai: kind of support; nguon: budget source; tt: how far it has come."""

    q = search_field(_("Tìm theo nội dung, sản phẩm, chủ thể"))
    loai = choice(_("Nội dung"), field_name="kind", choices=SupportKind.choices)
    nguon = choice(_("Nguồn"), field_name="source", choices=FundSource.choices)
    tt = choice(_("Tình trạng"), method="at_stage", choices=GRANT_STAGES)

    class Meta:
        model = SupportGrant
        fields = []
        form = BaseForm

    def at_stage(self, queryset, name, value):
        return queryset.filter(STAGES[value])
