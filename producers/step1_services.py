"""Writes of step 1: outreach activities, training courses, invitations, attendance, their evidence."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction

from core import audit, clock, files
from core.exceptions import NotAllowed, Refused, Stale
from core.formats import show_date
from core.text import clean_line, nfc, search_text
from districts.models import AdministrativeUnit
from producers import messages, rules
from producers.enums import Audience
from producers.models import Attendance, CourseInvitation, OutreachActivity, Producer, StepOneFile, TrainingCourse
from producers.selectors import officers_of

ACTIVITY_FILES, COURSE_FILES = "producers.outreach", "producers.course"
OUTREACH_FIELDS = ("channel", "title", "held_on", "place", "audience", "people", "cost")
COURSE_FIELDS = ("title", "audience", "held_on", "days", "place", "content")
AHEAD = timedelta(days=366)  # how far ahead a course may be announced


def _lines(values: dict) -> dict:
    return {name: clean_line(value) if isinstance(value, str) else value for name, value in values.items()}


def _check_day(held_on: date, day: date, ahead: timedelta) -> None:
    if held_on > day + ahead:
        raise Refused(messages.DAY_TOO_FAR if ahead else messages.DAY_AHEAD, code="held_on")


def _check_unit(unit: AdministrativeUnit, held_on: date, day: date, actor) -> None:
    """The actor's, and on the map of that day or of today (who came after records for who was before)."""
    if actor is not audit.SYSTEM and not rules.may_write_at(actor, unit.pk, unit.province_id or unit.pk):
        raise NotAllowed(messages.HELD_NOT_YOURS, code="unit")
    if not (unit.stands_on(held_on) or unit.stands_on(day)):
        words = {"unit": unit.full_name, "day": show_date(held_on)}
        raise Refused(messages.HELD_UNIT_ENDED % words, code="unit")


def _check_right(row, actor) -> None:
    """The row is the actor's to write and was not cancelled."""
    if actor is not audit.SYSTEM and not rules.may_write_at(actor, row.unit_id, row.province_id):
        raise NotAllowed(messages.NOT_YOUR_LIST, code="not_your_list", obj=row)
    if row.cancelled_at:
        raise Refused(messages.CANCELLED_ALREADY, code="cancelled", obj=row)


def _take(row, version: int, **values) -> None:
    """Write `values` where the row is still as the person saw it; Stale otherwise."""
    held = type(row).objects.filter(pk=row.pk, version=version, cancelled_at__isnull=True)
    if held.update(version=version + 1, **values) != 1:
        raise Stale(messages.HELD_STALE, code="stale", obj=row)


def _add(row, verb: str, actor, at):
    row.province_id = row.unit.province_id
    row.search_text = search_text(row.title, row.place, row.unit.name)
    row.full_clean()
    row.save()
    audit.record(verb, actor=actor, obj=row, after={"held_on": row.held_on}, at=at)
    return row


@transaction.atomic
def add_outreach(*, actor, unit: AdministrativeUnit, held_on, at: datetime | None = None, **values) -> OutreachActivity:
    """An activity of step 1 at a unit of the actor that stood that day. One event `outreach.add`.

    Errors: NotAllowed, Refused (day ahead, unit that did not stand).
    """
    moment = at or clock.now()
    _check_day(held_on, clock.local_day(moment), timedelta(0))
    _check_unit(unit, held_on, clock.local_day(moment), actor)
    row = OutreachActivity(unit=unit, held_on=held_on, created_at=moment, **_lines(values))
    return _add(row, "outreach.add", actor, at)


@transaction.atomic
def add_course(*, actor, unit: AdministrativeUnit, held_on, at: datetime | None = None, **values) -> TrainingCourse:
    """A training course of step 1, held or announced for at most a year ahead. One event `course.add`.

    Errors: NotAllowed, Refused (too far ahead, unit that does not stand).
    """
    moment = at or clock.now()
    _check_day(held_on, clock.local_day(moment), AHEAD)
    _check_unit(unit, held_on, clock.local_day(moment), actor)
    row = TrainingCourse(unit=unit, held_on=held_on, created_at=moment, **_lines(values))
    return _add(row, "course.add", actor, at)


def _edit(row, version: int, actor, at, unit, names, verb: str, ahead: timedelta, values: dict):
    _check_right(row, actor)
    values = _lines({name: values[name] for name in names if name in values})
    held_on, place = values.get("held_on", row.held_on), unit or row.unit
    day = clock.local_day(at or clock.now())
    _check_day(held_on, day, ahead)
    _check_unit(place, held_on, day, actor)
    changed = sorted([n for n, v in values.items() if getattr(row, n) != v] + (["unit"] * (place.pk != row.unit_id)))
    for name, value in values.items():
        setattr(row, name, value)
    row.unit, row.province_id = place, place.province_id
    row.search_text = search_text(row.title, row.place, place.name)
    row.full_clean()
    columns = [*values, "unit_id", "province_id", "search_text"]
    _take(row, version, **{name: getattr(row, name) for name in columns})
    row.refresh_from_db()
    audit.record(verb, actor=actor, obj=row, after={"fields": changed}, at=at)
    return row


