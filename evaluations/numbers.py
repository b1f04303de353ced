"""Numbers of the records of a year (HK-2026-0012: never used twice, gaps may stand), and differences as they are shown."""

from collections.abc import Callable
from fractions import Fraction

from django.db import IntegrityError, transaction

from core.exceptions import Refused
from products import messages

TRIES = 50


def take_number(model, prefix: str, year: int, make: Callable):
    """`make(number)` with the number after the highest one of the year; a lost race takes the next one."""
    first, last = f"{prefix}-{year}-", f"{prefix}-{year}-~"
    for _attempt in range(TRIES):
        rows = model.objects.filter(number__gt=first, number__lt=last).order_by("-number")
        highest = rows.values_list("number", flat=True).first()
        number = f"{first}{int(highest.rpartition('-')[2]) + 1 if highest else 1:04d}"
        try:
            with transaction.atomic():
                return make(number)
        except IntegrityError:
            continue
    raise Refused(messages.NO_NUMBER, code="number")


def signed(value: Fraction | int | None, places: int = 1) -> str:
    """ "+1,3", "−0,4", "0,0": a difference in points with `places` decimals, half up, for the page; "" for None."""
    if value is None:
        return ""
    return ("" if not _units(value, places) else "+" if value > 0 else "−") + plain_mean(abs(value), places)


def plain_mean(value: Fraction | int, places: int = 1) -> str:
    """ "71,67": points of zero and more, half up. Never for a total beside a band (`scoring.shown_average` is)."""
    units = _units(value, places)
    return f"{units // 10**places},{units % 10**places:0{places}d}"


def _units(value: Fraction | int, places: int) -> int:
    return int(abs(value) * 10**places + Fraction(1, 2))
