"""Pages of paper sheets: the session's list, blank sheets to print, typing, comparison, scan."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.exceptions import NotAllowed, Refused
from evaluations import messages
from evaluations.enums import PaperSheetState
from evaluations.forms.dossiers import ReasonForm
from evaluations.forms.papersheets import PaperAllowForm, PaperResolveForm, PaperTypeForm, ScanForm
from evaluations.models import PaperEntry
from evaluations.papercodes import read_code
from evaluations.rules import leads, may_resolve_paper, may_see_papers, may_type_paper
from evaluations.selectors.papersheets import differences, may_be_allowed, paper_rows
from evaluations.selectors.rubrics import rubric_spec
from evaluations.services import paper_entry as services
from evaluations.views.sessions import items_seen, session_of
from evaluations.views.shared import posted, refuse


def paper_of(request, pk) -> PaperEntry:
    rows = PaperEntry.objects.visible_to(request.user).select_related(
        "item__session__council__unit", "item__cycle__product", "item__cycle__producer", "item__cycle__unit",
        "item__rubric__product_set__regulation", "member__user", "scan",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def _seen(request, obj, council) -> None:
    if not may_see_papers(request.user, council):
        raise NotAllowed(messages.PAPER_NOT_TYPIST, code="not_your_step", obj=obj)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_list(request, pk):
    """Paper sheets of a session; allowing one."""
    session = session_of(request, pk)
    _seen(request, session, session.council)
    allows = leads(request.user, session.council)
    pairs = may_be_allowed(session, items_seen(request, session)) if allows else []
    form = PaperAllowForm(posted(request), pairs=pairs)
    status = 200
    if request.method == "POST":
        status = 422
        if not allows:
            raise NotAllowed(messages.ONLY_SECRETARY, code="not_your_step", obj=session)
        if form.is_valid():
            try:
                services.allow_paper(actor=request.user, **form.chosen())
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã cho dùng phiếu giấy. Ông/bà in phiếu có mã để giao cho thành viên."))
                return redirect("evaluations:paper_sheets", pk=session.pk)
    rows = paper_rows(request.user, session)
    context = {
        "session": session, "council": session.council, "rows": rows, "form": form, "allows": allows,
        "pairs": pairs, "types": may_type_paper(request.user, session.council),
        "printable": any(row.entry.state == PaperSheetState.WAITING for row in rows),
    }  # fmt: skip
    return render(request, "evaluations/paper_sheets.html", context, status=status)


@login_required
@require_GET
def paper_find(request, pk):
    """From the code on a paper to its entry page."""
    session = session_of(request, pk)
    _seen(request, session, session.council)
    found = read_code(request.GET.get("ma", ""))
    entries = PaperEntry.objects.visible_to(request.user).exclude(state=PaperSheetState.CANCELLED)
    key = dict(zip(("item_id", "member_id", "scoring_round"), found, strict=True)) if found else {}
    entry = entries.filter(item__session=session, **key).first() if found and max(found) < 2**31 else None
    if entry is None:
        notices.error(request, messages.PAPER_CODE_UNKNOWN)
        return redirect("evaluations:paper_sheets", pk=session.pk)
    return redirect("evaluations:paper_type", pk=entry.pk)


def _blank(request, session, entries):
    pages = [{"entry": entry, "parts": rubric_spec(entry.item.rubric).parts} for entry in entries]
    return render(request, "evaluations/paper_blank.html", {"session": session, "pages": pages})


@login_required
@require_GET
def papers_print(request, pk):
    """All blank sheets that wait, one after the other."""
    session = session_of(request, pk)
    _seen(request, session, session.council)
    entries = [row.entry for row in paper_rows(request.user, session) if row.entry.state == PaperSheetState.WAITING]
    return _blank(request, session, entries)


@login_required
@require_GET
def paper_print(request, pk):
    entry = paper_of(request, pk)
    _seen(request, entry, entry.item.session.council)
    return _blank(request, entry.item.session, [entry])


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_type(request, pk):
    """One reading of a returned paper; the other one is never shown here."""
    entry = paper_of(request, pk)
    if not may_type_paper(request.user, entry.item.session.council):
        raise NotAllowed(messages.PAPER_NOT_TYPIST, code="not_your_step", obj=entry)
    form = PaperTypeForm(posted(request), entry=entry)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.type_paper(
                    entry=entry, places=form.places, no_conflict=form.cleaned_data["no_conflict"], actor=request.user
                )
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _said(entry))
                return redirect("evaluations:paper_sheets", pk=entry.item.session_id)
    mine = entry.typings.filter(typed_by=request.user).exists()
    context = {
        "entry": entry, "item": entry.item, "cycle": entry.item.cycle, "form": form,
        "opens": entry.state == PaperSheetState.WAITING and entry.item.state == "scoring" and not mine, "mine": mine,
        "scan_form": ScanForm() if entry.state != PaperSheetState.CANCELLED else None,
    }  # fmt: skip
    return render(request, "evaluations/paper_type.html", context, status=status)


def _said(entry) -> str:
    if entry.state == PaperSheetState.FILLED:
        return _("Hai lần nhập giống nhau. Phiếu đã được ghi và niêm phong.")
    if entry.state == PaperSheetState.DIFFERS:
        return _("Hai lần nhập khác nhau ở một số tiêu chí. Chủ tịch hoặc người thứ ba đối chiếu với bản giấy.")
    return _("Đã ghi lần nhập thứ nhất. Người thứ hai nhập lại phiếu này để đối chiếu.")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_compare(request, pk):
    """Where two readings differ, criterion by criterion; for the chair or a third person."""
    entry = paper_of(request, pk)
    if not may_resolve_paper(request.user, entry):
        raise NotAllowed(messages.PAPER_NOT_THIRD, code="not_your_step", obj=entry)
    if entry.state != PaperSheetState.DIFFERS:
        raise Refused(messages.PAPER_NOT_WAITING, code="state", obj=entry)
    rows = differences(entry)
    form = PaperResolveForm(posted(request), differences=rows)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.resolve_paper(
                    entry=entry, places=form.places, note=form.cleaned_data["note"], actor=request.user
                )
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã đối chiếu. Phiếu đã được ghi và niêm phong."))
                return redirect("evaluations:paper_sheets", pk=entry.item.session_id)
    context = {"entry": entry, "item": entry.item, "cycle": entry.item.cycle, "form": form, "rows": rows}
    return render(request, "evaluations/paper_compare.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_cancel(request, pk):
    entry = paper_of(request, pk)
    if not leads(request.user, entry.item.session.council):
        raise NotAllowed(messages.ONLY_SECRETARY, code="not_your_step", obj=entry)
    form = ReasonForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.cancel_paper(entry=entry, reason=form.cleaned_data["reason"], actor=request.user)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã hủy phiếu giấy."))
                return redirect("evaluations:paper_sheets", pk=entry.item.session_id)
    question = _("Hủy phiếu giấy %(code)s của %(name)s?") % {"code": entry.code, "name": entry.member.user.full_name}
    context = {
        "item": entry.item, "cycle": entry.item.cycle, "form": form, "question": question,
        "button": _("Hủy phiếu giấy"), "back": entry.get_absolute_url(),
    }  # fmt: skip
    return render(request, "evaluations/reason.html", context, status=status)


@login_required
@require_POST
def paper_scan(request, pk):
    entry = paper_of(request, pk)
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Refused(messages.PAPER_SCAN_MISSING, code="upload", obj=entry)
    services.attach_scan(entry=entry, upload=form.cleaned_data["upload"], actor=request.user)
    notices.success(request, _("Đã đính kèm bản quét."))
    return redirect("evaluations:paper_type", pk=entry.pk)
