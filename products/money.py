"""The money table of a business plan, summed: pure, whole đồng."""

from dataclasses import dataclass, field

from products.enums import PlanPart

YEARS = ("year1", "year2", "year3")


@dataclass(frozen=True)
class PartSum:
    """A part of the table: its lines as (label, year1, year2, year3, sum) and its sums by year and over all."""

    part: str
    lines: tuple = ()
    years: tuple[int, int, int] = (0, 0, 0)

    @property
    def total(self) -> int:
        return sum(self.years)


@dataclass(frozen=True)
class MoneySum:
    """The whole table. `profit`: revenue less cost of each year. `gap`: needs less funds, 0 where they balance."""

    parts: dict[str, PartSum] = field(default_factory=dict)

    @property
    def profit(self) -> tuple[int, ...]:
        earned, spent = self.parts[PlanPart.REVENUE].years, self.parts[PlanPart.COST].years
        return tuple(a - b for a, b in zip(earned, spent, strict=True))

    @property
    def profit_total(self) -> int:
        return sum(self.profit)

    @property
    def gap(self) -> int:
        return self.parts[PlanPart.USE].total - self.parts[PlanPart.FUND].total

    @property
    def empty(self) -> bool:
        return not any(part.lines for part in self.parts.values())

    @property
    def in_order(self) -> list[PartSum]:
        return list(self.parts.values())


def sum_lines(lines) -> MoneySum:
    """Lines as dicts with part, label, year1, year2, year3 -> the table with its sums, every part present."""
    parts = {}
    for part in PlanPart.values:
        own = [line for line in lines if line["part"] == part]
        rows = tuple((line["label"], *(line[y] for y in YEARS), sum(line[y] for y in YEARS)) for line in own)
        parts[part] = PartSum(part, rows, tuple(sum(line[y] for line in own) for y in YEARS))
    return MoneySum(parts)
