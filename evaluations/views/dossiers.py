"""Pages of the dossier: hub, papers, self-assessment, filing."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock, uploads
from core.exceptions import NotAllowed, Refused
from evaluations import messages
from evaluations.evidencerows import evidence_note, evidence_row, evidence_rows
from evaluations.forms.dossiers import (
    CiteForm,
    DeclareForm,
    EvidenceForm,
    PlaceForm,
    ReplaceForm,
    SelfAssessmentForm,
)
from evaluations.models import Citation, Dossier, Evidence
from evaluations.rules import may_write_dossier
from evaluations.scoring import sheet_state
from evaluations.selectors.dossierpage import (
    acts_for,
    dossiers_for,
    may_edit,
    older_versions,
    papers_in_force,
    tasks,
    troubled,
)
from evaluations.selectors.dossierparts import open_remarks, past_remarks, slips_open
from evaluations.selectors.paperdates import dated, session_day
from evaluations.selectors.papers.listing import dossier_papers
from evaluations.selectors.renewaldiff import asked_again, previous_dossier
from evaluations.selectors.results import decided_in
from evaluations.selectors.roundproposals import standing_of
from evaluations.selectors.rubrics import rubric_spec
from evaluations.selectors.sheetpage import lines_of, part_views, verdict
from evaluations.selectors.told import told_result
from evaluations.services import dossiers as services
from evaluations.views.lawmoves import what_moves
from evaluations.views.shared import posted, refuse
from products.cycle import BY_NAME
from products.models import FINAL_STATES, Cycle
from products.paths import finishes_by
from products.selectors import law_for_filing
from products.services.transitions import may, missing


def dossier_of(request, pk) -> Dossier:
    return get_object_or_404(dossiers_for(request.user), pk=pk)


def may_advise(user, dossier: Dossier) -> bool:
    """Whether "Còn thiếu gì" is for the person: there is something to reckon from, and the cycle is of their own reach."""
    reach = Cycle.objects.visible_to(user).filter(pk=dossier.cycle_id)
    return hasattr(dossier, "self_assessment") and reach.exists()


def writable(request, pk) -> Dossier:
    """The dossier, for one who writes it: 404 out of reach, 403 inside without the right."""
    dossier = dossier_of(request, pk)
    if not may_write_dossier(request.user, dossier.cycle):
        raise NotAllowed(messages.NOT_YOUR_DOSSIER, code="not_your_step", obj=dossier.cycle)
    return dossier


def paper_of(request, pk) -> Evidence:
    """A paper of a dossier that the person writes."""
    reach = Dossier.objects.visible_to(request.user)
    paper = get_object_or_404(
        Evidence.objects.filter(dossier__in=reach.values("pk")).select_related("dossier__cycle__regulation", "file"),
        pk=pk,
    )
    if not may_write_dossier(request.user, paper.dossier.cycle):
        raise NotAllowed(messages.NOT_YOUR_DOSSIER, code="not_your_step", obj=paper.dossier.cycle)
    return paper


@login_required
@require_POST
def dossier_open(request, pk):
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user).select_related("regulation", "product_set"), pk=pk)
    dossier = services.open_dossier(cycle=cycle, actor=request.user)
    notices.success(request, _("Đã lập hồ sơ. Ông/bà nộp minh chứng và tự chấm theo bộ tiêu chí."))
    return redirect(dossier)


@login_required
@require_GET
def of_cycle(request, pk):
    """From a cycle to its dossier; where there is none yet, the page that opens it."""
    cycle = get_object_or_404(
        Cycle.objects.visible_to(request.user).select_related("product", "product_set", "regulation"), pk=pk
    )
    dossier = Dossier.objects.filter(cycle=cycle).first()
    if dossier:
        return redirect(dossier)
    row = BY_NAME["open_dossier"]
    allowed = cycle.state in row.sources and may(cycle, row, request.user)
    law = law_for_filing(cycle, clock.today())
    lacks = missing(cycle, row, request.user) if allowed and law is None else []
    context = {"cycle": cycle, "allowed": allowed, "lacks": lacks, "law": law}
    context["moves"] = what_moves(cycle, law) if law else ""
    return render(request, "evaluations/open_dossier.html", context)


@login_required
@require_GET
def dossier_hub(request, pk):
    dossier = dossier_of(request, pk)
    groups = tasks(request.user, dossier)
    rows = [row for group in groups for row in group["rows"]]
    acts = acts_for(request.user, dossier)
    day = session_day(dossier.cycle)
    last_day = None if dossier.cycle.state in FINAL_STATES else finishes_by(dossier.cycle)
    return render(
        request,
        "evaluations/dossier.html",
        {
            "dossier": dossier,
            "cycle": dossier.cycle,
            # Seats of a council reach the dossier, not the cycle's own page.
            "cycle_seen": Cycle.objects.visible_to(request.user).filter(pk=dossier.cycle_id).exists(),
            "groups": groups,
            "done": sum(row["status"] == "done" for row in rows),
            "count": len(rows),
            "acts": acts,
            "edits": may_edit(request.user, dossier),
            "result": told_result(request.user, dossier.cycle),
            "advises": may_advise(request.user, dossier),
            "official": dossier_papers(request.user, dossier),
            "troubled": troubled(dossier, day),
            "filed": dossier.filed_forms.all(),
            "before": previous_dossier(dossier),
            "again": asked_again(dossier) if may_edit(request.user, dossier) else [],
            "slip": [one for one in slips_open(request.user, dossier.cycle) if one not in dossier.slips],
            "asked": [] if may_edit(request.user, dossier) else past_remarks(dossier),
            "day": day,
            "decided_in": decided_in(dossier.cycle),
            "finishes_by": last_day,
            "finishes_late": last_day is not None and clock.today() > last_day,
            "proposal": standing_of(dossier),
            "moves": _moves(dossier.cycle),
        },
    )


def _place(request, dossier) -> dict:
    """Where files for this dossier are sent in chunks."""
    return {"user": request.user, "owner_type": services.FILES, "owner_id": dossier.pk}


def _moves(cycle) -> str:
    """Why a dossier not yet filed has to go over to a newer decision; "" where it stays under its own."""
    law = law_for_filing(cycle, clock.today())
    return what_moves(cycle, law) if law else ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request, pk):
    dossier = writable(request, pk) if request.method == "POST" else dossier_of(request, pk)
    regulation = dossier.cycle.regulation
    line = evidence_row(regulation, request.GET.get("muc", ""))  # "Thêm giấy tờ" of a line chooses the line
    form = EvidenceForm(
        posted(request),
        request.FILES or None,
        initial={"row": line.number if line else ""},
        regulation=regulation,
        **_place(request, dossier),
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.add_evidence(dossier=dossier, actor=request.user, **form.cleaned_data)
            except Refused as refusal:
                if refusal.code not in form.fields:
                    refusal.code = "upload" if "tệp" in refusal.sentence.lower() else refusal.code
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã thêm giấy tờ vào hồ sơ."))
                return redirect("evaluations:evidence", pk=dossier.pk)
    papers = dated(papers_in_force(dossier).prefetch_related("citations__criterion"), session_day(dossier.cycle))
    asked, edits = open_remarks(dossier), may_edit(request.user, dossier)
    rows = [
        (row, [p for p in papers if p.row == row.number], [r for r in asked if r.place == f"row-{row.number}"])
        for row in evidence_rows(regulation)
    ]
    known = {row.number for row, *_rest in rows}
    context = {
        "dossier": dossier, "cycle": dossier.cycle, "form": form, "rows": rows, "count": len(papers),
        "unplaced": [p for p in papers if p.row not in known], "note": evidence_note(regulation), "edits": edits,
        "unfinished": uploads.open_at(request.user, services.FILES, dossier.pk) if edits else [],
    }  # fmt: skip
    return render(request, "evaluations/evidence.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_detail(request, pk):
    """One paper of a dossier in the producer's hands: replace, cite, remove."""
    paper = paper_of(request, pk)
    return _paper_page(
        request, paper, ReplaceForm(**_place(request, paper.dossier)), CiteForm(rubric=paper.dossier.rubric), 200
    )


