"""Pages between filing and session: the commune's report, receiving, the advisory check, returning, forwarding."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.exceptions import NotAllowed, Refused
from evaluations import messages
from evaluations.forms.dossiers import AdvisoryForm, CommuneReportForm, ReasonForm
from evaluations.selectors.dossierpage import acts_for, troubled
from evaluations.selectors.formvalues import forms_for
from evaluations.selectors.paperdates import session_day
from evaluations.services import intake as services
from evaluations.views.dossiers import dossier_of
from evaluations.views.shared import posted, refuse
from products.cycle import BY_NAME
from products.services.transitions import may


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def commune_report(request, pk):
    dossier = dossier_of(request, pk)
    report = getattr(dossier, "commune_report", None)
    names = (*services.TOPICS, "number", "reported_on", "proposes", "version")
    start = {name: getattr(report, name) for name in names} if report else {"proposes": True}
    form = CommuneReportForm(posted(request), initial=start)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _save_report(dossier, form.cleaned_data, request.user, send="send" in request.POST)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(
                    request, _("Đã gửi báo cáo lên tỉnh.") if "send" in request.POST else _("Đã lưu báo cáo.")
                )
                return redirect(dossier)
    context = {"dossier": dossier, "cycle": dossier.cycle, "form": form, "report": report}
    context["writes"] = "report_by_commune" in acts_for(request.user, dossier)
    context["has_form"] = "mau-03" in forms_for(dossier)
    return render(request, "evaluations/commune_report.html", context, status=status)


def _save_report(dossier, data, actor, *, send: bool):
    topics = {name: data[name] for name in services.TOPICS}
    services.save_commune_report(
        dossier=dossier, topics=topics, number=data["number"], reported_on=data["reported_on"],
        proposes=data["proposes"], version=data["version"], actor=actor,
    )  # fmt: skip
    if send:
        services.report_by_commune(dossier=dossier, actor=actor)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def advisory(request, pk):
    dossier = dossier_of(request, pk)
    form = AdvisoryForm(posted(request), initial={"note": dossier.advisory_note})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.save_advisory_note(dossier=dossier, note=form.cleaned_data["note"], actor=request.user)
                if "confirm" in request.POST:
                    services.check_dossier(dossier=dossier, actor=request.user)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã ghi ý kiến kiểm tra."))
                return redirect(dossier)
    acts = acts_for(request.user, dossier)
    day = session_day(dossier.cycle)
    context = {"dossier": dossier, "cycle": dossier.cycle, "form": form, "writes": "check" in acts}
    context |= {"troubled": troubled(dossier, day), "day": day}
    return render(request, "evaluations/advisory.html", context, status=status)


@login_required
@require_POST
def dossier_receive(request, pk):
    dossier = dossier_of(request, pk)
    services.receive(dossier=dossier, actor=request.user)
    notices.success(request, _("Đã tiếp nhận hồ sơ %(number)s.") % {"number": dossier.cycle.number})
    return redirect(dossier)


@login_required
@require_POST
def dossier_forward(request, pk):
    dossier = dossier_of(request, pk)
    services.forward(dossier=dossier, actor=request.user)
    notices.success(request, _("Đã chuyển hồ sơ lên cấp trên."))
    return redirect(dossier)


def _with_reason(request, pk, name, act, *, question, button, done):
    """A page that asks for the reason of an act (its name in the transition table), then does it."""
    dossier = dossier_of(request, pk)
    if not may(dossier.cycle, BY_NAME[name], request.user):
        raise NotAllowed(messages.NOT_YOUR_DOSSIER, code="not_your_step", obj=dossier.cycle)
    form = ReasonForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act(dossier=dossier, reason=form.cleaned_data["reason"], actor=request.user)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, done)
                return redirect(dossier)
    context = {"dossier": dossier, "cycle": dossier.cycle, "form": form, "question": question, "button": button}
    return render(request, "evaluations/reason.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_refuse(request, pk):
    return _with_reason(
        request, pk, "refuse", services.refuse, question=_("Thông báo sản phẩm không được công nhận?"),
        button=_("Thông báo không công nhận"), done=_("Đã ghi thông báo không công nhận."),
    )  # fmt: skip


@login_required
@require_POST
def dossier_hand_back(request, pk):
    dossier = dossier_of(request, pk)
    services.hand_back(dossier=dossier, actor=request.user)
    notices.success(request, _("Đã chuyển kết quả về tỉnh."))
    return redirect(dossier)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_evaluate_again(request, pk):
    return _with_reason(
        request, pk, "evaluate_again", services.evaluate_again, question=_("Đánh giá lại sản phẩm này tại tỉnh?"),
        button=_("Đánh giá lại"), done=_("Hồ sơ chờ phiên họp của hội đồng cấp tỉnh."),
    )  # fmt: skip
