"""Pages of one product of a session: progress, values after locking, joint findings, second round, frozen result."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.exceptions import Refused
from evaluations.enums import FindingKind, ItemState, Seat
from evaluations.forms.results import FindingsForm
from evaluations.guards import presides
from evaluations.models import Conflict, Result, ScoreSheet
from evaluations.selectors.board import Board
from evaluations.selectors.conflicthints import conflict_rows
from evaluations.selectors.criteriastats import criteria_stats
from evaluations.selectors.discipline import proposal_rows, reopenings_of
from evaluations.selectors.outcomes import item_blockers
from evaluations.selectors.results import result_rights
from evaluations.selectors.rubrics import rubric_spec
from evaluations.selectors.visibility import LOCKED, is_officer, is_scorer
from evaluations.services import closing as services
from evaluations.services.recusals import require_presiding
from evaluations.services.sessions import require_secretary
from evaluations.views.sessions import item_of, reason_page
from evaluations.views.shared import refuse


@login_required
@require_GET
def item_page(request, pk):
    item = item_of(request, pk)
    return _item_page(request, item, None)


def _item_page(request, item, form, status=200):
    council, user = item.session.council, request.user
    board = Board(user, item.session, [item])
    row, seat = board.rows[0], board.seat
    member = seat if seat and seat.scores else None
    answer = Conflict.objects.filter(item=item, member=member).first() if member else None
    own = _own_sheet(item, member)
    keeps = bool(seat) and seat.seat in (Seat.CHAIR, Seat.SECRETARY)
    # A closed result is known to the whole council, whatever its rule on single sheets says.
    ends = item.state == ItemState.CLOSED and (is_officer(user, item.session) or is_scorer(seat))
    result = Result.objects.filter(item=item).select_related("item__session__council").first() if ends else None
    if form is None and keeps and item.state == ItemState.LOCKED:
        form = FindingsForm(item=item, initial=_recorded(item))
    acts = presides(user, item) and item.state != ItemState.CLOSED
    context = {
        "item": item, "cycle": item.cycle, "session": item.session, "row": row, "council": council,
        "cells": list(zip(board.columns, row.cells, strict=True)),
        "member": member, "answer": answer, "own": own, "result": result,
        "rights": result_rights(item.cycle, result) if result else None, "keeps": keeps, "form": form,
        "chair": acts, "outcome": row.outcome,
        "blockers": item_blockers(item.session, row.outcome) if row.outcome and keeps and not result else [],
        "stats": criteria_stats(row.outcome, {m.pk: m.given_name for m in board.columns}) if row.outcome else [], "spec": rubric_spec(item.rubric),
        "reopened": own.reopenings.order_by("-pk").first() if own else None,
        "conflicts": conflict_rows(item) if keeps or acts else [],
        "proposals": proposal_rows(item) if (keeps or acts) and item.state in LOCKED else [],
        "reopenings": reopenings_of(item) if keeps or acts else [],
    }  # fmt: skip
    return render(request, "evaluations/item.html", context, status=status)


def _own_sheet(item, member):
    if member is None:
        return None
    return ScoreSheet.objects.filter(item=item, member=member, scoring_round=item.scoring_round).first()


def _recorded(item) -> dict:
    """What was recorded before, as the form's initial values."""
    start = {"discussion": item.discussion, "statement": item.marks_statement, "knockouts": []}
    for finding in item.findings.all():
        if finding.kind == FindingKind.KNOCKOUT:
            start["knockouts"].append(finding.ref)
            start["note"] = finding.note
        else:
            start[f"joint-{finding.ref}"] = str(finding.place)
    return start


@login_required
@require_POST
def item_end(request, pk):
    item = item_of(request, pk)
    services.end_scoring(item=item, actor=request.user)
    notices.success(request, _("Đã kết thúc chấm điểm và khóa phiếu của sản phẩm này."))
    return redirect(item)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item_rescore(request, pk):
    item = item_of(request, pk)
    require_presiding(request.user, item)
    return reason_page(
        request, item, services.rescore, question=_("Mở vòng chấm thứ hai cho sản phẩm này?"),
        button=_("Mở vòng chấm 2"), done=_("Đã mở vòng chấm mới. Phiếu vòng trước được giữ nguyên."),
        back=item.get_absolute_url(),
    )  # fmt: skip


@login_required
@require_POST
def item_findings(request, pk):
    item = item_of(request, pk)
    require_secretary(request.user, item.session.council)
    form = FindingsForm(request.POST, item=item)
    status = 422
    if form.is_valid():
        try:
            services.record_findings(item=item, actor=request.user, **form.findings())
        except Refused as refusal:
            status = refuse(request, form, refusal)
        else:
            notices.success(request, _("Đã ghi kết luận của Hội đồng."))
            return redirect(item)
    return _item_page(request, item, form, status)
