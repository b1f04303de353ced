"""Pages of sessions: list, the chair's board with everything that chair, secretary and office do on it."""

import hashlib

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.exceptions import Refused
from evaluations import messages
from evaluations.enums import ItemState, Seat, SessionKind, SessionState
from evaluations.forms.councils import PasswordForm
from evaluations.forms.dossiers import ReasonForm
from evaluations.models import CouncilSession, Dossier, SessionProduct
from evaluations.rules import may_manage, seat_sees_papers
from evaluations.selectors.board import board_of
from evaluations.selectors.boarditems import board_items
from evaluations.selectors.outcomes import blockers
from evaluations.selectors.roundproposals import late_days
from evaluations.selectors.rubrics import rubric_row
from evaluations.selectors.waiting import waiting_dossiers
from evaluations.services import closing
from evaluations.services import sessions as services
from evaluations.views.shared import posted, refuse

# Of 500 products a list shows names; their texts are half of what the database would send.
UNREAD = ["discussion", "cycle__search_text", "cycle__product__search_text", "cycle__product__description"]
NAMED = 10  # products named among what stops the closing


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
    rows = SessionProduct.objects.visible_to(request.user).filter(session=session).order_by("position")
    items = list(rows.select_related("cycle__product").defer(*UNREAD))
    for item in items:
        item.session, item.rubric = session, rubric_row(item.rubric_id)
    return items


@login_required
@require_GET
def session_board(request, pk):
    return _board_page(request, session_of(request, pk), PasswordForm())


@login_required
@require_GET
def session_table(request, pk):
    """The moving part of the board alone. The tag is over what this person sees: others' work does not shine through."""
    session = session_of(request, pk)
    board, page = board_of(request.user, session, board_items(request.user, session), request.GET.get("page"))
    context = {"session": session, "council": session.council, "board": board, "page": page}
    text = render_to_string("evaluations/_board.html", context, request)
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    same = request.headers.get("If-None-Match") == tag
    response = HttpResponseNotModified() if same else HttpResponse(text)
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


def _board_page(request, session, form, status=200):
    items = board_items(request.user, session)
    closable = session.state == SessionState.OPEN and all(item.state == ItemState.LOCKED for item in items)
    board, page = board_of(request.user, session, items, request.GET.get("page"), whole=closable)
    manages = may_manage(request.user, session.council)
    prepares = manages or board.keeps
    chair = board.seat is not None and board.seat.seat == Seat.CHAIR
    planned, meets = session.state == SessionState.PLANNED, session.kind == SessionKind.MEETING
    context = {
        "session": session,
        "council": session.council,
        "board": board,
        "page": page,
        "members": board.members,
        "rows": board.rows,
        "tally": board.tally,
        "chair": chair,
        "keeps": board.keeps,
        "prepares": prepares,
        "manages": manages,
        "meets": meets,
        "calibrates": meets and session.state != SessionState.CLOSED and (manages or board.seat is not None),
        "compares": manages or board.seat is not None,
        "sheets_on_paper": meets and session.state == SessionState.OPEN and seat_sees_papers(board.seat, manages),
        "waiting": _waiting(request.user, session) if prepares and planned else [],
        "blockers": _closing_says(session, board) if chair and session.state == SessionState.OPEN else [],
        "told": sum(1 for member in board.seats if member.told_on),
        "form": form,
        "now": clock.now(),
    }
    return render(request, "evaluations/board.html", context, status=status)


def _waiting(user, session) -> list:
    """Dossiers to choose from; `late_on` where the proposal came too late for the session's round."""
    found = list(waiting_dossiers(user, session.council))
    late = late_days(found, session.round, session.council.level)
    for dossier in found:
        dossier.late_on = late.get(dossier.pk)
    return found


def _closing_says(session, board) -> list[str]:
    """What still stops the closing; of products without result the first ones are named, the others counted."""
    running = [item for item in board.items if item.pk not in board.checked and item.state != ItemState.LOCKED]
    says = [str(messages.NOT_CLOSABLE_STATE % {"product": i.cycle.product.name}) for i in running[:NAMED]]
    if len(running) > NAMED:
        says.append(str(messages.NOT_CLOSABLE_MORE % {"count": len(running) - NAMED}))
    return says + blockers(session, board.checked, board.chair_present)


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
