"""Steps 2 and 3: ideas and plans. The state of the cycle moves in transitions.py only."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale
from core.formats import show_date
from core.text import clean_line, nfc, search_text, sort_key
from districts.models import AdministrativeUnit
from districts.selectors import main_successor
from producers.models import Producer
from products import messages, rules
from products.enums import CycleKind, CycleState
from products.models import (
    FINAL_STATES,
    BusinessPlan,
    Cycle,
    Idea,
    Product,
    ProductSet,
    SupportGrant,
)
from products.selectors import like_products, likeness_warning, regulation_for
from products.services.support import grant_search_text
from products.services.writers import IDEA_OPEN, PLAN_OPEN, check_writer
from products.slips import Slip, slip_by_code, slip_of

IDEA_FIELDS = ("summary", "materials", "market", "entered_for")
PLAN_FIELDS = ("market", "materials", "technology", "quality", "people", "timetable", "budget")


def product_search_text(product: Product) -> str:
    """The folded words by which the product list finds a product: its name, set, producer and place."""
    set_name = product.product_set.name if product.product_set_id else product.set_text
    return search_text(product.name, set_name, product.producer.name, product.unit.name)


def follow_producer(producer: Producer) -> None:
    """Bring the search words of a producer's products and cycles to its new name; inside its caller's transaction."""
    for product in producer.products.select_related("product_set", "unit", "producer"):
        Product.objects.filter(pk=product.pk).update(search_text=product_search_text(product))
    for cycle in producer.cycles.select_related("product"):
        Cycle.objects.filter(pk=cycle.pk).update(search_text=cycle_search_text(cycle.number, cycle.product, producer))
    for grant in SupportGrant.objects.filter(cycle__producer=producer).select_related(
        "cycle__product", "cycle__producer"
    ):
        words = grant_search_text(grant.purpose, grant.cycle)
        SupportGrant.objects.filter(pk=grant.pk).update(search_text=words)


def cycle_search_text(number: str, product: Product, producer: Producer) -> str:
    """The folded words by which the cycle list finds a cycle: number, product and producer."""
    return search_text(number, product.name, producer.name)


def register_idea(
    *,
    actor,
    producer: Producer,
    kind: str,
    product_set: ProductSet,
    summary: str,
    product: Product | None = None,
    product_name: str = "",
    materials: str = "",
    market: str = "",
    existing_product: bool = False,
    entered_for: str = "",
    likeness_reason: str = "",
    entered_by: User | None = None,
    at: datetime | None = None,
) -> Cycle:
    """Open a cycle with its idea (step 2), and with a new product when `product` is None.

    A new product whose name says the same as one that stands (a likely twin, or a namesake of another firm) needs
    `likeness_reason`; products that the warning named are kept with the idea for those who appraise it.

    In order: the right of the actor, the regulation in force on the day, its set, the product and its kind of request
    are checked; product, cycle and idea are written under the unit that stands that day; one event `cycle.open`, last.
    `entered_for`: the representative for whom an officer writes, required unless the actor is a member. `entered_by`:
    the person named on the slip where the actor is SYSTEM (demonstration data); ignored otherwise.
    Errors: NotAllowed (403), Refused (422) with the code of the field that is wrong.
    """
    moment = at or clock.now()
    day = clock.local_day(moment)
    if actor is not audit.SYSTEM and not rules.may_register(actor, producer):
        raise NotAllowed(messages.NOT_YOUR_PRODUCER, code="producer", obj=producer)
    member = actor is not audit.SYSTEM and rules.is_member(actor, producer.pk)
    if not member and actor is not audit.SYSTEM and not entered_for.strip():
        raise Refused(messages.ENTERED_FOR_MISSING, code="entered_for", obj=producer)
    regulation = regulation_for(day, kind)
    if product_set.regulation_id != regulation.pk:
        words = {"regulation": regulation.number}
        raise Refused(messages.SET_OF_OTHER_REGULATION % words, code="product_set", obj=producer)
    unit = main_successor(producer.unit, day)
    if unit is None:
        words = {"unit": producer.unit.full_name, "day": show_date(day)}
        raise Refused(messages.UNIT_ENDED % words, code="producer", obj=producer)
    _check_product(producer, kind, product, product_name)
    like = [] if product else _like(producer, product_set, product_name, actor, likeness_reason)
    by = entered_by if actor is audit.SYSTEM else actor
    if by is None:
        raise Refused(messages.IDEA_NEEDS_A_PERSON, code="actor", obj=producer)
    with transaction.atomic():
        if product is None:
            product = _new_product(producer, product_set, product_name, unit, by, moment)
        cycle = _new_cycle(product, producer, kind, regulation, product_set, unit, by, moment)
        idea = Idea(
            cycle=cycle,
            summary=nfc(summary).strip(),
            materials=nfc(materials).strip(),
            market=nfc(market).strip(),
            existing_product=existing_product or kind != CycleKind.FIRST,
            entered_by=by,
            entered_for="" if member else clean_line(entered_for),
            likeness=[
                {"product": row.pk, "name": row.name, "producer": row.producer.name, "kind": kind} for row, kind in like
            ],
            likeness_reason=nfc(likeness_reason).strip() if like else "",
            updated_at=moment,
        )
        idea.form_code = slip_of("idea", regulation.code, idea.existing_product).code
        idea.full_clean()
        idea.save()
        audit.record(
            "cycle.open",
            actor=actor,
            obj=cycle,
            parent=product,
            after={"state": cycle.state, "kind": kind, "regulation": regulation.code, "set": product_set.number},
            province_id=cycle.province_id,
            at=at,
        )
    return cycle


@transaction.atomic
def open_again(
    *,
    product: Product,
    kind: str,
    product_set: ProductSet,
    actor,
    at: datetime | None = None,
    payload: dict | None = None,
) -> Cycle:
    """Open the cycle of a re-evaluation or an upgrade right before its dossier: it has no idea and no plan of its own.

    26/2026/QĐ-TTg Art. 6.1.b-c, 7.6: a certified product files forms 01 and 02 again, nothing of steps 2 to 4. In order:
    right, regulation of the day, set, unit and the open cycles of the product are checked; the cycle is written in the
    state `completed`; event `cycle.open`, last. `payload` goes into the event.
    Errors: NotAllowed (403), Refused (422) with the code of the field that is wrong.
    """
    moment = at or clock.now()
    day, producer = clock.local_day(moment), product.producer
    if not rules.may_register(actor, producer):
        raise NotAllowed(messages.NOT_YOUR_PRODUCER, code="producer", obj=product)
    regulation = regulation_for(day, kind)
    if product_set.regulation_id != regulation.pk:
        words = {"regulation": regulation.number}
        raise Refused(messages.SET_OF_OTHER_REGULATION % words, code="product_set", obj=product)
    unit = main_successor(producer.unit, day)
    if unit is None:
        words = {"unit": producer.unit.full_name, "day": show_date(day)}
        raise Refused(messages.UNIT_ENDED % words, code="producer", obj=product)
    _check_product(producer, kind, product, "")
    cycle = _new_cycle(
        product, producer, kind, regulation, product_set, unit, actor, moment, state=CycleState.COMPLETED
    )
    audit.record(
        "cycle.open",
        actor=actor,
        obj=cycle,
        parent=product,
        after={"state": cycle.state, "kind": kind, "regulation": regulation.code, "set": product_set.number}
        | (payload or {}),
        province_id=cycle.province_id,
        at=at,
    )
    return cycle


def _check_product(producer, kind, product, product_name):
    if product is None:
        if kind != CycleKind.FIRST:
            raise Refused(messages.PRODUCT_TO_CHOOSE, code="product", obj=producer)
        if not product_name.strip():
            raise Refused(messages.PRODUCT_NAME_MISSING, code="product_name", obj=producer)
        return
    if product.producer_id != producer.pk:
        raise Refused(messages.PRODUCT_OF_OTHER, code="product", obj=producer)
    if kind != CycleKind.FIRST and not product.stars:
        raise Refused(messages.PRODUCT_WITHOUT_STARS % {"name": product.name}, code="kind", obj=product)
    if kind == CycleKind.FIRST and product.stars:
        raise Refused(messages.PRODUCT_WITH_STARS % {"name": product.name}, code="kind", obj=product)
    running = Cycle.objects.filter(product=product).exclude(state__in=FINAL_STATES).first()
    if running:
        raise Refused(messages.CYCLE_RUNNING % {"number": running.number}, code="product", obj=product)


def _like(producer, product_set, name: str, actor, reason: str) -> list:
    """Products of like names; Refused where one may be the same or bears the same name and no reason was given."""
    found = like_products(name, producer, product_set, actor)
    warning = likeness_warning(found, producer)
    if warning and not reason.strip() and actor is not audit.SYSTEM:
        raise Refused(warning, code="product_name", obj=producer)
    return found


def _new_product(producer, product_set, name, unit, by, moment) -> Product:
    product = Product(
        name=clean_line(name),
        producer=producer,
        product_set=product_set,
        unit=unit,
        province_id=unit.province_id,
        created_at=moment,
        created_by=by,
    )
    product.sort_key = sort_key(product.name)
    product.search_text = product_search_text(product)
    product.full_clean()
    product.save()
    return product


def _new_cycle(
    product, producer, kind, regulation, product_set, unit: AdministrativeUnit, by: User, moment,
    state: str = CycleState.IDEA_DRAFT,
) -> Cycle:  # fmt: skip
    """A cycle under the next free number of its year: HS-2026-000412. A lost race for a number takes the next one."""
    year = clock.local_day(moment).year
    cycle = Cycle(
        product=product,
        producer=producer,
        kind=kind,
        year=year,
        regulation=regulation,
        product_set=product_set,
        unit=unit,
        province_id=unit.province_id,
        state=state,
        state_changed_at=moment,
        created_at=moment,
        created_by=by,
    )
    for _attempt in range(50):
        cycle.number = next_number(year)
        cycle.search_text = cycle_search_text(cycle.number, product, producer)
        cycle.full_clean(validate_unique=False, validate_constraints=False)
        try:
            with transaction.atomic():
                cycle.save(force_insert=True)
        except IntegrityError:
            cycle.pk = None
            running = Cycle.objects.filter(product=product).exclude(state__in=FINAL_STATES).first()
            if running:
                words = {"number": running.number}
                raise Refused(messages.CYCLE_RUNNING % words, code="product", obj=product) from None
            continue
        return cycle
    raise Refused(messages.NO_NUMBER, code="number", obj=product)


def next_number(year: int) -> str:
    """The number after the highest one of the year; gaps may stand, a number is never used twice."""
    first, last = f"HS-{year}-", f"HS-{year}-~"
    rows = Cycle.objects.filter(number__gt=first, number__lt=last).order_by("-number")
    highest = rows.values_list("number", flat=True).first()
    return f"{first}{int(highest.rpartition('-')[2]) + 1 if highest else 1:06d}"


def _cleaned(fields, values, slip: Slip, cycle: Cycle) -> dict:
    """Only known fields and items, texts in NFC without ends of white space."""
    found = {n: _text(values[n]) for n in fields if n in values}
    if "answers" in values:
        known = {item.key: item for item in slip.items if not item.column}
        if set(values["answers"]) - set(known):
            raise Refused(messages.REMARK_UNKNOWN, code="answers", obj=cycle)
        kept = {key: _text(value) for key, value in values["answers"].items()}
        found["answers"] = {key: value for key, value in kept.items() if value not in ("", [], None)}
    return found


def _text(value):
    return nfc(value).strip() if isinstance(value, str) else value


def save_idea(*, idea: Idea, version: int, actor, at: datetime | None = None, **values) -> Idea:
    """Write `values` (of IDEA_FIELDS) into an idea that is being written or was returned. One event `idea.save`.

    `answers`: key of an item of the idea's slip -> answer; unknown keys are refused. `version` is the one that the person
    saw. Errors: NotAllowed, Refused (closed, incomplete), Stale (somebody saved).
    """
    cycle = idea.cycle
    check_writer(cycle, actor, IDEA_OPEN)
    slip = slip_by_code(idea.form_code) or slip_of("idea", cycle.regulation.code, idea.existing_product)
    return _save_paper(idea, version, actor, _cleaned(IDEA_FIELDS, values, slip, cycle), IDEA_OPEN, "idea.save", at)


@transaction.atomic
def save_plan(*, cycle: Cycle, version: int, actor, at: datetime | None = None, **values) -> BusinessPlan:
    """Write `values` (of PLAN_FIELDS) into the business plan; `version` 0 begins it. One event `plan.save`.

    A plan may be saved with gaps; what is missing is asked when it is sent. Errors as in `save_idea`.
    """
    check_writer(cycle, actor, PLAN_OPEN)
    plan = begin_plan(cycle, version)
    if plan.lines.exists():
        values.pop("budget", None)  # the sum of the money table
    slip = slip_of("plan", cycle.regulation.code)
    return _save_paper(plan, version, actor, _cleaned(PLAN_FIELDS, values, slip, cycle), PLAN_OPEN, "plan.save", at)


def begin_plan(cycle: Cycle, version: int) -> BusinessPlan:
    """The cycle's plan; an empty one where `version` is 0 and none stands. Inside the caller's transaction. Stale otherwise."""
    plan = BusinessPlan.objects.filter(cycle=cycle).first()
    if plan is None and version == 0:
        plan = BusinessPlan(cycle=cycle, version=0)
        try:
            with transaction.atomic():
                plan.save(force_insert=True)
        except IntegrityError:
            raise Stale(messages.PAPER_STALE, code="stale", obj=cycle) from None
    elif plan is None:
        raise Stale(messages.PAPER_STALE, code="stale", obj=cycle)
    return plan


@transaction.atomic
def _save_paper(paper, version, actor, values, states, verb, at):
    """The guarded update of an idea or a plan, then its event, last."""
    changed = sorted(name for name, value in values.items() if getattr(paper, name) != value)
    for name, value in values.items():
        setattr(paper, name, value)
    checked = {"summary", "entered_for", "budget"}  # a plan may be saved with gaps
    paper.full_clean(exclude=[f.name for f in paper._meta.fields if f.name not in checked])
    rows = type(paper).objects.filter(pk=paper.pk, version=version, cycle__state__in=states)
    writer = None if actor is audit.SYSTEM else actor
    if rows.update(**values, version=version + 1, updated_at=at or clock.now(), updated_by=writer) != 1:
        raise Stale(messages.PAPER_STALE, code="stale", obj=paper.cycle)
    paper.refresh_from_db()
    audit.record(
        verb,
        actor=actor,
        obj=paper,
        parent=paper.cycle,
        after={"version": paper.version, "fields": changed},
        province_id=paper.cycle.province_id,
        at=at,
    )
    return paper


def set_recognition(
    *, product: Product, stars: int | None, recognised_on: date | None, valid_until: date | None
) -> Product:
    """Repeat on the product what the certificate in force says, for lists: stars 3 to 5, or None after a withdrawal.

    Writes no event of its own: call it inside the transaction of the decision or withdrawal, whose event tells it.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("set_recognition() belongs into the transaction of the decision")
    product.stars, product.recognised_on, product.valid_until = stars, recognised_on, valid_until
    product.undecided = False
    product.full_clean()
    product.version += 1
    product.save(update_fields=["stars", "recognised_on", "valid_until", "undecided", "version"])
    return product
