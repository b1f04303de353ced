"""Pages of calibration: practice products of a session, practice sheets, comparison; guidance and severity of a council."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.exceptions import NotAllowed, Refused
from evaluations import messages
from evaluations.enums import PracticeState, Seat, SessionState
from evaluations.forms.practices import GuidanceForm, PracticeForm, PracticeSheetForm, in_use
from evaluations.models import Council, CouncilSession, Practice
from evaluations.numbers import signed
from evaluations.rules import leads, may_calibrate, may_manage
from evaluations.scoring import sheet_state
from evaluations.selectors.guidance import guidance_for, guidance_rows
from evaluations.selectors.practices import (
    comparison,
    is_opened,
    own_practice,
    practice_answers,
    progress,
    severities,
)
from evaluations.selectors.rubrics import rubric_spec
from evaluations.selectors.sheetpage import aids, bare_lines, part_views, verdict
from evaluations.services import practices as services
from evaluations.views.sessions import session_of
from evaluations.views.shared import posted, refuse


def practice_of(request, pk) -> Practice:
    rows = Practice.objects.visible_to(request.user).select_related(
        "session__council__province", "rubric__product_set__regulation", "paper"
    )
    practice = get_object_or_404(rows, pk=pk)
    _here(request, practice, practice.session.council)
    return practice


def _here(request, obj, council) -> None:
    if not may_calibrate(request.user, council):
        raise NotAllowed(messages.NO_SEAT, code="no_seat", obj=obj)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def practice_list(request, pk):
    """Practice products of a session; making one."""
    session = session_of(request, pk)
    _here(request, session, session.council)
    makes = leads(request.user, session.council) or may_manage(request.user, session.council)
    form = PracticeForm(posted(request), request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                practice = services.create_practice(session=session, actor=request.user, **form.cleaned_data)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã lập sản phẩm chấm thử. Các thành viên có thể chấm."))
                return redirect(practice)
    context = {
        "session": session, "council": session.council, "form": form, "rows": session.practices.select_related("rubric"),
        "makes": makes and session.state != SessionState.CLOSED,
    }  # fmt: skip
    return render(request, "evaluations/practices.html", context, status=status)


@never_cache
@login_required
@require_GET
def practice(request, pk):
    """One practice product: what it is, who has scored, and once opened the comparison."""
    row = practice_of(request, pk)
    council = row.session.council
    seat = council.members.filter(user=request.user).first()
    opened = is_opened(row)
    members, lines = comparison(row) if opened else ([], [])
    context = {
        "practice": row, "session": row.session, "council": council, "progress": progress(row), "opened": opened,
        "members": members, "lines": lines, "chair": seat is not None and seat.seat == Seat.CHAIR,
        "scores": seat is not None and seat.scores, "keeps": leads(request.user, council),
        "own": own_practice(row, seat) if seat and seat.scores else None, "reference": own_practice(row, None),
        "open": row.state == PracticeState.OPEN,
    }  # fmt: skip
    return render(request, "evaluations/practice.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def practice_sheet(request, pk):
    """The person's own practice sheet, on the form of the real one."""
    row = practice_of(request, pk)
    member = row.session.council.members.filter(user=request.user, scores=True).first()
    if member is None:
        raise NotAllowed(messages.NO_SEAT, code="no_seat", obj=row)
    return _sheet(request, row, member, _("Chấm thử"))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def practice_reference(request, pk):
    """The sheet that the council has agreed on, entered by chair or secretary."""
    row = practice_of(request, pk)
    if not leads(request.user, row.session.council):
        raise NotAllowed(messages.ONLY_SECRETARY, code="not_your_step", obj=row)
    return _sheet(request, row, None, _("Phiếu chuẩn"))


