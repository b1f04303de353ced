"""A member's way: the conflict question, the sheet, autosave of one answer, handing in, abstaining."""

import secrets

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core import clock, refusals
from core.exceptions import NotAllowed, Refused
from core.text import nfc
from evaluations import messages
from evaluations.enums import SheetState
from evaluations.forms.dossiers import ReasonForm
from evaluations.forms.sheets import AnswerForm, ConflictForm, SheetForm, SubmitForm
from evaluations.models import Dossier, ScoreSheet
from evaluations.scoring import sheet_state
from evaluations.selectors.comments import comments_owed
from evaluations.selectors.conflicthints import hints_for
from evaluations.selectors.lastcycle import last_cycle
from evaluations.selectors.nextsheet import next_to_score
from evaluations.selectors.paperdates import dated_ends
from evaluations.selectors.rubrics import rubric_row, rubric_spec
from evaluations.selectors.sheetpage import (
    aids,
    commune_topics,
    guidance_of,
    lacking_words,
    lines_of,
    papers_of,
    part_views,
    seen_sheet,
    self_places,
    star_words,
    verdict,
    with_dossier,
)
from evaluations.services import sheets as services
from evaluations.views.sessions import item_of
from evaluations.views.shared import hour, posted, refuse


def sheet_of(request, pk) -> ScoreSheet:
    """The sheet with seat and session; dossier and cycle are read by `with_dossier` where a page shows them."""
    sheet = seen_sheet(request.user, pk)
    if sheet is None:
        raise Http404
    sheet.item.rubric = rubric_row(sheet.item.rubric_id)
    request.user.seated = sheet.member.user_id == request.user.pk  # the menu need not ask
    return sheet


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
    item = with_dossier(sheet.item)
    spec = rubric_spec(item.rubric)
    found = services.read_sheet(sheet.pk)
    papers = papers_of(item.dossier_id)
    lines = lines_of(item.dossier, item.rubric, papers)
    last = last_cycle(item)
    aids(lines, rule=item.session.council.comment_rule, last=last, guidance=guidance_of(item))
    for code, (place, comment) in found.answers.items():
        lines[code].place, lines[code].comment = place, comment
    if form is not None and form.is_bound and clash is None:
        for code, (place, comment) in form.answers.items():
            lines[code].comment = comment
            if place is not None and place <= len(spec.criteria[code].options):
                lines[code].place = place
    state, mine = sheet_state(spec, found.places), sheet.member.user_id == request.user.pk
    context = {
        "sheet": sheet, "item": item, "cycle": item.cycle, "form": form, "version": found.version,
        "request_id": secrets.token_hex(12), "parts": part_views(spec, lines, state), "bar": verdict(spec, state),
        "papers": dated_ends(papers, item.session.held_on), "commune": getattr(item.dossier, "commune_report", None),
        "topics": commune_topics(getattr(item.dossier, "commune_report", None)), "last": last,
        "following": next_to_score(request.user, item), "reopened": _reopened(sheet),
        "remark": _remark(sheet, form, found), "stored": _told(found.answers | {"*": (None, found.remark)}),
        "edits": sheet.state == SheetState.DRAFT and not sheet.locked and mine,
        "mine": mine, "reaches": mine or Dossier.objects.visible_to(request.user).filter(pk=item.dossier_id).exists(),
        "clash": clash, "field": "c", "stored_remark": found.remark,
        "dossier_knockouts": [k for k in spec.knockouts if k.name not in spec.criteria],
    }  # fmt: skip
    return render(request, "evaluations/sheet.html", context, status=status)


def _reopened(sheet) -> str:
    """Why the chair gave the sheet back, while it waits to be handed in again; `sheet_of` has read it along."""
    return sheet.reopened_for or "" if sheet.state == SheetState.DRAFT else ""


