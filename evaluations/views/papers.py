"""Pages of official papers: what a session has and can have, one paper, its issue and correction, the settings."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.exceptions import NotAllowed, Refused
from districts.models import AdministrativeUnit
from evaluations import messages
from evaluations.enums import PaperKind, PaperState
from evaluations.forms.dossiers import ReasonForm
from evaluations.forms.papers import ENTERED, EnteredForm, IssueForm, PaperSettingsForm
from evaluations.models import IssuedPaper, RecognitionDecision
from evaluations.rules import may_manage_level
from evaluations.selectors.papers import listing
from evaluations.selectors.papers.decided import kind_of
from evaluations.selectors.papers.ground import settings_of
from evaluations.services import papers as services
from evaluations.services import papersettings
from evaluations.views.sessions import items_seen, session_of
from evaluations.views.shared import posted, refuse
from products.enums import CycleState, EvaluationLevel
from products.models import Cycle

GROUPS = (
    ("before", lazy("Trước phiên họp"), False), ("members", lazy("Giấy mời từng thành viên"), True),
    ("blank", lazy("Phiếu đánh giá in sẵn"), True), ("result", lazy("Kết quả của phiên họp"), False),
    ("notice", lazy("Thông báo kết quả"), False), ("slip", lazy("Phiếu đánh giá đã nộp"), True),
)  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session_papers(request, pk):
    session = session_of(request, pk)
    items = items_seen(request, session)
    found = listing.slots(request.user, session, items)
    if request.method == "POST":
        return _make(request, session, found)
    groups = [(title, [s for s in found if s.group == name], folded) for name, title, folded in GROUPS]
    ready = _ready(found) or _undrawn(found)
    unit = session.council.unit
    context = {
        "session": session, "council": session.council, "groups": [g for g in groups if g[1]], "ready": ready,
        "handed_back": _handed_back(session, items),
        "notices": listing.notices_to_issue(found)[0],
        "settings_of": unit if unit and papersettings.may_set(request.user, unit) else None,
    }  # fmt: skip
    return render(request, "evaluations/papers.html", context)


def _handed_back(session, items) -> list[str]:
    """Products of this session on which the centre's result is decided: no submission of the session speaks of them."""
    if session.council.level == EvaluationLevel.CENTRE:
        return []
    keys = [item.cycle_id for item in items]
    rows = Cycle.objects.filter(pk__in=keys, state=CycleState.HANDED_BACK).order_by("pk")
    return list(rows.values_list("product__name", flat=True))


def _ready(found) -> list:
    """Lines that can be made now and have no paper yet; printed sheets are asked for one by one."""
    return [s for s in found if s.writes and not s.why and not s.current and s.target.kind != PaperKind.BLANK]


def _undrawn(found) -> list[IssuedPaper]:
    """Papers whose files are not there: their job failed, or is still under way (the same job answers then)."""
    return [s.current for s in found if s.writes and s.current and not s.current.pdf_id]


def _make(request, session, found):
    """Make what the button named, then draw it."""
    key = request.POST.get("paper", "")
    whole = key == "all"
    chosen = _ready(found) if whole else [s for s in found if s.target.key == key]
    undrawn = _undrawn(found) if whole else []
    if not chosen and not undrawn:
        refused = not any(slot.writes for slot in found)
        raise (NotAllowed if refused else Refused)(messages.PAPER_FOREIGN, code="paper", obj=session)
    with transaction.atomic():
        made = [services.make_paper(target=slot.target, actor=request.user) for slot in chosen] + undrawn
        jobs = services.ask(papers=made, actor=request.user)
    return _to_work(request, made, jobs)


def _to_work(request, made, jobs):
    """To the job's page; to the paper that has its files already; to the session's list for several jobs."""
    if len(jobs) == 1:
        return redirect("core:job", pk=jobs[0].pk)
    if len(made) == 1:
        return redirect(made[0])
    notices.success(request, _("Đã lập %(n)s văn bản, đang dựng tệp.") % {"n": len(made)})
    return redirect("evaluations:session_papers", pk=made[0].session_id)


def paper_of(request, pk) -> IssuedPaper:
    rows = IssuedPaper.objects.visible_to(request.user).select_related(
        "session__council__unit", "session__round__regulation", "item__session__council", "item__cycle__product",
        "member__user", "sheet__item", "sheet__member", "decision", "certificate__product", "pdf", "docx", "created_by",
        "issued_by",
    )  # fmt: skip
    if IssuedPaper.objects.shut_for(request.user).filter(pk=pk).exists():
        raise NotAllowed(messages.PAPER_RECUSED, code="recused")
    return get_object_or_404(rows, pk=pk)


def _writes(user, paper) -> bool:
    if paper.session_id is None or paper.kind == PaperKind.CERTIFICATE:
        return False
    target = services.target_of(paper)
    return listing.may_make(user, target, listing.facts_of(user, paper.session)) is None


