"""Forms of rewards: the payment, its taking back, the filters of the list."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms import BaseForm, VietnameseDateField
from core.text import search_words
from evaluations.models import DecisionItem
from evaluations.selectors.rewards import paid_or_not
from products.filters import FIRST_YEAR, choice, search_field

STARS = [("3", _("3 sao")), ("4", _("4 sao")), ("5", _("5 sao"))]


class PayForm(BaseForm):
    """The reward was paid."""

    paid_on = VietnameseDateField(label=_("Ngày chi"), help_text=_("Ví dụ: 05/11/2026"))
    document = forms.CharField(label=_("Số chứng từ chi"), max_length=100, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paid_on"].initial = clock.today()


class VoidForm(BaseForm):
    """Why a payment is taken back."""

    reason = forms.CharField(label=_("Lý do hủy ghi nhận"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class RewardFilter(django_filters.FilterSet):
    """q: folded search; sao: stars; nam: year of the decision; chi: whether the reward was paid."""

    q = search_field(_("Tìm theo sản phẩm, chủ thể"))
    sao = choice(_("Hạng sao"), field_name="stars", choices=STARS)
    nam = choice(_("Năm công nhận"), field_name="decision__decided_on__year")
    chi = choice(_("Chi thưởng"), method="paid", choices=[("roi", _("Đã chi")), ("chua", _("Chưa chi"))])

    class Meta:
        model = DecisionItem
        fields = []
        form = BaseForm

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = [(str(year), str(year)) for year in range(clock.today().year, FIRST_YEAR - 1, -1)]
        self.filters["nam"].extra["choices"] = lambda: years

    def search(self, queryset, name, value):
        for word in search_words(value):
            queryset = queryset.filter(product__search_text__contains=word)
        return queryset

    def paid(self, queryset, name, value):
        return paid_or_not(queryset, value == "roi")
