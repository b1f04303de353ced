"""Official forms of a dossier: filled on the screen, printed as a draft, shown as filed."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.exceptions import Refused
from evaluations.forms.dossierforms import OfficialForm
from evaluations.models import DossierForm, FiledForm
from evaluations.selectors.dossierpage import may_edit
from evaluations.selectors.formvalues import drawn, forms_for, written_fields, written_values
from evaluations.services import dossierforms as services
from evaluations.views.dossiers import dossier_of, writable
from evaluations.views.shared import posted, refuse


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
        "rows": drawn(dossier, official)["rows"], "filed": dossier.filed_forms.filter(code=code), "open": bool(fields),
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
