"""Pages of sessions: list, the chair's board with everything that chair, secretary and office do on it."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.exceptions import Refused
from evaluations import messages
from evaluations.enums import Seat, SessionState
from evaluations.forms.councils import PasswordForm
from evaluations.forms.dossiers import ReasonForm
from evaluations.models import CouncilSession, Dossier, SessionProduct
from evaluations.rules import may_manage, may_see_papers
from evaluations.selectors.board import board, columns, tally
from evaluations.selectors.outcomes import blockers, scoring_members
from evaluations.selectors.reading import read_along
from evaluations.selectors.waiting import waiting_dossiers
from evaluations.services import closing
from evaluations.services import sessions as services
from evaluations.views.shared import posted, refuse

PAGE = 25


def session_of(request, pk) -> CouncilSession:
    rows = CouncilSession.objects.visible_to(request.user).select_related("council__unit", "round")
    return get_object_or_404(rows, pk=pk)


def item_of(request, pk) -> SessionProduct:
    rows = SessionProduct.objects.visible_to(request.user).select_related(
        "session__council", "rubric__product_set__regulation", "cycle__product", "cycle__producer", "cycle__regulation",
        "cycle__unit", "cycle__province", "dossier__self_assessment", "dossier__commune_report",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def items_seen(request, session) -> list[SessionProduct]:
    return list(
        SessionProduct.objects.visible_to(request.user)
        .filter(session=session)
        .select_related("session__council", "cycle__product__product_set", "rubric")
        .order_by("position")
    )


@login_required
@require_GET
def session_board(request, pk):
    return _board_page(request, session_of(request, pk), PasswordForm())


def _board_page(request, session, form, status=200):
    reading = read_along(session)
    items = items_seen(request, session)
    rows = board(request.user, session, items)
    own = [seat for seat in reading.seats if seat.user_id == request.user.pk]
    seats = {seat.seat for seat in own}
    keeps = bool(seats & {Seat.CHAIR, Seat.SECRETARY})
    prepares = keeps or may_manage(request.user, session.council)
    found = {row.item.pk: row.outcome for row in rows if row.outcome}
    is_open, is_planned, says = session.state == SessionState.OPEN, session.state == SessionState.PLANNED, []
    if is_open and Seat.CHAIR in seats:
        says = [
            str(messages.NOT_CLOSABLE_STATE % {"product": r.item.cycle.product.name}) for r in rows if not r.outcome
        ]
        says += blockers(session, found)
    context = {
        "session": session,
        "council": session.council,
        "members": scoring_members(session),
        "columns": columns(request.user, session, items),
        "rows": rows,
        "tally": tally(session, rows),
        "values": keeps or bool(found),
        "chair": Seat.CHAIR in seats,
        "keeps": keeps,
        "scores": any(seat.scores for seat in own),
        "prepares": prepares,
        "manages": may_manage(request.user, session.council),
        "sheets_on_paper": is_open and (keeps or may_see_papers(request.user, session.council)),
        "presence": [(seat, reading.presences.get(seat.pk)) for seat in reading.seats],
        "waiting": waiting_dossiers(request.user, session.council) if prepares and is_planned else [],
        "blockers": says,
        "form": form,
        "now": clock.now(),
    }
    return render(request, "evaluations/board.html", context, status=status)


@login_required
@require_POST
def session_schedule(request, pk):
    session = session_of(request, pk)
    wanted = [int(key) for key in request.POST.getlist("dossier") if key.isascii() and key.isdigit()]
    reach = Dossier.objects.visible_to(request.user).select_related("cycle__regulation", "cycle__unit", "rubric")
    dossiers = [get_object_or_404(reach, pk=key) for key in wanted]
    if not dossiers:
        raise Refused(messages.SESSION_EMPTY, code="dossiers", obj=session)
    services.schedule(session=session, dossiers=dossiers, actor=request.user)
    notices.success(request, _("Đã đưa hồ sơ vào phiên họp."))
    return redirect(session)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item_unschedule(request, pk):
    item = item_of(request, pk)
    services.require_organiser(request.user, item.session.council)
    return reason_page(
        request, item, services.unschedule, question=_("Rút sản phẩm khỏi phiên họp?"), button=_("Rút khỏi phiên họp"),
        done=_("Đã rút sản phẩm khỏi phiên họp."), back=item.session.get_absolute_url(),
    )  # fmt: skip


def reason_page(request, item, act, *, question, button, done, back):
    """Ask for the reason of an act on a product of a session, then do it."""
    form = ReasonForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act(item=item, reason=form.cleaned_data["reason"], actor=request.user)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, done)
                return redirect(back)
    context = {"item": item, "cycle": item.cycle, "form": form, "question": question, "button": button, "back": back}
    return render(request, "evaluations/reason.html", context, status=status)


@login_required
@require_POST
def session_presence(request, pk):
    session = session_of(request, pk)
    seats = session.council.members.values_list("pk", flat=True)
    present = {seat: f"present-{seat}" in request.POST for seat in seats}
    reasons = {seat: request.POST.get(f"reason-{seat}", "") for seat in seats}
    services.record_presence(session=session, present=present, reasons=reasons, actor=request.user)
    notices.success(request, _("Đã ghi danh sách có mặt."))
    return redirect(session)


@login_required
@require_POST
def session_open(request, pk):
    session = session_of(request, pk)
    services.open_session(session=session, actor=request.user)
    notices.success(request, _("Đã mở phiên. Các thành viên có thể chấm điểm."))
    return redirect(session)


@login_required
@require_POST
def session_close(request, pk):
    session = session_of(request, pk)
    form = PasswordForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            closing.close_session(session=session, password=form.cleaned_data["password"], actor=request.user)
        except Refused as refusal:
            status = refuse(request, form, refusal)
            session = session_of(request, pk)
        else:
            notices.success(request, _("Đã đóng phiên. Kết quả được niêm phong, không sửa được nữa."))
            return redirect(session)
    return _board_page(request, session, form, status)
