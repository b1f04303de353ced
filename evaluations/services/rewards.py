"""Paying rewards for recognised products by the rules of their province."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale
from core.formats import show_date, show_number
from core.scope import PROVINCE
from core.text import clean_line, nfc
from districts.models import RewardPolicy
from evaluations import reward_messages as messages
from evaluations.models import DecisionItem, RewardPayment, RewardTally
from evaluations.selectors.rewards import matched_rule
from producers.models import Producer


def _officer(actor, item: DecisionItem) -> None:
    if not actor.scope.holds(PROVINCE, province_id=item.decision.province_id):
        raise NotAllowed(messages.NOT_YOUR_REWARD, code="not_your_step", obj=item)


@transaction.atomic
def pay_reward(
    *, item: DecisionItem, paid_on: date, actor, document: str = "", at: datetime | None = None
) -> RewardPayment:
    """Record that the reward of one product of a decision was paid, by the rule that fits it.

    In order: the producer's tally under the policy moves by a guarded update that keeps its cap; the payment is written,
    with rule and legal basis as they read now; event `reward.pay`, last. Refused: no rule with a legal basis, a day before
    the decision or in the future, over the cap, paid already (the database holds that, also for two at once).
    """
    _officer(actor, item)
    moment = at or clock.now()
    found = matched_rule(item)
    if found is None:
        raise Refused(messages.NO_RULE, code="rule", obj=item)
    rule, kind = found
    if not item.decision.decided_on <= paid_on <= clock.local_day(moment):
        words = {"day": show_date(item.decision.decided_on)}
        raise Refused(messages.PAID_ON_WRONG % words, code="paid_on", obj=item)
    producer = item.product.producer
    payment = RewardPayment(
        item=item, rule=rule, product=item.product, producer=producer, stars=item.stars, kind=kind, amount=rule.amount,
        legal_basis=rule.policy.legal_basis, once=rule.paid_once, paid_on=paid_on, document=clean_line(document),
        recorded_by=actor, recorded_at=moment,
    )  # fmt: skip
    payment.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            payment.save(force_insert=True)
    except IntegrityError:
        raise Refused(_already(item, kind), code="paid", obj=item) from None
    _tally(rule.policy, producer, rule.amount, item)
    after = {"item": item.pk, "amount": rule.amount, "kind": kind, "stars": item.stars}
    audit.record(
        "reward.pay", actor=actor, obj=payment, parent=item, after=after, province_id=item.decision.province_id, at=at
    )
    return payment


def _already(item: DecisionItem, kind: str) -> str:
    standing = RewardPayment.objects.filter(voided_at__isnull=True)
    first = (
        standing.filter(item=item).first() or standing.filter(product=item.product, stars=item.stars, kind=kind).first()
    )
    if first is None:
        return str(messages.PAID_ALREADY)
    words = {"amount": show_number(first.amount), "day": show_date(first.paid_on), "basis": first.legal_basis}
    return messages.PAID_THEN % words


def _tally(policy: RewardPolicy, producer: Producer, amount: int, item: DecisionItem) -> None:
    tally, _made = RewardTally.objects.get_or_create(policy=policy, producer=producer)
    rows = RewardTally.objects.filter(pk=tally.pk)
    if policy.producer_cap is not None and amount > 0:
        rows = rows.filter(paid__lte=policy.producer_cap - amount)
    if rows.update(paid=F("paid") + amount) != 1:
        tally.refresh_from_db()
        words = {"cap": show_number(policy.producer_cap), "paid": show_number(tally.paid)}
        raise Refused(messages.OVER_CAP % words, code="cap", obj=item)


@transaction.atomic
def void_payment(*, payment: RewardPayment, reason: str, actor, at: datetime | None = None) -> RewardPayment:
    """Take a payment back that was recorded by mistake; the row stays with the reason. Event `reward.void`.

    Errors: NotAllowed, Refused (no reason), Stale (taken back already).
    """
    _officer(actor, payment.item)
    if not reason.strip():
        raise Refused(messages.REASON_MISSING, code="reason", obj=payment)
    rows = RewardPayment.objects.filter(pk=payment.pk, voided_at__isnull=True)
    if rows.update(voided_at=at or clock.now(), void_reason=nfc(reason).strip()) != 1:
        raise Stale(messages.VOIDED_ALREADY, code="stale", obj=payment)
    _tally(payment.rule.policy, payment.producer, -payment.amount, payment.item)
    payment.refresh_from_db()
    province = payment.item.decision.province_id
    after = {"amount": payment.amount}
    audit.record("reward.void", actor=actor, obj=payment, parent=payment.item, after=after, province_id=province, at=at)
    return payment
