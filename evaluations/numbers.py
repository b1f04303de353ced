"""Numbers of the records of a year: HK-2026-0012. A number is never used twice; gaps may stand."""

from collections.abc import Callable

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
