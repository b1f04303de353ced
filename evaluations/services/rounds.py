"""Rounds (đợt) of a level and year, with the dates of the regulation or of a plan (26/2026/QĐ-TTg Art. 5)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale
from core.formats import show_date
from core.text import clean_line
from districts.models import AdministrativeUnit
from evaluations import messages, round_messages
from evaluations.enums import SessionState
from evaluations.models import Round, RoundProposal
from evaluations.rules import may_manage_level
from evaluations.selectors.roundproposals import own_of, rounds_of
from products.models import Regulation
from products.rounds import round_dates, round_numbers, scores_at

EDITABLE = ("name", "proposed_by", "done_by", "counts_day", "plan_number", "plan_date")


def still_runs(row: Round) -> bool:
    """Whether today is not past the round's last day: until then it may take in what comes late."""
    last = row.last_day(row.done_by)
    return last is None or clock.today() <= last


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
    name: str = "",
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
        name=clean_line(name),
    )
    row.full_clean()
    row.save()
    after = {"level": level, "year": year, "number": number, "proposed": row.proposed_by, "done": row.done_by}
    audit.record("round.create", actor=actor, obj=row, at=at, after=after)
    return row


@transaction.atomic
def edit_round(
    *,
    round: Round,
    name: str,
    proposed_by: date | None,
    done_by: date | None,
    counts_day: bool,
    plan_number: str,
    plan_date: date | None,
    version: int | None = None,
    actor,
    at: datetime | None = None,
) -> Round:
    """Correct name, dates and plan of a round; level, unit, decision, year and number stay what it is.

    In order: the right of its office, dates in order and of the year, the plan of an extra round, then what has already
    happened under the old dates (a session that was opened, a proposal that came in time or was taken in); the row by a
    guarded update, event `round.edit` with what changed. Empty dates are those of the regulation, as when it was made.
    `version`: the one that the person saw; another one is Stale.
    """
    if actor is not audit.SYSTEM and not may_manage_level(actor, round.level, round.unit):
        raise NotAllowed(messages.NOT_YOUR_COUNCIL, code="not_your_council", obj=round)
    held = Round.objects.filter(pk=round.pk, version=round.version if version is None else version)
    if held.update(version=F("version") + 1) != 1:
        raise Stale(round_messages.ROUND_STALE, code="stale", obj=round)
    old = Round.objects.select_related("unit", "regulation").get(pk=round.pk)
    printed = round_dates(old.regulation, old.level, old.number, old.year)
    if printed:
        proposed_by, done_by = proposed_by or printed.proposed, done_by or printed.done
    _check_dates(old.year, proposed_by, done_by)
    values = dict(
        zip(
            EDITABLE,
            (clean_line(name), proposed_by, done_by, counts_day, clean_line(plan_number), plan_date),
            strict=True,
        )
    )
    new = Round.objects.select_related("unit", "regulation").get(pk=round.pk)
    for field, value in values.items():
        setattr(new, field, value)
    _check_plan(new)
    _check_sessions(old, new)
    _check_proposals(old, new)
    new.full_clean()
    new.save(update_fields=EDITABLE)
    changed = [field for field in EDITABLE if getattr(old, field) != getattr(new, field)]
    audit.record(
        "round.edit", actor=actor, obj=new, at=at, province_id=new.province_id,
        before={field: getattr(old, field) for field in changed},
        after={field: getattr(new, field) for field in changed},
    )  # fmt: skip
    return new


def _check_plan(new: Round) -> None:
    """An extra round keeps its plan, and the plan is not younger than the first session that was opened under it."""
    known = round_numbers(new.regulation, new.level)
    if not known or new.number in known:
        return
    if not (new.plan_number and new.plan_date):
        field = "plan_date" if new.plan_number else "plan_number"
        raise Refused(round_messages.ROUND_PLAN_STAYS % {"number": new.number}, code=field, obj=new)
    first = _opened(new).order_by("held_on").values_list("held_on", flat=True).first()
    if first and new.plan_date > first:
        raise Refused(round_messages.ROUND_PLAN_AFTER_SESSION % {"day": show_date(first)}, code="plan_date", obj=new)


def _opened(row: Round):
    return row.sessions.exclude(state=SessionState.PLANNED)


def _check_sessions(old: Round, new: Round) -> None:
    """No opened session that lay within the round may fall out of it. One that was late already stays what it is."""
    last, before = new.last_day(new.done_by), old.last_day(old.done_by)
    if last is None:
        return
    out = _opened(old).filter(held_on__gt=last)
    if before is not None:
        out = out.filter(held_on__lte=before)
    day = out.order_by("held_on").values_list("held_on", flat=True).first()
    if day:
        raise Refused(round_messages.ROUND_SESSION_OUTSIDE % {"day": show_date(day)}, code="done_by", obj=new)


def _check_proposals(old: Round, new: Round) -> None:
    """No proposal that kept the old day may become late, and none that was taken in may lie behind the round's end."""
    kept = RoundProposal.objects.filter(own_of(old, rounds_of(old.level, old.unit_id))).select_related("cycle")
    last, end = new.last_day(new.proposed_by), new.last_day(new.done_by)
    late = kept.filter(taken_into__isnull=True, proposed_on__gt=last).first() if last else None
    if late:
        words = {"number": late.cycle.number, "day": show_date(late.proposed_on)}
        raise Refused(round_messages.ROUND_PROPOSAL_OUTSIDE % words, code="proposed_by", obj=new)
    beyond = kept.filter(taken_into=old, proposed_on__gt=end).first() if end else None
    if beyond:
        words = {"number": beyond.cycle.number, "day": show_date(beyond.proposed_on)}
        raise Refused(round_messages.ROUND_TAKEN_IN_OUTSIDE % words, code="done_by", obj=new)


def _check_dates(year: int, proposed: date | None, done: date | None) -> None:
    """The two dates in order, in the round's year or the beginning of the next (the ministry's second round)."""
    if proposed and done and done <= proposed:
        raise Refused(messages.ROUND_DATES_ORDER, code="done_by")
    for name, day in (("proposed_by", proposed), ("done_by", done)):
        if day and not date(year, 1, 1) <= day <= date(year + 1, 6, 30):
            raise Refused(messages.ROUND_DATES_YEAR % {"year": year}, code=name)
