"""Reads of rewards: recognised products with the rule that fits each and what was paid."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum

from districts.models import RewardRule
from districts.rewards import fitting_rule, kind_of
from evaluations.enums import DecisionKind
from evaluations.models import DecisionItem, RecognitionDecision, RewardPayment
from products.enums import CycleKind

REWARD_SORTS = {
    "moi": ("-decision__decided_on", "-pk"),
    "sao": ("-stars", "product__sort_key", "pk"),
    "ten": ("product__sort_key", "pk"),
}
COLUMNS = (
    "pk", "product__name", "product__producer__name", "stars", "decision__number", "decision__decided_on",
    "decision__province_id", "cycle__kind", "before", "payment", "paid_amount", "paid_on",
)  # fmt: skip


def with_payment(rows: QuerySet) -> QuerySet:
    """Decision items with the stars of the product's decision before (`before`) and its standing payment."""
    earlier = DecisionItem.objects.filter(
        Q(decision__decided_on__lt=OuterRef("decision__decided_on"))
        | Q(decision__decided_on=OuterRef("decision__decided_on"), pk__lt=OuterRef("pk")),
        product_id=OuterRef("product_id"), decision__kind=DecisionKind.RECOGNISE,
    ).order_by("-decision__decided_on", "-pk")  # fmt: skip
    paid = RewardPayment.objects.filter(item_id=OuterRef("pk"), voided_at__isnull=True)
    return rows.annotate(
        before=Subquery(earlier.values("stars")[:1]),
        payment=Subquery(paid.values("pk")[:1]),
        paid_amount=Subquery(paid.values("amount")[:1]),
        paid_on=Subquery(paid.values("paid_on")[:1]),
    )


def recognised(user) -> QuerySet:
    """Products of the recognising decisions that the person sees."""
    decisions = RecognitionDecision.objects.visible_to(user).filter(kind=DecisionKind.RECOGNISE)
    return DecisionItem.objects.filter(decision__in=decisions)


def paid_or_not(rows: QuerySet, paid: bool) -> QuerySet:
    """Those whose reward was paid, or was not."""
    standing = Exists(RewardPayment.objects.filter(item_id=OuterRef("pk"), voided_at__isnull=True))
    return rows.filter(standing if paid else ~standing)


def paid_total(rows: QuerySet) -> int:
    """What was paid for these items in all: one query."""
    found = RewardPayment.objects.filter(item__in=rows.order_by().values("pk"), voided_at__isnull=True)
    return found.aggregate(total=Sum("amount"))["total"] or 0


def rules_of(province_ids) -> list[RewardRule]:
    """Every rule of these provinces with its policy: one query."""
    return list(RewardRule.objects.filter(policy__province_id__in=province_ids).select_related("policy"))


@dataclass(frozen=True)
class RewardLine:
    """One row of the list. `amount`: by the rule that fits, None where none does."""

    pk: int
    product: str
    producer: str
    stars: int
    number: str
    decided_on: date
    kind: str | None
    amount: int | None
    payment: int | None
    paid_amount: int | None
    paid_on: date | None


def lines(tuples, rules) -> list[RewardLine]:
    """Tuples of COLUMNS with the rule that fits each."""
    found = []
    for pk, product, producer, stars, number, day, province, cycle_kind, before, payment, amount, paid_on in tuples:
        kind = kind_of(cycle_kind == CycleKind.FIRST, stars, before)
        rule = fitting_rule(rules, province_id=province, decided_on=day, stars=stars, kind=kind, before=before)
        due = rule.amount if rule else None
        found.append(RewardLine(pk, product, producer, stars, number, day, kind, due, payment, amount, paid_on))
    return found


def matched_rule(item: DecisionItem) -> tuple[RewardRule, str] | None:
    """(rule, kind) that a recognition falls under on its day, or None."""
    row = with_payment(DecisionItem.objects.filter(pk=item.pk)).values_list("before", "cycle__kind").get()
    before, cycle_kind = row
    kind = kind_of(cycle_kind == CycleKind.FIRST, item.stars, before)
    decision = item.decision
    if decision.kind != DecisionKind.RECOGNISE:
        return None
    rule = fitting_rule(
        rules_of([decision.province_id]), province_id=decision.province_id, decided_on=decision.decided_on,
        stars=item.stars, kind=kind, before=before,
    )  # fmt: skip
    return (rule, kind) if rule else None


def reward_columns(rows: QuerySet) -> QuerySet:
    """Tuples of COLUMNS."""
    return with_payment(rows).values_list(*COLUMNS)
