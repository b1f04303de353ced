"""Step 4: milestones with their evidence, support with its ledger."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from core import clock
from core.models import File
from products.enums import EntryKind, FundSource, MilestoneState, SupportKind
from products.models.ground import Cycle
from products.querysets import GrantQuerySet, OfCycleQuerySet, OfGrantQuerySet, OfMilestoneQuerySet


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


class MilestoneFile(models.Model):
    """Evidence of a milestone: a picture, a contract, an acceptance paper."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="files")
    title = models.CharField(max_length=300)
    file = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    objects = OfMilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["milestone_id", "pk"]


class SupportGrant(models.Model):
    """Step 4: support for a cycle by kind and budget source, in whole đồng.

    `planned`, `approved`, `paid` repeat the sums of its ledger, for lists; services.support writes both together.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="grants")
    kind = models.CharField(max_length=20, choices=SupportKind, default=SupportKind.OTHER)
    purpose = models.CharField(max_length=300)
    source = models.CharField(max_length=20, choices=FundSource)
    planned = models.PositiveBigIntegerField(default=0)
    approved = models.PositiveBigIntegerField(default=0)
    paid = models.PositiveBigIntegerField(default=0)
    granted_on = models.DateField(null=True, blank=True)  # the day of the first approval
    created_at = models.DateTimeField(default=clock.now)
    search_text = models.TextField(blank=True, default="")  # folded purpose, product, producer and cycle, for lists

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["cycle_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(paid__lte=F("approved")) & Q(approved__lte=F("planned")), name="grant_paid_approved_planned"
            ),
        ]

    def __str__(self):
        return self.purpose

    def get_absolute_url(self):
        return reverse("products:grant", args=[self.pk])


class SupportEntry(models.Model):
    """A line of a grant's ledger: only ever added. A wrong one is answered by one that takes it back, once."""

    grant = models.ForeignKey(SupportGrant, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind)
    amount = models.BigIntegerField()  # đồng; below zero only where it takes an entry back
    on = models.DateField()
    document = models.CharField(max_length=100, blank=True)  # number of the decision or the voucher
    note = models.TextField(blank=True)
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    made_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=clock.now)

    objects = OfGrantQuerySet.as_manager()

    class Meta:
        ordering = ["grant_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(reverses__isnull=True) & Q(amount__gt=0)) | (Q(reverses__isnull=False) & Q(amount__lt=0)),
                name="entry_below_zero_takes_back",
            ),
        ]
