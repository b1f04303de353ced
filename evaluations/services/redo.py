"""The ministry asks a province to redo an evaluation, the province answers (26/2026/QĐ-TTg Art. 10.1.b)."""

from datetime import date, datetime

from django.db import transaction

from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale
from core.scope import MINISTRY, PROVINCE
from core.text import clean_line, nfc
from evaluations import messages
from evaluations.enums import RedoAnswer
from evaluations.models import Certificate, RedoRequest, Withdrawal
from evaluations.selectors.renewals import is_newest, open_again_cycle


def may_ask(actor, certificate: Certificate) -> bool:
    """The ministry, on what a province recognised (3 and 4 stars) and what still stands."""
    standing = certificate.stars < 5 and is_newest(certificate)
    return (
        standing and actor.scope.acts_as(MINISTRY) and not Withdrawal.objects.filter(certificate=certificate).exists()
    )


def may_answer(actor, certificate: Certificate) -> bool:
    """The OCOP office of the product's province."""
    return actor.scope.holds(PROVINCE, province_id=certificate.product.province_id)


@transaction.atomic
def ask_redo(
    *, certificate: Certificate, number: str, sent_on: date, reason: str, asks_withdrawal: bool = False, actor,
    at: datetime | None = None,
) -> RedoRequest:  # fmt: skip
    """Record the ministry's letter. Event `redo.ask`; the certificate itself does not change.

    NotAllowed for others than the ministry, and for a certificate that does not stand. Refused for a day before the
    issue or ahead, and while another request waits for its answer.
    """
    if not may_ask(actor, certificate):
        raise NotAllowed(messages.REDO_NOT_YOURS, code="not_your_step", obj=certificate)
    moment = at or clock.now()
    if not certificate.issued_on <= sent_on <= clock.local_day(moment):
        raise Refused(messages.REDO_DATE, code="sent_on", obj=certificate)
    if RedoRequest.objects.filter(certificate=certificate, answered_on__isnull=True).exists():
        raise Refused(messages.REDO_OPEN, code="twice", obj=certificate)
    row = RedoRequest(
        certificate=certificate, number=clean_line(number), sent_on=sent_on, reason=nfc(reason).strip(),
        asks_withdrawal=asks_withdrawal, asked_by=actor, created_at=moment,
    )  # fmt: skip
    row.full_clean()
    row.save()
    audit.record(
        "redo.ask", actor=actor, obj=row, parent=certificate, at=at, province_id=certificate.product.province_id,
        after={"number": row.number, "on": sent_on, "withdrawal": asks_withdrawal}, reason=row.reason,
    )  # fmt: skip
    return row


@transaction.atomic
def answer_redo(
    *, redo: RedoRequest, answer_kind: str, answer_number: str, answered_on: date, answer: str, actor,
    at: datetime | None = None,
) -> RedoRequest:  # fmt: skip
    """The province's answer: a re-evaluation that runs, or the result kept with reasons. Event `redo.answer`.

    NotAllowed for others than the province's office; Refused for days out of order, or "again" without a cycle under
    way; Stale when it was answered meanwhile. A withdrawal is a decision of its own (Art. 8).
    """
    certificate = redo.certificate
    if not may_answer(actor, certificate):
        raise NotAllowed(messages.REDO_ANSWER_NOT_YOURS, code="not_your_step", obj=redo)
    if not redo.sent_on <= answered_on <= clock.local_day(at or clock.now()):
        raise Refused(messages.REDO_ANSWER_DATE, code="answered_on", obj=redo)
    cycle = open_again_cycle(certificate.product) if answer_kind == RedoAnswer.AGAIN else None
    if answer_kind == RedoAnswer.AGAIN and cycle is None:
        raise Refused(messages.REDO_NO_CYCLE, code="answer_kind", obj=redo)
    held = RedoRequest.objects.filter(pk=redo.pk, answered_on__isnull=True)
    changed = held.update(
        answer_kind=answer_kind, answer_number=clean_line(answer_number), answered_on=answered_on,
        answer=nfc(answer).strip(), cycle=cycle, answered_by=actor,
    )  # fmt: skip
    if changed != 1:
        raise Stale(messages.REDO_ANSWERED, code="stale", obj=redo)
    redo.refresh_from_db()
    redo.full_clean()
    audit.record(
        "redo.answer", actor=actor, obj=redo, parent=certificate, at=at, province_id=certificate.product.province_id,
        after={"kind": answer_kind, "number": redo.answer_number, "on": answered_on, "cycle": cycle and cycle.pk},
    )  # fmt: skip
    return redo
