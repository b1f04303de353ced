"""Khiếu nại, phản ánh about products and certificates: received, being handled, answered."""

from datetime import date, datetime

from django.db import transaction

from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale, TooMany
from core.retries import repeatable
from core.scope import COMMUNE, DISTRICT, MINISTRY, PROVINCE
from core.text import clean_line, nfc
from evaluations import messages
from evaluations.enums import ComplaintChannel, ComplaintState
from evaluations.models import Certificate, Complaint, Inspection
from evaluations.numbers import take_number
from products.models import Product

# Of one sender (many share an address behind a mobile network), and about one product.
A_SENDER_A_DAY, A_PRODUCT_A_DAY = 10, 50


def may_handle(actor, product: Product) -> bool:
    """The offices in whose area the product is: commune, district, province; the ministry everywhere."""
    if actor is audit.SYSTEM or actor.scope.acts_as(MINISTRY):
        return True
    held = actor.scope.holds
    return (
        held(COMMUNE, unit_id=product.unit_id)
        or held(DISTRICT, unit_id=product.unit_id)
        or held(PROVINCE, province_id=product.province_id)
    )


def may_handle_somewhere(actor) -> bool:
    """Whether the person's office takes complaints at all."""
    return any(actor.scope.acts_as(role) for role in (COMMUNE, DISTRICT, PROVINCE, MINISTRY))


def _require_handler(actor, product: Product) -> None:
    if not may_handle(actor, product):
        raise NotAllowed(messages.COMPLAINT_NOT_YOURS, code="not_your_step", obj=product)


@repeatable
@transaction.atomic
def receive_complaint(
    *,
    product: Product,
    channel: str,
    content: str,
    received_on: date,
    from_name: str = "",
    from_contact: str = "",
    certificate: Certificate | None = None,
    actor,
    at: datetime | None = None,
) -> Complaint:
    """Enter a complaint that reached an office. Event `complaint.receive`, without the name of who complains.

    NotAllowed outside the office's area; Refused for a day ahead.
    """
    _require_handler(actor, product)
    if channel == ComplaintChannel.WEB:
        raise Refused(messages.COMPLAINT_CHANNEL, code="channel", obj=product)
    moment = at or clock.now()
    if received_on > clock.local_day(moment):
        raise Refused(messages.COMPLAINT_DATE, code="received_on", obj=product)

    complaint = _entered(
        moment, product=product, certificate=certificate, channel=channel, from_name=clean_line(from_name),
        from_contact=clean_line(from_contact), content=nfc(content).strip(), received_on=received_on,
        recorded_by=None if actor is audit.SYSTEM else actor,
    )  # fmt: skip
    audit.record(
        "complaint.receive", actor=actor, obj=complaint, parent=product, at=at, province_id=product.province_id,
        after={"number": complaint.number, "channel": channel, "on": received_on},
    )  # fmt: skip
    return complaint


def _entered(moment: datetime, **values) -> Complaint:
    """A complaint under the next number of the year."""

    def make(number: str) -> Complaint:
        row = Complaint(number=number, created_at=moment, **values)
        row.full_clean(exclude=["recorded_by"], validate_unique=False, validate_constraints=False)
        row.save()
        return row

    return take_number(Complaint, "PA", clock.local_day(moment).year, make)


@repeatable
@transaction.atomic
def submit_complaint(
    *,
    product: Product,
    certificate: Certificate | None,
    content: str,
    from_name: str = "",
    from_contact: str = "",
    receipt: str,
    sender: str,
    at: datetime | None = None,
) -> Complaint:
    """Take in what somebody sent from a public page. A repeat of the same `receipt` gives the first one.

    `sender`: a digest that is the same for one sender on one day and says nothing of who it is. Event `complaint.submit`
    without name and content. TooMany when the sender, or the product, has had enough for the day.
    """
    known = Complaint.objects.filter(receipt=receipt).first()
    if known:
        return known
    moment = at or clock.now()
    today = Complaint.objects.filter(received_on=clock.local_day(moment), channel=ComplaintChannel.WEB)
    if (
        today.filter(sender=sender).count() >= A_SENDER_A_DAY
        or today.filter(product=product).count() >= A_PRODUCT_A_DAY
    ):
        raise TooMany(messages.COMPLAINT_TOO_MANY, code="too_many")
    values = {
        "product": product, "certificate": certificate, "channel": ComplaintChannel.WEB, "receipt": receipt,
        "from_name": clean_line(from_name), "from_contact": clean_line(from_contact), "content": nfc(content).strip(),
        "received_on": clock.local_day(moment), "sender": sender,
    }  # fmt: skip
    try:
        complaint = _entered(moment, **values)
    except Refused:
        known = Complaint.objects.filter(receipt=receipt).first()
        if known:  # the same form, a moment ago on another connection
            return known
        raise
    audit.record(
        "complaint.submit", actor=audit.SYSTEM, obj=complaint, parent=product, at=at, province_id=product.province_id,
        after={"number": complaint.number, "channel": complaint.channel, "on": complaint.received_on},
    )  # fmt: skip
    return complaint


