"""Pages of withdrawal: proposals with their last day, the decision."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import clock
from core.exceptions import NotAllowed
from core.formats import show_date
from evaluations import messages
from evaluations.authority import authority_of, may_decide_on, may_inspect
from evaluations.enums import ProposalState, WithdrawalGround
from evaluations.forms.after import ProposeForm, WithdrawForm
from evaluations.forms.dossiers import ReasonForm
from evaluations.models import WithdrawalProposal
from evaluations.services import withdrawals as services
from evaluations.views.actpage import act_page
from evaluations.views.decisions import PAGE, certificate_of
from evaluations.views.shared import posted
from products.enums import EvaluationLevel


@login_required
@require_GET
def proposal_list(request):
    rows = WithdrawalProposal.objects.visible_to(request.user).select_related("certificate__product")
    shown_open = request.GET.get("xem") != "tat-ca"
    if shown_open:
        rows = rows.filter(state=ProposalState.OPEN)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    today = clock.today()
    lines = [(row, may_decide_on(request.user, row.certificate), (row.due_on - today).days) for row in page]
    tabs = [
        {"label": _("Chờ quyết định"), "url": "?", "current": shown_open},
        {"label": _("Tất cả"), "url": "?xem=tat-ca", "current": not shown_open},
    ]
    return render(request, "evaluations/withdrawal_proposals.html", {"page": page, "lines": lines, "tabs_of": tabs})


def default_authority(certificate) -> str:
    """Who signs: the minister for 5 stars, the chairman of the province that stands today for the others."""
    if authority_of(certificate) == EvaluationLevel.CENTRE:
        return _("Bộ trưởng Bộ Nông nghiệp và Môi trường")
    return _("Chủ tịch Ủy ban nhân dân %(unit)s") % {"unit": certificate.product.province.full_name}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_withdraw(request, pk):
    certificate = certificate_of(request, pk)
    if not may_decide_on(request.user, certificate):
        raise NotAllowed(messages.NOT_YOUR_CERTIFICATE, code="not_your_step", obj=certificate)
    proposal = certificate.withdrawal_proposals.filter(state=ProposalState.OPEN).first()
    start, notes = {"issuer": default_authority(certificate)}, []
    if proposal:
        names = ("ground_code", "ground", "concluded_on")
        start |= {name: getattr(proposal, name) for name in names}
        words = {"number": proposal.basis_number, "day": show_date(proposal.due_on)}
        late = proposal.due_on < clock.today()
        sentence = _("Theo đề nghị thu hồi, văn bản số %(number)s: quyết định chậm nhất ngày %(day)s.") % words
        notes.append(("soon" if late else "info", sentence + (" " + _("Đã quá hạn.") if late else "")))
    notes.append(
        ("bad", _("Trang xác thực sẽ báo “đã thu hồi” ngay. Lịch sử được giữ; quyết định thu hồi không xóa được."))
    )
    return act_page(
        request, WithdrawForm(posted(request), initial=start),
        partial(services.withdraw_certificate, certificate=certificate, actor=request.user),
        done=_("Đã ghi quyết định thu hồi."), to=certificate, title=_("Ghi quyết định thu hồi"), notes=notes,
        lead=certificate.full_title, button=_("Thu hồi giấy chứng nhận"), danger=True,
        back=(_("Giấy chứng nhận"), certificate.get_absolute_url()),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_propose(request, pk):
    certificate = certificate_of(request, pk)
    if not services.may_propose(request.user, certificate):
        raise NotAllowed(messages.NOT_YOUR_CERTIFICATE, code="not_your_step", obj=certificate)
    office = may_inspect(request.user, certificate.product)
    start = {} if office else {"ground_code": WithdrawalGround.STOPPED}
    return act_page(
        request, ProposeForm(posted(request), office=office, initial=start),
        partial(services.propose_withdrawal, certificate=certificate, actor=request.user),
        done=_("Đã ghi đề nghị thu hồi."), to=certificate, button=_("Gửi đề nghị"),
        title=_("Đề nghị thu hồi giấy chứng nhận") if office else _("Xác nhận ngừng sản xuất"),
        lead=certificate.full_title,
        notes=[("info", _("Quyết định thu hồi được ban hành trong 15 ngày kể từ ngày kết luận hoặc ngày xác nhận."))],
        back=(_("Giấy chứng nhận"), certificate.get_absolute_url()),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_drop(request, pk):
    rows = WithdrawalProposal.objects.visible_to(request.user).select_related(
        "certificate__product__province", "certificate__decision"
    )
    proposal = get_object_or_404(rows, pk=pk)
    certificate = proposal.certificate
    if not may_decide_on(request.user, certificate):
        raise NotAllowed(messages.NOT_YOUR_CERTIFICATE, code="not_your_step", obj=proposal)
    return act_page(
        request, ReasonForm(posted(request)), partial(services.drop_proposal, proposal=proposal, actor=request.user),
        done=_("Đã ghi không thu hồi."), to=certificate, title=_("Không thu hồi giấy chứng nhận?"),
        lead=certificate.full_title, button=_("Ghi không thu hồi"),
        back=(_("Giấy chứng nhận"), certificate.get_absolute_url()),
    )  # fmt: skip