def _remark(sheet, form, found) -> str:
    """What was typed, when the form comes back; else what is stored."""
    return form.data.get("remark", "") if form is not None and form.is_bound else found.remark


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
        clash = _clash(row, form, changed)
        # Where both sides hold the same, there is nothing to choose and nothing to write.
        if clash or nfc(data["remark"]).strip() != changed.remark:
            refusals.remember(request, changed)
            return _sheet_page(request, row, form, clash=clash or [], status=409)
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
        mine, comment = stored_place if place is None else place, nfc(comment).strip()
        if (mine, comment) != (stored_place, stored_comment):
            criterion = spec.criteria[code]
            rows.append(
                {
                    "code": code, "name": criterion.name, "mine": mine, "mine_comment": comment,
                    "mine_points": _points(criterion, mine),
                    "stored": stored_place, "stored_comment": stored_comment,
                    "stored_points": _points(criterion, stored_place),
                }
            )  # fmt: skip
    return rows


def _points(criterion, place: int | None) -> int | None:
    """Points of a place; None for no choice and for a place that is not on the sheet."""
    return criterion.points_at(place) if place is not None and place <= len(criterion.options) else None


@never_cache
@login_required
@require_POST
def sheet_save(request, pk):
    """Autosave of one answer, or of the general remark; JSON in the form's own words. Four statements (design §8)."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        said = messages.OPTION_NOT_ON_SHEET if {"place", "version"} & set(form.errors) else messages.BAD_SAVE
        return JsonResponse({"detail": str(said), "code": "option"}, status=422)
    data = form.cleaned_data
    if data["user"] not in (None, request.user.pk):
        return JsonResponse({"detail": str(messages.SIGNED_IN_AS_ANOTHER), "code": "other_user"}, status=403)
    try:
        saved = services.save_answers(
            sheet_id=pk, answers=form.answers, version=data["version"], request_id=data["request_id"],
            remark=form.remark, actor=request.user,
        )  # fmt: skip
    except services.SheetChanged as changed:
        stands = {"version": changed.version, "current": _told(changed.current), "remark": changed.remark}
        return JsonResponse({"detail": changed.sentence, "code": changed.code, **stands}, status=changed.status)
    except Refused as refusal:
        visible = ScoreSheet.objects.visible_to(request.user).filter(pk=pk).first()
        if visible is None:
            raise Http404 from None
        refusal.obj = visible
        refusals.remember(request, refusal)
        return JsonResponse({"detail": refusal.sentence, "code": refusal.code}, status=refusal.status)
    told = {code: saved.answers[code] for code in form.answers if code in saved.answers}
    return JsonResponse(_running(saved) | {"current": _told(told), "remark": saved.remark})


def _told(answers) -> dict:
    return {code: {"place": place, "comment": comment} for code, (place, comment) in answers.items()}


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
        "words": star_words(running),
        "lacks": "" if held else lacking_words(saved.spec, running),
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
                return redirect(after_submission(request, row))
    spec = rubric_spec(row.item.rubric)
    state = sheet_state(spec, found.places)
    rule = row.item.session.council.comment_rule
    owed = comments_owed(spec, found.answers, rule, self_places(row.item.dossier_id))
    lines = [(c, found.answers.get(c.code, (None, ""))) for c in spec.criteria.values()]
    context = {
        "sheet": row, "item": with_dossier(row.item), "cycle": row.item.cycle, "form": form, "bar": verdict(spec, state),
        "lines": [(c, place, None if place is None else c.points_at(place), comment) for c, (place, comment) in lines],
        "owed": owed, "owing": [spec.criteria[code] for code in owed],
        "following": next_to_score(request.user, row.item), "remark": found.remark,
        "edits": row.state == SheetState.DRAFT and not row.locked,
    }  # fmt: skip
    return render(request, "evaluations/sheet_submit.html", context, status=status)


def after_submission(request, row) -> str:
    """The next product that the member has to score, when asked for and when there is one; else the locked sheet."""
    following = next_to_score(request.user, row.item) if "next" in request.POST else None
    if following is None:
        return row.get_absolute_url()
    return following.get_absolute_url()


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
        "item": with_dossier(row.item), "cycle": row.item.cycle, "form": form, "question": _("Không cho điểm sản phẩm này?"),
        "button": _("Không cho điểm"), "back": row.get_absolute_url(),
    }  # fmt: skip
    return render(request, "evaluations/reason.html", context, status=status)
