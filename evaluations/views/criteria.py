"""Pages of decisions and sheets for the administrator: list, upload, drafts, publishing, templates."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import clock, filekinds
from core.exceptions import Refused
from core.sheets import XLSX
from evaluations import fault_messages
from evaluations.criteriafiles import Text, value_text, yaml_text
from evaluations.forms.criteria import DropForm, PublishForm, UploadForm
from evaluations.models import CriteriaDraft, Rubric
from evaluations.rubricdiff import compare
from evaluations.selectors import criteria as reads
from evaluations.selectors import criteriapages as pages
from evaluations.services import criteria as services
from evaluations.sheetbooks import book_of, empty_value, read_book
from evaluations.sheetfiles import SheetError
from evaluations.views.shared import posted, refuse
from products.models import Regulation
from products.selectors.regulations import spec_of, spec_on

YAML = "application/yaml; charset=utf-8"


def draft_of(request, pk) -> CriteriaDraft:
    services.require_criteria_office(request.user)
    drafts = CriteriaDraft.objects.visible_to(request.user).select_related("created_by", "published_by", "rubric")
    return get_object_or_404(drafts, pk=pk)


def rubric_of(request, pk) -> Rubric:
    services.require_criteria_office(request.user)
    rows = Rubric.objects.visible_to(request.user).select_related("product_set__regulation", "draft__published_by")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def criteria_list(request):
    services.require_criteria_office(request.user)
    laws = reads.law_rows(request.user)
    context = {"laws": laws, "drafts": CriteriaDraft.objects.visible_to(request.user).live().defer("text")}
    return render(request, "evaluations/criteria_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request):
    services.require_criteria_office(request.user)
    form = UploadForm(posted(request), request.FILES or None)
    status, faults = 200, []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            texts, unread = _texts(form.cleaned_data["files"])
            try:
                drafts = services.save_drafts(texts=texts, unread=unread, actor=request.user)
            except services.FaultyFiles as refusal:
                status, faults = refuse(request, form, refusal), refusal.faults
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã lưu %(count)s bản nháp.") % {"count": len(drafts)})
                return redirect(drafts[0] if len(drafts) == 1 else "criteria:list")
    told = sorted((f.file, n, fault_messages.place(f), fault_messages.sentence(f)) for n, f in enumerate(faults))
    return render(request, "evaluations/criteria_upload.html", {"form": form, "faults": told}, status=status)


def _texts(files) -> tuple[list[Text], list]:
    """Uploaded files as texts; faults of workbooks that give none. A workbook stands as YAML from here on."""
    texts, faults = [], []
    for file in files:
        name = filekinds.clean_name(file.name)
        extension = name.rpartition(".")[2].lower()
        if extension == "xlsx":
            value, found = read_book(file.read(), name)
            faults += found
            texts += [value_text(value, name)] if value is not None else []
        elif extension in ("yaml", "yml"):
            texts.append(yaml_text(file.read(), name))
        else:
            faults.append(SheetError(name, "", "another kind", code="file_kind"))
    return texts, faults


@login_required
@require_GET
def draft(request, pk):
    found = draft_of(request, pk)
    context = {"draft": found, "live": not (found.published_at or found.dropped_at)}
    if found.kind == "decision":
        context["law"] = reads.draft_law(found)
    else:
        source = pages.of_draft(found)
        current = Rubric.objects.filter(code=found.code, retired_at__isnull=True).first()
        context |= {"source": source, "current": current}
        if source:
            context |= {"parts": pages.preview(source.spec), "figures": pages.figures(source.spec), "field": "c"}
    return render(request, "evaluations/criteria_draft.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft_publish(request, pk):
    found = draft_of(request, pk)
    form = PublishForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.publish_draft(draft=found, actor=request.user, **form.cleaned_data)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã công bố %(code)s.") % {"code": found.code})
                return redirect(found.rubric or "criteria:list")
    context = {"draft": found, "form": form, "live": not (found.published_at or found.dropped_at)}
    return render(request, "evaluations/criteria_publish.html", context | _effects(found), status=status)


def _effects(draft: CriteriaDraft) -> dict:
    """What publishing will do: the version that it replaces, how much changes, how many dossiers go over."""
    current = Rubric.objects.filter(code=draft.code, retired_at__isnull=True).first()
    source = pages.of_draft(draft) if draft.kind == "sheet" and current else None
    if source is None:
        return {"current": current}
    diff = compare(pages.of_rubric(current).spec, source.spec)
    return {
        "current": current,
        "counts": pages.diff_view(diff, False)["counts"],
        "waiting": current.dossiers.filter(rubric_pinned_at__isnull=True).count(),
        "filed": current.dossiers.filter(rubric_pinned_at__isnull=False).count(),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft_drop(request, pk):
    found = draft_of(request, pk)
    form = DropForm(posted(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.drop_draft(draft=found, actor=request.user)
        except Refused as refusal:
            status = refuse(request, form, refusal)
        else:
            notices.success(request, _("Đã bỏ bản nháp %(code)s.") % {"code": found.code})
            return redirect("criteria:list")
    return render(request, "evaluations/criteria_drop.html", {"draft": found, "form": form}, status=status)


@login_required
@require_GET
def sheet(request, pk):
    rubric = rubric_of(request, pk)
    source = pages.of_rubric(rubric)
    context = {
        "rubric": rubric,
        "source": source,
        "versions": Rubric.objects.visible_to(request.user).filter(code=rubric.code),
        "parts": pages.preview(source.spec),
        "figures": pages.figures(source.spec),
        "gaps": source.spec.gaps,
        "published": CriteriaDraft.objects.filter(rubric=rubric).select_related("published_by").first(),
        "field": "c",
    }
    return render(request, "evaluations/criteria_sheet.html", context)


@login_required
@require_GET
def decision(request, pk):
    services.require_criteria_office(request.user)
    row = get_object_or_404(Regulation.objects.visible_to(request.user), pk=pk)
    published = CriteriaDraft.objects.visible_to(request.user).filter(regulation=row).first()
    return render(request, "evaluations/criteria_decision.html", {"row": row, "law": spec_of(row), "draft": published})


def _file(content, name: str, content_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _either(request, text: str, code: str, kind: str) -> HttpResponse:
    name = code.replace("/", "-")
    if kind == "yaml":
        return _file(text, f"{name}.yaml", YAML)
    return _file(book_of(yaml_text(text.encode(), name).value), f"{name}.xlsx", XLSX)


@login_required
@require_GET
def sheet_file(request, pk, kind):
    rubric = rubric_of(request, pk)
    return _either(request, reads.sheet_text(rubric), rubric.code, kind)


@login_required
@require_GET
def draft_file(request, pk, kind):
    found = draft_of(request, pk)
    return _either(request, found.text, found.code, "yaml" if found.kind == "decision" else kind)


@login_required
@require_GET
def empty_form(request):
    services.require_criteria_office(request.user)
    law = spec_on(clock.today())
    if law is None:
        raise Refused(_("Chưa có quyết định nào được nạp."), code="no_law")
    return _file(book_of(empty_value(law)), "mau-bo-tieu-chi.xlsx", XLSX)
