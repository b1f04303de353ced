"""The chair's board: products × members with progress; values only of what the person may read (see visibility)."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Case, Count, F, FilteredRelation, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from evaluations.enums import FindingKind, ItemState, KnockoutProposalState, Seat, SheetSource, SheetState
from evaluations.models import Conflict, CouncilMember, CouncilSession, Finding, KnockoutProposal, Score, ScoreSheet
from evaluations.selectors.boardflags import drifting, near_bound, too_wide
from evaluations.selectors.briefs import Brief, briefs
from evaluations.selectors.outcomes import Counts, Known, Outcome, item_blockers, outcomes
from evaluations.selectors.rubrics import rubric_spec
from evaluations.selectors.visibility import LOCKED, open_values, sees_progress

PAGE = 50  # products a page
STRIP_MIDDLE, STRIP_STEP, STRIP_LIMIT = 88, 7, 12  # px of the strip's middle and of one point; points to either side


class SheetSeen(NamedTuple):
    """What the board reads of a sheet of the present round; see `Board._sheets`."""

    item_id: int
    member_id: int
    pk: int
    state: str
    total: int | None
    source: str
    done: int | None
    asked: int | None
    version: int
    seal: str | None


class Cell(NamedTuple):
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
    outcome: Outcome | Brief | None = None
    blockers: tuple[str, ...] = ()
    near: int | None = None  # the bound of a star within two points of the average

    @property
    def shows(self) -> tuple:
        """Every value that a line of the board is drawn from."""
        item, result = self.item, self.outcome and self.outcome.result
        told = result and (result.average, result.average_shown, result.stars, result.spread, result.counted)
        return (
            item.pk, item.cycle.product.name, item.rubric.title, item.state, item.scoring_round, tuple(self.cells),
            told, result and result.needs_rescore, bool(self.blockers), self.near,
        )  # fmt: skip

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


def seats_of(session: CouncilSession) -> list[CouncilMember]:
    """Every seat of the council with user, `here` (None where presence is not recorded), `away_for`, `told_on`. One query."""
    seats = session.council.members.select_related("user").annotate(
        record=FilteredRelation("presences", condition=Q(presences__session=session)),
        told=FilteredRelation("invitations", condition=Q(invitations__session=session)),
    )
    return list(seats.annotate(here=F("record__present"), away_for=F("record__reason"), told_on=F("told__told_on")))


class Board:
    """The board of a session for one person: `items` are those that the person sees, in order; `shown` those of the page.

    Read once: seats with presence, conflicts, sheets of the present rounds; then marks, findings and proposals of the
    locked products of the page. `whole`: `checked` is over all products, which the closing needs. `brief`: of the
    engine's word only what the table shows, kept by the process. Constant queries.
    """

    def __init__(
        self, user, session: CouncilSession, items: list, shown: list | None = None, *, whole=False, brief=False
    ):
        self.user, self.session, self.items = user, session, items
        self.shown, self.whole, self.brief = items if shown is None else shown, whole, brief
        for item in items:
            item.session = session
        self.seats = seats_of(session)
        self.members = [m for m in self.seats if m.scores]
        self.seat = next((m for m in self.seats if m.user_id == user.pk), None)
        self.progress = sees_progress(user, session, self.seat)
        self.conflicts = set(
            Conflict.objects.filter(item__session=session, has_conflict=True).values_list("item_id", "member_id")
        )
        self.sheets = self._sheets()
        submitted = str(SheetState.SUBMITTED)
        self.handed_in = {place: sheet for place, sheet in self.sheets.items() if sheet.state == submitted}
        mine = {item for item, member in self.handed_in if self.seat and member == self.seat.pk}
        self.opened = open_values(user, session, items, self.seat, mine)

    def _sheets(self) -> dict[tuple[int, int], SheetSeen]:
        """(item, member) -> sheet of the present round; `done`: choices of a draft on this page; `asked`: its proposals
        of knock-outs that wait for the session; `seal`: on this page.
        """
        here = Q(item__in=[item.pk for item in self.shown])
        drafts = Q(state=SheetState.DRAFT) & here
        chosen = Score.objects.filter(sheet=OuterRef("pk"), place__isnull=False).order_by().values("sheet")
        done = Coalesce(Subquery(chosen.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
        open_ones = KnockoutProposal.objects.filter(state=KnockoutProposalState.PROPOSED).order_by().values("sheet")
        # Which sheets have one is asked once for the session, not of each of its sheets.
        proposed = Q(state=SheetState.SUBMITTED, pk__in=open_ones.filter(sheet__item__session=self.session))
        asked = Subquery(open_ones.filter(sheet=OuterRef("pk")).annotate(n=Count("pk")).values("n"))
        rows = (
            ScoreSheet.objects.filter(item__session=self.session, scoring_round=F("item__scoring_round"))
            .annotate(
                done=Case(When(drafts, then=done), default=None),
                asked=Case(When(proposed, then=asked)),
                sealed=Case(When(here, then="seal"), default=None),
            )
            .order_by()
            .values_list(*SheetSeen._fields[:-1], "sealed")
        )
        return {row[:2]: SheetSeen._make(row) for row in rows}

    @property
    def chair_present(self) -> bool:
        return any(m.seat == Seat.CHAIR and m.here for m in self.seats)

    @property
    def keeps(self) -> bool:
        """Whether the person is chair or secretary."""
        return self.seat is not None and self.seat.seat in (Seat.CHAIR, Seat.SECRETARY)

    @property
    def width(self) -> int:
        """Columns of the table: product, members, and the four of the result."""
        return 1 + len(self.columns) + (4 if self.found else 0)

    @property
    def columns(self) -> list[CouncilMember]:
        """Scoring seats that the board shows: all, or the own one before the rules open the others."""
        if self.progress or self.opened:
            return self.members
        return [m for m in self.members if m.user_id == self.user.pk]

    @cached_property
    def found(self) -> dict[int, Outcome | Brief]:
        """Item -> outcome, of locked products whose values are open to the person."""
        done = [item for item in self.shown if self._locked(item)]
        if self.whole:
            shown, zeroed = {item.pk for item in done}, self._zeroed
            done += [item for item in self.items if item.pk in zeroed - shown and self._locked(item)]
        if not done:
            return {}
        members = frozenset(m.pk for m in self.members)
        places = [(item.pk, member) for item in done for member in members]
        sheets = {self.handed_in[place].pk: place for place in places if place in self.handed_in}
        known = Known(members, frozenset(self.conflicts), self.chair_present, sheets, self._asked, self._findings)
        if self.brief:
            return briefs(self.session, done, known, self.sheets)
        return outcomes(self.session, done, known)

    def _locked(self, item) -> bool:
        return item.pk in self.opened and item.state in LOCKED

    @cached_property
    def _asked(self) -> Counter:
        """Item -> proposals of knock-outs that wait for the session."""
        asked = Counter()
        for place, sheet in self.handed_in.items():
            if sheet.asked and place not in self.conflicts:
                asked[place[0]] += sheet.asked
        return asked

    @cached_property
    def _findings(self) -> list[Finding]:
        return list(Finding.objects.filter(item__session=self.session))

    @property
    def _zeroed(self) -> set[int]:
        """Items with a knock-out that the session found: a requirement among them changes every sheet's points."""
        return {row.item_id for row in self._findings if row.kind == FindingKind.KNOCKOUT}

    @cached_property
    def checked(self) -> dict[int, Outcome | Brief | Counts]:
        """Item -> what the closing asks of it: the outcomes and, where `whole`, the counts of all other locked products."""
        if not self.whole:
            return self.found
        totals, members, found = self._totals, {m.pk for m in self.members}, {}
        out = Counter(item for item, member in self.conflicts if member in members)
        for item in self.items:
            if item.pk in self.found:
                found[item.pk] = self.found[item.pk]
            elif self._locked(item):
                own = [points for member, points in totals[item.pk].items() if member in members]
                found[item.pk] = Counts(item, own, len(members) - out[item.pk], self._asked[item.pk])
        return found

    @cached_property
    def rows(self) -> list[BoardRow]:
        """One row for each product of the page, one cell for each of `columns`."""
        columns, absent = self.columns, {m.pk for m in self.seats if m.here is False}
        words, rows = _words(), []
        for item in self.shown:
            outcome, opened, cells = self.found.get(item.pk), item.pk in self.opened, []
            for member in columns:
                cell = _cell(item, member, self.sheets, self.conflicts, absent, outcome, opened, words)
                told = opened and (item.state in LOCKED or cell.kind == "submitted")
                open_to_all = self.progress or member.user_id == self.user.pk or told
                cells.append(cell if open_to_all else Cell("hidden", "–"))
            due = sum(cell.kind not in ("conflict", "hidden") for cell in cells)
            submitted = sum(cell.kind == "submitted" for cell in cells)
            rows.append(BoardRow(item, cells, submitted, due, outcome, self._says(item, outcome), _near(outcome)))
        return rows

    def _says(self, item, outcome) -> tuple[str, ...]:
        if outcome is None or not self.progress or item.state != ItemState.LOCKED:
            return ()
        return tuple(item_blockers(self.session, outcome))

    @cached_property
    def _totals(self) -> dict[int, dict[int, int]]:
        """Item -> member -> total of the sheets handed in, of every locked product whose values are open."""
        open_ones = {item.pk for item in self.items if item.pk in self.opened and item.state in LOCKED}
        found: dict[int, dict[int, int]] = {pk: {} for pk in open_ones}
        for place, sheet in self.handed_in.items():
            if place[0] in open_ones and place not in self.conflicts:
                found[place[0]][place[1]] = sheet.total
        return found

    @cached_property
    def drifting(self) -> list[tuple[CouncilMember, int]]:
        """Members far from the panel on five products or more, for those who follow the whole board."""
        if not self.progress:
            return []
        found = drifting(self._totals.values(), self.session.council.spread_limit)
        return [(m, found[m.pk]) for m in self.members if m.pk in found]

    @cached_property
    def tally(self) -> list[dict]:
        """The four numbers over the whole board; one who sees only the own column counts the own sheets."""
        over = bool(self.items) and all(i.state == ItemState.CLOSED and i.pk in self.opened for i in self.items)
        all_told = self.progress or over
        counted = self.members if all_told else [m for m in self.members if m.user_id == self.user.pk]
        keys, places = {m.pk for m in counted}, {item.pk for item in self.items}
        recused = {(i, m) for i, m in self.conflicts if i in places and m in keys}
        due = len(places) * len(keys) - len(recused)
        submitted = sum(i in places and m in keys for i, m in self.handed_in.keys() - recused)
        limit = self.session.council.spread_limit
        wide = {pk for pk, totals in self._totals.items() if too_wide(totals, limit)}
        wide -= set(self.found)
        again = len(wide) + sum(outcome.result.needs_rescore for outcome in self.found.values())
        here = sum(bool(m.here) for m in self.members)
        return [
            {"count": submitted, "label": _("Phiếu đã nộp"), "note": _("trên %(due)s phiếu phải nộp") % {"due": due},
             "url": "#bang-diem", "tone": "ok" if due and submitted == due else ""},
            {"count": f"{here}/{len(self.members)}", "label": _("Thành viên có mặt"), "note": "", "url": "#co-mat",
             "tone": ""},
            {"count": len(recused), "label": _("Xung đột lợi ích"), "note": _("đã loại khỏi cách tính"),
             "url": "#bang-diem", "tone": "info" if recused else ""},
            {"count": again, "label": _("Chênh lệch quá mức"), "note": _("phải chấm lại lần hai"), "url": "#bang-diem",
             "tone": "bad" if again else ""},
        ]  # fmt: skip


