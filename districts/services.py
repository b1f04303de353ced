"""Writes of districts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from core import audit
from core.exceptions import NotAllowed, Refused
from core.text import clean_line, search_text, sort_key
from districts import messages, rules
from districts.enums import HolidayKind, Level
from districts.models import (
    AdministrativeUnit,
    DocumentSettings,
    Holiday,
    ProgrammeSettings,
    UnitName,
    UnitSuccession,
)
from districts.unit_files import Key, UnitData, parent_key

LISTS = ("agency_lines", "authority_lines", "report_to", "recipients", "legal_bases")
UNIT_FIELDS = ["kind", "name", "parent_id", "province_id", "valid_to", "lat", "lon", "search_text", "sort_key"]


@dataclass
class LoadCount:
    """Rows of one load, over units, names and successions together."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    @property
    def differs(self) -> bool:
        return bool(self.created or self.updated)


class _Rollback(Exception):
    """Ends a dry run."""


def load_units(*, data: UnitData, dry_run: bool = False) -> LoadCount:
    """Bring the tables of units, names and successions to `data`. Never deletes; a row that is right is not touched.

    In: both maps (`unit_files.read_all`). Out: how many rows were created, updated, unchanged. With `dry_run` the same
    count and nothing written. Reference data of the installation: no actor and no audit event (design §4).
    """
    count = LoadCount()
    try:
        with transaction.atomic():
            ids = _load_units(data, count)
            _load_names(data, ids, count)
            _load_successions(data, ids, count)
            if dry_run:
                raise _Rollback
    except _Rollback:
        pass
    return count


def _load_units(data: UnitData, count: LoadCount) -> dict[Key, int]:
    found = {(u.level, u.code, u.valid_from): u for u in AdministrativeUnit.objects.all()}
    ids = {key: unit.pk for key, unit in found.items()}
    provinces = {key: unit.province_id for key, unit in found.items()}
    other_names: dict[Key, list[str]] = {}
    for row in data.names:
        other_names.setdefault(row.unit, []).append(f"{row.kind} {row.name}")
    for level in Level.values:  # parents first: a child needs their keys
        fresh, changed = [], []
        for row in (u for u in data.units if u.level == level):
            above = parent_key(row) if row.parent_code else None
            values = {
                "kind": row.kind,
                "name": row.name,
                "parent_id": ids[above] if above else None,
                "province_id": provinces[above] if above else ids.get(row.key),
                "valid_to": row.valid_to,
                "lat": row.lat,
                "lon": row.lon,
                "search_text": search_text(f"{row.kind} {row.name}", *other_names.get(row.key, [])),
                "sort_key": sort_key(row.name),
            }
            provinces[row.key] = values["province_id"]
            unit = found.get(row.key)
            if unit is None:
                fresh.append(AdministrativeUnit(code=row.code, level=row.level, valid_from=row.valid_from, **values))
            elif any(getattr(unit, name) != value for name, value in values.items()):
                for name, value in values.items():
                    setattr(unit, name, value)
                changed.append(unit)
            else:
                count.unchanged += 1
        AdministrativeUnit.objects.bulk_create(fresh, batch_size=2000)
        AdministrativeUnit.objects.bulk_update(changed, UNIT_FIELDS, batch_size=200)
        ids.update({(u.level, u.code, u.valid_from): u.pk for u in fresh})
        if level == Level.PROVINCE:
            for unit in fresh:  # a province stands under itself, and its key is known only now
                unit.province_id = unit.pk
                provinces[unit.level, unit.code, unit.valid_from] = unit.pk
            AdministrativeUnit.objects.bulk_update(fresh, ["province_id"])
        count.created += len(fresh)
        count.updated += len(changed)
    return ids


def _load_names(data: UnitData, ids: dict[Key, int], count: LoadCount) -> None:
    found = {(n.unit_id, n.valid_from): n for n in UnitName.objects.all()}
    fresh, changed = [], []
    for row in data.names:
        name = found.get((ids[row.unit], row.valid_from))
        if name is None:
            fresh.append(
                UnitName(
                    unit_id=ids[row.unit],
                    kind=row.kind,
                    name=row.name,
                    valid_from=row.valid_from,
                    valid_to=row.valid_to,
                )
            )
        elif (name.kind, name.name, name.valid_to) != (row.kind, row.name, row.valid_to):
            name.kind, name.name, name.valid_to = row.kind, row.name, row.valid_to
            changed.append(name)
        else:
            count.unchanged += 1
    UnitName.objects.bulk_create(fresh)
    UnitName.objects.bulk_update(changed, ["kind", "name", "valid_to"])
    count.created += len(fresh)
    count.updated += len(changed)


