"""Records of a session beside its marks: invitations, proposed knock-outs, reopened sheets."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from core import clock
from evaluations.enums import InvitedBy, KnockoutProposalState
from evaluations.models.councils import CouncilMember, CouncilSession, ScoreSheet


class Invitation(models.Model):
    """Giấy mời: that a seat was told of a session, when and by which way."""

    session = models.ForeignKey(CouncilSession, on_delete=models.PROTECT, related_name="invitations")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="invitations")
    told_on = models.DateField()
    told_by = models.CharField(max_length=10, choices=InvitedBy, default=InvitedBy.LETTER)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["session_id", "member__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "member"], name="invited_once")]


class KnockoutProposal(models.Model):
    """A member asks on the own sheet for a knock-out; the session accepts it (then it is a Finding) or rejects it.

    Never deleted: both outcomes stand in the minutes. One that the member took back before handing in is withdrawn.
    """

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="proposals")
    ref = models.CharField(max_length=12)  # "C.6.1", "C.6", "D1"
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=KnockoutProposalState, default=KnockoutProposalState.PROPOSED)
    proposed_at = models.DateTimeField(default=clock.now)
    decision_reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sheet_id", "ref", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "ref"], condition=~Q(state="withdrawn"), name="knockout_proposed_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "withdrawn"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="decided_proposal_names_who",
            ),
        ]


class SheetReopening(models.Model):
    """A handed-in sheet that the chair gave back: what it was, and why. Append-only."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="reopenings")
    reason = models.TextField()
    reopened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(default=clock.now)
    total = models.PositiveSmallIntegerField()
    submitted_at = models.DateTimeField()
    seal = models.CharField(max_length=64)
    answers = models.JSONField()  # criterion code -> [place, comment]

    class Meta:
        ordering = ["sheet_id", "pk"]
