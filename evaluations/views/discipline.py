"""Pages of the session's discipline: recusal by the chair, reopened sheets, proposed knock-outs."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.exceptions import Refused
from evaluations.enums import ItemState, KnockoutProposalState, SheetState
from evaluations.forms.discipline import ProposalDecisionForm, ProposalForm, RecusalForm, ReopenForm
from evaluations.models import Conflict, CouncilMember, KnockoutProposal, ScoreSheet, SessionProduct
from evaluations.selectors.conflicthints import hints_for
from evaluations.selectors.rubrics import rubric_spec
from evaluations.selectors.sheetpage import with_dossier
from evaluations.services import proposals, recusals, reopening
from evaluations.services.recusals import require_presiding
from evaluations.services.sessions import require_secretary
from evaluations.views.sessions import item_of
from evaluations.views.shared import posted, refuse
from evaluations.views.sheets import own_sheet


def _member_of(item: SessionProduct, pk: int) -> CouncilMember:
    """A scoring seat of the council of the session."""
    seats = item.session.council.members.filter(scores=True).select_related("user")
    return get_object_or_404(seats, pk=pk)


def _act_on_member(request, pk, member, *, form_class, act, context, done):
    """Ask for reason (and password) of an act on one member of a product, then do it."""
    item = item_of(request, pk)
    require_presiding(request.user, item)
    seat = _member_of(item, member)
    form = form_class(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act(item=item, member=seat, actor=request.user, **form.cleaned_data)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, done % {"name": seat.user.full_name})
                return redirect(item if item.__class__.objects.visible_to(request.user).filter(pk=pk) else item.session)
    context = context | {"item": item, "cycle": item.cycle, "member": seat, "form": form}
    context["hints"] = hints_for(item, [seat])[seat.pk]
    context["answer"] = Conflict.objects.filter(item=item, member=seat).first()
    return render(request, "evaluations/member_act.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item_recuse(request, pk, member):
    words = {
        "question": _("Loại thành viên khỏi sản phẩm này?"), "button": _("Loại khỏi sản phẩm"), "with_hints": True,
        "lead": _(
            "Phiếu của thành viên được giữ lại, không tính vào tổng điểm và tỷ lệ. Thành viên không còn xem được sản phẩm."
        ),
    }  # fmt: skip
    return _act_on_member(
        request, pk, member, form_class=RecusalForm, act=recusals.rule_recusal, context=words,
        done=_("Đã loại %(name)s khỏi sản phẩm này."),
    )  # fmt: skip


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item_reopen(request, pk, member):
    words = {
        "question": _("Mở lại phiếu đã nộp?"), "button": _("Mở lại phiếu"), "with_hints": False,
        "lead": _("Phiếu cũ và dấu niêm phong của phiếu được giữ lại. Thành viên sửa phiếu rồi nộp lại."),
    }  # fmt: skip
    return _act_on_member(
        request, pk, member, form_class=ReopenForm, act=reopening.reopen_sheet, context=words,
        done=_("Đã mở lại phiếu của %(name)s."),
    )  # fmt: skip


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_proposals(request, pk):
    """A member's own proposals of knock-outs; more of them while the sheet is a draft."""
    sheet = own_sheet(request, pk)
    rows = list(sheet.proposals.select_related("decided_by"))
    taken = {row.ref for row in rows if row.state != KnockoutProposalState.WITHDRAWN}
    form = ProposalForm(posted(request), item=sheet.item, taken=taken)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                proposals.propose_knockout(sheet=sheet, actor=request.user, **form.cleaned_data)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã ghi đề xuất điểm loại. Hội đồng kết luận sau khi khóa phiếu."))
                return redirect("evaluations:sheet_proposals", pk=sheet.pk)
    edits = sheet.state == SheetState.DRAFT and not sheet.locked and sheet.item.state == ItemState.SCORING
    spec = rubric_spec(sheet.item.rubric)
    told = sheet.item.state == ItemState.CLOSED  # the conclusion belongs to the session until it is closed
    context = {
        "sheet": sheet, "item": with_dossier(sheet.item), "cycle": sheet.item.cycle, "form": form, "edits": edits,
        "told": told,
        "rows": [(row, spec.knockout(row.ref)) for row in rows], "more": bool(form.fields["ref"].choices),
    }  # fmt: skip
    return render(request, "evaluations/proposals.html", context, status=status)


@login_required
@require_POST
def proposal_withdraw(request, pk):
    proposal = _proposal_of(request, pk)
    proposals.withdraw_proposal(proposal=proposal, actor=request.user)
    notices.success(request, _("Đã rút đề xuất."))
    return redirect("evaluations:sheet_proposals", pk=proposal.sheet_id)


def _proposal_of(request, pk) -> KnockoutProposal:
    """A proposal on a sheet that the person may read, of a product that the person may see."""
    rows = KnockoutProposal.objects.filter(
        sheet__in=ScoreSheet.objects.visible_to(request.user),
        sheet__item__in=SessionProduct.objects.visible_to(request.user),
    )
    rows = rows.select_related("sheet__member__user", "sheet__item__session__council", "sheet__item__cycle__product")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_decide(request, pk):
    proposal = _proposal_of(request, pk)
    item = proposal.sheet.item
    require_secretary(request.user, item.session.council)
    form = ProposalDecisionForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                proposals.decide_proposal(proposal=proposal, actor=request.user, **form.cleaned_data)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã ghi kết luận của Hội đồng về đề xuất."))
                return redirect(item)
    context = {
        "proposal": proposal, "item": item, "cycle": item.cycle, "form": form, "sheet": proposal.sheet,
        "knockout": rubric_spec(item.rubric).knockout(proposal.ref),
    }  # fmt: skip
    return render(request, "evaluations/proposal_decide.html", context, status=status)
