"""When a re-evaluation may be filed and when the authority gives notice, counted back from the certificate's end. Pure.

26/2026/QĐ-TTg Art. 7.6 (180 to 120 days), Art. 12 (who missed the window keeps the certificate until the decision, at
most 180 days past its end); 148/QĐ-TTg (written notice 30 days before). The numbers come from the regulation's file.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from products.regulationdefs import Renewal

RADAR = (240, 180, 120, 30)
NONE, EARLY, OPEN, LATE, OVER = "none", "early", "open", "late", "over"


@dataclass(frozen=True)
class Window:
    """First and last day to file (both included; None where the regulation names no window), the last day for the notice."""

    first: date | None
    last: date | None
    notify_by: date | None
    valid_to: date

    def state(self, day: date) -> str:
        """none: no window is laid down; early, open, late (still before the end), over (the certificate has ended)."""
        if day > self.valid_to:
            return OVER
        if self.first is None or self.last is None:
            return NONE
        if day < self.first:
            return EARLY
        return OPEN if day <= self.last else LATE


def window(valid_to: date, rules: Renewal) -> Window:
    """The window of a certificate valid to and including `valid_to`: "180 days before" is that day less 180."""

    def back(days: int | None) -> date | None:
        return None if days is None else valid_to - timedelta(days=days)

    return Window(back(rules.file_from_days), back(rules.file_to_days), back(rules.notify_days), valid_to)


def radar_stage(valid_to: date, day: date) -> int | None:
    """The radar day that has been reached: 240, 180, 120, 30; 0 past the end; None when there is more time than that."""
    left = (valid_to - day).days
    if left < 0:
        return 0
    reached = [days for days in RADAR if left <= days]
    return min(reached) if reached else None