def writable(request, pk) -> IssuedPaper:
    """The paper, for one who makes it: 404 out of reach, 403 inside without the right."""
    paper = paper_of(request, pk)
    if not _writes(request.user, paper):
        raise NotAllowed(messages.PAPER_NOT_YOURS, code="not_your_paper", obj=paper.session)
    return paper


@login_required
@require_GET
def paper_detail(request, pk):
    paper = paper_of(request, pk)
    writes = _writes(request.user, paper)
    versions = IssuedPaper.objects.visible_to(request.user).filter(kind=paper.kind, subject=paper.subject)
    sealed = paper.kind in listing.SEALED_KINDS
    newer = versions.filter(version__gt=paper.version).exists()
    context = {
        "paper": paper, "writes": writes, "versions": versions.defer("data").order_by("-version"),
        "enters": paper.kind in ENTERED, "can_issue": writes and paper.state == PaperState.DRAFT and _issuable(paper),
        "can_correct": writes and paper.state == PaperState.ISSUED and not sealed and not newer,
        "draft": paper.state == PaperState.DRAFT, "title": paper.data.get("subject") or paper.get_kind_display(),
    }  # fmt: skip
    return render(request, "evaluations/official_paper.html", context)


def _issuable(paper) -> bool:
    """A draft decision goes with the submission; the recorded one is issued."""
    return paper.kind not in listing.DECISIONS or paper.decision_id is not None


@login_required
@require_POST
def paper_draw(request, pk):
    """Build a draft anew from what stands now; draw the files that are not there."""
    paper = writable(request, pk)
    with transaction.atomic():
        if paper.state == PaperState.DRAFT:
            paper = services.make_paper(target=services.target_of(paper), actor=request.user)
        jobs = services.ask(papers=[paper], actor=request.user)
    return _to_work(request, [paper], jobs)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_content(request, pk):
    paper = writable(request, pk)
    if paper.kind not in ENTERED:
        raise Http404
    form = EnteredForm(posted(request), names=ENTERED[paper.kind], initial=paper.entered)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                paper = services.save_entered(paper=paper, entered=form.cleaned_data, actor=request.user)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                return _to_work(request, [paper], services.ask(papers=[paper], actor=request.user))
    return _form_page(request, paper, form, _("Bổ sung nội dung"), _("Lưu và dựng lại"), status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_issue(request, pk):
    paper = writable(request, pk)
    last = paper.data["sign"]["columns"][-1]
    start = {"issued_on": clock.today(), "authority": last["lines"], "signer": last["name"]}
    form = IssueForm(posted(request), paper=paper, initial=start)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                paper = services.issue_paper(paper=paper, actor=request.user, **form.values())
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã ban hành văn bản."))
                return _to_work(request, [paper], services.ask(papers=[paper], actor=request.user))
    return _form_page(request, paper, form, _("Ban hành văn bản"), _("Ban hành"), status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_correct(request, pk):
    paper = writable(request, pk)
    form = ReasonForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = services.correct_paper(paper=paper, reason=form.cleaned_data["reason"], actor=request.user)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                return _to_work(request, [made], services.ask(papers=[made], actor=request.user))
    return _form_page(request, paper, form, _("Lập bản sửa"), _("Lập bản sửa"), status)


def _form_page(request, paper, form, title, button, status):
    context = {"paper": paper, "form": form, "title": title, "button": button}
    return render(request, "evaluations/paper_form.html", context, status=status)


@login_required
@require_POST
def decision_paper(request, pk):
    """Make the paper of a recorded decision."""
    decision = get_object_or_404(
        RecognitionDecision.objects.visible_to(request.user).select_related("session__council__unit", "unit"), pk=pk
    )
    if not may_manage_level(request.user, decision.level, decision.unit):
        raise NotAllowed(messages.PAPER_OFFICE_ONLY, code="not_your_paper", obj=decision)
    if decision.session is None:
        raise Refused(messages.PAPER_NO_SESSION, code="session", obj=decision)
    target = listing.Target(kind_of(decision), decision.session, decision=decision)
    with transaction.atomic():
        paper = services.make_paper(target=target, actor=request.user)
        jobs = services.ask(papers=[paper], actor=request.user)
    return _to_work(request, [paper], jobs)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_settings(request, pk):
    unit = get_object_or_404(AdministrativeUnit.objects.visible_to(request.user), pk=pk)
    if not papersettings.may_set(request.user, unit):
        raise Http404
    form = PaperSettingsForm(posted(request), initial=PaperSettingsForm.start(settings_of(unit)))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                papersettings.save_settings(unit=unit, actor=request.user, **form.cleaned_data)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã lưu thiết lập văn bản."))
                return redirect("evaluations:paper_settings", pk=unit.pk)
    return render(request, "evaluations/paper_settings.html", {"unit": unit, "form": form}, status=status)