@transaction.atomic
def reveal_sender(*, complaint: Complaint, actor, at: datetime | None = None) -> tuple[str, str]:
    """Name and contact of who complains, for the offices that handle it; the reading is an event (craft §7)."""
    _require_handler(actor, complaint.product)
    if not (complaint.from_name or complaint.from_contact):
        raise Refused(messages.COMPLAINT_UNNAMED, code="unnamed", obj=complaint)
    audit.record(
        "complaint.reveal", actor=actor, obj=complaint, parent=complaint.product, at=at,
        province_id=complaint.product.province_id,
    )  # fmt: skip
    return complaint.from_name, complaint.from_contact


@transaction.atomic
def take_up(
    *,
    complaint: Complaint,
    handler: str,
    due_on: date,
    inspection: Inspection | None = None,
    actor,
    at: datetime | None = None,
) -> Complaint:
    """Somebody takes it up by a day that the office sets; an inspection of the same product may be named.

    Event `complaint.take_up`. From here the producer reads the content, never who complained.
    """
    product = complaint.product
    _require_handler(actor, product)
    if due_on < clock.local_day(at or clock.now()):
        raise Refused(messages.COMPLAINT_DUE, code="due_on", obj=complaint)
    if inspection is not None and inspection.product_id != product.pk:
        raise Refused(messages.COMPLAINT_INSPECTION, code="inspection", obj=complaint)
    held = Complaint.objects.filter(pk=complaint.pk, state=ComplaintState.RECEIVED)
    values = {"handler": clean_line(handler), "due_on": due_on, "inspection": inspection}
    if held.update(state=ComplaintState.HANDLING, **values) != 1:
        raise Stale(messages.COMPLAINT_STATE, code="stale", obj=complaint)
    complaint.refresh_from_db()
    audit.record(
        "complaint.take_up", actor=actor, obj=complaint, parent=product, at=at, province_id=product.province_id,
        before={"state": ComplaintState.RECEIVED}, after={"state": complaint.state, "due_on": due_on},
    )  # fmt: skip
    return complaint


@transaction.atomic
def answer_complaint(
    *, complaint: Complaint, answer: str, inspection: Inspection | None = None, actor, at: datetime | None = None
) -> Complaint:
    """Record the answer given. Event `complaint.answer`, with whether it was in time."""
    product = complaint.product
    _require_handler(actor, product)
    if inspection is not None and inspection.product_id != product.pk:
        raise Refused(messages.COMPLAINT_INSPECTION, code="inspection", obj=complaint)
    day = clock.local_day(at or clock.now())
    values = {"answer": nfc(answer).strip(), "answered_on": day}
    if inspection is not None:
        values["inspection"] = inspection
    held = Complaint.objects.filter(pk=complaint.pk, state=ComplaintState.HANDLING)
    if held.update(state=ComplaintState.ANSWERED, **values) != 1:
        raise Stale(messages.COMPLAINT_STATE, code="stale", obj=complaint)
    complaint.refresh_from_db()
    audit.record(
        "complaint.answer", actor=actor, obj=complaint, parent=product, at=at, province_id=product.province_id,
        before={"state": ComplaintState.HANDLING},
        after={"state": complaint.state, "on": day, "in_time": day <= complaint.due_on},
    )  # fmt: skip
    return complaint
