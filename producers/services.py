"""Writes of producers: the register and its people. Step 1 is written by step1_services."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale
from core.formats import show_date
from core.text import clean_line, search_text, sort_key
from districts.enums import Level
from districts.models import AdministrativeUnit
from producers import messages, rules
from producers.followers import FOLLOWERS
from producers.models import Producer, ProducerMember
from producers.selectors import is_member, same_tax_code

PRODUCER_FIELDS = (
    "name", "kind", "tax_code", "registration_number", "founded_on", "representative", "representative_post",
    "representative_sex", "representative_ethnicity", "representative_disabled", "phone", "phone_public", "email",
    "address",
)  # fmt: skip


def producer_search_text(producer: Producer) -> str:
    """The folded words by which the list finds a producer; twelve digits are a person's number and stay out."""
    code = producer.tax_code if len(producer.tax_code) != 12 else ""
    return search_text(producer.name, producer.representative, producer.unit.name, producer.place_text, code)


def _fill(producer: Producer, values: dict) -> None:
    for name, value in values.items():
        setattr(producer, name, clean_line(value) if isinstance(value, str) else value)
    producer.search_text = producer_search_text(producer)
    producer.sort_key = sort_key(producer.name)


def _check_unit(unit: AdministrativeUnit, actor, day) -> None:
    if unit.level == Level.PROVINCE:
        raise Refused(messages.UNIT_LEVEL, code="unit")
    if not unit.stands_on(day):
        raise Refused(messages.UNIT_ENDED % {"unit": unit.full_name, "day": show_date(day)}, code="unit")
    if actor is not audit.SYSTEM and not rules.may_write_at(actor, unit.pk, unit.province_id):
        raise NotAllowed(messages.UNIT_NOT_YOURS, code="unit")


def _check_tax_code(tax_code: str, unit, actor, own_pk=None) -> None:
    if not tax_code:
        return
    known, taken = same_tax_code(tax_code, unit, actor, own_pk)
    if known:
        words = {"name": known.name, "place": known.unit.full_name}
        raise Refused(messages.TAX_KNOWN % words, code="tax_code", obj=known)
    if taken:
        raise Refused(messages.TAX_TAKEN, code="tax_code")


def _check_reach(producer: Producer, actor) -> None:
    """The row is still the actor's after saving, or all is rolled back (craft §4)."""
    if actor is not audit.SYSTEM and not Producer.objects.visible_to(actor).filter(pk=producer.pk).exists():
        raise NotAllowed(messages.OUT_OF_REACH, code="unit")


@transaction.atomic
def register_producer(*, actor, unit: AdministrativeUnit, at: datetime | None = None, **values) -> Producer:
    """A new producer under `unit`, a commune (or district) that stands that day. `values`: of PRODUCER_FIELDS.

    In order: place and right, tax code, the row, that the actor still reaches it; one event `producer.register`, last.
    Errors: NotAllowed (403), Refused (422) with the field as code.
    """
    moment = at or clock.now()
    _check_unit(unit, actor, clock.local_day(moment))
    _check_tax_code(values.get("tax_code", ""), unit, actor)
    producer = Producer(
        unit=unit,
        province_id=unit.province_id,
        created_at=moment,
        created_by=None if actor is audit.SYSTEM else actor,
    )
    _fill(producer, {name: values[name] for name in PRODUCER_FIELDS if name in values})
    producer.full_clean(exclude=["created_by"], validate_constraints=False)
    try:
        with transaction.atomic():
            producer.save(force_insert=True)
    except IntegrityError:
        raise Refused(messages.TAX_TAKEN, code="tax_code") from None
    _check_reach(producer, actor)
    audit.record("producer.register", actor=actor, obj=producer, after={"kind": producer.kind}, at=at)
    return producer


@transaction.atomic
def update_producer(
    *, producer: Producer, version: int, actor, unit: AdministrativeUnit | None = None, at: datetime | None = None,
    **values,
) -> Producer:  # fmt: skip
    """Write `values` (of PRODUCER_FIELDS) and perhaps another `unit`; `version` is the one that the person saw.

    Members write all but the unit. Rooms that repeat name or place follow; one event `producer.update`, last.
    Errors: NotAllowed, Refused (tax code, place), Stale (somebody saved meanwhile).
    """
    moment = at or clock.now()
    officer = actor is audit.SYSTEM or rules.may_write_at(actor, producer.unit_id, producer.province_id)
    if not officer and not is_member(actor, producer):
        raise NotAllowed(messages.NOT_YOUR_PRODUCER, code="not_your_producer", obj=producer)
    moved = unit is not None and unit.pk != producer.unit_id
    if moved:
        _check_unit(unit, actor, clock.local_day(moment))
        producer.unit, producer.province_id = unit, unit.province_id
    values = {name: values[name] for name in PRODUCER_FIELDS if name in values}
    changed = sorted([n for n, v in values.items() if getattr(producer, n) != v] + (["unit"] if moved else []))
    if "tax_code" in changed:
        _check_tax_code(values["tax_code"], producer.unit, actor, producer.pk)
    _fill(producer, values)
    producer.full_clean(exclude=["created_by"], validate_constraints=False)
    columns = [*values, "unit_id", "province_id", "search_text", "sort_key"]
    rows = Producer.objects.filter(pk=producer.pk, version=version)
    try:
        with transaction.atomic():
            saved = rows.update(version=version + 1, **{name: getattr(producer, name) for name in columns})
    except IntegrityError:
        raise Refused(messages.TAX_TAKEN, code="tax_code", obj=producer) from None
    if saved != 1:
        raise Stale(messages.STALE, code="stale", obj=producer)
    producer.refresh_from_db()
    _check_reach(producer, actor)
    if {"name", "unit"} & set(changed):
        for follow in FOLLOWERS:
            follow(producer)
    audit.record("producer.update", actor=actor, obj=producer, after={"fields": changed}, at=at)
    return producer


@transaction.atomic
def add_member(*, producer: Producer, user: User, actor, at: datetime | None = None) -> ProducerMember:
    """`user` acts for the producer from now on. One event `producer.member`. Errors: NotAllowed, Refused (already)."""
    if actor is not audit.SYSTEM and not rules.may_write_at(actor, producer.unit_id, producer.province_id):
        raise NotAllowed(messages.NOT_YOUR_PRODUCER, code="not_your_producer", obj=producer)
    if is_member(user, producer):
        raise Refused(messages.MEMBER_KNOWN, code="user", obj=producer)
    row = ProducerMember.objects.create(producer=producer, user=user, created_at=at or clock.now())
    audit.record("producer.member", actor=actor, obj=producer, after={"user": user.pk}, at=at)
    return row


@transaction.atomic
def reveal_personal_number(*, producer: Producer, actor, at: datetime | None = None) -> str:
    """The twelve digits behind the mask, for an officer of the place; the reading is an event (craft §7)."""
    if not rules.may_write_at(actor, producer.unit_id, producer.province_id):
        raise NotAllowed(messages.NOT_YOUR_PRODUCER, code="not_your_producer", obj=producer)
    if len(producer.tax_code) != 12:
        raise Refused(messages.NO_PERSONAL_NUMBER, code="tax_code", obj=producer)
    audit.record("producer.reveal_number", actor=actor, obj=producer, at=at)
    return producer.tax_code
