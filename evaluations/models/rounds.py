"""Dossiers as they come to an evaluation level: the day of the proposal, and the round that takes a late one in."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from core import clock
from districts.models import AdministrativeUnit
from evaluations.models.councils import Round
from products.enums import EvaluationLevel
from products.models import Cycle
from products.querysets import OfCycleQuerySet


class RoundProposal(models.Model):
    """The first proposal of a cycle to a level (26/2026/QĐ-TTg Art. 5). `unit`: the office's, empty for the centre.

    A dossier that the level has completed keeps the day of its first proposal. `taken_into`: the round that the office
    took it into although it came after the round's day, with the reason.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="proposals")
    level = models.CharField(max_length=10, choices=EvaluationLevel)
    unit = models.ForeignKey(AdministrativeUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)
    taken_into = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="taken_in")
    reason = models.TextField(blank=True)
    taken_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)

    objects = OfCycleQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "level"], name="proposed_once_a_level"),
            models.CheckConstraint(
                condition=Q(taken_into__isnull=True) | ~Q(reason=""), name="late_proposal_taken_with_reason"
            ),
        ]
        indexes = [models.Index(fields=["level", "unit", "proposed_on"])]
