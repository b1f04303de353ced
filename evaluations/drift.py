"""Drift: how far the producer's own score, the council's mean and the results of the levels lie apart. Pure, exact.

Points are whole, means exact fractions; no float and no rounding before the page. Information only: nothing here changes
a total, a band or a star. Only what can be compared is: the commune's four findings are words without points.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluations.scoring import sheet_points
from evaluations.sheetdefs import Rubric

WIDEST = 3  # criteria named for each product


@dataclass(frozen=True)
class CriterionDrift:
    """One criterion: the producer's points beside the mean of the counted sheets."""

    code: str
    own: int
    mean: Fraction

    @property
    def apart(self) -> Fraction:
        """Own score less the council's mean: above zero where the producer was more generous."""
        return self.own - self.mean


@dataclass(frozen=True)
class LevelMean:
    """The result of one level: exact mean, None where no sheet was counted."""

    level: str
    mean: Fraction | None


def criterion_drifts(
    rubric: Rubric,
    own: Mapping[str, int],
    sheets: Sequence[Mapping[str, int]],
    zeroed: frozenset[str] = frozenset(),
) -> list[CriterionDrift]:
    """Criteria where own score and mean differ, the widest first, then in the order of the sheet.

    `own` and each of `sheets` map a criterion to a place; points are counted as the engine counts them, so a criterion
    whose condition does not hold is 0 on both sides. `zeroed`: what the session's requirement made 0 on every sheet.
    Empty without a sheet. A criterion without an own answer is left out: nothing was said, so nothing is compared.
    """
    if not sheets:
        return []
    mine = sheet_points(rubric, own).points
    theirs = [sheet_points(rubric, places, zeroed).points for places in sheets]
    rows = [
        CriterionDrift(code, mine[code], Fraction(sum(points[code] for points in theirs), len(theirs)))
        for code in rubric.criteria
        if code in own
    ]
    return sorted((row for row in rows if row.apart), key=lambda row: -abs(row.apart))


def self_drift(own: int | None, mean: Fraction | None) -> Fraction | None:
    """Own total less the council's mean; None where one of the two is missing."""
    return None if own is None or mean is None else own - mean


def level_steps(results: Iterable[LevelMean]) -> list[tuple[str, str, Fraction]]:
    """(level, the next level, next less this) between results that follow each other; those without a mean are left out."""
    known = [row for row in results if row.mean is not None]
    return [(low.level, high.level, high.mean - low.mean) for low, high in zip(known, known[1:], strict=False)]


@dataclass(frozen=True)
class Summary:
    """Over products: how many could be compared, the mean of their drifts, the lowest and the highest."""

    products: int
    mean: Fraction
    low: Fraction
    high: Fraction


def summary(drifts: Iterable[Fraction | None]) -> Summary | None:
    """None where no product could be compared."""
    known = [drift for drift in drifts if drift is not None]
    if not known:
        return None
    return Summary(len(known), sum(known) / len(known), min(known), max(known))