def _sheet(request, row, member, title):
    own = own_practice(row, member)
    answers = practice_answers(own, row.rubric)
    form = PracticeSheetForm(
        posted(request), rubric=row.rubric, initial={"version": own.version if own else 0}
    )  # fmt: skip
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            answers |= form.answers
            hands_in = "submit" in request.POST
            try:
                services.save_practice(
                    practice=row, member=member, answers=answers, version=form.cleaned_data["version"],
                    hand_in=hands_in, actor=request.user,
                )  # fmt: skip
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã nộp phiếu chấm thử.") if hands_in else _("Đã lưu phiếu chấm thử."))
                return redirect(row)
    return render(
        request, "evaluations/practice_sheet.html", _sheet_context(row, own, answers, form, title), status=status
    )


def _sheet_context(row, own, answers, form, title) -> dict:
    spec = rubric_spec(row.rubric)
    lines = bare_lines(row.rubric)
    council = row.session.council
    aids(lines, rule=council.comment_rule, last=None, guidance=guidance_for(row.rubric, council))
    for code, (place, comment) in answers.items():
        if place is None or place <= len(spec.criteria[code].options):
            lines[code].place, lines[code].comment = place, comment
    state = sheet_state(spec, {code: line.place for code, line in lines.items() if line.place is not None})
    return {
        "practice": row, "form": form, "title": title, "parts": part_views(spec, lines, state), "field": "c",
        "bar": verdict(spec, state), "version": form["version"].value(), "clash": None,
        "edits": row.state == PracticeState.OPEN and not (own and own.submitted_at),
    }  # fmt: skip


@login_required
@require_POST
def practice_compare(request, pk):
    row = practice_of(request, pk)
    services.compare_practice(practice=row, actor=request.user)
    notices.success(request, _("Đã mở bảng đối chiếu. Phiếu chấm thử không sửa được nữa."))
    return redirect(row)


def council_here(request, pk) -> Council:
    rows = Council.objects.visible_to(request.user).select_related("unit", "province")
    council = get_object_or_404(rows, pk=pk)
    _here(request, council, council)
    return council


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def guidance(request, pk):
    """What is agreed on the criteria of one sheet, and writing down more."""
    council = council_here(request, pk)
    rubrics = in_use()
    wanted = request.GET.get("bo", "")
    rubric = rubrics.filter(code=wanted).first() or rubrics.first()
    form, status = None, 200
    if rubric is not None:
        form = GuidanceForm(posted(request), rubric=rubric, council=council, user=request.user)
    if request.method == "POST":
        status = 422
        if form is None or not form.allowed:
            raise NotAllowed(messages.NOT_YOUR_GUIDANCE, code="not_your_step", obj=council)
        if form.is_valid():
            data = dict(form.cleaned_data)
            whole = data.pop("scope") == "province"
            try:
                services.record_guidance(
                    council=council, rubric=rubric, whole_province=whole, actor=request.user, **data
                )
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã ghi hướng dẫn. Nội dung hiện bên cạnh tiêu chí trên phiếu chấm."))
                return redirect(request.get_full_path())
    rows = guidance_rows(rubric.code, council) if rubric else {}
    context = {
        "council": council, "rubric": rubric, "rubrics": rubrics, "form": form if form and form.allowed else None,
        "rows": [rows[code] for code in rubric_spec(rubric).criteria if code in rows] if rubric else [],
    }  # fmt: skip
    return render(request, "evaluations/guidance.html", context, status=status)


@login_required
@require_GET
def severity(request, pk):
    """How far members stood from their panels: chair and office see all, a member the own line only."""
    council = council_here(request, pk)
    chair = council.members.filter(user=request.user, seat=Seat.CHAIR).exists()
    everybody = chair or may_manage(request.user, council)
    rows = [row for row in severities(council) if everybody or row.user_id == request.user.pk]
    shown = [(row, signed(row.mean)) for row in rows]
    closed = CouncilSession.objects.visible_to(request.user).filter(council=council, state=SessionState.CLOSED)
    context = {"council": council, "rows": shown, "everybody": everybody, "closed": closed}
    return render(request, "evaluations/severity.html", context)
