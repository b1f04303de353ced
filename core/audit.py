"""The audit chain: one event for every change of state, each sealed with the hash of the one before (design §8, security §10)."""

import contextvars
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.db import connection, models, transaction

from core import clock
from core.models import AuditEvent, AuditHead
from core.text import nfc

request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")
ZERO = "0" * 64
REFUSALS_AN_HOUR = 60
SEALED = (
    "number",
    "recorded_at",
    "at",
    "actor_id",
    "actor_name",
    "role",
    "request_id",
    "verb",
    "object_type",
    "object_id",
    "parent_type",
    "parent_id",
    "province_id",
    "before",
    "after",
    "reason",
    "refused",
    "previous_hash",
)


@dataclass(frozen=True)
class System:
    """The actor when nobody sits at a keyboard: a command, a job, a clock."""

    pk: None = None
    full_name: str = "Hệ thống"
    role: str = "system"


SYSTEM = System()

Check = Callable[[], Iterable[str]]
_checks: list[Check] = []


def register_check(function: Check) -> Check:
    """Have `verify_audit` call `function()` after the chain; it yields one Vietnamese sentence per bad row, naming the row.

    Rooms above core register in AppConfig.ready(), for example evaluations for its closed sessions.
    """
    if function not in _checks:
        _checks.append(function)
    return function


def checks() -> tuple[Check, ...]:
    """The registered checks, in the order of registration."""
    return tuple(_checks)


def plain(value):
    """A value as both databases give it back: JSON types only, NFC text, no floats (jsonb rewrites them), moments in UTC."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return nfc(str(value))
    if isinstance(value, dict):
        return {nfc(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted((plain(item) for item in value), key=canonical)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return nfc(str(value))


def canonical(value) -> str:
    """The one JSON text of a value: sorted keys, no spaces, NFC, moments in UTC to the microsecond, decimals as text."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value) -> str:
    """SHA-256 (64 hex digits) of the canonical JSON of a value."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("a moment without time zone cannot be sealed")
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def event_hash(event: AuditEvent) -> str:
    """The hash that seals an event: over every column but the key and the hash itself."""
    return digest({name: getattr(event, name) for name in SEALED})


def record(
    verb: str,
    *,
    actor,
    obj,
    parent=None,
    before: dict | None = None,
    after: dict | None = None,
    reason: str = "",
    province_id: int | None = None,
    at: datetime | None = None,
    refused: bool = False,
) -> AuditEvent:
    """Append one event. Call it as the last statement of the transaction of the change.

    `actor`: a User or SYSTEM. `obj`, `parent`: saved models. `before`, `after`: ids and changed field names; values only
    where they are the decision itself (security §9). Outside a transaction, or for an unsaved object: an error.
    """
    entry = Entry(obj, parent, before, after, reason, province_id)
    return record_all(verb, entries=[entry], actor=actor, at=at, refused=refused)[0]


@dataclass(frozen=True)
class Entry:
    """What one event of several is about: the arguments of `record` that differ from object to object."""

    obj: models.Model
    parent: models.Model | None = None
    before: dict | None = None
    after: dict | None = None
    reason: str = ""
    province_id: int | None = None


def record_all(
    verb: str, *, entries: list[Entry], actor, at: datetime | None = None, refused: bool = False
) -> list[AuditEvent]:
    """Append one event for each entry, in order, with the head taken once: for an act on many objects at a time.

    As `record`: the last statement of the transaction of the change.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("audit.record() belongs into the transaction of the change")
    if any(entry.obj.pk is None or (entry.parent is not None and entry.parent.pk is None) for entry in entries):
        raise ValueError("an event is about a saved object")
    if not entries:
        return []
    head = _locked_head()
    moment = clock.now()
    number, previous, events = head.number, head.hash, []
    for entry in entries:
        event = _event(verb, entry, actor, at or moment, refused)
        number += 1
        event.number, event.recorded_at, event.previous_hash = number, moment, previous
        event.hash = previous = event_hash(event)
        events.append(event)
    moved = AuditHead.objects.filter(pk=1, number=head.number, hash=head.hash).update(number=number, hash=previous)
    if moved != 1:
        raise RuntimeError("the head of the audit chain moved under a writer that held it")
    AuditEvent.objects.bulk_create(events)
    return events


