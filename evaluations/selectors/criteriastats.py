"""Per criterion of a locked product: lowest, median, highest points of the counted sheets (guides/ux.md §7)."""

from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from evaluations.selectors.outcomes import Outcome
from evaluations.selectors.rubrics import rubric_spec
from evaluations.selectors.sheetpage import plain_case


@dataclass(frozen=True)
class Stat:
    code: str
    name: str
    max_points: int
    low: int
    middle: float
    high: int

    @property
    def shown_middle(self) -> int | Decimal:
        """The median, without a decimal when it is whole."""
        return int(self.middle) if self.middle == int(self.middle) else Decimal(str(self.middle))

    @property
    def shown_name(self) -> str:
        return plain_case(self.name)

    @property
    def wide(self) -> bool:
        """Members differ by 40 % of the points or more: an invitation to talk, nothing else."""
        return (self.high - self.low) * 10 >= self.max_points * 4 and self.high > self.low


def criteria_stats(outcome: Outcome) -> list[Stat]:
    """One line per criterion, in the order of the sheet; empty without counted sheets."""
    counted = [points for _member, points in outcome.result.sheets if points.complete]
    if not counted:
        return []
    rows = []
    for code, criterion in rubric_spec(outcome.item.rubric).criteria.items():
        values = [points.points[code] for points in counted]
        rows.append(Stat(code, criterion.name, criterion.max_points, min(values), median(values), max(values)))
    return rows
