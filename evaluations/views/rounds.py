"""A round: its dates, its sessions, the proposals that came in time, late, or were taken in."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.exceptions import NotAllowed, Refused
from core.paging import CappedPaginator
from evaluations import exporters, messages
from evaluations.filters import RoundProposalFilter
from evaluations.forms.rounds import RoundEditForm, TakeInForm
from evaluations.models import CouncilSession, Round, RoundProposal
from evaluations.rules import may_calibrate, may_manage_level
from evaluations.selectors.lists import PROPOSAL_SORT_LABELS, PROPOSAL_SORTS
from evaluations.selectors.roundproposals import late_for, own_of, rounds_of, stand
from evaluations.services import roundproposals
from evaluations.services import rounds as services
from evaluations.views.lists import PAGE, SESSION_STATES
from evaluations.views.shared import posted, refuse
from producers.rules import may_export
from products.views.lists import as_file, chosen


def round_of(request, pk) -> Round:
    rows = Round.objects.visible_to(request.user).select_related("unit", "regulation")
    return get_object_or_404(rows, pk=pk)


def manages(user, row: Round) -> bool:
    return may_manage_level(user, row.level, row.unit)


def managed(request, row: Round) -> Round:
    if not manages(request.user, row):
        raise NotAllowed(messages.NOT_YOUR_COUNCIL, code="not_your_council", obj=row)
    return row


def found_proposals(request, row: Round, rounds: list[Round]):
    """Own and late proposals of the round that the person sees, filtered and sorted."""
    rows = RoundProposal.objects.visible_to(request.user).filter(own_of(row, rounds) | late_for(row))
    found = RoundProposalFilter(request.GET, rows, own=own_of(row, rounds), late=late_for(row), round=row)
    return found, *chosen(found, rows, request, PROPOSAL_SORTS, "moi")


@login_required
@require_GET
def round_detail(request, pk):
    row = round_of(request, pk)
    rounds = rounds_of(row.level, row.unit_id)
    found, rows, sort = found_proposals(request, row, rounds)
    shown = rows.select_related("cycle__product", "cycle__producer", "cycle__unit", "taken_into")
    page = CappedPaginator(shown, PAGE, counted=rows).get_page(request.GET.get("page"))
    by_key, today = {r.pk: r for r in rounds}, services.still_runs(row)
    sessions = CouncilSession.objects.visible_to(request.user).filter(round=row).select_related("council__unit")
    sessions = list(sessions)
    query = request.GET.copy()
    query.pop("page", None)
    query["dang"] = "xlsx"
    context = {
        "round": row, "manages": manages(request.user, row), "runs": today, "page": page, "sort": sort,
        "sorts": PROPOSAL_SORT_LABELS, "filter": found.form, "noun": _("hồ sơ đề nghị"),
        "filtered": any(found.form.cleaned_data.values()) if found.form.is_valid() else True,
        "rows": [stand(proposal, by_key) for proposal in page],
        "sessions": [(s, *SESSION_STATES[s.state]) for s in sessions],
        "compares": any(may_calibrate(request.user, s.council) for s in sessions if s.state == "closed"),
        "file_query": query.urlencode() if may_export(request.user) else "",
    }  # fmt: skip
    return render(request, "evaluations/round.html", context)


@login_required
@require_GET
def round_proposals_export(request, pk):
    row = round_of(request, pk)
    _found, rows, _sort = found_proposals(request, row, rounds_of(row.level, row.unit_id))
    head = exporters.proposal_head()
    return as_file(request, "de-nghi", "De nghi", head, rows, lambda found: exporters.proposal_rows(found, row))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_edit(request, pk):
    row = managed(request, round_of(request, pk))
    form = RoundEditForm(posted(request), round=row)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.edit_round(round=row, actor=request.user, **form.cleaned_data)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã lưu đợt đánh giá."))
                return redirect(row)
    return render(request, "evaluations/round_edit.html", {"form": form, "round": row}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_take_in(request, pk, proposal):
    """The page that asks for the reason, and the act."""
    row = managed(request, round_of(request, pk))
    found = RoundProposal.objects.visible_to(request.user).select_related("cycle__product", "cycle__producer")
    late = get_object_or_404(found, pk=proposal, level=row.level, unit=row.unit)
    form = TakeInForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                roundproposals.take_in(proposal=late, round=row, reason=form.cleaned_data["reason"], actor=request.user)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã nhận hồ sơ %(number)s vào đợt.") % {"number": late.cycle.number})
                return redirect(row)
    context = {"form": form, "round": row, "proposal": late}
    return render(request, "evaluations/round_take_in.html", context, status=status)
