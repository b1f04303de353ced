"""Filters of the lists of step 5. Units to choose from are handed in: those that the rows themselves name, one query."""

import django_filters
from django import forms
from django.db.models import CharField, F, Func, Q, Value
from django.db.models.functions import Lower, Replace
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms import BaseForm
from core.text import search_words
from evaluations.enums import CertificateState, DecisionKind, SessionState
from evaluations.models import Certificate, Council, CouncilSession, RecognitionDecision, Round, RoundProposal
from evaluations.selectors.certificatestates import ending_within, in_state
from producers.selectors import units_within
from products.enums import EvaluationLevel
from products.filters import FIRST_YEAR, choice, search_field

STARS = [("3", _("3 sao")), ("4", _("4 sao")), ("5", _("5 sao"))]
# The days of the radar (design §6) and those that people ask for.
ENDING = [
    ("30", _("trong 30 ngày")),
    ("60", _("trong 60 ngày")),
    ("90", _("trong 90 ngày")),
    ("120", _("trong 120 ngày")),
    ("180", _("trong 180 ngày")),
    ("240", _("trong 240 ngày")),
]


def plain_number(name: str) -> Func:
    """A document's number as it is searched: small letters, đ as d, so that "qd" finds "QĐ" on both databases."""
    lowered = Lower(F(name), output_field=CharField())
    return Replace(Replace(lowered, Value("đ"), Value("d")), Value("Đ"), Value("d"))


class DatedFilter(django_filters.FilterSet):
    """q: folded search; cap: level; dv: unit of the row; nam: year. What they mean in a list is said by `search` and `YEAR`."""

    UNIT = "unit_id"
    YEAR = "year"

    q = search_field(_("Tìm"))
    cap = choice(_("Cấp"), field_name="level", choices=EvaluationLevel.choices)
    dv = choice(_("Đơn vị"), method="at_unit")
    nam = choice(_("Năm"), method="of_year")

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        # Handed over as functions: a form copies its fields, and their choices with them, several times a page.
        found = [(str(pk), label) for pk, label in units]
        years = [(str(year), str(year)) for year in range(clock.today().year + 1, FIRST_YEAR - 1, -1)]
        self.filters["dv"].extra["choices"] = lambda: found
        self.filters["nam"].extra["choices"] = lambda: years

    def at_unit(self, queryset, name, value):
        return queryset.filter(**{self.UNIT: int(value)})

    def of_year(self, queryset, name, value):
        return queryset.filter(**{self.YEAR: int(value)})


class RoundFilter(DatedFilter):
    q = search_field(_("Tìm theo đơn vị, số kế hoạch"))

    class Meta:
        model = Round
        fields = []
        form = BaseForm

    def search(self, queryset, name, value):
        queryset = queryset.alias(plain=plain_number("plan_number"))
        for word in search_words(value):
            queryset = queryset.filter(Q(unit__search_text__contains=word) | Q(plain__contains=word))
        return queryset


class RoundProposalFilter(django_filters.FilterSet):
    """Proposals of one round: `own` and `late` are the round's own conditions."""

    STANDINGS = [("dung-han", _("Đúng hạn")), ("muon", _("Đến muộn")), ("nhan-vao", _("Đến muộn, đã nhận vào đợt"))]

    q = search_field(_("Tìm theo sản phẩm, chủ thể, mã hồ sơ"))
    tt = choice(_("Hạn đề nghị"), method="standing", choices=STANDINGS)

    class Meta:
        model = RoundProposal
        fields = []
        form = BaseForm

    def __init__(self, *args, own, late, round, **kwargs):
        super().__init__(*args, **kwargs)
        self.conditions = {"dung-han": own & ~Q(taken_into=round), "muon": late, "nhan-vao": Q(taken_into=round)}

    def search(self, queryset, name, value):
        return queryset.search(value)

    def standing(self, queryset, name, value):
        return queryset.filter(self.conditions[value])


class CouncilFilter(DatedFilter):
    YEAR = "decision_date__year"

    q = search_field(_("Tìm theo tên hội đồng, số quyết định"))

    class Meta:
        model = Council
        fields = []
        form = BaseForm

    def search(self, queryset, name, value):
        for word in search_words(value):
            queryset = queryset.filter(search_text__contains=word)
        return queryset


class SessionFilter(DatedFilter):
    """tt: state of the session; level and unit are those of its council."""

    UNIT = "council__unit_id"
    YEAR = "held_on__year"

    q = search_field(_("Tìm theo tên hội đồng, số quyết định"))
    cap = choice(_("Cấp"), field_name="council__level", choices=EvaluationLevel.choices)
    tt = choice(_("Trạng thái"), field_name="state", choices=SessionState.choices)

    class Meta:
        model = CouncilSession
        fields = []
        form = BaseForm

    def search(self, queryset, name, value):
        for word in search_words(value):
            queryset = queryset.filter(council__search_text__contains=word)
        return queryset


class DecisionFilter(DatedFilter):
    """loai: recognition, or approval for the level above."""

    YEAR = "decided_on__year"

    q = search_field(_("Tìm theo số quyết định, đơn vị"))
    loai = choice(_("Loại"), field_name="kind", choices=DecisionKind.choices)

    class Meta:
        model = RecognitionDecision
        fields = []
        form = BaseForm

    def search(self, queryset, name, value):
        queryset = queryset.alias(plain=plain_number("number"))
        for word in search_words(value):
            queryset = queryset.filter(Q(plain__contains=word) | Q(unit__search_text__contains=word))
        return queryset


class CertificateFilter(django_filters.FilterSet):
    """q: product, producer, number or public code; dv: place of the product; sao; tt: state today; han: ends in n days; sp: key of one product."""

    q = search_field(_("Tìm theo sản phẩm, chủ thể, số"))
    dv = choice(_("Đơn vị"), method="within")
    sao = choice(_("Hạng sao"), field_name="stars", choices=STARS)
    tt = choice(_("Trạng thái"), method="standing", choices=CertificateState.choices)
    han = choice(_("Hết hạn"), method="ending", choices=ENDING)
    nam = choice(_("Năm cấp"), method="of_year")
    sp = django_filters.NumberFilter(
        field_name="product_id", min_value=0, max_value=2**31, decimal_places=0, widget=forms.HiddenInput
    )

    class Meta:
        model = Certificate
        fields = []
        form = BaseForm

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        found = [(str(pk), label) for pk, label in units]
        years = [(str(year), str(year)) for year in range(clock.today().year, FIRST_YEAR - 1, -1)]
        self.filters["dv"].extra["choices"] = lambda: found
        self.filters["nam"].extra["choices"] = lambda: years

    def search(self, queryset, name, value):
        queryset = queryset.alias(plain=plain_number("number"))
        for word in search_words(value):
            code = word.replace("-", "").upper()
            queryset = queryset.filter(
                Q(product__search_text__contains=word) | Q(plain__contains=word) | Q(code__startswith=code)
            )
        return queryset

    def within(self, queryset, name, value):
        return queryset.filter(product__unit_id__in=units_within(int(value)))

    def of_year(self, queryset, name, value):
        return queryset.filter(issued_on__year=int(value))

    def standing(self, queryset, name, value):
        return in_state(queryset, CertificateState(value), clock.today())

    def ending(self, queryset, name, value):
        return ending_within(queryset, int(value), clock.today())
