"""Rounds (đợt) as a regulation prints them: their numbers for a level, their dates in a year (26/2026/QĐ-TTg Art. 5)."""

from dataclasses import dataclass
from datetime import date

from products.models import Regulation
from products.selectors.regulations import spec_of


@dataclass(frozen=True)
class RoundDates:
    """The two printed dates. excludes_day: "trước ngày" is read as leaving the day itself out."""

    proposed: date
    done: date
    excludes_day: bool


def round_numbers(regulation: Regulation, level: str) -> list[int]:
    """Numbers of the yearly rounds of a level; empty where the regulation prints none or they were not found."""
    return [r.number for r in spec_of(regulation).rounds if r.level == level]


def round_dates(regulation: Regulation, level: str, number: int, year: int) -> RoundDates | None:
    """The dates of a yearly round; None for a number that the regulation does not print."""
    found = next((r for r in spec_of(regulation).rounds if (r.level, r.number) == (level, number)), None)
    if found is None:
        return None
    year += found.next_year
    return RoundDates(date(year, *found.proposed_before), date(year, *found.done_before), found.excludes_day)


def scores_at(regulation: Regulation, level: str) -> bool:
    """Whether a council of this level scores under any path of the regulation."""
    steps = (path.level(level) for path in spec_of(regulation).paths)
    return any(step is not None and step.scores for step in steps)
