"""Pages of decisions and certificates."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.documents import qr_svg
from core.exceptions import NotAllowed, Refused
from evaluations import messages
from evaluations.authority import may_decide_on, may_inspect
from evaluations.codes import show_code
from evaluations.enums import CertificateState, PaperState, ProposalState
from evaluations.forms.results import DecisionForm
from evaluations.models import (
    Inspection,
    RecognitionDecision,
    RedoRequest,
    RenewalNotice,
    SessionProduct,
    WithdrawalProposal,
)
from evaluations.renewal import radar_stage
from evaluations.rules import may_manage
from evaluations.selectors.certificates import certificates_for, default_issuer, verify_url
from evaluations.selectors.papers.listing import decision_papers
from evaluations.selectors.renewals import renewable
from evaluations.selectors.results import UNDECIDED, deciding_results
from evaluations.services import certificatefiles
from evaluations.services import decisions as services
from evaluations.services.complaints import may_handle
from evaluations.services.redo import may_answer, may_ask
from evaluations.services.withdrawals import may_propose
from evaluations.standing import state_of
from evaluations.views.sessions import session_of
from evaluations.views.shared import posted, refuse
from products.rules import may_register

PAGE = 25
TONES = {
    CertificateState.VALID: ("ok", "okc"),
    CertificateState.EXPIRING: ("soon", "clock"),
    CertificateState.GRACE: ("soon", "wait"),
    CertificateState.EXPIRED: ("soon", "minus"),
    CertificateState.WITHDRAWN: ("bad", "badc"),
    CertificateState.SUPERSEDED: ("info", "info"),
}


@login_required
@require_GET
def decision_detail(request, pk):
    decision = get_object_or_404(
        RecognitionDecision.objects.visible_to(request.user).select_related("session__council__unit", "unit"), pk=pk
    )
    certificates = {c.product_id: c for c in decision.certificates.all()}
    items = [(i, certificates.get(i.product_id)) for i in decision.items.select_related("product__producer")]
    papers = decision_papers(request.user, decision)
    makes = bool(decision.session) and may_manage(request.user, decision.session.council)
    taken = any(paper.state in (PaperState.DRAFT, PaperState.ISSUED) and paper.decision_id for paper in papers)
    context = {"decision": decision, "items": items, "papers": papers, "makes_paper": makes and not taken}
    return render(request, "evaluations/decision.html", context)


def undecided_items(session) -> list[SessionProduct]:
    """Closed products of the session on which nothing was decided yet, with the result to decide on as `deciding`."""
    items = list(
        SessionProduct.objects.filter(session=session, state="closed", cycle__state__in=UNDECIDED)
        .select_related(
            "result", "cycle__product", "cycle__producer", "cycle__regulation", "cycle__unit__parent", "cycle__province",
            "dossier__cycle__regulation", "session__council",
        )
        .order_by("position")
    )  # fmt: skip
    results = deciding_results(items)
    for item in items:
        item.deciding = results.get(item.pk)
    return [item for item in items if item.deciding]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decision_create(request, pk):
    session = session_of(request, pk)
    if not may_manage(request.user, session.council):
        raise NotAllowed(messages.NOT_YOUR_COUNCIL, code="not_your_council", obj=session)
    items = undecided_items(session)
    start = {"issuer": default_issuer(session.council), "kind": "recognise"}
    form = DecisionForm(posted(request), items=items, initial=start)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = {k: v for k, v in form.cleaned_data.items() if k != "items"}
            try:
                decision = services.record_decision(session=session, items=form.chosen(), actor=request.user, **data)
            except Refused as refusal:
                refusal.code = "items" if refusal.code == "incomplete" else refusal.code
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã ghi quyết định %(number)s.") % {"number": decision.number})
                return redirect(decision)
    context = {"session": session, "form": form, "items": items}
    return render(request, "evaluations/decision_form.html", context, status=status)


def certificate_of(request, pk):
    return get_object_or_404(certificates_for(request.user), pk=pk)


@login_required
@require_GET
def certificate_detail(request, pk):
    certificate = certificate_of(request, pk)
    state = state_of(certificate)
    tone, icon = TONES[state]
    context = {
        "certificate": certificate, "state": CertificateState(state), "tone": tone, "icon": icon, "now": clock.now(),
        "qr": qr_svg(verify_url(certificate), label=_("Mã QR kiểm tra giấy chứng nhận")), "address": verify_url(certificate), "code": show_code(certificate.code),
    }  # fmt: skip
    return render(request, "evaluations/certificate.html", context | after_context(request.user, certificate))


def after_context(user, certificate) -> dict:
    """What the person may do with the certificate after its issue, and what is under way."""
    proposal = certificate.withdrawal_proposals.filter(state=ProposalState.OPEN).first()
    found = renewable(certificate, clock.today())
    redos = list(RedoRequest.objects.visible_to(user).filter(certificate=certificate).select_related("cycle"))
    return {
        "manages": may_decide_on(user, certificate),
        "proposes": proposal is None and may_propose(user, certificate),
        "proposal": proposal
        if proposal and WithdrawalProposal.objects.visible_to(user).filter(pk=proposal.pk).exists()
        else None,
        "late": proposal is not None and proposal.due_on < clock.today(),
        "found": found,
        "near": radar_stage(certificate.valid_to, clock.today()) is not None,
        "renews": found.may_renew and may_register(user, certificate.product.producer),
        "notice": RenewalNotice.objects.filter(certificate=certificate).first(),
        "asks_redo": may_ask(user, certificate) and all(row.answered_on for row in redos),
        "redos": redos,
        "answers_redo": may_answer(user, certificate),
        "inspects": may_inspect(user, certificate.product),
        "complains": may_handle(user, certificate.product),
        "inspections": list(Inspection.objects.visible_to(user).filter(product=certificate.product)[:5]),
    }


@login_required
@require_POST
def certificate_print(request, pk):
    """Ask for the PDF; the same certificate has one, made once from its frozen texts."""
    certificate = certificate_of(request, pk)
    if certificate.file_id:
        return redirect("core:file", pk=certificate.file_id)
    job = certificatefiles.ask(certificate=certificate, actor=request.user)
    return redirect("core:job", pk=job.pk)
