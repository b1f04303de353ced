"""Khiếu nại, phản ánh about products and certificates: received, being handled, answered."""

from datetime import date, datetime

from django.db import transaction

from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale
from core.retries import repeatable
from core.scope import COMMUNE, DISTRICT, MINISTRY, PROVINCE
from core.text import clean_line, nfc
from evaluations import messages
from evaluations.enums import ComplaintState
from evaluations.models import Certificate, Complaint, Inspection
from evaluations.numbers import take_number
from products.models import Product


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
    moment = at or clock.now()
    if received_on > clock.local_day(moment):
        raise Refused(messages.COMPLAINT_DATE, code="received_on", obj=product)

    def make(number: str) -> Complaint:
        row = Complaint(
            number=number,
            product=product,
            certificate=certificate,
            channel=channel,
            from_name=clean_line(from_name),
            from_contact=clean_line(from_contact),
            content=nfc(content).strip(),
            received_on=received_on,
            recorded_by=None if actor is audit.SYSTEM else actor,
            created_at=moment,
        )
        row.full_clean(validate_unique=False)
        row.save()
        return row

    complaint = take_number(Complaint, "PA", clock.local_day(moment).year, make)
    audit.record(
        "complaint.receive", actor=actor, obj=complaint, parent=product, at=at, province_id=product.province_id,
        after={"number": complaint.number, "channel": channel, "on": received_on},
    )  # fmt: skip
    return complaint


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
