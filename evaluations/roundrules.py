"""Which round a proposal falls into (26/2026/QĐ-TTg Art. 5). Pure: dates in, a window out.

"Trước ngày" leaves the day itself out unless the round counts it (design §6): callers hand in last days, both included.
A proposal falls into the first round whose last day of proposals it has kept; until that round's own end it is *late* for
the round before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

IN_TIME, LATE, OTHER = "in_time", "late", "other"


@dataclass(frozen=True)
class Window:
    """Last days of a round, both included; None where the round names none."""

    key: int
    last_proposal: date | None
    last_day: date | None


def falls_into(proposed: date, rounds: Iterable[Window]) -> Window | None:
    """The round of a proposal among those of one office; None while none is laid down that late."""
    open_for_it = [row for row in rounds if row.last_proposal is not None and proposed <= row.last_proposal]
    return min(open_for_it, key=lambda row: (row.last_proposal, row.key), default=None)


def is_late(proposed: date, row: Window) -> bool:
    """Whether it came after the round's day of proposals, while the round still ran."""
    if row.last_proposal is None or proposed <= row.last_proposal:
        return False
    return row.last_day is None or proposed <= row.last_day


def after_day(row: Window, rounds: Iterable[Window]) -> date | None:
    """The last day of proposals of the round before this one: its own proposals came later. None for the first."""
    if row.last_proposal is None:
        return None
    earlier = [r.last_proposal for r in rounds if r.key != row.key and r.last_proposal is not None]
    return max((day for day in earlier if day < row.last_proposal), default=None)
