"""Pages of plans: list, entry, approval, progress with the list behind every figure, and who is late."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.answers import adding, posted, refuse, take_version
from core.exceptions import NotAllowed, Refused, Stale
from core.paging import CappedPaginator
from core.sheets import csv_answer, xlsx_answer
from core.text import fold, search_words
from districts import messages as plan_messages
from districts import plan_services, rules
from districts.enums import Indicator, Level, PlanState
from districts.filters import SORT_LABELS, SORTS, PlanFilter
from districts.forms import FIRST_YEAR, PlanForm, ReturnForm
from districts.models import AnnualPlan
from districts.plan_selectors import LATE, ON_TIME, OVERDUE, WAITING, owed_plans, provinces_of
from producers.rules import may_export
from reports import exporters_plans as exporters
from reports import messages
from reports.progress import MEANING, Records, lines_of, progress_below, progress_of, until
from reports.tabs import tabs_of

PAGE = 25
TONES = {
    PlanState.DRAFT: ("", "edit"), PlanState.SUBMITTED: ("info", "wait"), PlanState.RETURNED: ("soon", "back"),
    PlanState.APPROVED: ("ok", "okc"),
}  # fmt: skip


def as_file(request, name: str, title: str, head, rows):
    """CSV, or XLSX with ?dang=xlsx, for those who may take lists away."""
    if not may_export(request.user):
        raise NotAllowed(messages.EXPORT_NOT_YOURS, code="export")
    name = f"{name}-{clock.today():%Y%m%d}"
    return xlsx_answer(name, title, head, rows) if request.GET.get("dang") == "xlsx" else csv_answer(name, head, rows)


def file_url(request, name: str, *args) -> str:
    """The address of the list as a file, with the filters in use; nothing for who may not take it away."""
    if not may_export(request.user):
        return ""
    query = request.GET.copy()
    query.pop("page", None)
    query["dang"] = "xlsx"
    return f"{reverse(name, args=args)}?{query.urlencode()}"


def listed(request):
    """(filter, rows in the order asked for, sort in use)."""
    rows = AnnualPlan.objects.visible_to(request.user)
    found = PlanFilter(request.GET, queryset=rows)
    sort = request.GET.get("sort")
    sort = sort if sort in SORTS else "moi"
    return found, (found.qs if found.form.is_valid() else rows).order_by(*SORTS[sort]), sort


@login_required
@require_GET
def plan_list(request):
    found, rows, sort = listed(request)
    shown = rows.select_related("unit").prefetch_related("targets")
    page = CappedPaginator(shown, PAGE, counted=rows).get_page(request.GET.get("page"))
    context = {
        "filter": found.form, "page": page, "rows": [(row, *TONES[row.state]) for row in page], "sort": sort,
        "sorts": SORT_LABELS, "tabs": tabs_of("plans"), "may_add": rules.may_plan_somewhere(request.user),
        "filtered": any(found.form.cleaned_data.values()) if found.form.is_valid() else True,
        "file_url": file_url(request, "reports:plans_export"),
    }  # fmt: skip
    return render(request, "reports/plans.html", context)


@login_required
@require_GET
def plan_export(request):
    _found, rows, _sort = listed(request)
    return as_file(request, "ke-hoach", "Ke hoach", exporters.plan_head(), exporters.plan_rows(rows))


def plan_of(request, pk) -> AnnualPlan:
    rows = AnnualPlan.objects.visible_to(request.user).select_related("unit", "province", "file")
    return get_object_or_404(rows.prefetch_related("targets"), pk=pk)


@login_required
@require_GET
def plan_detail(request, pk):
    plan = plan_of(request, pk)
    records = Records(plan.unit, plan.year)
    every = progress_below(plan, records, Indicator.NEW_3_UP) if plan.unit.level == Level.PROVINCE else []
    below = [row for row in every if row.plan or row.done]
    writes, approves = rules.may_write_plan(request.user, plan.unit), rules.may_approve_plan(request.user, plan.unit)
    missing = plan_services.missing_of(plan) if plan.editable and writes else []
    context = {
        "plan": plan, "tone": TONES[plan.state], "progress": progress_of(plan, records), "until": until(records),
        "below": below, "idle": len(every) - len(below), "shown": Indicator.NEW_3_UP, "edits": writes and plan.editable,
        "sends": writes and plan.editable and not missing, "missing": missing, "takes_at_once": approves,
        "approves": approves and plan.state == PlanState.SUBMITTED,
        "returns": approves and plan.state in (PlanState.SUBMITTED, PlanState.APPROVED),
    }  # fmt: skip
    return render(request, "reports/plan.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def plan_create(request):
    if not rules.may_plan_somewhere(request.user):
        raise NotAllowed(plan_messages.PLAN_UNIT_NOT_YOURS, code="unit")
    initial = {name: request.GET[name] for name in ("unit", "year") if request.GET.get(name, "").isdigit()}
    files = request.FILES if request.method == "POST" else None
    form = PlanForm(posted(request), files, user=request.user, **({"initial": initial} if initial else {}))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                plan = plan_services.enter_plan(actor=request.user, **form.values())
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã lưu kế hoạch ở dạng đang soạn."))
                return redirect(plan)
    return render(request, "reports/plan_form.html", {"form": form}, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def plan_edit(request, pk):
    plan = plan_of(request, pk)
    if not rules.may_write_plan(request.user, plan.unit):
        raise NotAllowed(plan_messages.PLAN_NOT_YOURS, code="not_your_plan", obj=plan)
    files = request.FILES if request.method == "POST" else None
    form = PlanForm(posted(request), files, user=request.user, plan=plan)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            version = form.cleaned_data["version"] or 0
            try:
                plan_services.update_plan(plan=plan, version=version, actor=request.user, **form.values())
            except Refused as refusal:
                if isinstance(refusal, Stale):
                    plan = plan_of(request, pk)
                    take_version(form, plan.version)
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã lưu kế hoạch."))
                return redirect(plan)
    stale = status == Stale.status and plan.editable
    return render(request, "reports/plan_form.html", {"form": form, "plan": plan, "stale": stale}, status=status)


def version_of(request) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@login_required
@require_POST
def plan_submit(request, pk):
    plan = plan_services.submit_plan(plan=plan_of(request, pk), version=version_of(request), actor=request.user)
    sent = plan.state == PlanState.SUBMITTED
    notices.success(request, _("Đã gửi kế hoạch để tỉnh duyệt.") if sent else _("Kế hoạch bắt đầu được thực hiện."))
    return redirect(plan)


@login_required
@require_POST
def plan_approve(request, pk):
    plan = plan_services.approve_plan(plan=plan_of(request, pk), version=version_of(request), actor=request.user)
    notices.success(request, _("Đã duyệt kế hoạch."))
    return redirect(plan)


@login_required
@require_http_methods(["GET", "POST"])
def plan_return(request, pk):
    plan = plan_of(request, pk)
    if not rules.may_approve_plan(request.user, plan.unit):
        raise NotAllowed(plan_messages.PLAN_APPROVE_NOT_YOURS, code="not_your_plan", obj=plan)
    form = ReturnForm(posted(request), initial={"version": plan.version})
    return adding(
        request, form, "reports/plan_return.html", {"plan": plan},
        lambda: plan_services.return_plan(plan=plan, actor=request.user, **form.cleaned_data),
        [plan.get_absolute_url()], _("Đã trả lại kế hoạch để sửa."),
    )  # fmt: skip


def behind(request, pk, indicator):
    """(plan, records, rows behind one figure, its place): the rows that the figure counted, narrowed by the words typed."""
    plan = plan_of(request, pk)
    if indicator not in Indicator.values:
        raise Http404
    records = Records(plan.unit, plan.year)
    places = {str(place.id): place for place in records.ground.places}
    place = places.get(request.GET.get("noi", ""))
    lines = lines_of(indicator, records, place.id if place else None)
    words = search_words(request.GET.get("q", "")[:120])
    if lines and words:
        lines = [line for line in lines if all(word in fold(f"{line.title} {line.under}") for word in words)]
    return plan, records, lines, place


@login_required
@require_GET
def plan_lines(request, pk, indicator):
    plan, records, lines, place = behind(request, pk, indicator)
    places = {row.id: row.name for row in records.ground.places}
    page = Paginator(lines or [], PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan, "indicator": Indicator(indicator), "meaning": MEANING.get(Indicator(indicator), ""),
        "page": page, "rows": [(line, places.get(line.place, "")) for line in page], "place": place,
        "known": lines is not None, "until": until(records), "q": request.GET.get("q", ""),
        "file_url": file_url(request, "reports:plan_lines_export", pk, indicator),
    }  # fmt: skip
    return render(request, "reports/plan_lines.html", context)


@login_required
@require_GET
def plan_lines_export(request, pk, indicator):
    _plan, records, lines, _place = behind(request, pk, indicator)
    places = {row.id: row.name for row in records.ground.places}
    rows = exporters.line_rows(lines or [], places)
    return as_file(request, f"chi-tieu-{indicator}", "Chi tieu", exporters.line_head(), rows)


OWED = (
    (OVERDUE, _lazy("Quá hạn, chưa ban hành")), (LATE, _lazy("Ban hành chậm")), (ON_TIME, _lazy("Ban hành đúng hạn")),
    (WAITING, _lazy("Chưa đến hạn, hoặc không giao hạn")),
)  # fmt: skip


def owed_in(request):
    """(year, provinces to choose, the one chosen, rows that owe a plan): narrowed by state and words."""
    text = request.GET.get("nam", "")
    this = clock.today().year
    year = int(text) if text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:6]) <= this + 1 else this
    provinces = provinces_of(request.user, year)
    chosen = next((row for row in provinces if str(row.pk) == request.GET.get("dv")), None)
    chosen = chosen or (provinces[-1] if provinces else None)
    rows = owed_plans(chosen, year, request.user, clock.today()) if chosen else []
    state, words = request.GET.get("tt", ""), search_words(request.GET.get("q", "")[:120])
    if state in (key for key, _label in OWED):
        rows = [row for row in rows if row.state == state]
    rows = [row for row in rows if all(word in row.unit.search_text for word in words)]
    return year, provinces, chosen, rows


@login_required
@require_GET
def plans_owed(request):
    year, provinces, chosen, rows = owed_in(request)
    context = {
        "year": year, "years": range(clock.today().year + 1, FIRST_YEAR - 1, -1), "provinces": provinces,
        "chosen": chosen, "page": Paginator(rows, PAGE).get_page(request.GET.get("page")), "states": OWED,
        "state": request.GET.get("tt", ""), "q": request.GET.get("q", ""), "tabs": tabs_of("plans_owed"),
        "file_url": file_url(request, "reports:plans_owed_export"),
    }  # fmt: skip
    return render(request, "reports/plans_owed.html", context)


@login_required
@require_GET
def plans_owed_export(request):
    _year, _provinces, _chosen, rows = owed_in(request)
    return as_file(
        request, "ban-hanh-ke-hoach", "Ban hanh", exporters.owed_head(), exporters.owed_rows(rows, dict(OWED))
    )
