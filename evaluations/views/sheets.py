"""A member's way: the conflict question, the sheet, autosave of one answer, handing in, abstaining."""

import secrets

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core import clock, refusals
from core.exceptions import NotAllowed, Refused
from evaluations import messages
from evaluations.enums import SheetState
from evaluations.forms.dossiers import ReasonForm
from evaluations.forms.sheets import ConflictForm, SheetForm, SubmitForm
from evaluations.models import ScoreSheet
from evaluations.scoring import sheet_state
from evaluations.selectors.comments import comments_owed
from evaluations.selectors.conflicthints import hints_for
from evaluations.selectors.dossierpage import papers_in_force
from evaluations.selectors.rubrics import rubric_spec
from evaluations.selectors.sheetpage import lines_of, part_views, verdict
from evaluations.services import sheets as services
from evaluations.views.sessions import item_of
from evaluations.views.shared import hour, posted, refuse


def sheet_of(request, pk) -> ScoreSheet:
    rows = ScoreSheet.objects.visible_to(request.user).select_related(
        "member__user", "item__session__council", "item__rubric__product_set__regulation", "item__cycle__product",
        "item__cycle__producer", "item__cycle__unit", "item__cycle__province", "item__dossier__self_assessment",
        "item__dossier__commune_report",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def own_sheet(request, pk) -> ScoreSheet:
    """The person's own sheet; 403 for one who only reads it."""
    sheet = sheet_of(request, pk)
    if sheet.member.user_id != request.user.pk:
        raise NotAllowed(messages.NOT_YOUR_SHEET, code="not_your_sheet", obj=sheet)
    return sheet


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request, pk):
    """The question before dossier and sheet open; "no" goes on to the sheet."""
    item = item_of(request, pk)
    seat = services.scoring_member(item, request.user)
    form = ConflictForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.declare_conflict(item=item, actor=request.user, **form.cleaned_data)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                if form.cleaned_data["has_conflict"]:
                    notices.success(
                        request, _("Đã ghi xung đột lợi ích. Sản phẩm này không còn trong việc của ông/bà.")
                    )
                    return redirect(item.session)
                return redirect(item)
    context = {"item": item, "cycle": item.cycle, "form": form, "hints": hints_for(item, [seat])[seat.pk]}
    return render(request, "evaluations/conflict.html", context, status=status)


@login_required
@require_POST
def sheet_open(request, pk):
    return redirect(services.open_sheet(item=item_of(request, pk), actor=request.user))


