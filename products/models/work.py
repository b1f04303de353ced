"""Step 4: milestones and support."""

from django.db import models

from products.enums import FundSource, MilestoneState
from products.models.ground import Cycle
from products.querysets import OfCycleQuerySet


class Milestone(models.Model):
    """Step 4: a piece of the implementation with its day."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=MilestoneState, default=MilestoneState.PLANNED)
    done_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    objects = OfCycleQuerySet.as_manager()

    class Meta:
        ordering = ["cycle_id", "due_on", "pk"]


class SupportGrant(models.Model):
    """Step 4: support for a cycle by kind and budget source, in whole đồng."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="grants")
    purpose = models.CharField(max_length=300)
    source = models.CharField(max_length=20, choices=FundSource)
    planned = models.PositiveBigIntegerField(default=0)
    paid = models.PositiveBigIntegerField(default=0)
    granted_on = models.DateField(null=True, blank=True)

    objects = OfCycleQuerySet.as_manager()

    class Meta:
        ordering = ["cycle_id", "pk"]
