"""After the result: notices of expiry, written opinions, proposals of withdrawal, inspections, complaints. Nothing is deleted."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from core import clock
from core.models import File
from evaluations.enums import (
    ComplaintChannel,
    ComplaintState,
    InspectionConclusion,
    InspectionKind,
    InspectionState,
    ProposalState,
    RedoAnswer,
    WithdrawalGround,
)
from evaluations.models.councils import CouncilMember, ScoreSheet, SessionProduct
from evaluations.models.results import Certificate
from evaluations.querysets import ComplaintQuerySet, InspectionQuerySet, ProposalQuerySet, RedoQuerySet
from products.enums import EvaluationLevel
from products.models import Product


class RenewalNotice(models.Model):
    """The written notice to the producer before the certificate ends (148/QĐ-TTg: 30 days before at the latest)."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="renewal_notice")
    number = models.CharField(max_length=60)
    sent_on = models.DateField()
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)


class WrittenProposal(models.Model):
    """What the members are asked in writing: the sheet that the standing office proposes for one product.

    `places`: criterion code -> place, as a sheet has them; total and stars are the engine's, for reading.
    """

    item = models.OneToOneField(SessionProduct, on_delete=models.PROTECT, related_name="proposal")
    places = models.JSONField()
    total = models.PositiveSmallIntegerField()
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)


class WrittenOpinion(models.Model):
    """One member's answer on one product, given once. Who agrees adopts the proposed sheet as the own one (`sheet`)."""

    item = models.ForeignKey(SessionProduct, on_delete=models.PROTECT, related_name="opinions")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="opinions")
    agrees = models.BooleanField()
    reason = models.TextField(blank=True)
    sheet = models.OneToOneField(
        ScoreSheet, null=True, blank=True, on_delete=models.PROTECT, related_name="written_opinion"
    )
    answered_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["item_id", "member__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "member"], name="opinion_once"),
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(reason=""), name="disagreement_has_reason"),
            models.CheckConstraint(condition=Q(agrees=False) | Q(sheet__isnull=False), name="agreement_has_sheet"),
        ]


class WithdrawalProposal(models.Model):
    """A proposal to withdraw, with the day from which the 15 days of Art. 8 run (26/2026/QĐ-TTg)."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="withdrawal_proposals")
    ground_code = models.CharField(max_length=2, choices=WithdrawalGround)
    ground = models.TextField()
    basis_number = models.CharField(max_length=60)  # of the conclusion, or of the commune's confirmation
    concluded_on = models.DateField()
    due_on = models.DateField()
    inspection = models.ForeignKey(
        "Inspection", null=True, blank=True, on_delete=models.PROTECT, related_name="withdrawal_proposals"
    )
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    drop_reason = models.TextField(blank=True)
    proposed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(state="open"), name="one_open_withdrawal_proposal"
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("concluded_on")), name="proposal_due_after_basis"),
        ]


class RedoRequest(models.Model):
    """The ministry finds a province's evaluation improper and asks to redo it (26/2026/QĐ-TTg Art. 10.1.b).

    The law read so far names no deadline for the answer. `cycle`: the re-evaluation that the answer points to.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="redo_requests")
    number = models.CharField(max_length=60)
    sent_on = models.DateField()
    reason = models.TextField()
    asks_withdrawal = models.BooleanField(default=False)
    answer_kind = models.CharField(max_length=5, choices=RedoAnswer, blank=True)
    answer_number = models.CharField(max_length=60, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    cycle = models.ForeignKey("products.Cycle", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = RedoQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(answered_on__isnull=True), name="one_open_redo_request"
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | (~Q(answer="") & ~Q(answer_kind="")), name="redo_answered_whole"
            ),
            models.CheckConstraint(
                condition=~Q(answer_kind="again") | Q(cycle__isnull=False), name="redo_again_names_cycle"
            ),
        ]

    def __str__(self):
        return self.number


class Inspection(models.Model):
    """Hậu kiểm of one product (26/2026/QĐ-TTg Art. 9): are the criteria kept, is the mark used properly; what follows."""

    number = models.CharField(max_length=20, unique=True)  # HK-2026-0012
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="inspections")
    certificate = models.ForeignKey(
        Certificate, null=True, blank=True, on_delete=models.PROTECT, related_name="inspections"
    )
    level = models.CharField(max_length=10, choices=EvaluationLevel)
    kind = models.CharField(max_length=12, choices=InspectionKind)
    planned_on = models.DateField()
    team = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=InspectionState, default=InspectionState.PLANNED)
    done_on = models.DateField(null=True, blank=True)
    record_number = models.CharField(max_length=60, blank=True)
    criteria_kept = models.BooleanField(null=True, blank=True)
    criteria_note = models.TextField(blank=True)
    mark_proper = models.BooleanField(null=True, blank=True)
    mark_note = models.TextField(blank=True)
    conclusion = models.CharField(max_length=10, choices=InspectionConclusion, blank=True)
    conclusion_note = models.TextField(blank=True)
    mend_by = models.DateField(null=True, blank=True)
    mended_on = models.DateField(null=True, blank=True)
    mend_note = models.TextField(blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="concluded") | (Q(done_on__isnull=False) & ~Q(conclusion="")),
                name="inspection_concluded_whole",
            ),
            models.CheckConstraint(
                condition=~Q(conclusion="mend") | Q(mend_by__isnull=False), name="inspection_mend_has_day"
            ),
        ]
        indexes = [models.Index(fields=["state", "mend_by"])]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("evaluations:inspection", args=[self.pk])

    @property
    def mending(self) -> bool:
        """Whether something is still to be mended."""
        return self.conclusion == InspectionConclusion.MEND and self.mended_on is None


class InspectionFile(models.Model):
    """A paper or photograph of an inspection."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="files")
    title = models.CharField(max_length=300)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["inspection_id", "pk"]


class Complaint(models.Model):
    """Khiếu nại, phản ánh about a product or its certificate. The law read so far names no deadline: the office sets it."""

    number = models.CharField(max_length=20, unique=True)  # PA-2026-0007
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="complaints")
    certificate = models.ForeignKey(
        Certificate, null=True, blank=True, on_delete=models.PROTECT, related_name="complaints"
    )
    channel = models.CharField(max_length=10, choices=ComplaintChannel)
    # Of the person who complains: for the offices alone (security §9).
    from_name = models.CharField(max_length=100, blank=True)
    from_contact = models.CharField(max_length=200, blank=True)
    content = models.TextField()
    # Sent from a public page: the secret part of the receipt's address, and a keyed digest of who sent it on that day.
    receipt = models.CharField(max_length=32, blank=True, default="")
    sender = models.CharField(max_length=32, blank=True, default="")
    received_on = models.DateField()
    state = models.CharField(max_length=10, choices=ComplaintState, default=ComplaintState.RECEIVED)
    due_on = models.DateField(null=True, blank=True)
    handler = models.CharField(max_length=200, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    inspection = models.ForeignKey(
        Inspection, null=True, blank=True, on_delete=models.PROTECT, related_name="complaints"
    )
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="handling") | Q(due_on__isnull=False), name="complaint_handled_has_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | (Q(answered_on__isnull=False) & ~Q(answer="")),
                name="complaint_answered_whole",
            ),
            models.UniqueConstraint(fields=["receipt"], condition=~Q(receipt=""), name="complaint_receipt_once"),
        ]
        indexes = [models.Index(fields=["state", "due_on"]), models.Index(fields=["received_on", "sender"])]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("evaluations:complaint", args=[self.pk])
