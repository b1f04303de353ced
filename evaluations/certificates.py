"""How long a certificate is valid (26/2026/QĐ-TTg Art. 4.3). Pure; its state on a day: `evaluations.validity`."""

from calendar import monthrange
from datetime import date

MONTHS = 36


def add_months(day: date, months: int) -> date:
    """The same day `months` later; the last of the month where there is no such day (31/8 + 6 months = 28/2)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def valid_to(issued_on: date, months: int = MONTHS) -> date:
    """The last day of validity, itself included."""
    return add_months(issued_on, months)


def months_between(first: date, last: date) -> int:
    """Whole months of a term that `valid_to` has laid down."""
    return (last.year - first.year) * 12 + last.month - first.month
