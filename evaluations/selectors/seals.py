"""Hashes over marks: of a sheet at submission, of a result, of a session at closing; and the check that they still hold.

Seals stand twice: at their row, and in the audit event that made them (`sheet.submit`, `session.close`), which the chain
holds. Who alters a row and its seal by hand is named by the event.
"""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit import digest
from core.models import AuditEvent
from evaluations import messages
from evaluations.enums import PaperKind, PaperState, SessionState, SheetState
from evaluations.models import (
    Conflict,
    CouncilSession,
    FiledForm,
    Finding,
    IssuedPaper,
    KnockoutProposal,
    PaperAnswer,
    PaperEntry,
    Result,
    Score,
    ScoreChange,
    ScoreSheet,
    SessionProduct,
    SheetReopening,
)
from evaluations.scorecases import answer_of
from evaluations.selectors.outcomes import evaluate, sheet_choices
from evaluations.selectors.rubrics import rubric_keys

CHANGE = ("version", "criterion_id", "place_before", "place_after", "comment_after", "request_id", "at")
SHEET = (
    "pk", "item_id", "member_id", "member__user_id", "scoring_round", "state", "locked", "version", "remark", "total",
    "submitted_at", "seal", "source",
)  # fmt: skip
PAPER = (
    "pk", "item_id", "member_id", "scoring_round", "state", "typed", "reason", "allowed_by_id", "allowed_at",
    "scan__sha256", "sheet_id", "resolved_by_id", "resolution", "closed_at",
)  # fmt: skip
# What a session's seal is made of, in the words by which a broken part is named.
PARTS = {
    "session": gettext_lazy("ngày, nơi họp hoặc giờ mở, giờ đóng phiên"),
    "products": gettext_lazy("danh sách sản phẩm, ý kiến thảo luận hoặc xác nhận của thư ký"),
    "results": gettext_lazy("kết quả đã chốt"),
    "sheets": gettext_lazy("phiếu chấm"),
    "presences": gettext_lazy("danh sách có mặt"),
    "conflicts": gettext_lazy("lời khai xung đột lợi ích"),
    "findings": gettext_lazy("kết luận chung của Hội đồng"),
    "proposals": gettext_lazy("đề xuất điểm loại của thành viên"),
    "reopenings": gettext_lazy("lịch sử mở lại phiếu"),
    "papers": gettext_lazy("phiếu giấy và các lần nhập"),
}


def sheet_seal(sheet: ScoreSheet) -> str:
    """Over every saved change of the sheet, in order of version and criterion."""
    rows = ScoreChange.objects.filter(sheet=sheet).order_by("version", "criterion_id")
    return digest([list(row) for row in rows.values_list(*CHANGE)])


def session_parts(session: CouncilSession) -> dict[str, str]:
    """Part -> hash, over everything that the session decided on: every row of every round, as it stands."""
    inside = {"item__session": session}
    answers = defaultdict(list)
    marks = Score.objects.filter(sheet__item__session=session).order_by("sheet_id", "criterion_id")
    for sheet, *answer in marks.values_list("sheet_id", "criterion_id", "place", "comment"):
        answers[sheet].append(answer)
    rows = {
        "session": CouncilSession.objects.filter(pk=session.pk).values_list(
            "council_id", "round_id", "held_on", "place", "opened_at", "closed_at"
        ),
        "products": session.items.order_by("pk").values_list(
            "pk", "cycle_id", "dossier_id", "rubric__content_hash", "position", "scoring_round", "discussion",
            "marks_statement",
        ),
        "results": Result.objects.filter(**inside).order_by("item_id").values_list("item_id", "hash", "closed_at"),
        "sheets": [
            [*row, answers[row[0]]]
            for row in ScoreSheet.objects.filter(**inside).order_by("pk").values_list(*SHEET)
        ],
        "presences": session.presences.order_by("pk").values_list("member_id", "present", "reason"),
        "conflicts": Conflict.objects.filter(**inside).order_by("pk").values_list(
            "item_id", "member_id", "has_conflict", "own_answer", "reason", "declared_at", "ruling", "ruled_by_id",
            "ruled_at",
        ),
        "proposals": KnockoutProposal.objects.filter(sheet__item__session=session).order_by("pk").values_list(
            "sheet_id", "ref", "reason", "state", "proposed_at", "decision_reason", "decided_by_id", "decided_at"
        ),
        "reopenings": SheetReopening.objects.filter(sheet__item__session=session).order_by("pk").values_list(
            "sheet_id", "reason", "reopened_by_id", "reopened_at", "total", "submitted_at", "seal", "answers"
        ),
        "findings": Finding.objects.filter(**inside).order_by("pk").values_list(
            "item_id", "kind", "ref", "place", "note", "recorded_by_id", "recorded_at"
        ),
        "papers": [*PaperEntry.objects.filter(**inside).order_by("pk").values_list(*PAPER), *_typed(session)],
    }  # fmt: skip
    return {name: digest([list(row) for row in rows[name]]) for name in PARTS}