@transaction.atomic
def update_outreach(
    *, activity: OutreachActivity, version: int, actor, unit=None, at: datetime | None = None, **values
) -> OutreachActivity:
    """Mend an activity; `version` is the one that the person saw. Event `outreach.update` with the names of the fields.

    Errors: NotAllowed, Refused (day, unit, cancelled), Stale (409).
    """
    return _edit(activity, version, actor, at, unit, OUTREACH_FIELDS, "outreach.update", timedelta(0), values)


@transaction.atomic
def update_course(
    *, course: TrainingCourse, version: int, actor, unit=None, at: datetime | None = None, **values
) -> TrainingCourse:
    """Mend a course. Event `course.update`. A course that people attended cannot be moved into the future.

    Errors: as `update_outreach`.
    """
    if values.get("audience", course.audience) != course.audience and course.invitations.exists():
        raise Refused(messages.AUDIENCE_FIXED, code="audience", obj=course)
    ahead = values.get("held_on", course.held_on) > clock.local_day(at or clock.now())
    if ahead and course.attendances.exists():
        raise Refused(messages.COURSE_ATTENDED, code="held_on", obj=course)
    return _edit(course, version, actor, at, unit, COURSE_FIELDS, "course.update", AHEAD, values)


@transaction.atomic
def cancel(*, row: OutreachActivity | TrainingCourse, version: int, reason: str, actor, at: datetime | None = None):
    """Take an activity or a course out of every figure; it stays on the record with the reason. Event `….cancel`.

    Errors: NotAllowed, Refused (no reason, cancelled already), Stale.
    """
    _check_right(row, actor)
    reason = clean_line(reason)
    if not reason:
        raise Refused(messages.CANCEL_WHY, code="reason", obj=row)
    _take(row, version, cancelled_at=at or clock.now(), cancel_reason=reason[:300])
    row.refresh_from_db()
    verb = "outreach.cancel" if isinstance(row, OutreachActivity) else "course.cancel"
    audit.record(verb, actor=actor, obj=row, reason=reason, at=at)
    return row


@transaction.atomic
def add_file(*, row: OutreachActivity | TrainingCourse, title: str, upload, actor, at=None) -> StepOneFile:
    """Keep evidence of an activity or a course. Event `outreach.file` or `course.file`. Refused off the allow-list."""
    _check_right(row, actor)
    outreach = isinstance(row, OutreachActivity)
    owner = ACTIVITY_FILES if outreach else COURSE_FILES
    file = files.store(upload, owner_type=owner, owner_id=row.pk, actor=actor, province_id=row.province_id)
    paper = StepOneFile(
        **{"activity" if outreach else "course": row},
        title=clean_line(title) or file.original_name, file=file, added_by=actor, added_at=at or clock.now(),
    )  # fmt: skip
    paper.full_clean()
    paper.save()
    after = {"file": file.pk, "sha256": file.sha256}
    audit.record("outreach.file" if outreach else "course.file", actor=actor, obj=row, after=after, at=at)
    return paper


@transaction.atomic
def invite(*, course: TrainingCourse, people: Iterable[int], actor, at: datetime | None = None) -> int:
    """Invite producers (officers, where the course is for officers) by key; who is invited already stays. Out: how many new.

    One event `course.invite` with the number, none when nobody is new. Errors: NotAllowed, Refused (nobody chosen, key out
    of reach).
    """
    _check_right(course, actor)
    wanted = set(people)
    if not wanted:
        raise Refused(messages.INVITE_NOBODY, code="people", obj=course)
    producers = course.audience == Audience.PRODUCERS
    known = set(_reached(course, actor).filter(pk__in=wanted).values_list("pk", flat=True))
    if known != wanted:
        raise Refused(messages.INVITE_UNKNOWN, code="people", obj=course)
    column = "producer_id" if producers else "officer_id"
    fresh = sorted(wanted - set(course.invitations.values_list(column, flat=True)))
    if fresh:
        moment = at or clock.now()
        CourseInvitation.objects.bulk_create(
            [CourseInvitation(course=course, invited_at=moment, **{column: pk}) for pk in fresh], ignore_conflicts=True
        )
        audit.record("course.invite", actor=actor, obj=course, after={"invited": len(fresh)}, at=at)
    return len(fresh)


