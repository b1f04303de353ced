"""Drift of a closed session, and of a round: information only, for those who may read a council's severity."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from core.exceptions import NotAllowed
from evaluations import messages
from evaluations.drift import summary
from evaluations.enums import SessionState
from evaluations.models import Round
from evaluations.numbers import plain_mean, signed
from evaluations.rules import may_calibrate
from evaluations.selectors.drifts import mean_of, product_drifts, round_drifts
from evaluations.views.sessions import session_of


def _words(found) -> dict | None:
    """A summary as the page prints it."""
    if found is None:
        return None
    return {
        "products": found.products, "mean": signed(found.mean, 2), "low": signed(found.low, 2),
        "high": signed(found.high, 2),
    }  # fmt: skip


def _shown(row) -> dict:
    return {
        "item": row.item,
        "own": row.own,
        "average": row.result.average_shown.replace(".", ","),
        "apart": signed(row.apart, 2),
        "criteria": [
            {"code": d.code, "name": name, "own": d.own, "mean": plain_mean(d.mean, 2), "apart": signed(d.apart, 2)}
            for name, d in row.criteria
        ],
        "findings": [(label, text) for label, text in row.findings if text.strip()],
        "results": [(r, r.average_shown.replace(".", ",")) for r in row.results if mean_of(r) is not None],
        "steps": [(low, high, signed(apart, 2)) for low, high, apart in row.steps],
    }


@login_required
@require_GET
def session_drift(request, pk):
    """Per product: own score beside the council's mean, the widest criteria, the commune's findings, the levels."""
    session = session_of(request, pk)
    if not may_calibrate(request.user, session.council):
        raise NotAllowed(messages.NO_SEAT, code="no_seat", obj=session)
    rows = product_drifts(request.user, session) if session.state == SessionState.CLOSED else []
    context = {
        "session": session, "council": session.council, "rows": [_shown(row) for row in rows],
        "summary": _words(summary(row.apart for row in rows)),
    }  # fmt: skip
    return render(request, "evaluations/drift.html", context)


@login_required
@require_GET
def round_drift(request, pk):
    """Per closed session of a round whose council the person may calibrate."""
    row = get_object_or_404(Round.objects.visible_to(request.user).select_related("unit"), pk=pk)
    sessions, whole = round_drifts(request.user, row)
    context = {"round": row, "rows": [(s, _words(found)) for s, found in sessions], "summary": _words(whole)}
    return render(request, "evaluations/round_drift.html", context)
