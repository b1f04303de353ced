"""Rounds (đợt) of a level and year, with the dates of the regulation or of a plan (26/2026/QĐ-TTg Art. 5)."""

from datetime import date, datetime

from django.db import transaction

from core import audit
from core.exceptions import NotAllowed, Refused
from core.text import clean_line
from districts.models import AdministrativeUnit
from evaluations import messages
from evaluations.models import Round
from evaluations.rules import may_manage_level
from products.models import Regulation
from products.rounds import round_dates, round_numbers, scores_at


def province_of(unit: AdministrativeUnit | None) -> AdministrativeUnit | None:
    """The province above a unit, or the unit itself; None for the centre."""
    return unit.province or unit if unit else None


@transaction.atomic
def create_round(
    *,
    level: str,
    unit: AdministrativeUnit | None,
    regulation: Regulation,
    year: int,
    number: int,
    proposed_by: date | None = None,
    done_by: date | None = None,
    counts_day: bool | None = None,
    plan_number: str = "",
    plan_date: date | None = None,
    actor,
    at: datetime | None = None,
) -> Round:
    """A round of a level and year. Dates that are not given are the regulation's. Event `round.create`.

    `proposed_by`, `done_by`: as the decision or the plan prints them; `counts_day`: whether that day itself counts
    (None: as the regulation is read). Refused for a number that exists, dates out of order or of another year, a level
    that the regulation does not know, and a number that is not among the regulation's without number and date of a plan.
    """
    if actor is not audit.SYSTEM and not may_manage_level(actor, level, unit):
        raise NotAllowed(messages.NOT_YOUR_COUNCIL, code="not_your_council", obj=unit)
    law = {"law": regulation.number, "number": number, "year": year}
    if not scores_at(regulation, level):
        raise Refused(messages.ROUND_WRONG_LEVEL % law, code="regulation")
    if Round.objects.filter(unit=unit, level=level, year=year, number=number).exists():
        raise Refused(messages.ROUND_TWICE % law, code="number")
    known, plan_number = round_numbers(regulation, level), clean_line(plan_number)
    if known and number not in known and not (plan_number and plan_date):
        raise Refused(messages.ROUND_NEEDS_PLAN % law, code="plan_date" if plan_number else "plan_number")
    printed = round_dates(regulation, level, number, year)
    if printed:
        proposed_by, done_by = proposed_by or printed.proposed, done_by or printed.done
        counts_day = not printed.excludes_day if counts_day is None else counts_day
    _check_dates(year, proposed_by, done_by)
    row = Round(
        level=level,
        unit=unit,
        province=province_of(unit),
        regulation=regulation,
        year=year,
        number=number,
        proposed_by=proposed_by,
        done_by=done_by,
        counts_day=bool(counts_day),
        plan_number=plan_number,
        plan_date=plan_date,
    )
    row.full_clean()
    row.save()
    after = {"level": level, "year": year, "number": number, "proposed": row.proposed_by, "done": row.done_by}
    audit.record("round.create", actor=actor, obj=row, at=at, after=after)
    return row


def _check_dates(year: int, proposed: date | None, done: date | None) -> None:
    """The two dates in order, in the round's year or the beginning of the next (the ministry's second round)."""
    if proposed and done and done <= proposed:
        raise Refused(messages.ROUND_DATES_ORDER, code="done_by")
    for name, day in (("proposed_by", proposed), ("done_by", done)):
        if day and not date(year, 1, 1) <= day <= date(year + 1, 6, 30):
            raise Refused(messages.ROUND_DATES_YEAR % {"year": year}, code=name)
