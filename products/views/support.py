"""Lists of steps 3 and 4 for offices: business plans to compare and select, support with its totals, and their files."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import clock
from core.paging import CappedPaginator
from producers.rules import may_export
from producers.selectors import unit_choices
from products import exporters
from products.enums import CycleState, FundSource, SupportKind
from products.filters import GRANT_SORT_LABELS, PLAN_SORT_LABELS, GrantFilter, PlanFilter
from products.models import BusinessPlan, SupportGrant
from products.selectors import set_filter_choices
from products.selectors.plans import MOST_COMPARED, PLAN_SORTS, plan_columns, side_by_side, with_figures
from products.selectors.support import GRANT_SORTS, grant_columns, grant_totals, grants_left
from products.views.lists import as_file, chosen

PAGE = 25


def listed_plans(request):
    rows = with_figures(BusinessPlan.objects.visible_to(request.user))
    found = PlanFilter(request.GET, rows, units=unit_choices(request.user), sets=set_filter_choices())
    return found.form, *chosen(found, rows, request, PLAN_SORTS, "gui")


def listed_grants(request):
    rows = grants_left(SupportGrant.objects.visible_to(request.user))
    found = GrantFilter(request.GET, rows, units=unit_choices(request.user))
    return found.form, *chosen(found, rows, request, GRANT_SORTS, "moi")


def framed(request, form, sort, sorts, noun, name) -> dict:
    """What both lists share."""
    query = request.GET.copy()
    query.pop("page", None)
    query["dang"] = "xlsx"
    export = f"{reverse(f'products:{name}_export')}?{query.urlencode()}"
    return {
        "filter": form,
        "filtered": any(form.cleaned_data.values()) if form.is_valid() else True,
        "sort": sort,
        "sorts": sorts,
        "noun": noun,
        "list_url": request.path,
        "file_url": export if may_export(request.user) else "",
        "today": clock.today(),
    }


@login_required
@require_GET
def plan_list(request):
    form, rows, sort = listed_plans(request)
    context = framed(request, form, sort, PLAN_SORT_LABELS, _("phương án"), "plan")
    context["page"] = CappedPaginator(plan_columns(rows), PAGE, counted=rows).get_page(request.GET.get("page"))
    states = dict(CycleState.choices)
    context["rows"] = [(row, states[row[7]]) for row in context["page"]]
    return render(request, "products/plans.html", context)


@login_required
@require_GET
def plan_compare(request):
    asked = [int(pk) for pk in request.GET.getlist("chon") if pk.isdecimal() and len(pk) < 16]
    context = side_by_side(request.user, asked) | {"most": MOST_COMPARED, "more": len(asked) > MOST_COMPARED}
    return render(request, "products/plan_compare.html", context)


@login_required
@require_GET
def grant_list(request):
    form, rows, sort = listed_grants(request)
    context = framed(request, form, sort, GRANT_SORT_LABELS, _("khoản hỗ trợ"), "grant")
    context["page"] = CappedPaginator(grant_columns(rows), PAGE, counted=rows).get_page(request.GET.get("page"))
    kinds, sources = dict(SupportKind.choices), dict(FundSource.choices)
    context["rows"] = [(row, kinds[row[2]], sources[row[3]]) for row in context["page"]]
    context["totals"] = grant_totals(rows)
    return render(request, "products/grant_list.html", context)


@login_required
@require_GET
def plan_export(request):
    _form, rows, _sort = listed_plans(request)
    return as_file(request, "phuong-an", "Phuong an", exporters.plan_head(), rows, exporters.plan_rows)


@login_required
@require_GET
def grant_export(request):
    _form, rows, _sort = listed_grants(request)
    return as_file(request, "ho-tro", "Ho tro", exporters.grant_head(), rows, exporters.grant_rows)
