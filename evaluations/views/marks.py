"""All marks as a file: of one closed session, and of a year for the offices that hold councils."""

from django.contrib.auth.decorators import login_required
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import clock
from core.exceptions import NotAllowed, Refused
from core.sheets import csv_answer, xlsx_answer
from evaluations import exporters, messages
from evaluations.enums import ItemState, Seat, SessionState
from evaluations.models import ScoreSheet
from evaluations.rules import managed_levels, may_manage
from evaluations.views.sessions import session_of

YEARS = range(2018, 2101)


@login_required
@require_GET
def session_marks(request, pk):
    """XLSX of a closed session: for its chair, its secretary and the standing office."""
    session = session_of(request, pk)
    keeps = session.council.members.filter(user_id=request.user.pk, seat__in=[Seat.CHAIR, Seat.SECRETARY]).exists()
    if not (keeps or may_manage(request.user, session.council)):
        raise NotAllowed(messages.MARKS_NOT_YOURS, code="export", obj=session)
    if session.state != SessionState.CLOSED:
        raise Refused(messages.MARKS_WHEN_CLOSED, code="state", obj=session)
    sheets = ScoreSheet.objects.visible_to(request.user).filter(item__session=session, item__state=ItemState.CLOSED)
    head, rows = exporters.mark_table(sheets)
    return xlsx_answer(f"diem-phien-{session.pk}", _("Điểm của phiên họp"), head, rows)


@login_required
@require_GET
def year_marks(request):
    """CSV of a year (?nam=, else the present one), streamed: for those who hold a standing office."""
    if not managed_levels(request.user):
        raise NotAllowed(messages.MARKS_NOT_YOURS, code="export")
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else clock.today().year
    if year not in YEARS:
        year = clock.today().year
    sheets = ScoreSheet.objects.visible_to(request.user).filter(
        item__session__held_on__year=year, item__state=ItemState.CLOSED
    )
    head, rows = exporters.mark_table(sheets)
    return csv_answer(f"diem-{year}", head, rows)
