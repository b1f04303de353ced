"""Per criterion of a locked product: lowest, median, highest points of the counted sheets (guides/ux.md §7)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

from core.formats import plain_case
from evaluations.selectors.outcomes import Outcome
from evaluations.selectors.rubrics import rubric_spec


@dataclass(frozen=True)
class Stat:
    code: str
    name: str
    max_points: int
    low: int
    middle: float
    high: int
    # Given names of those at either end, where the product lies above the spread limit and this criterion is wide.
    low_by: tuple[str, ...] = ()
    high_by: tuple[str, ...] = ()

    @property
    def spread(self) -> int:
        return self.high - self.low

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


def criteria_stats(outcome: Outcome, names: Mapping[int, str]) -> list[Stat]:
    """One line per criterion, in the order of the sheet; empty without counted sheets. names: seat -> given name."""
    counted = {int(member): points for member, points in outcome.result.sheets if points.complete}
    if not counted:
        return []
    rows = []
    for code, criterion in rubric_spec(outcome.item.rubric).criteria.items():
        by = {member: points.points[code] for member, points in counted.items()}
        low, high = min(by.values()), max(by.values())
        stat = Stat(code, criterion.name, criterion.max_points, low, median(by.values()), high)
        if outcome.result.needs_rescore and stat.wide:
            ends = [tuple(names[m] for m, value in by.items() if value == end and m in names) for end in (low, high)]
            stat = replace(stat, low_by=ends[0], high_by=ends[1])
        rows.append(stat)
    return rows
