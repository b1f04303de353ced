"""Practice products: who has scored, and the comparison per criterion. And how far members stand from their panels."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from evaluations import sheetdefs
from evaluations.enums import PracticeState
from evaluations.models import Council, CouncilMember, Practice, PracticeScore, PracticeSheet, Result
from evaluations.selectors.outcomes import scoring_members
from evaluations.selectors.rubrics import rubric_keys, rubric_spec


@dataclass(frozen=True)
class PracticeRow:
    """One criterion: what each member gave, beside the agreed reference. `points` follows the members."""

    criterion: sheetdefs.Criterion
    points: list[int | None]
    reference: int | None

    @property
    def given(self) -> list[int]:
        return [p for p in self.points if p is not None]

    @property
    def low(self) -> int | None:
        return min(self.given, default=None)

    @property
    def high(self) -> int | None:
        return max(self.given, default=None)

    @property
    def wide(self) -> bool:
        """Apart by 40 % of the points or more, as on the board of a session."""
        return (
            bool(self.given) and self.high > self.low and (self.high - self.low) * 10 >= self.criterion.max_points * 4
        )


def practice_answers(sheet: PracticeSheet | None, rubric) -> dict[str, tuple[int | None, str]]:
    """Criterion -> (place, comment) of a practice sheet."""
    if sheet is None:
        return {}
    codes = rubric_keys(rubric).codes
    rows = PracticeScore.objects.filter(sheet=sheet).values_list("criterion_id", "place", "comment")
    return {codes[criterion]: (place, comment) for criterion, place, comment in rows}


def own_practice(practice: Practice, member: CouncilMember | None) -> PracticeSheet | None:
    """The member's practice sheet; with None the reference."""
    return PracticeSheet.objects.filter(practice=practice, member=member).first()


def progress(practice: Practice) -> list[tuple[CouncilMember, bool]]:
    """Scoring members with whether each has handed in."""
    done = set(
        practice.sheets.filter(submitted_at__isnull=False, member__isnull=False).values_list("member", flat=True)
    )
    return [(member, member.pk in done) for member in scoring_members(practice.session)]


def is_opened(practice: Practice) -> bool:
    """Whether the comparison may be read: the chair opened it, or everybody has handed in."""
    rows = progress(practice)
    return practice.state == PracticeState.COMPARED or (bool(rows) and all(done for _member, done in rows))


def comparison(practice: Practice) -> tuple[list[CouncilMember], list[PracticeRow]]:
    """Members who handed in, and every criterion in the order of the sheet. For an opened practice only."""
    spec, codes = rubric_spec(practice.rubric), rubric_keys(practice.rubric).codes
    members = [member for member, done in progress(practice) if done]
    places: dict[int | None, dict[str, int]] = defaultdict(dict)
    scores = PracticeScore.objects.filter(sheet__practice=practice, sheet__submitted_at__isnull=False)
    for member, criterion, place in scores.values_list("sheet__member_id", "criterion_id", "place"):
        if place is not None:
            places[member][codes[criterion]] = place
    rows = []
    for code, criterion in spec.criteria.items():
        points = [_points(criterion, places[member.pk].get(code)) for member in members]
        rows.append(PracticeRow(criterion, points, _points(criterion, places[None].get(code))))
    return members, rows


def _points(criterion: sheetdefs.Criterion, place: int | None) -> int | None:
    return None if place is None else criterion.points_at(place)


@dataclass(frozen=True)
class Severity:
    """How far a member's totals stood from the means of their panels, over closed sessions. Information only."""

    member: str
    user_id: int
    products: int
    mean: Fraction


def severities(council: Council) -> list[Severity]:
    """Members of the council over its closed sessions, from the frozen results: mean of (own total - panel's average)."""
    apart: dict[str, list[Fraction]] = defaultdict(list)
    for data in Result.objects.filter(item__session__council=council).values_list("data", flat=True):
        exact = data["output"]["average_exact"]
        if exact is None:
            continue
        for sheet in data["output"]["sheets"]:
            if sheet["complete"]:
                apart[sheet["member"]].append(int(sheet["total"]) - Fraction(exact))
    members = council.members.filter(scores=True).select_related("user")
    return [
        Severity(m.user.full_name, m.user_id, len(apart[str(m.pk)]), sum(apart[str(m.pk)]) / len(apart[str(m.pk)]))
        for m in members
        if str(m.pk) in apart
    ]
