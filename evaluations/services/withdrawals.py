"""Thu hồi giấy chứng nhận: proposal, decision, dropping (26/2026/QĐ-TTg Art. 8). Nothing is deleted."""

from datetime import date, datetime, timedelta

from django.db import transaction

from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale
from core.text import clean_line, nfc
from evaluations import messages
from evaluations.authority import ARTICLE_8_SINCE, may_decide_on, may_inspect
from evaluations.enums import ProposalState, WithdrawalGround
from evaluations.models import Certificate, Inspection, Withdrawal, WithdrawalProposal
from products.regulationfiles import load_regulation
from products.rules import is_officer_of
from products.services import set_recognition

REGULATION = "26-2026"


def due_after(concluded_on: date) -> date:
    """Last day of the decision: 15 days from the conclusion or the commune's confirmation (Art. 8)."""
    return concluded_on + timedelta(days=load_regulation(REGULATION).deadline("withdrawal").days)


def may_propose(actor, certificate: Certificate) -> bool:
    """The OCOP office that inspects proposes on any ground; an officer of the producer's commune says that production stopped."""
    return may_inspect(actor, certificate.product) or is_officer_of(actor, certificate.product.unit_id)


@transaction.atomic
def propose_withdrawal(
    *,
    certificate: Certificate,
    ground_code: str,
    ground: str,
    basis_number: str,
    concluded_on: date,
    inspection: Inspection | None = None,
    actor,
    at: datetime | None = None,
) -> WithdrawalProposal:
    """Propose to withdraw, from the day of the conclusion or of the commune's confirmation. Event `withdrawal.propose`.

    NotAllowed for others than the OCOP office, and for a commune on another ground than "no longer produced".
    Refused for a withdrawn certificate, a second open proposal, a day before the issue or ahead.
    """
    if not may_propose(actor, certificate):
        raise NotAllowed(messages.NOT_YOUR_CERTIFICATE, code="not_your_step", obj=certificate)
    if ground_code != WithdrawalGround.STOPPED and not may_inspect(actor, certificate.product):
        raise NotAllowed(messages.PROPOSAL_NOT_YOURS, code="ground_code", obj=certificate)
    _standing(certificate)
    if WithdrawalProposal.objects.filter(certificate=certificate, state=ProposalState.OPEN).exists():
        raise Refused(messages.PROPOSAL_OPEN, code="twice", obj=certificate)
    moment = at or clock.now()
    if not certificate.issued_on <= concluded_on <= clock.local_day(moment):
        raise Refused(messages.PROPOSAL_DATE, code="concluded_on", obj=certificate)
    proposal = WithdrawalProposal(
        certificate=certificate,
        ground_code=ground_code,
        ground=nfc(ground).strip(),
        basis_number=clean_line(basis_number),
        concluded_on=concluded_on,
        due_on=due_after(concluded_on),
        inspection=inspection,
        proposed_by=None if actor is audit.SYSTEM else actor,
        created_at=moment,
    )
    proposal.full_clean()
    proposal.save()
    audit.record(
        "withdrawal.propose", actor=actor, obj=proposal, parent=certificate, at=at,
        province_id=certificate.product.province_id,
        after={"ground": ground_code, "concluded_on": concluded_on, "due_on": proposal.due_on},
    )  # fmt: skip
    return proposal


@transaction.atomic
def drop_proposal(
    *, proposal: WithdrawalProposal, reason: str, actor, at: datetime | None = None
) -> WithdrawalProposal:
    """The authority does not withdraw: the proposal ends with its reason. Event `withdrawal.drop`."""
    certificate = proposal.certificate
    if not may_decide_on(actor, certificate):
        raise NotAllowed(messages.NOT_YOUR_CERTIFICATE, code="not_your_step", obj=proposal)
    held = WithdrawalProposal.objects.filter(pk=proposal.pk, state=ProposalState.OPEN)
    if held.update(state=ProposalState.DROPPED, drop_reason=nfc(reason).strip()) != 1:
        raise Stale(messages.WITHDRAWAL_PROPOSAL_CLOSED, code="stale", obj=proposal)
    proposal.refresh_from_db()
    audit.record(
        "withdrawal.drop", actor=actor, obj=proposal, parent=certificate, at=at,
        province_id=certificate.product.province_id, before={"state": ProposalState.OPEN},
        after={"state": proposal.state}, reason=proposal.drop_reason,
    )  # fmt: skip
    return proposal


def _standing(certificate: Certificate) -> None:
    if Withdrawal.objects.filter(certificate=certificate).exists():
        raise Refused(messages.WITHDRAWN_ALREADY, code="twice", obj=certificate)


@transaction.atomic
def withdraw_certificate(
    *,
    certificate: Certificate,
    number: str,
    decided_on: date,
    ground: str,
    ground_code: str = "",
    concluded_on: date | None = None,
    issuer: str = "",
    signer: str = "",
    actor,
    at: datetime | None = None,
) -> Withdrawal:
    """Record a signed decision of withdrawal (26/2026/QĐ-TTg Art. 8).

    In order: Withdrawal with the last day of the decision when the day of the conclusion is given, the product's stars
    unless a later certificate stands, an open proposal of it decided, event `certificate.withdraw`. A late decision is
    recorded and said to be late. NotAllowed for another authority than Art. 8 names; Refused for a second one, days out
    of order, and without one of the six grounds since 22/5/2026.
    """
    if not may_decide_on(actor, certificate, decided_on):
        raise NotAllowed(messages.NOT_YOUR_CERTIFICATE, code="not_your_step", obj=certificate)
    _standing(certificate)
    if not certificate.issued_on <= decided_on <= clock.today():
        raise Refused(messages.WITHDRAW_DATE, code="decided_on", obj=certificate)
    if concluded_on and not certificate.issued_on <= concluded_on <= decided_on:
        raise Refused(messages.WITHDRAW_CONCLUDED, code="concluded_on", obj=certificate)
    if decided_on >= ARTICLE_8_SINCE and not ground_code:
        raise Refused(messages.WITHDRAW_GROUND, code="ground_code", obj=certificate)
    withdrawal = Withdrawal(
        certificate=certificate,
        number=clean_line(number),
        decided_on=decided_on,
        issuer=clean_line(issuer) or certificate.issuer,
        signer=clean_line(signer),
        ground_code=ground_code,
        ground=nfc(ground).strip(),
        concluded_on=concluded_on,
        due_on=due_after(concluded_on) if concluded_on and decided_on >= ARTICLE_8_SINCE else None,
        recorded_by=None if actor is audit.SYSTEM else actor,
    )
    withdrawal.full_clean()
    withdrawal.save()
    if not certificate.superseded_on:
        set_recognition(product=certificate.product, stars=None, recognised_on=None, valid_until=None)
    WithdrawalProposal.objects.filter(certificate=certificate, state=ProposalState.OPEN).update(
        state=ProposalState.DECIDED
    )
    audit.record(
        "certificate.withdraw", actor=actor, obj=certificate, parent=certificate.product, at=at,
        province_id=certificate.product.province_id,
        after={"number": withdrawal.number, "on": decided_on, "ground": ground_code, "late": withdrawal.late},
        reason=withdrawal.ground,
    )  # fmt: skip
    return withdrawal