def _load_successions(data: UnitData, ids: dict[Key, int], count: LoadCount) -> None:
    found = {(s.old_id, s.new_id): s for s in UnitSuccession.objects.all()}
    fresh, changed = [], []
    for row in data.successions:
        old, new = ids[row.old], ids[row.new]
        link = found.get((old, new))
        if link is None:
            fresh.append(UnitSuccession(old_id=old, new_id=new, partial=row.partial, main=row.main))
        elif (link.partial, link.main) != (row.partial, row.main):
            link.partial, link.main = row.partial, row.main
            changed.append(link)
        else:
            count.unchanged += 1
    UnitSuccession.objects.bulk_create(fresh, batch_size=2000)
    UnitSuccession.objects.bulk_update(changed, ["partial", "main"], batch_size=200)
    count.created += len(fresh)
    count.updated += len(changed)


@transaction.atomic
def keep_documents(*, unit: AdministrativeUnit, actor, at: datetime | None = None, **values) -> DocumentSettings:
    """Letterhead, signature and recipients of a unit's papers. Event `documents.keep` with the names of the fields."""
    row = DocumentSettings.objects.filter(unit=unit).first() or DocumentSettings(unit=unit)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude=[name for name in LISTS if not getattr(row, name)])  # an empty list is an answer
    row.save()
    after = {"fields": sorted(values)}
    audit.record("documents.keep", actor=actor, obj=row, after=after, province_id=unit.province_id, at=at)
    return row


@transaction.atomic
def keep_programme(*, province: AdministrativeUnit, actor, at: datetime | None = None, **values) -> ProgrammeSettings:
    """What a province chose where the law leaves it the choice (regulation of the day). Event `programme.keep`."""
    row = ProgrammeSettings.objects.filter(province=province).first() or ProgrammeSettings(province=province)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    audit.record("programme.keep", actor=actor, obj=row, after=values, province_id=province.pk, at=at)
    return row


@transaction.atomic
def keep_holiday(
    *, day: date, kind: str, name: str, actor, province: AdministrativeUnit | None = None, at: datetime | None = None
) -> Holiday:
    """A day off or a make-up working day beyond the calendar, of a province or the whole country; or, on 1 January, that
    the calendar of the year is announced, with its document as name. Event `holiday.keep` with what stood before.

    NotAllowed for who does not keep this calendar; Refused for a year that is announced on another day or in a province.
    """
    _check_calendar(actor, province)
    if kind == HolidayKind.YEAR and (province is not None or (day.month, day.day) != (1, 1)):
        raise Refused(messages.CALENDAR_YEAR, code="day")
    row = Holiday.objects.filter(day=day, province=province).first() or Holiday(day=day, province=province)
    before = {"kind": row.kind, "name": row.name} if row.pk else {}
    row.kind, row.name = kind, clean_line(name)
    row.full_clean()
    row.save()
    audit.record(
        "holiday.keep", actor=actor, obj=row, before=before, after={"day": day, "kind": kind, "name": row.name}, at=at
    )
    return row


@transaction.atomic
def drop_holiday(*, holiday: Holiday, actor, at: datetime | None = None) -> None:
    """Take a day out of the calendar again. Event `holiday.drop` with what it said; NotAllowed as for `keep_holiday`."""
    _check_calendar(actor, holiday.province)
    pk = holiday.pk
    before = {"day": holiday.day, "kind": holiday.kind, "name": holiday.name}
    holiday.delete()
    holiday.pk = pk  # the event is about the row that was
    audit.record("holiday.drop", actor=actor, obj=holiday, before=before, at=at)


def _check_calendar(actor, province):
    if actor is not audit.SYSTEM and not rules.may_keep_calendar(actor, province):
        raise NotAllowed(messages.CALENDAR_NOT_YOURS, code="calendar")
