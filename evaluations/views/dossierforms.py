"""Official forms of a dossier, names on its papers, receipt slips, the return by items."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.exceptions import NotAllowed, Refused
from evaluations import messages
from evaluations.forms.dossierforms import NamesForm, OfficialForm, ReturnForm, SlipForm
from evaluations.models import DossierForm, FiledForm
from evaluations.selectors.dossierpage import may_edit
from evaluations.selectors.dossierparts import may_name, name_check, open_remarks, places_of, slips_open, source_words
from evaluations.selectors.formvalues import drawn, forms_for, written_fields, written_values
from evaluations.selectors.renewaldiff import paper_changes, previous_dossier, text_changes
from evaluations.services import dossierforms as services
from evaluations.services import intake
from evaluations.views.dossiers import dossier_of, writable
from evaluations.views.shared import posted, refuse
from products.cycle import BY_NAME
from products.services.transitions import may


def _form_of(dossier, code):
    form = forms_for(dossier).get(code)
    if form is None:
        raise Http404
    return form


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_form(request, pk, code):
    """One form: its open blanks for who writes the dossier, and the whole as it will be printed."""
    dossier = writable(request, pk) if request.method == "POST" else dossier_of(request, pk)
    official = _form_of(dossier, code)
    fields, values = written_fields(dossier, official), written_values(dossier, official)
    saved = DossierForm.objects.filter(dossier=dossier, code=code).first()
    start = {f"o{n}": values.get(field.key, "") for n, field in enumerate(fields)}
    start["version"] = saved.version if saved else ""
    form = OfficialForm(posted(request), initial=start, fields_=fields)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.save_form(
                    dossier=dossier,
                    code=code,
                    values=form.values,
                    version=form.cleaned_data["version"],
                    actor=request.user,
                )
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã lưu %(form)s.") % {"form": official.number})
                return (
                    redirect("evaluations:dossier_form", pk=pk, code=code)
                    if "stay" in request.POST
                    else redirect(dossier)
                )
    context = {
        "dossier": dossier, "cycle": dossier.cycle, "form": form, "official": official, "edits": may_edit(request.user, dossier),
        "remarks": [r for r in open_remarks(dossier) if r.place == code], "rows": drawn(dossier, official)["rows"], "filed": dossier.filed_forms.filter(code=code), "open": bool(fields),
    }  # fmt: skip
    return render(request, "evaluations/dossier_form.html", context, status=status)


@login_required
@require_POST
def dossier_form_draft(request, pk, code):
    """Ask for PDF and Word of the form as it stands."""
    dossier = dossier_of(request, pk)
    _form_of(dossier, code)
    return redirect(services.ask_draft(dossier=dossier, code=code, actor=request.user))


@login_required
@require_GET
def filed_form(request, pk):
    """A form as it was filed, with its files and hash."""
    filed = get_object_or_404(
        FiledForm.objects.visible_to(request.user).select_related("dossier__cycle__product", "pdf", "docx"), pk=pk
    )
    context = {"filed": filed, "dossier": filed.dossier, "cycle": filed.dossier.cycle, "rows": filed.data["rows"]}
    return render(request, "evaluations/filed_form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_names(request, pk):
    """Names on label, declaration and test slip beside those of the form."""
    dossier = dossier_of(request, pk)
    names = may_name(request.user, dossier, writes=may_edit(request.user, dossier))
    written = dossier.names or {}
    start = {f"{s}_{who}": text for s in source_words() for who, text in written.get(s, {}).items()}
    form = NamesForm(posted(request), initial=start | {"note": written.get("note", "")}, sources=source_words())
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                intake.save_names(dossier=dossier, names=form.names, note=form.cleaned_data["note"], actor=request.user)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã lưu phần đối chiếu tên."))
                return redirect("evaluations:dossier_names", pk=pk)
    context = {"dossier": dossier, "cycle": dossier.cycle, "form": form, "rows": name_check(dossier), "names": names}
    context["remarks"] = [remark for remark in open_remarks(dossier) if remark.place == "names"]
    return render(request, "evaluations/dossier_names.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_slip(request, pk):
    """The receipt that the person's office gives now."""
    dossier = dossier_of(request, pk)
    slips = slips_open(request.user, dossier.cycle)
    if not slips:
        raise NotAllowed(messages.SLIP_STATE, code="not_your_step", obj=dossier.cycle)
    form, status = SlipForm(posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = intake.give_slip(
                    dossier=dossier, slip=slips[0], number=form.cleaned_data["number"], actor=request.user
                )
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã lập phiếu tiếp nhận. Tệp PDF đang được dựng."))
                return redirect(row)
    context = {"dossier": dossier, "cycle": dossier.cycle, "form": form, "question": _("Lập phiếu tiếp nhận hồ sơ"),
               "button": _("Lập phiếu tiếp nhận"), "plain": True}  # fmt: skip
    return render(request, "evaluations/reason.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_return(request, pk):
    """Back to the producer: the reason, and at which parts what is asked for."""
    dossier = dossier_of(request, pk)
    if not may(dossier.cycle, BY_NAME["return_dossier"], request.user):
        raise NotAllowed(messages.NOT_YOUR_DOSSIER, code="not_your_step", obj=dossier.cycle)
    form, status = ReturnForm(posted(request), places=places_of(dossier)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                intake.return_dossier(
                    dossier=dossier, reason=form.cleaned_data["reason"], remarks=form.remarks, actor=request.user
                )
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã trả lại hồ sơ, kèm lý do và các phần cần bổ sung."))
                return redirect(dossier)
    context = {"dossier": dossier, "cycle": dossier.cycle, "form": form}
    return render(request, "evaluations/dossier_return.html", context, status=status)


@login_required
@require_GET
def dossier_changes(request, pk):
    """A dossier of re-evaluation or upgrade beside the one before, for producer, office and council."""
    dossier = dossier_of(request, pk)
    before = previous_dossier(dossier)
    if before is None:
        raise Http404
    context = {"dossier": dossier, "cycle": dossier.cycle, "before": before, "papers": paper_changes(dossier),
               "texts": text_changes(dossier)}  # fmt: skip
    return render(request, "evaluations/dossier_changes.html", context)
