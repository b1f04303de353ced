"""Papers of steps 2 and 3: the idea and the business plan."""

from django.db import models

from accounts.models import User
from core import clock
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
    budget = models.PositiveBigIntegerField(null=True, blank=True)  # đồng
    updated_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    objects = OfCycleQuerySet.as_manager()
