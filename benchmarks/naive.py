"""The yardsticks: an empty view, and the product list written the obvious way (rows of models, N+1, icontains, a full count).

The naive list is the same page: rows, columns and order, filters with the same choices, frame and component tags of the
real one; only its form is a plain Django form and its rows are model instances.
"""

from functools import cache
from pathlib import Path

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template import engines

from core import clock
from core.text import fold
from producers.enums import ProducerKind
from producers.selectors import unit_choices
from products.filters import ALL, CERTIFICATE, STARS
from products.models import Product, ProductSet
from products.selectors import certificate_state
from products.templatetags.products import GLYPHS

PAGE_SIZE = 25


def empty(request):
    """Nothing behind the whole middleware: the unit of measure."""
    return HttpResponse("rong")


@login_required
def empty_signed_in(request):
    """Nothing but the session, the person and the roles: what every page behind the sign-in pays."""
    return HttpResponse("rong" if request.user.scope.user_id else "")


@cache
def _template():
    return engines["django"].from_string(
        (Path(__file__).resolve().parent / "naive_list.html").read_text(encoding="utf-8")
    )


class NaiveForm(forms.Form):
    """The filters of the list as one writes them first: choices from the models, Django's own selects."""

    q = forms.CharField(label="Tìm theo tên, chủ thể", required=False, max_length=120)
    dv = forms.ChoiceField(label="Đơn vị", required=False)
    bo = forms.ChoiceField(label="Bộ sản phẩm", required=False)
    sao = forms.ChoiceField(label="Hạng sao", required=False, choices=[("", ALL), *STARS])
    gcn = forms.ChoiceField(label="Giấy chứng nhận", required=False, choices=[("", ALL), *CERTIFICATE])
    loai = forms.ChoiceField(label="Loại hình chủ thể", required=False, choices=[("", ALL), *ProducerKind.choices])

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dv"].choices = [("", ALL), *unit_choices(user)]
        sets = ProductSet.objects.select_related("regulation").order_by("-regulation__in_force_from", "number")
        self.fields["bo"].choices = [("", ALL), *((s.pk, f"{s.regulation.number} {s.number}. {s.name}") for s in sets)]


@login_required
def product_list(request):
    """The obvious list: no select_related, no values, no index-friendly search."""
    form = NaiveForm(request.GET, user=request.user)
    products = Product.objects.visible_to(request.user).order_by("sort_key", "pk")
    for word in fold(request.GET.get("q", "")).split():
        products = products.filter(search_text__icontains=word)
    if request.GET.get("sao"):
        products = products.filter(stars=request.GET["sao"])
    page = Paginator(products, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = []
    for product in page:
        rows.append(
            {
                "product": product,
                "glyph": GLYPHS.get(product.product_set.sector_code if product.product_set else "", "basket"),
                "certificate": certificate_state(product.stars, product.valid_until, product.undecided, clock.today()),
                "cycle": product.cycles.order_by("-pk").first(),
            }
        )
    return HttpResponse(_template().render({"page": page, "rows": rows, "filter": form}, request))
