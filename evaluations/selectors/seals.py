"""Hashes over marks: of a sheet at submission, of a result, of a session at closing; and the check that they still hold."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.audit import digest
from core.models import AuditEvent
from evaluations.enums import PaperKind, PaperState, SessionState, SheetState
from evaluations.models import CouncilSession, IssuedPaper, Result, ScoreChange, ScoreSheet, SessionProduct
from evaluations.scorecases import answer_of
from evaluations.selectors.outcomes import evaluate, sheet_choices
from evaluations.selectors.rubrics import rubric_keys


def sheet_seal(sheet: ScoreSheet) -> str:
    """Over every saved change of the sheet, in order of version and criterion."""
    rows = ScoreChange.objects.filter(sheet=sheet).order_by("version", "criterion_id")
    fields = ("version", "criterion_id", "place_before", "place_after", "comment_after", "request_id", "at")
    return digest([list(row) for row in rows.values_list(*fields)])


def session_seal(session: CouncilSession) -> str:
    """Over all marks of the session: every result, and every sheet of every round with its state, total and answers."""
    results = dict(Result.objects.filter(item__session=session).values_list("item_id", "hash"))
    sheets = []
    for sheet in ScoreSheet.objects.filter(item__session=session).prefetch_related("scores").order_by("pk"):
        answers = sorted([s.criterion_id, s.place, s.comment] for s in sheet.scores.all())
        sheets.append([sheet.pk, sheet.item_id, sheet.scoring_round, sheet.state, sheet.total, sheet.seal, answers])
    return digest({"results": sorted(results.items()), "sheets": sheets})


def closed_sessions() -> Iterator[str]:
    """For `verify_audit`: one sentence for each row of a closed session that no longer is what was sealed."""
    for session in CouncilSession.objects.filter(state=SessionState.CLOSED).select_related("council").order_by("pk"):
        broken = list(_broken(session))
        yield from broken
        if not broken and session_seal(session) != session.seal:
            yield _("Phiên họp %(session)s: dấu niêm phong không khớp với điểm đang lưu.") % {"session": session.pk}


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
        if digest(result.data) != result.hash:
            yield _("Phiên họp %(session)s, sản phẩm %(item)s: kết quả đã chốt bị sửa sau khi đóng phiên.") % words
            continue
        output = answer_of(evaluate(item.rubric, result.data["input"]))
        kept = (result.stars, result.band, result.counted, result.average_shown)
        told = (output["stars"], output["band"], output["counted"], output["average"])
        if output != result.data["output"] or kept != told:
            yield _("Phiên họp %(session)s, sản phẩm %(item)s: kết quả lưu không khớp với điểm đã niêm phong.") % words
        for sheet in result.data["input"]["sheets"]:
            if now[item.pk].get(int(sheet["member"])) != sheet["choices"]:
                yield (
                    _("Phiên họp %(session)s, sản phẩm %(item)s: phiếu của thành viên %(member)s bị sửa sau khi đóng.")
                    % (words | {"member": sheet["member"]})
                )
    yield from _broken_sheets(session)


def _broken_sheets(session: CouncilSession) -> Iterator[str]:
    sheets = ScoreSheet.objects.filter(item__session=session, state=SheetState.SUBMITTED).select_related("item__rubric")
    for sheet in sheets.prefetch_related("scores").order_by("pk"):
        words = {"session": session.pk, "sheet": sheet.pk}
        if sheet_seal(sheet) != sheet.seal:
            yield _("Phiên họp %(session)s, phiếu %(sheet)s: lịch sử chấm bị sửa sau khi nộp.") % words
            continue
        last = {}
        for code, place in sheet.changes.order_by("version", "pk").values_list("criterion_id", "place_after"):
            last[code] = place
        stands = {s.criterion_id: s.place for s in sheet.scores.all()}
        if last != stands:
            codes = rubric_keys(sheet.item.rubric).codes
            wrong = sorted(codes[pk] for pk in set(last) | set(stands) if last.get(pk) != stands.get(pk))
            words["codes"] = ", ".join(wrong)
            yield _("Phiên họp %(session)s, phiếu %(sheet)s: điểm tiêu chí %(codes)s bị sửa sau khi nộp.") % words


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
