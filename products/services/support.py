"""Support of step 4 and its ledger: planned, approved, paid, in whole đồng.

Every amount is an entry that is only ever added; a grant's three sums move with it in the same transaction by a guarded
update, so that paid ≤ approved ≤ planned holds however many people write at once.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale
from core.formats import show_number
from core.text import clean_line, nfc, search_text
from products import messages, rules
from products.enums import EntryKind, SupportKind
from products.models import Cycle, SupportEntry, SupportGrant
from products.services.writers import BEFORE_SUPPORT

COLUMN = {EntryKind.PLAN: "planned", EntryKind.APPROVE: "approved", EntryKind.PAY: "paid"}
ABOVE = {"approved": "planned", "paid": "approved"}
BELOW = {"planned": "approved", "approved": "paid"}


def grant_search_text(purpose: str, cycle: Cycle) -> str:
    """The folded words by which the list of support finds a grant."""
    return search_text(purpose, cycle.product.name, cycle.producer.name, cycle.number)


def _check(actor, cycle: Cycle, kind: str, source: str) -> None:
    if actor is not audit.SYSTEM:
        if not rules.may_record_support(actor, cycle):
            raise NotAllowed(messages.NOT_YOUR_GRANT, code="not_your_cycle", obj=cycle)
        if kind != EntryKind.PLAN and not rules.may_decide_support(actor, cycle, source):
            raise NotAllowed(messages.NOT_YOUR_APPROVAL, code="not_your_approval", obj=cycle)
    if cycle.state in BEFORE_SUPPORT:
        raise Refused(messages.SUPPORT_TOO_EARLY, code="too_early", obj=cycle)


def _write(grant: SupportGrant, kind: str, amount: int, on: date, actor, moment, **more) -> SupportEntry:
    """One entry and the sum that it moves. Refused where paid ≤ approved ≤ planned would no longer hold."""
    column = COLUMN[kind]
    moved = F(column) + amount
    rows = SupportGrant.objects.alias(then=moved).filter(pk=grant.pk, then__gte=0)
    if column in ABOVE:
        rows = rows.filter(then__lte=F(ABOVE[column]))
    if column in BELOW:
        rows = rows.filter(then__gte=F(BELOW[column]))
    changes = {column: moved}
    if kind == EntryKind.APPROVE and amount > 0 and grant.granted_on is None:
        changes["granted_on"] = on
    if rows.update(**changes) != 1:
        grant.refresh_from_db()
        if amount < 0:
            raise Refused(messages.ENTRY_STILL_USED, code="entry", obj=grant.cycle)
        left = getattr(grant, ABOVE[column]) - getattr(grant, column)
        words = {"left": show_number(left)}
        sentence = messages.APPROVED_OVER_PLANNED if column == "approved" else messages.PAID_OVER_APPROVED
        raise Refused(sentence % words, code="amount", obj=grant.cycle)
    grant.refresh_from_db()
    entry = SupportEntry(
        grant=grant, kind=kind, amount=amount, on=on, made_by=None if actor is audit.SYSTEM else actor,
        made_by_name=actor.full_name[:200], made_at=moment, **more,
    )  # fmt: skip
    entry.full_clean(validate_unique=False)
    entry.save(force_insert=True)
    return entry


def _record(verb: str, grant: SupportGrant, actor, at, after: dict) -> None:
    cycle = grant.cycle
    audit.record(verb, actor=actor, obj=grant, parent=cycle, after=after, province_id=cycle.province_id, at=at)


@transaction.atomic
def add_grant(
    *, cycle: Cycle, actor, purpose: str, source: str, planned: int = 0, paid: int = 0, kind: str = SupportKind.OTHER,
    granted_on: date | None = None, document: str = "", at: datetime | None = None,
) -> SupportGrant:  # fmt: skip
    """Support of a cycle whose plan was selected, amounts in whole đồng. One event `grant.add`.

    In order: the grant and its entry of plan; where `granted_on` is given or something was paid already, the approval of
    all of it and the payment. Errors: NotAllowed, Refused (no selected plan yet, more paid than planned, no amount).
    """
    decided = bool(granted_on or paid)
    _check(actor, cycle, EntryKind.PAY if decided else EntryKind.PLAN, source)
    if paid > planned:
        raise Refused(messages.PAID_OVER_PLANNED, code="paid", obj=cycle)
    if planned <= 0:
        raise Refused(messages.AMOUNT_MISSING, code="planned", obj=cycle)
    moment = at or clock.now()
    today = clock.local_day(moment)
    if granted_on and granted_on > today:
        raise Refused(messages.ENTRY_DAY_AHEAD, code="granted_on", obj=cycle)
    row = SupportGrant(cycle=cycle, kind=kind, purpose=clean_line(purpose), source=source, created_at=moment)
    row.search_text = grant_search_text(row.purpose, cycle)
    row.full_clean()
    row.save()
    day, words = granted_on or today, {"document": clean_line(document)}
    _write(row, EntryKind.PLAN, planned, day, actor, moment, **({} if decided else words))
    if decided:
        _write(row, EntryKind.APPROVE, planned, day, actor, moment, **words)
    if paid:
        _write(row, EntryKind.PAY, paid, day, actor, moment)
    _record("grant.add", row, actor, at, {"kind": kind, "source": source, "planned": planned, "paid": paid})
    return row


@transaction.atomic
def enter(
    *, grant: SupportGrant, kind: str, amount: int, on: date, actor, document: str = "", note: str = "",
    at: datetime | None = None,
) -> SupportEntry:  # fmt: skip
    """One more line of the ledger: planned, approved or paid. One event `grant.plan`, `grant.approve` or `grant.pay`.

    Errors: NotAllowed; Refused (no amount, day in the future, more approved than planned, more paid than approved).
    """
    _check(actor, grant.cycle, kind, grant.source)
    moment = at or clock.now()
    if amount <= 0:
        raise Refused(messages.AMOUNT_MISSING, code="amount", obj=grant.cycle)
    if on > clock.local_day(moment):
        raise Refused(messages.ENTRY_DAY_AHEAD, code="on", obj=grant.cycle)
    words = {"document": clean_line(document), "note": nfc(note).strip()}
    entry = _write(grant, kind, amount, on, actor, moment, **words)
    _record(f"grant.{kind}", grant, actor, at, {"entry": entry.pk, "amount": amount, "on": on})
    return entry


@transaction.atomic
def take_back(*, entry: SupportEntry, actor, reason: str, at: datetime | None = None) -> SupportEntry:
    """Answer an entry by one of the same amount below zero; the first one stays. One event `grant.take_back`.

    Errors: NotAllowed; Refused (its money was approved or paid since); Stale (taken back already, or itself such a line).
    """
    grant, moment = entry.grant, at or clock.now()
    _check(actor, grant.cycle, entry.kind, grant.source)
    if entry.reverses_id or SupportEntry.objects.filter(reverses=entry).exists():
        raise Stale(messages.ENTRY_TAKEN_BACK, code="stale", obj=grant.cycle)
    day = clock.local_day(moment)
    try:
        with transaction.atomic():
            answer = _write(
                grant, entry.kind, -entry.amount, day, actor, moment, reverses=entry, note=nfc(reason).strip()
            )
    except IntegrityError:
        raise Stale(messages.ENTRY_TAKEN_BACK, code="stale", obj=grant.cycle) from None
    _record("grant.take_back", grant, actor, at, {"entry": entry.pk, "amount": entry.amount})
    return answer