def _sheet_page(request, sheet, form, *, clash=None, status=200):
    item = sheet.item
    spec = rubric_spec(item.rubric)
    found = services.read_sheet(sheet.pk)
    lines = lines_of(item.dossier, item.rubric)
    for code, (place, comment) in found.answers.items():
        lines[code].place, lines[code].comment = place, comment
    if form is not None and form.is_bound and clash is None:
        for code, (place, comment) in form.answers.items():
            lines[code].comment = comment
            if place is not None and place <= len(spec.criteria[code].options):
                lines[code].place = place
    state = sheet_state(spec, found.places)
    context = {
        "sheet": sheet, "item": item, "cycle": item.cycle, "form": form, "version": found.version,
        "request_id": secrets.token_hex(12), "parts": part_views(spec, lines, state), "bar": verdict(spec, state),
        "papers": papers_in_force(item.dossier), "commune": getattr(item.dossier, "commune_report", None),
        "edits": sheet.state == SheetState.DRAFT and not sheet.locked and sheet.member.user_id == request.user.pk,
        "mine": sheet.member.user_id == request.user.pk, "clash": clash, "field": "c",
        "dossier_knockouts": [k for k in spec.knockouts if k.name not in spec.criteria],
    }  # fmt: skip
    return render(request, "evaluations/sheet.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request, pk):
    """The sheet; without JavaScript one button saves it whole."""
    if request.method != "POST":
        return _sheet_page(request, sheet_of(request, pk), None)
    row = own_sheet(request, pk)
    form = SheetForm(request.POST, rubric=row.item.rubric)
    if not form.is_valid():
        return _sheet_page(request, row, form, status=422)
    data = form.cleaned_data
    try:
        services.save_answers(
            sheet_id=row.pk, answers=form.answers, version=data["version"], request_id=data["request_id"],
            remark=data["remark"], actor=request.user,
        )  # fmt: skip
    except services.SheetChanged as changed:
        refusals.remember(request, changed)
        return _sheet_page(request, row, form, clash=_clash(row, form, changed), status=409)
    except Refused as refusal:
        status = refuse(request, form, refusal)
        return _sheet_page(request, row, form, status=status)
    if "submit" in request.POST:
        return redirect("evaluations:sheet_submit", pk=row.pk)
    notices.success(request, _("Đã lưu phiếu lúc %(time)s.") % {"time": hour(clock.now())})
    return redirect(row)


def _clash(row, form, changed) -> list[dict]:
    """Both values, for every criterion where this page and the stored sheet differ."""
    spec = rubric_spec(row.item.rubric)
    rows = []
    for code, (place, comment) in form.answers.items():
        stored_place, stored_comment = changed.current.get(code, (None, ""))
        mine = stored_place if place is None else place
        if (mine, comment) != (stored_place, stored_comment) and mine is not None:
            criterion = spec.criteria[code]
            rows.append(
                {
                    "code": code, "name": criterion.name, "mine": mine, "mine_comment": comment,
                    "mine_points": criterion.points_at(mine) if mine <= len(criterion.options) else "",
                    "stored": stored_place, "stored_comment": stored_comment,
                    "stored_points": None if stored_place is None else criterion.points_at(stored_place),
                }
            )  # fmt: skip
    return rows


@never_cache
@login_required
@require_POST
def sheet_save(request, pk):
    """Autosave of one answer; JSON in the form's own words. At most four statements (design §8)."""
    post = request.POST
    place, version = post.get("place", ""), post.get("version", "")
    if not (version.isascii() and version.isdigit()) or not (place == "" or (place.isascii() and place.isdigit())):
        refusal = Refused(messages.OPTION_NOT_ON_SHEET, code="option")
        return JsonResponse({"detail": refusal.sentence, "code": refusal.code}, status=refusal.status)
    answer = {post.get("criterion", ""): (int(place) if place else None, post.get("comment", "")[:4000])}
    try:
        saved = services.save_answers(
            sheet_id=pk, answers=answer, version=int(version), request_id=post.get("request_id", ""), actor=request.user
        )
    except services.SheetChanged as changed:
        current = {code: {"place": p, "comment": c} for code, (p, c) in changed.current.items()}
        body = {"detail": changed.sentence, "code": changed.code, "version": changed.version, "current": current}
        return JsonResponse(body, status=changed.status)
    except Refused as refusal:
        visible = ScoreSheet.objects.visible_to(request.user).filter(pk=pk).first()
        if visible is None:
            raise Http404 from None
        refusal.obj = visible
        refusals.remember(request, refusal)
        return JsonResponse({"detail": refusal.sentence, "code": refusal.code}, status=refusal.status)
    return JsonResponse(_running(saved))


def _running(saved) -> dict:
    points, running = saved.running.points, saved.running
    held = [m.criterion for m in running.unmet if m.stars <= running.band]
    return {
        "version": saved.version,
        "total": points.total,
        "parts": dict(points.parts),
        "sections": dict(points.sections),
        "stars": running.stars,
        "band": running.band,
        "unmet": list(dict.fromkeys(held)),
        "missing": list(points.missing),
        "idle": sorted(points.not_applying),
        "saved": hour(clock.now()),
    }


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_submit(request, pk):
    """All answers once more, the password again, then the sheet is locked."""
    row = own_sheet(request, pk)
    found = services.read_sheet(row.pk)
    form = SubmitForm(posted(request), initial={"version": found.version})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.submit_sheet(sheet=row, actor=request.user, **form.cleaned_data)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã nộp phiếu lúc %(time)s. Phiếu được khóa.") % {"time": hour(clock.now())})
                return redirect(row)
    spec = rubric_spec(row.item.rubric)
    state = sheet_state(spec, found.places)
    lines = [(c, found.answers.get(c.code, (None, ""))) for c in spec.criteria.values()]
    context = {
        "sheet": row, "item": row.item, "cycle": row.item.cycle, "form": form, "bar": verdict(spec, state),
        "lines": [(c, place, None if place is None else c.points_at(place), comment) for c, (place, comment) in lines],
        "owed": comments_owed(spec, found.answers, row.item.session.council.comment_rule),
        "edits": row.state == SheetState.DRAFT and not row.locked,
    }  # fmt: skip
    return render(request, "evaluations/sheet_submit.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_abstain(request, pk):
    row = own_sheet(request, pk)
    form = ReasonForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.abstain(sheet=row, reason=form.cleaned_data["reason"], actor=request.user)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã ghi: ông/bà không cho điểm sản phẩm này."))
                return redirect(row.item.session)
    context = {
        "item": row.item, "cycle": row.item.cycle, "form": form, "question": _("Không cho điểm sản phẩm này?"),
        "button": _("Không cho điểm"), "back": row.get_absolute_url(),
    }  # fmt: skip
    return render(request, "evaluations/reason.html", context, status=status)
