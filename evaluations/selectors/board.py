"""The chair's board: products × members with progress; values only of what the person may read (see visibility)."""

from dataclasses import dataclass

from django.db.models import Case, Count, OuterRef, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from evaluations.enums import ItemState, SheetSource, SheetState
from evaluations.models import CouncilSession, Score, ScoreSheet
from evaluations.selectors.outcomes import Outcome, item_blockers, outcomes, scoring_members
from evaluations.selectors.reading import presences_of, recusals
from evaluations.selectors.rubrics import rubric_spec
from evaluations.selectors.visibility import LOCKED, open_values, seat_of, sees_progress

STRIP_MIDDLE, STRIP_STEP, STRIP_LIMIT = 88, 7, 12  # px of the strip's middle and of one point; points to either side


@dataclass(frozen=True)
class Cell:
    """One product of one member: `word` in every state; `value` only for a submitted sheet of a locked product."""

    kind: str
    word: str
    value: int | None = None
    sheet_id: int | None = None
    far: bool = False
    paper: bool = False


@dataclass(frozen=True)
class BoardRow:
    item: object
    cells: list[Cell]
    submitted: int
    due: int
    outcome: Outcome | None = None
    blockers: tuple[str, ...] = ()

    @property
    def dots(self) -> list[tuple[float, bool]]:
        """Place and "far" of each total on a strip of 176 px, the mean in the middle."""
        if self.outcome is None or self.outcome.result.average is None:
            return []
        mean = self.outcome.result.average
        rows = []
        for cell in self.cells:
            if cell.value is not None:
                off = max(-STRIP_LIMIT, min(STRIP_LIMIT, float(cell.value - mean)))
                rows.append((round(STRIP_MIDDLE + off * STRIP_STEP, 1), cell.far))
        return rows

    @property
    def span(self) -> tuple[float, float] | None:
        places = [x for x, _far in self.dots]
        return (min(places), max(places)) if places else None


def columns(user, session: CouncilSession, items: list) -> list:
    """Scoring seats that the person's board shows: all of them, or the own one before the rules open the others."""
    seat, members = seat_of(user, session), scoring_members(session)
    if sees_progress(user, session, seat) or open_values(user, session, items, seat):
        return members
    return [m for m in members if m.user_id == user.pk]


def board(user, session: CouncilSession, items: list) -> list[BoardRow]:
    """Rows of the board over `items` (those that the person sees), one cell for each of `columns`."""
    seat, members = seat_of(user, session), scoring_members(session)
    progress, values = sees_progress(user, session, seat), open_values(user, session, items, seat)
    if not (progress or values):
        members = [m for m in members if m.user_id == user.pk]
    done = [item for item in items if item.pk in values and item.state in LOCKED]
    sheets, conflicts, absent = _facts(session)
    found = outcomes(session, done, list(sheets.values())) if done else {}
    rows = []
    for item in items:
        outcome, opened = found.get(item.pk), item.pk in values
        cells = []
        for member in members:
            cell, own = _cell(item, member, sheets, conflicts, absent, outcome, opened), member.user_id == user.pk
            told = opened and (item.state in LOCKED or cell.kind == "submitted")
            cells.append(cell if progress or own or told else Cell("hidden", "–"))
        due = sum(cell.kind not in ("conflict", "hidden") for cell in cells)
        submitted = sum(cell.kind == "submitted" for cell in cells)
        says = tuple(item_blockers(session, outcome)) if outcome and progress and item.state == ItemState.LOCKED else ()
        rows.append(BoardRow(item, cells, submitted, due, outcome, says))
    return rows


def _facts(session):
    # Answers are counted for drafts only: of a full session the others are a hundred thousand.
    answers = Score.objects.filter(sheet=OuterRef("pk"), place__isnull=False).order_by().values("sheet")
    done = Case(When(state=SheetState.DRAFT, then=Subquery(answers.annotate(n=Count("pk")).values("n"))), default=0)
    rows = ScoreSheet.objects.filter(item__session=session).annotate(done=Coalesce(done, 0)).order_by("member_id")
    sheets = {(s.item_id, s.member_id, s.scoring_round): s for s in rows}
    absent = {pk for pk, presence in presences_of(session).items() if not presence.present}
    return sheets, recusals(session), absent


def _cell(item, member, sheets, conflicts, absent, outcome, opened) -> Cell:
    if (item.pk, member.pk) in conflicts:
        return Cell("conflict", _("xung đột"))
    sheet = sheets.get((item.pk, member.pk, item.scoring_round))
    if sheet is None:
        return Cell("absent", _("vắng")) if member.pk in absent else Cell("none", _("chưa mở"))
    if sheet.state == SheetState.ABSTAINED:
        return Cell("abstained", _("không cho điểm"))
    if sheet.state == SheetState.SUBMITTED:
        paper = sheet.source == SheetSource.PAPER
        if outcome is None:
            shown = (sheet.total, sheet.pk) if opened else (None, None)
            return Cell("submitted", _("đã nộp (phiếu giấy)") if paper else _("đã nộp"), *shown, paper=paper)
        limit = item.session.council.spread_limit
        mean = outcome.result.average
        far = mean is not None and outcome.result.needs_rescore and abs(sheet.total - mean) > limit / 2
        return Cell("submitted", _("đã nộp"), sheet.total, sheet.pk, far, paper)
    total = len(rubric_spec(item.rubric).criteria)
    return Cell("draft", _("nháp %(done)s/%(all)s") % {"done": sheet.done, "all": total})


def tally(session: CouncilSession, rows: list[BoardRow]) -> list[dict]:
    """The four numbers over the board."""
    due, submitted = sum(r.due for r in rows), sum(r.submitted for r in rows)
    members = scoring_members(session)
    present = {pk for pk, presence in presences_of(session).items() if presence.present}
    here = sum(member.pk in present for member in members)
    conflicts = sum(cell.kind == "conflict" for row in rows for cell in row.cells)
    again = sum(bool(row.outcome and row.outcome.result.needs_rescore) for row in rows)
    return [
        {"count": submitted, "label": _("Phiếu đã nộp"), "note": _("trên %(due)s phiếu phải nộp") % {"due": due},
         "url": "#bang-diem", "tone": "ok" if due and submitted == due else ""},
        {"count": f"{here}/{len(members)}", "label": _("Thành viên có mặt"), "note": "", "url": "#co-mat", "tone": ""},
        {"count": conflicts, "label": _("Xung đột lợi ích"), "note": _("đã loại khỏi cách tính"), "url": "#bang-diem",
         "tone": "info" if conflicts else ""},
        {"count": again, "label": _("Chênh lệch quá mức"), "note": _("phải chấm lại lần hai"), "url": "#bang-diem",
         "tone": "bad" if again else ""},
    ]  # fmt: skip