def _near(outcome: Outcome | Brief | None) -> int | None:
    if outcome is None or outcome.result.stars is None:
        return None
    bounds = [band.lower for band in rubric_spec(outcome.item.rubric).bands]
    return near_bound(outcome.total_sum, outcome.result.counted, bounds)


def board_of(user, session: CouncilSession, items: list, page: object = None, *, whole: bool = False):
    """(board, page of Django's paginator) over `items`, fifty a page."""
    at = Paginator(items, PAGE).get_page(page)
    return Board(user, session, items, list(at.object_list), whole=whole, brief=True), at


def _words() -> dict[str, str]:
    """Words of cells, translated once for all of them."""
    return {
        "conflict": _("xung đột"),
        "absent": _("vắng"),
        "none": _("chưa mở"),
        "abstained": _("không cho điểm"),
        "submitted": _("đã nộp"),
        "paper": _("đã nộp (phiếu giấy)"),
        "draft": _("nháp %(done)s/%(all)s"),
    }


def _cell(item, member, sheets, conflicts, absent, outcome, opened, words) -> Cell:
    place = item.pk, member.pk
    if place in conflicts:
        return Cell("conflict", words["conflict"])
    sheet = sheets.get(place)
    if sheet is None:
        kind = "absent" if member.pk in absent else "none"
        return Cell(kind, words[kind])
    if sheet.state == SheetState.ABSTAINED:
        return Cell("abstained", words["abstained"])
    if sheet.state == SheetState.SUBMITTED:
        paper = sheet.source == SheetSource.PAPER
        if outcome is None:
            shown = (sheet.total, sheet.pk) if opened else (None, None)
            return Cell("submitted", words["paper" if paper else "submitted"], *shown, paper=paper)
        limit = item.session.council.spread_limit
        mean = outcome.result.average
        far = mean is not None and outcome.result.needs_rescore and abs(sheet.total - mean) > limit / 2
        return Cell("submitted", words["submitted"], sheet.total, sheet.pk, far, paper)
    total = len(rubric_spec(item.rubric).criteria)
    return Cell("draft", words["draft"] % {"done": sheet.done, "all": total})