def _event(verb: str, entry: Entry, actor, at: datetime, refused: bool) -> AuditEvent:
    obj, parent = entry.obj, entry.parent
    return AuditEvent(
        at=at,
        actor_id=actor.pk,
        actor_name=nfc(actor.full_name)[:200],
        role=_role(actor),
        request_id=request_id.get(),
        verb=verb,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        parent_type=parent._meta.label_lower if parent is not None else "",
        parent_id=str(parent.pk) if parent is not None else "",
        province_id=getattr(obj, "province_id", None) if entry.province_id is None else entry.province_id,
        before=plain(entry.before or {}),
        after=plain(entry.after or {}),
        reason=nfc(str(entry.reason)),
        refused=refused,
    )


def _locked_head() -> AuditHead:
    """The head, held until the transaction ends: by its row lock on PostgreSQL; a SQLite writer is alone already (IMMEDIATE)."""
    head = AuditHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        AuditHead.objects.bulk_create([AuditHead(pk=1)], ignore_conflicts=True)
        head = AuditHead.objects.select_for_update().get(pk=1)
    return head


def _role(actor) -> str:
    scope = getattr(actor, "scope", None)
    return (scope.main_role if scope is not None else getattr(actor, "role", "")) or ""


def record_refusal(verb: str, *, actor, obj, reason: str) -> AuditEvent | None:
    """A refused act of a signed-in person, in a transaction of its own after the rollback; at most 60 an hour (design §8).

    None for nobody, for the system and over the limit; those stand in the log only.
    """
    if actor.pk is None:
        return None
    with transaction.atomic():
        recent = AuditEvent.objects.filter(
            actor_id=actor.pk, refused=True, recorded_at__gt=clock.now() - timedelta(hours=1)
        ).count()
        if recent >= REFUSALS_AN_HOUR:
            return None
        return record(verb, actor=actor, obj=obj, reason=reason, refused=True)


@dataclass(frozen=True)
class Broken:
    """The first bad place of the chain: the event's number and what is wrong, in English codes (see messages.CHAIN)."""

    number: int
    code: str


def first_break(chunk: int = 2000) -> tuple[int, Broken | None]:
    """Walk the chain from event 1 to the head. Out: (events that are in order, first bad place or None).

    The highest number is read before the head: events and head commit together, so a writer in between cannot alarm.
    """
    last = AuditEvent.objects.order_by("-number").values_list("number", flat=True).first() or 0
    head = AuditHead.objects.filter(pk=1).first() or AuditHead(number=0, hash=ZERO)
    expected, previous = 0, ZERO
    for event in _events(head.number, chunk):
        expected += 1
        if event.number != expected:
            return expected - 1, Broken(expected, "missing")
        if event.previous_hash != previous:
            return expected - 1, Broken(expected, "previous")
        if event.hash != event_hash(event):
            return expected - 1, Broken(expected, "content")
        previous = event.hash
    if expected < head.number:
        return expected, Broken(expected + 1, "cut")
    if previous != head.hash:
        return expected, Broken(expected, "head")
    if last > head.number:
        return expected, Broken(head.number + 1, "beyond")
    return expected, None


def _events(up_to: int, chunk: int) -> Iterator[AuditEvent]:
    """Events 1 to `up_to` in order, `chunk` at a time, each by its own short read: a long walk blocks no writer."""
    after = None
    while True:
        rows = AuditEvent.objects.filter(number__lte=up_to).order_by("number")
        rows = list(rows[:chunk] if after is None else rows.filter(number__gt=after)[:chunk])
        yield from rows
        if len(rows) < chunk:
            return
        after = rows[-1].number
