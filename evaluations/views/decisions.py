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
from evaluations.codes import show_code
from evaluations.enums import CertificateState, PaperState
from evaluations.forms.results import DecisionForm, WithdrawForm
from evaluations.models import RecognitionDecision, SessionProduct
from evaluations.rules import may_manage, may_manage_level
from evaluations.selectors.certificates import certificates_for, default_issuer, verify_url
from evaluations.selectors.papers.listing import decision_papers
from evaluations.selectors.results import deciding_results
from evaluations.services import certificatefiles
from evaluations.services import decisions as services
from evaluations.standing import state_of
from evaluations.views.sessions import session_of
from evaluations.views.shared import posted, refuse
from products.enums import CycleState

PAGE = 25
UNDECIDED = (CycleState.CLOSED, CycleState.HANDED_BACK)
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
        "manages": _may_withdraw(request.user, certificate),
    }  # fmt: skip
    return render(request, "evaluations/certificate.html", context)


def _may_withdraw(user, certificate) -> bool:
    decision = certificate.decision
    level, unit = (decision.level, decision.unit) if decision else ("province", certificate.product.province)
    return may_manage_level(user, level, unit)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_withdraw(request, pk):
    certificate = certificate_of(request, pk)
    if not _may_withdraw(request.user, certificate):
        raise NotAllowed(messages.NOT_YOUR_CERTIFICATE, code="not_your_step", obj=certificate)
    form = WithdrawForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.withdraw_certificate(certificate=certificate, actor=request.user, **form.cleaned_data)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã ghi quyết định thu hồi."))
                return redirect(certificate)
    return render(request, "evaluations/withdraw.html", {"certificate": certificate, "form": form}, status=status)


@login_required
@require_POST
def certificate_print(request, pk):
    """Ask for the PDF; the same certificate has one, made once from its frozen texts."""
    certificate = certificate_of(request, pk)
    if certificate.file_id:
        return redirect("core:file", pk=certificate.file_id)
    job = certificatefiles.ask(certificate=certificate, actor=request.user)
    return redirect("core:job", pk=job.pk)
