"""Rewards paid for a recognition. A second payment is refused by the database itself."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from core import clock
from districts.models import RewardPolicy, RewardRule
from evaluations.models.results import DecisionItem
from evaluations.querysets import RewardPaymentQuerySet
from producers.models import Producer
from products.models import Product


class RewardTally(models.Model):
    """What a producer has had under a policy: moved by guarded updates, so that two at once never pass its cap."""

    policy = models.ForeignKey(RewardPolicy, on_delete=models.PROTECT, related_name="+")
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="+")
    paid = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "producer"], name="reward_tally_once")]


class RewardPayment(models.Model):
    """Chi thưởng: what was paid for one product of a decision, with rule and legal basis as they read then."""

    item = models.ForeignKey(DecisionItem, on_delete=models.PROTECT, related_name="rewards")
    rule = models.ForeignKey(RewardRule, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="rewards")
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="rewards")
    stars = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    amount = models.PositiveBigIntegerField()  # đồng
    legal_basis = models.CharField(max_length=200)
    once = models.BooleanField()  # as the rule said
    paid_on = models.DateField()
    document = models.CharField(max_length=100, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.TextField(blank=True)

    objects = RewardPaymentQuerySet.as_manager()

    class Meta:
        ordering = ["-paid_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(voided_at__isnull=True), name="reward_once_a_recognition"
            ),
            models.UniqueConstraint(
                fields=["product", "stars", "kind"], condition=Q(voided_at__isnull=True, once=True),
                name="reward_once_a_product",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="reward_is_money"),
        ]  # fmt: skip
