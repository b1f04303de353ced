"""Open deadlines in working days, counted again after the calendar has changed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from core import audit
from districts.models import AdministrativeUnit, ProgrammeSettings
from districts.workdays import calendar_of
from products.deadlines import report_due
from products.enums import CycleState
from products.models import Cycle


@dataclass(frozen=True)
class Moved:
    """A deadline that the calendar moved."""

    cycle: Cycle
    old: date
    new: date


@transaction.atomic
def recount(*, province: AdministrativeUnit | None, actor, at: datetime | None = None) -> list[Moved]:
    """Count the deadlines of commune reports again, in one province or everywhere. Out: those that moved.

    In order: the due dates by guarded updates, one event `cycle.due_moved` each with the old and the new day, last. A
    cycle that went on meanwhile keeps what it has. Called inside the transaction that changes the calendar.
    """
    rows = Cycle.objects.filter(state=CycleState.DOSSIER_FILED, due_on__isnull=False)
    if province is not None:
        rows = rows.filter(province_id=province.pk)
    calendars, moved = {}, []
    for cycle in rows.select_related("regulation", "province__programme", "product").order_by("pk"):
        if cycle.province_id not in calendars:
            calendars[cycle.province_id] = calendar_of(cycle.province)
        programme = getattr(cycle.province, "programme", None) or ProgrammeSettings()
        due = report_due(cycle, cycle.state_changed_at, programme, calendars[cycle.province_id])
        if due is None or due == cycle.due_on:
            continue
        old = cycle.due_on
        kept = Cycle.objects.filter(pk=cycle.pk, state=CycleState.DOSSIER_FILED, due_on=old).update(due_on=due)
        if kept:
            cycle.due_on = due
            moved.append(Moved(cycle, old, due))
    entries = [
        audit.Entry(
            row.cycle, row.cycle.product, before={"due_on": row.old}, after={"due_on": row.new},
            province_id=row.cycle.province_id,
        )
        for row in moved
    ]  # fmt: skip
    audit.record_all("cycle.due_moved", entries=entries, actor=actor, at=at)
    return moved