def _typed(session: CouncilSession):
    """Both readings of every paper sheet, answer by answer."""
    answers = PaperAnswer.objects.filter(typing__entry__item__session=session).order_by("typing_id", "criterion_id")
    return answers.values_list(
        "typing__entry_id", "typing__number", "typing__typed_by_id", "typing__typed_at", "criterion_id", "place"
    )


def closed_sessions() -> Iterator[str]:
    """For `verify_audit`: one sentence for each row of a closed session that no longer is what was sealed."""
    for session in CouncilSession.objects.filter(state=SessionState.CLOSED).select_related("council").order_by("pk"):
        yield from _broken(session)
        yield from _broken_sheets(session)
        yield from _broken_parts(session)


def _broken_parts(session: CouncilSession) -> Iterator[str]:
    """The session as a whole against the seal of its row and of its event."""
    closing = (
        AuditEvent.objects.filter(verb="session.close", object_type=session._meta.label_lower, object_id=session.pk)
        .order_by("-number")
        .first()
    )
    sealed = closing.after.get("parts", {}) if closing else {}
    now = session_parts(session)
    for name, words in PARTS.items():
        if sealed.get(name) != now[name]:
            yield (
                _("Phiên họp %(session)s: %(part)s không khớp với dấu niêm phong khi đóng phiên.")
                % {"session": session.pk, "part": words}
            )
    if session.seal != digest(sealed):
        yield _("Phiên họp %(session)s: dấu niêm phong không khớp với nhật ký.") % {"session": session.pk}


def _broken(session: CouncilSession) -> Iterator[str]:
    items = list(SessionProduct.objects.filter(session=session).select_related("rubric", "session__council"))
    now = sheet_choices(items)
    results = {r.item_id: r for r in Result.objects.filter(item__session=session)}
    for item in items:
        words = {"session": session.pk, "item": item.pk}
        result = results.get(item.pk)
        if result is None:
            yield _("Phiên họp %(session)s, sản phẩm %(item)s: mất kết quả đã chốt.") % words
            continue
        output = _recomputed(item, result)
        if output is None or digest(result.data) != result.hash:
            yield _("Phiên họp %(session)s, sản phẩm %(item)s: kết quả đã chốt bị sửa sau khi đóng phiên.") % words
            continue
        kept = (result.stars, result.band, result.counted, result.average_shown)
        told = (output["stars"], output["band"], output["counted"], output["average"] or "")
        whole = sum(int(sheet["total"]) for sheet in output["sheets"] if sheet["complete"])
        if output != result.data["output"] or kept != told or result.total_sum != whole:
            yield _("Phiên họp %(session)s, sản phẩm %(item)s: kết quả lưu không khớp với điểm đã niêm phong.") % words
        for sheet in result.data["input"]["sheets"]:
            if now[item.pk].get(int(sheet["member"])) != sheet["choices"]:
                yield (
                    _("Phiên họp %(session)s, sản phẩm %(item)s: phiếu của thành viên %(member)s bị sửa sau khi đóng.")
                    % (words | {"member": sheet["member"]})
                )


