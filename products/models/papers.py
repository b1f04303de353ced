"""Papers of steps 2 and 3: the idea and the business plan."""

from django.db import models

from accounts.models import User
from core import clock
from products.enums import PaperKind, PlanPart
from products.models.ground import Cycle
from products.querysets import OfCycleQuerySet


class Idea(models.Model):
    """Step 2: phiếu đăng ký ý tưởng. Entered by the producer, or by an officer for the producer: both names are kept."""

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="idea")
    summary = models.TextField()
    materials = models.TextField(blank=True)
    market = models.TextField(blank=True)
    existing_product = models.BooleanField(default=False)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_for = models.CharField(max_length=100, blank=True)  # the producer's representative as named at entry
    form_code = models.CharField(max_length=20, blank=True)  # the slip that it was written on (products.slips)
    answers = models.JSONField(default=dict, blank=True)  # key of an item -> answer, for items without a column
    # Like products that the warning named at registration: [{"product", "name", "producer", "kind"}], and why it is another.
    likeness = models.JSONField(default=list, blank=True)
    likeness_reason = models.TextField(blank=True)
    review = models.TextField(blank=True)  # opinion of the commune where a level above appraises
    reviewed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    updated_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    objects = OfCycleQuerySet.as_manager()


class BusinessPlan(models.Model):
    """Step 3: phương án, kế hoạch kinh doanh (Biểu 03 sections)."""

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="plan")
    market = models.TextField()
    materials = models.TextField()
    technology = models.TextField()
    quality = models.TextField(blank=True)
    people = models.TextField(blank=True)
    timetable = models.TextField(blank=True)
    budget = models.PositiveBigIntegerField(null=True, blank=True)  # đồng; with a money table the sum of its needs
    answers = models.JSONField(default=dict, blank=True)
    updated_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    objects = OfCycleQuerySet.as_manager()


class PlanLine(models.Model):
    """A line of a plan's money table over three years, in whole đồng."""

    plan = models.ForeignKey(BusinessPlan, on_delete=models.CASCADE, related_name="lines")
    part = models.CharField(max_length=10, choices=PlanPart)
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=200)
    year1 = models.PositiveBigIntegerField(default=0)
    year2 = models.PositiveBigIntegerField(default=0)
    year3 = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["plan_id", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="plan_line_place_once")]


class SentPaper(models.Model):
    """A paper as it was sent, the n-th time: never changed, so that a second submission can be held against the first."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="sent_papers")
    paper = models.CharField(max_length=10, choices=PaperKind)
    turn = models.PositiveSmallIntegerField()
    content = models.JSONField(default=dict)  # key of an item -> answer
    hash = models.CharField(max_length=64)
    sent_by_id = models.BigIntegerField(null=True, blank=True)
    sent_by_name = models.CharField(max_length=200)
    sent_at = models.DateTimeField()

    objects = OfCycleQuerySet.as_manager()

    class Meta:
        ordering = ["cycle_id", "paper", "turn"]
        constraints = [models.UniqueConstraint(fields=["cycle", "paper", "turn"], name="paper_sent_once_a_turn")]


class PaperRemark(models.Model):
    """What the one who returned a paper asks for at one item. `turn`: of the sent paper that it speaks of."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="remarks")
    paper = models.CharField(max_length=10, choices=PaperKind)
    turn = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=40)
    text = models.TextField()
    made_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = OfCycleQuerySet.as_manager()

    class Meta:
        ordering = ["cycle_id", "turn", "pk"]
        constraints = [models.UniqueConstraint(fields=["cycle", "paper", "turn", "item"], name="remark_once_an_item")]