def _paper_page(request, paper, replace_form, cite_form, status, place_form=None):
    law = paper.dossier.cycle.regulation
    place_form = place_form or PlaceForm(regulation=law, initial={"row": paper.row})
    bound = next((f for f in (replace_form, cite_form, place_form) if f.is_bound), None)
    context = {"paper": paper, "dossier": paper.dossier, "cycle": paper.dossier.cycle, "form": bound}
    context |= {"replace_form": replace_form, "cite_form": cite_form, "edits": may_edit(request.user, paper.dossier)}
    context |= {"place_form": place_form, "unplaced": evidence_row(law, paper.row) is None}
    context["citations"] = paper.citations.select_related("criterion")
    dated([paper], session_day(paper.dossier.cycle))
    context["older"] = older_versions(paper)
    return render(request, "evaluations/paper.html", context, status=status)


@login_required
@require_POST
def evidence_replace(request, pk):
    paper = paper_of(request, pk)
    form = ReplaceForm(request.POST, request.FILES, **_place(request, paper.dossier))
    status = 422
    if form.is_valid():
        try:
            new = services.replace_evidence(evidence=paper, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            status = refuse(request, form, refusal)
        else:
            notices.success(request, _("Đã thay tệp. Bản cũ được giữ lại, viện dẫn chuyển sang bản mới."))
            return redirect("evaluations:evidence_detail", pk=new.pk)
    return _paper_page(request, paper, form, CiteForm(rubric=paper.dossier.rubric), status)


@login_required
@require_POST
def evidence_place(request, pk):
    paper = paper_of(request, pk)
    form = PlaceForm(request.POST, regulation=paper.dossier.cycle.regulation)
    if not form.is_valid():
        forms = ReplaceForm(**_place(request, paper.dossier)), CiteForm(rubric=paper.dossier.rubric)
        return _paper_page(request, paper, *forms, 422, place_form=form)
    services.place_evidence(evidence=paper, row=form.cleaned_data["row"], actor=request.user)
    notices.success(request, _("Đã xếp giấy tờ vào mục."))
    return redirect("evaluations:evidence_detail", pk=paper.pk)


@login_required
@require_POST
def evidence_remove(request, pk):
    paper = paper_of(request, pk)
    services.remove_evidence(evidence=paper, actor=request.user)
    notices.success(request, _("Đã bỏ giấy tờ khỏi hồ sơ."))
    return redirect("evaluations:evidence", pk=paper.dossier_id)


@login_required
@require_POST
def evidence_cite(request, pk):
    paper = paper_of(request, pk)
    form = CiteForm(request.POST, rubric=paper.dossier.rubric)
    status = 422
    if form.is_valid():
        try:
            services.cite(evidence=paper, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            if refusal.code == "pages":
                refusal.code = "page_to"
            status = refuse(request, form, refusal)
        else:
            return redirect("evaluations:evidence_detail", pk=paper.pk)
    return _paper_page(request, paper, ReplaceForm(**_place(request, paper.dossier)), form, status)


@login_required
@require_POST
def citation_remove(request, pk):
    reach = Dossier.objects.visible_to(request.user)
    citation = get_object_or_404(Citation.objects.filter(evidence__dossier__in=reach.values("pk")), pk=pk)
    services.uncite(citation=citation, actor=request.user)
    return redirect("evaluations:evidence_detail", pk=citation.evidence_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def self_assessment(request, pk):
    dossier = writable(request, pk) if request.method == "POST" else dossier_of(request, pk)
    form = SelfAssessmentForm(posted(request), rubric=dossier.rubric)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.save_self_assessment(
                    dossier=dossier, places=form.places, descriptions=form.comments,
                    version=form.cleaned_data["version"], actor=request.user,
                )  # fmt: skip
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã lưu bảng tự chấm điểm."))
                return redirect(
                    "evaluations:self_assessment" if "stay" in request.POST else dossier, *_to(request, dossier)
                )
    return render(request, "evaluations/self_assessment.html", _self_page(request, dossier, form), status=status)


def _to(request, dossier):
    return [dossier.pk] if "stay" in request.POST else []


def _self_page(request, dossier, form) -> dict:
    spec = rubric_spec(dossier.rubric)
    lines = lines_of(dossier, dossier.rubric)
    for code, line in lines.items():
        line.place, line.comment, line.commune = line.self_place, line.self_note, ""
        if form.is_bound:
            line.place, line.comment = form.places.get(code), form.comments.get(code, "")
    known = {code: line.place for code, line in lines.items() if line.place is not None}
    valid = {code: p for code, p in known.items() if p <= len(spec.criteria[code].options)}
    state = sheet_state(spec, valid)
    assessment = getattr(dossier, "self_assessment", None)
    return {
        "dossier": dossier, "cycle": dossier.cycle, "form": form, "parts": part_views(spec, lines, state),
        "bar": verdict(spec, state), "version": assessment.version if assessment else "",
        "edits": may_edit(request.user, dossier), "field": "d",
        "remarks": [remark for remark in open_remarks(dossier) if remark.place == "self"],
    }  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_file(request, pk):
    dossier = writable(request, pk)
    form = DeclareForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.file_dossier(dossier=dossier, actor=request.user)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã nộp hồ sơ %(number)s.") % {"number": dossier.cycle.number})
                return redirect(dossier)
    acts = acts_for(request.user, dossier)
    context = {
        "dossier": dossier, "cycle": dossier.cycle, "form": form, "papers": papers_in_force(dossier),
        "assessment": getattr(dossier, "self_assessment", None), "lacks": acts.get("file_dossier"),
        "possible": "file_dossier" in acts, "moves": _moves(dossier.cycle), "troubled": troubled(dossier, None),
    }  # fmt: skip
    return render(request, "evaluations/dossier_file.html", context, status=status)
