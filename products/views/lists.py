"""The product list, the cycle list, their files, and the page of a product."""

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core import clock
from core.exceptions import NotAllowed, Refused
from core.paging import CappedPaginator
from core.sheets import csv_answer, xlsx_answer
from producers.rules import may_export
from producers.selectors import unit_choices
from products import exporters, messages, rules
from products.filters import CYCLE_SORT_LABELS, PRODUCT_SORT_LABELS, CycleFilter, ProductFilter
from products.models import Cycle, Product
from products.selectors import (
    CYCLE_SORTS,
    PRODUCT_SORTS,
    certificate_state,
    classification,
    cycle_columns,
    is_under_way,
    product_columns,
    set_filter_choices,
)

PAGE = 25
XLSX_ROWS = 5000


def chosen(found, rows: QuerySet, request, sorts: dict, default: str) -> tuple[QuerySet, str]:
    """The filtered rows in the order asked for (white list); a wrong filter shows everything and its error."""
    sort = request.GET.get("sort")
    sort = sort if sort in sorts else default
    return (found.qs if found.form.is_valid() else rows).order_by(*sorts[sort]), sort


def listed_products(request):
    rows = Product.objects.visible_to(request.user)
    found = ProductFilter(request.GET, rows, units=unit_choices(request.user), sets=set_filter_choices())
    return found.form, *chosen(found, rows, request, PRODUCT_SORTS, "ten")


def listed_cycles(request):
    rows = Cycle.objects.visible_to(request.user)
    found = CycleFilter(request.GET, rows, units=unit_choices(request.user))
    return found.form, *chosen(found, rows, request, CYCLE_SORTS, "moi")


@login_required
@require_GET
def product_list(request):
    form, rows, sort = listed_products(request)
    page = CappedPaginator(product_columns(rows), PAGE, counted=rows).get_page(request.GET.get("page"))
    context = {
        "filter": form,
        "page": page,
        "sort": sort,
        "sorts": PRODUCT_SORT_LABELS,
        "today": clock.today(),
        "may_export": may_export(request.user),
        "may_register": rules.may_register_somewhere(request.user),
    }
    return render(request, "products/list.html", context)


@login_required
@require_GET
def cycle_list(request):
    form, rows, sort = listed_cycles(request)
    page = CappedPaginator(cycle_columns(rows), PAGE, counted=rows).get_page(request.GET.get("page"))
    context = {
        "filter": form,
        "page": page,
        "sort": sort,
        "sorts": CYCLE_SORT_LABELS,
        "today": clock.today(),
        "may_export": may_export(request.user),
        "may_register": rules.may_register_somewhere(request.user),
    }
    return render(request, "products/cycles.html", context)


def as_file(request, name: str, title: str, head: list, rows: QuerySet, lines) -> HttpResponse:
    """CSV, or XLSX with ?dang=xlsx, for those who may export."""
    if not may_export(request.user):
        raise NotAllowed(messages.EXPORT_NOT_YOURS, code="export")
    name = f"{name}-{clock.today():%Y%m%d}"
    if request.GET.get("dang") != "xlsx":
        return csv_answer(name, head, lines(rows))
    if rows.order_by()[: XLSX_ROWS + 1].count() > XLSX_ROWS:
        raise Refused(messages.EXPORT_TOO_LONG % {"limit": "5.000"}, code="export")
    return xlsx_answer(name, title, head, lines(rows))


@login_required
@require_GET
def product_export(request):
    _form, rows, _sort = listed_products(request)
    return as_file(request, "san-pham", "San pham", exporters.product_head(), rows, exporters.product_rows)


@login_required
@require_GET
def cycle_export(request):
    _form, rows, _sort = listed_cycles(request)
    return as_file(request, "ho-so", "Ho so", exporters.cycle_head(), rows, exporters.cycle_rows)


@login_required
@require_GET
def product_detail(request, pk):
    rows = Product.objects.visible_to(request.user).select_related("producer", "product_set", "unit", "province")
    product = get_object_or_404(rows, pk=pk)
    cycles = product.cycles.visible_to(request.user).select_related("regulation")
    today = clock.today()
    context = {
        "product": product,
        "cycles": cycles,
        "classification": classification(product.product_set) if product.product_set else [],
        "certificate": certificate_state(product.stars, product.valid_until, product.undecided, today),
        "today": today,
        "certificates_url": f"{reverse('evaluations:certificates')}?sp={pk}",
        "may_register": rules.may_register(request.user, product.producer) and not is_under_way(product),
    }
    return render(request, "products/detail.html", context)
