"""Pages of reports: list, request, one report."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from core import refusals
from core.enums import JobState
from core.exceptions import NotAllowed, Refused
from reports import messages, rules, services
from reports.filters import ReportFilter
from reports.forms import ReportForm
from reports.models import Report
from reports.selectors import job_of, summary, unit_choices
from reports.tabs import tabs_of

PAGE = 25


@login_required
@require_GET
def report_list(request):
    rows = Report.objects.visible_to(request.user)
    found = ReportFilter(request.GET, queryset=rows)
    rows = (found.qs if found.form.is_valid() else rows).select_related("unit", "job").defer("job__parameters")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    may = rules.may_request_somewhere(request.user)
    context = {"filter": found.form, "page": page, "may_request": may, "tabs": tabs_of("list")}
    return render(request, "reports/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def report_request(request):
    if not rules.may_request_somewhere(request.user):
        raise NotAllowed(messages.NOT_YOURS, code="report_request")
    form = ReportForm(request.POST or None, units=unit_choices(request.user), initial=_initial(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                report = services.request_report(actor=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, refusal.sentence)
                refusals.remember(request, refusal)
                status = refusal.status
            else:
                answer = redirect(report.job)
                answer.status_code = 303
                return answer
    return render(request, "reports/request.html", {"form": form}, status=status)


def _initial(request) -> dict:
    """What the address names: ?unit=12&period=2026Q3, so that a dashboard or a finished report can lead here."""
    return {name: request.GET[name] for name in ("unit", "period") if request.GET.get(name)}


@login_required
@require_GET
def report_detail(request, pk):
    rows = Report.objects.visible_to(request.user)
    rows = rows.select_related("unit", "snapshot", "pdf", "xlsx", "docx")
    report = get_object_or_404(rows, pk=pk)
    job = None if report.snapshot_id else job_of(report)
    words = {
        "report": report,
        "job": job,
        "failed": job is not None and job.state in (JobState.FAILED, JobState.CANCELLED),
        "files": [(ending, getattr(report, ending), messages.FILE_LABELS[ending]) for ending in messages.FILE_LABELS],
        "summary": summary(report.snapshot.data) if report.snapshot_id else [],
        "data": report.snapshot.data if report.snapshot_id else None,
        "newer": rows.filter(kind=report.kind, unit=report.unit, period=report.period, version__gt=report.version)
        .order_by("-version")
        .first(),
        "may_request": rules.may_request(request.user, report.unit),
    }
    return render(request, "reports/detail.html", words)
