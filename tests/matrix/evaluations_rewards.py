"""Rows of rewards: see tests/matrix/__init__.py."""

from datetime import date

from districts.models import RewardPolicy, RewardRule
from evaluations.models import DecisionItem
from evaluations.services.rewards import pay_reward
from tests.factories.products import make_product
from tests.matrix import Row

SEES = dict.fromkeys(["province", "department", "leadership", "ministry"], 200)
PAYS = {**SEES, **dict.fromkeys(["department", "leadership", "ministry"], 403)}
EXPORTS = dict.fromkeys(["province", "department", "leadership", "ministry", "stranger_province"], 200)


def build(world):
    """A reward of Quảng Trị that was paid, and one that is due."""
    policy = RewardPolicy.objects.create(
        province=world.quang_tri, name="Thưởng 2026", legal_basis="13/2026/NQ-HĐND", valid_from=date(2026, 2, 1)
    )
    RewardRule.objects.create(policy=policy, star=4, kind="first", amount=60_000_000)
    item = world.a_decision.items.get()
    due = DecisionItem.objects.create(
        decision=world.a_decision, product=make_product(world.a_producer, "Chè nụ", of=world.tea, stars=4), stars=4
    )
    payment = pay_reward(item=item, paid_on=date(2026, 8, 1), actor=world.province)
    world.extra |= {"a_due": due, "a_payment": payment}


def due(world):
    return {"pk": world.a_due.pk}


def payment(world):
    return {"pk": world.a_payment.pk}


LIST = {
    "holds": {"province": lambda w: [w.a_product.name]},
    "lacks": {"stranger_province": lambda w: [w.a_product.name], "province": lambda w: [w.far_product.name]},
}
# Whoever reaches the product reaches what was paid for it, but only the province takes it back.
VOIDS = {**PAYS, **dict.fromkeys(["commune", "producer"], 403)}
ROWS = [
    Row("rewards:list", others=200, **LIST),
    Row("rewards:export", expect=EXPORTS, others=403),
    Row("rewards:pay", due, expect=PAYS),
    Row("rewards:pay", due, method="post", expect={**PAYS, "province": 422}),
    Row("rewards:void", payment, expect=VOIDS),
    Row("rewards:void", payment, method="post", expect={**VOIDS, "province": 422}),
]