def _recomputed(item: SessionProduct, result: Result) -> dict | None:
    """The engine's answer to the frozen input; None where the data no longer is one of ours (with a hash that was made anew)."""
    try:
        return answer_of(evaluate(item.rubric, result.data["input"])) if "output" in result.data else None
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None


def _broken_sheets(session: CouncilSession) -> Iterator[str]:
    """Every submitted sheet against its changes, and against the seal in its event."""
    sheets = list(
        ScoreSheet.objects.filter(item__session=session, state=SheetState.SUBMITTED)
        .select_related("item__rubric")
        .prefetch_related("scores")
        .order_by("pk")
    )
    sealed = _sealed_at_submission(sheets)
    history = defaultdict(list)
    changes = ScoreChange.objects.filter(sheet__in=[sheet.pk for sheet in sheets])
    for sheet, *row in changes.order_by("version", "criterion_id").values_list("sheet_id", *CHANGE):
        history[sheet].append(row)
    for sheet in sheets:
        words = {"session": session.pk, "sheet": sheet.pk}
        if digest(history[sheet.pk]) != sheet.seal or sealed.get(sheet.pk) != sheet.seal:
            yield _("Phiên họp %(session)s, phiếu %(sheet)s: lịch sử chấm bị sửa sau khi nộp.") % words
            continue
        last = {criterion: after for _version, criterion, _before, after, *_rest in history[sheet.pk]}
        stands = {s.criterion_id: s.place for s in sheet.scores.all()}
        if last != stands:
            codes = rubric_keys(sheet.item.rubric).codes
            wrong = sorted(codes[pk] for pk in set(last) | set(stands) if last.get(pk) != stands.get(pk))
            words["codes"] = ", ".join(wrong)
            yield _("Phiên họp %(session)s, phiếu %(sheet)s: điểm tiêu chí %(codes)s bị sửa sau khi nộp.") % words


def _sealed_at_submission(sheets: list[ScoreSheet]) -> dict[int, str]:
    events = AuditEvent.objects.filter(
        verb="sheet.submit", object_type=ScoreSheet._meta.label_lower, object_id__in=[str(s.pk) for s in sheets]
    )
    return {int(pk): after.get("seal", "") for pk, after in events.order_by("number").values_list("object_id", "after")}


def issued_papers() -> Iterator[str]:
    """For `verify_audit`: one sentence for each issued paper whose words are not the ones that were issued."""
    sealed = {}
    for object_id, after in AuditEvent.objects.filter(verb="paper.issue", refused=False).values_list(
        "object_id", "after"
    ):
        sealed[object_id] = after.get("hash")
    for paper in IssuedPaper.objects.exclude(state=PaperState.DRAFT).order_by("pk").iterator(chunk_size=200):
        words = {"paper": paper.pk, "kind": PaperKind(paper.kind).label, "number": paper.number or "-"}
        if digest(paper.data) != paper.hash or sealed.get(str(paper.pk)) != paper.hash:
            yield (
                _("Văn bản %(paper)s (%(kind)s, số %(number)s): nội dung đang lưu không còn là nội dung đã ban hành.")
                % words
            )


def filed_forms() -> Iterator[str]:
    """For `verify_audit`: one sentence for each filed form whose words are not the ones that were filed."""
    sealed = set()
    verbs = ("cycle.file_dossier", "cycle.report_by_commune", "dossier.slip")
    events = AuditEvent.objects.filter(verb__in=verbs, refused=False)
    for verb, own, parent, after in events.values_list("verb", "object_id", "parent_id", "after"):
        cycle = parent if verb == "dossier.slip" else own
        sealed.update((cycle, code, seal) for code, seal in (after.get("forms") or {}).items())
    for form in FiledForm.objects.select_related("dossier__cycle").order_by("pk").iterator(chunk_size=200):
        if digest(form.data) != form.hash or (str(form.dossier.cycle_id), form.code, form.hash) not in sealed:
            words = {"form": form.number, "dossier": form.dossier.cycle.number, "sequence": form.sequence}
            yield messages.FORM_CHANGED % words