def _reached(course: TrainingCourse, actor):
    if course.audience == Audience.OFFICERS:
        return officers_of(course)
    return Producer.objects.all() if actor is audit.SYSTEM else Producer.objects.visible_to(actor)


def _check_begun(course: TrainingCourse, at) -> None:
    if course.held_on > clock.local_day(at or clock.now()):
        raise Refused(messages.COURSE_AHEAD % {"day": show_date(course.held_on)}, code="held_on", obj=course)


@transaction.atomic
def tick_attendance(
    *, course: TrainingCourse, version: int, shown: Iterable[int], present: Iterable[int], actor, at=None
) -> tuple[int, int]:
    """Attendance by the list of those invited: `present` of the invitations `shown` (keys) were there, the others were not.

    Out: (added, taken off). Rows of people who were not shown are left alone. One event `course.tick`, none without a
    change. Errors: NotAllowed, Refused (course ahead, cancelled, key of another course), Stale.
    """
    _check_right(course, actor)
    _check_begun(course, at)
    shown, present = set(shown), set(present)
    rows = list(course.invitations.filter(pk__in=shown).select_related("producer", "officer"))
    if len(rows) != len(shown) or not present <= shown:
        raise Refused(messages.TICK_UNKNOWN, code="present", obj=course)
    _take(course, version)
    held = course.attendances
    there = {("p", pk) for pk in held.filter(producer__isnull=False).values_list("producer_id", flat=True)}
    there |= {("o", pk) for pk in held.filter(officer__isnull=False).values_list("officer_id", flat=True)}
    fresh = [row for row in rows if row.pk in present and _key(row) not in there]
    gone = [row for row in rows if row.pk not in present and _key(row) in there]
    Attendance.objects.bulk_create([_attendance_of(course, row) for row in fresh])
    held.filter(producer_id__in=[row.producer_id for row in gone if row.producer_id]).delete()
    held.filter(officer_id__in=[row.officer_id for row in gone if row.officer_id]).delete()
    if fresh or gone:
        before, after = {"there": sorted(map(_label, gone))}, {"there": sorted(map(_label, fresh))}
        audit.record("course.tick", actor=actor, obj=course, before=before, after=after, at=at)
    return len(fresh), len(gone)


def _key(row: CourseInvitation) -> tuple[str, int]:
    return ("p", row.producer_id) if row.producer_id else ("o", row.officer_id)


def _label(row: CourseInvitation) -> str:
    return f"producer {row.producer_id}" if row.producer_id else f"officer {row.officer_id}"


def _attendance_of(course, row: CourseInvitation) -> Attendance:
    if row.producer_id:
        person = row.producer.representative or row.producer.name
        return Attendance(course=course, producer_id=row.producer_id, person=person[:100])
    return Attendance(
        course=course, officer_id=row.officer_id, person=row.officer.full_name[:100], agency=row.officer.post[:200]
    )


@transaction.atomic
def add_attendance(
    *, course: TrainingCourse, actor, producer: Producer | None, person: str = "", agency: str = "", at=None
) -> Attendance:
    """Somebody was at a course: for a producer, or by name only. One event `course.attend`.

    Without a name the producer's representative is written. Errors: NotAllowed, Refused (nobody named, twice, course ahead
    or cancelled).
    """
    _check_right(course, actor)
    _check_begun(course, at)
    name = clean_line(nfc(person)) or (producer.representative or producer.name if producer else "")
    if not name:
        raise Refused(messages.ATTENDANCE_EMPTY, code="person", obj=course)
    row = Attendance(course=course, producer=producer, person=name[:100], agency=clean_line(agency)[:200])
    same = Attendance.objects.filter(course=course, producer=producer, person=row.person)
    if (same if producer else same.filter(officer__isnull=True, agency=row.agency)).exists():
        raise Refused(messages.ATTENDANCE_KNOWN, code="person", obj=course)
    row.full_clean()
    row.save()
    after = {"producer": producer.pk if producer else None}
    record = partial(audit.record, parent=course, after=after, province_id=course.province_id, at=at)
    record("course.attend", actor=actor, obj=row)
    return row


@transaction.atomic
def add_attendances(*, course: TrainingCourse, rows: list[Attendance], actor, at: datetime | None = None) -> int:
    """Many people at once: rows that were read and checked, all new. One event `course.attend_many` with the number."""
    _check_right(course, actor)
    _check_begun(course, at)
    Attendance.objects.bulk_create(rows, batch_size=500)
    if rows:
        producers = len({row.producer_id for row in rows if row.producer_id})
        after = {"people": len(rows), "producers": producers}
        audit.record("course.attend_many", actor=actor, obj=course, after=after, at=at)
    return len(rows)
