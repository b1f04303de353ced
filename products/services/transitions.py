"""The one writer of a cycle's state (craft §5)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale
from core.retries import repeatable
from products import cycle as table
from products import messages
from products.enums import CycleState
from products.models import Cycle


def may(cycle: Cycle, row: table.Transition, actor) -> bool:
    """Whether `actor` is one of those whose step the row is. SYSTEM may all."""
    if actor is audit.SYSTEM:
        return True
    return any(table.ACTORS[name](actor, cycle) for name in row.who)


def missing(cycle: Cycle, row: table.Transition, actor, at: datetime | None = None) -> list[str]:
    """Sentences of the guards that do not hold at the moment, in order; empty when the act is possible."""
    found = [table.GUARDS[name](cycle, actor) for name in row.guards]
    if row.window:
        found.append(table.WINDOWS[row.window](cycle, at or clock.now()))
    return [str(sentence) for sentence in found if sentence]


@repeatable
def apply_transition(
    *,
    cycle: Cycle,
    name: str,
    actor,
    reason: str = "",
    at: datetime | None = None,
    room: str = "products",
    changes: dict | None = None,
    payload: dict | None = None,
) -> Cycle:
    """Move a cycle along one row of the table.

    In order: row, state, actor, reason and guards are checked; the state changes by a guarded update together with
    `changes` (other columns of the cycle); the row's effects are written; one AuditEvent `cycle.<name>` is written, last. Rooms that hold the
    writes of a row call this as the last statement of their own transaction, with their `room` and a `payload` for
    the event. Errors: Refused (422: unknown row, forbidden state, missing parts), NotAllowed (403), Stale (409).
    """
    row = _checked(cycle, name, actor, reason, room, at)
    moment = at or clock.now()
    before = cycle.state
    with transaction.atomic():
        due = table.DEADLINES[row.deadline](cycle, moment) if row.deadline else None
        moved = Cycle.objects.filter(pk=cycle.pk, state=before).update(
            state=row.target,
            state_changed_at=moment,
            due_on=due,
            last_reason=reason.strip(),
            **(changes or {}),
        )
        if moved != 1:
            now_state = Cycle.objects.values_list("state", flat=True).get(pk=cycle.pk)
            raise Stale(messages.STALE % {"state": CycleState(now_state).label}, code="stale", obj=cycle)
        cycle.refresh_from_db()
        for effect in row.effects:
            table.EFFECTS[effect](cycle, actor, moment, reason.strip())
        audit.record(
            f"cycle.{name}",
            actor=actor,
            obj=cycle,
            parent=cycle.product,
            before={"state": before},
            after={"state": cycle.state, **(payload or {})},
            reason=reason.strip(),
            province_id=cycle.province_id,
            at=at,
        )
    return cycle


@dataclass(frozen=True)
class Told:
    """Answers of actors and guards about many cycles: keys of those whose step it is, key -> sentences that stop."""

    may: set[int]
    lacks: dict[int, list[str]]


def _told(cycles: list[Cycle], row: table.Transition, actor, at: datetime | None) -> Told:
    """`may` and `missing` of every cycle. A function with a `many` is asked once for all, the others one by one."""
    allowed = {cycle.pk for cycle in cycles} if actor is audit.SYSTEM else set()
    for function in [] if actor is audit.SYSTEM else [table.ACTORS[name] for name in row.who]:
        many = getattr(function, "many", None)
        allowed |= many(actor, cycles) if many else {c.pk for c in cycles if function(actor, c)}
    lacks: dict[int, list[str]] = {cycle.pk: [] for cycle in cycles}
    for function in [table.GUARDS[name] for name in row.guards]:
        many = getattr(function, "many", None)
        found = many(cycles, actor) if many else {c.pk: function(c, actor) for c in cycles}
        for pk, sentence in found.items():
            lacks[pk] += [str(sentence)] if sentence else []
    if row.window:
        for cycle in cycles:
            sentence = table.WINDOWS[row.window](cycle, at or clock.now())
            lacks[cycle.pk] += [str(sentence)] if sentence else []
    return Told(allowed, lacks)


def _checked(
    cycle: Cycle, name: str, actor, reason: str, room: str, at: datetime | None, told: Told | None = None
) -> table.Transition:
    """The row, when everything about it holds; otherwise the refusal. `told`: what was asked for many at once."""
    row = table.BY_NAME.get(name)
    if row is None:
        raise Refused(messages.UNKNOWN_TRANSITION, code="unknown", obj=cycle)
    words = {"label": row.label, "state": cycle.get_state_display()}
    if cycle.state not in row.sources:
        raise Refused(messages.FORBIDDEN_TRANSITION % words, code="forbidden_transition", obj=cycle)
    if not (cycle.pk in told.may if told else may(cycle, row, actor)):
        raise NotAllowed(messages.NOT_YOUR_STEP % words, code="not_your_step", obj=cycle)
    if row.room != room:
        raise Refused(messages.ONLY_ON_ITS_PAGE % words, code="own_page", obj=cycle)
    if row.reason_needed and not reason.strip():
        raise Refused(messages.REASON_NEEDED % words, code="reason_needed", obj=cycle)
    lacks = told.lacks[cycle.pk] if told else missing(cycle, row, actor, at)
    if lacks:
        raise Refused(" ".join(lacks), code="incomplete", obj=cycle)
    return row


@transaction.atomic
def apply_to_all(
    *, cycles: list[Cycle], name: str, actor, payloads: dict[int, dict], at: datetime | None = None, room: str
) -> None:
    """Move many cycles along one row at the same moment: as `apply_transition` for each, or for none.

    In order: every cycle is checked; one guarded update for each due date among them (mostly one); one AuditEvent
    `cycle.<name>` each, in the order of `cycles`, with `payloads` (cycle key -> parts of `after`), last. For rows without
    reason. The cycles in memory follow. Errors: as `apply_transition`.
    """
    before = {cycle.pk: cycle.state for cycle in cycles}
    row, told = None, _told(cycles, table.BY_NAME[name], actor, at) if name in table.BY_NAME else None
    for cycle in cycles:
        row = _checked(cycle, name, actor, "", room, at, told)
    if row is None:
        return
    if row.reason_needed or row.effects:
        raise ValueError(f"{name} has a reason or effects of its own for each cycle")
    moment = at or clock.now()
    due = {c.pk: table.DEADLINES[row.deadline](c, moment) if row.deadline else None for c in cycles}
    values = {"state": row.target, "state_changed_at": moment, "last_reason": ""}
    moved = 0
    for day in dict.fromkeys(due.values()):
        same = [pk for pk, own in due.items() if own == day]
        moved += Cycle.objects.filter(pk__in=same, state__in=set(before.values())).update(due_on=day, **values)
    if moved != len(before):
        words = {"state": CycleState(row.target).label}
        raise Stale(messages.STALE % words, code="stale", obj=cycles[0])
    for cycle in cycles:
        for field, value in (values | {"due_on": due[cycle.pk]}).items():
            setattr(cycle, field, value)
    entries = [
        audit.Entry(
            cycle,
            cycle.product,
            before={"state": before[cycle.pk]},
            after={"state": row.target, **payloads.get(cycle.pk, {})},
            province_id=cycle.province_id,
        )
        for cycle in cycles
    ]
    audit.record_all(f"cycle.{name}", entries=entries, actor=actor, at=at)
