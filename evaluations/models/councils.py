"""Rounds, councils, sessions, sheets: who scores what, when, under which Quy chế."""

from datetime import timedelta
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from districts.models import AdministrativeUnit
from evaluations.enums import (
    CommentRule,
    FindingKind,
    GateRule,
    ItemState,
    Seat,
    SessionKind,
    SessionState,
    SheetSource,
    SheetState,
    Visibility,
)
from evaluations.models.dossiers import Dossier
from evaluations.models.rubrics import Criterion, Option, Rubric
from evaluations.querysets import (
    CouncilQuerySet,
    RoundQuerySet,
    ScoreSheetQuerySet,
    SessionProductQuerySet,
    SessionQuerySet,
)
from products.enums import EvaluationLevel
from products.models import Cycle, Regulation


class Round(models.Model):
    """Đợt đánh giá of a level and year, with the dates as its decision or plan prints them. The centre has no unit.

    `counts_day`: whether the printed day itself still counts. "Trước ngày" leaves it out (design §6, to be confirmed
    with the signed text, therefore a setting).
    """

    level = models.CharField(max_length=10, choices=EvaluationLevel)
    unit = models.ForeignKey(AdministrativeUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(AdministrativeUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    proposed_by = models.DateField(null=True, blank=True)
    done_by = models.DateField(null=True, blank=True)
    counts_day = models.BooleanField(default=False)
    plan_number = models.CharField(max_length=60, blank=True)
    plan_date = models.DateField(null=True, blank=True)
    name = models.CharField(max_length=200, blank=True)  # as the plan calls it; the number is the round's own name
    version = models.PositiveIntegerField(default=1)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "level", "year", "number"], name="round_once"),
            models.UniqueConstraint(
                fields=["level", "year", "number"], condition=Q(unit__isnull=True), name="round_of_centre_once"
            ),
        ]

    def __str__(self):
        return str(_("Đợt %(number)s năm %(year)s") % {"number": self.number, "year": self.year})

    def get_absolute_url(self):
        return reverse("evaluations:round", args=[self.pk])

    def last_day(self, day):
        """The last day that still counts for one of the two dates; None where there is none."""
        if day is None:
            return None
        return day if self.counts_day else day - timedelta(days=1)


class Council(models.Model):
    """Hội đồng by decision, with its Quy chế as settings: never constants (design §5)."""

    name = models.CharField(max_length=300)
    level = models.CharField(max_length=10, choices=EvaluationLevel)
    unit = models.ForeignKey(AdministrativeUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(AdministrativeUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision_number = models.CharField(max_length=60)
    decision_date = models.DateField()
    rules_number = models.CharField(max_length=60, blank=True)
    rules_date = models.DateField(null=True, blank=True)
    quorum = models.DecimalField(
        max_digits=4, decimal_places=3, default=Decimal("0.75"), validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    spread_limit = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(10))
    gate_rule = models.CharField(max_length=10, choices=GateRule, default=GateRule.MAJORITY)
    comment_rule = models.CharField(max_length=12, choices=CommentRule, default=CommentRule.EXTREMES)
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.CLOSED)
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="councils")
    search_text = models.TextField(blank=True, default="")  # folded name, unit and decision, for lists

    objects = CouncilQuerySet.as_manager()

    class Meta:
        ordering = ["-decision_date", "-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("evaluations:council", args=[self.pk])


class CouncilMember(models.Model):
    """A seat. `scores` is False for advisors, and for a secretary who only keeps the minutes."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seats")
    seat = models.CharField(max_length=12, choices=Seat)
    agency = models.CharField(max_length=200, blank=True)
    post = models.CharField(max_length=150, blank=True)  # chức vụ in the agency, as the decision prints it
    scores = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["council_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "user"], name="seat_once"),
            models.UniqueConstraint(fields=["council"], condition=Q(seat="chair"), name="one_chair"),
        ]

    def __str__(self):
        return self.user.full_name

    @property
    def given_name(self) -> str:
        """Last word of the name, by which people call each other; for narrow columns."""
        return self.user.full_name.rpartition(" ")[2]


class AdvisoryTeam(models.Model):
    """Tổ tư vấn of a council: its decision, head and deadline. Its people hold advisor seats."""

    council = models.OneToOneField(Council, on_delete=models.PROTECT, related_name="advisory_team")
    decision_number = models.CharField(max_length=60)
    decision_date = models.DateField()
    head = models.CharField(max_length=100)
    due_on = models.DateField(null=True, blank=True)


class CouncilSession(models.Model):
    """Phiên họp of a council."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="sessions")
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions")
    held_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    ends_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    # Of a session by written opinions `held_on` is the last day to answer.
    kind = models.CharField(max_length=10, choices=SessionKind, default=SessionKind.MEETING)
    link = models.URLField(max_length=300, blank=True)
    agenda = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PLANNED)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    seal = models.CharField(max_length=64, blank=True)  # hash over all marks at closing
    created_at = models.DateTimeField(default=clock.now)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]

    def get_absolute_url(self):
        return reverse("evaluations:session", args=[self.pk])


class SessionProduct(models.Model):
    """One product of a session, on the rubric of its dossier."""

    session = models.ForeignKey(CouncilSession, on_delete=models.PROTECT, related_name="items")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="session_items")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="items")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    starts_at = models.TimeField(null=True, blank=True)  # its hour on the agenda
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.WAITING)
    scoring_round = models.PositiveSmallIntegerField(default=1)
    discussion = models.TextField(blank=True)
    # For sheets whose minimum marks are not known (1048 under 781): the secretary's recorded statement.
    marks_statement = models.TextField(blank=True)

    objects = SessionProductQuerySet.as_manager()

    class Meta:
        ordering = ["session_id", "position"]
        constraints = [models.UniqueConstraint(fields=["session", "cycle"], name="product_once_a_session")]

    def get_absolute_url(self):
        return reverse("evaluations:item", args=[self.pk])


class Presence(models.Model):
    """Có mặt: recorded by the secretary."""

    session = models.ForeignKey(CouncilSession, on_delete=models.PROTECT, related_name="presences")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="presences")
    present = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "member"], name="presence_once")]


class Conflict(models.Model):
    """The member's answer to the question before the dossier opens, or the chair's ruling on it.

    `has_conflict` is what holds and takes the product away; `own_answer` stays what the member said (None: nothing
    yet). With a ruling `reason` is the member's own, `ruling` the chair's.
    """

    item = models.ForeignKey(SessionProduct, on_delete=models.PROTECT, related_name="conflicts")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="conflicts")
    has_conflict = models.BooleanField()
    own_answer = models.BooleanField(null=True, blank=True)
    reason = models.TextField(blank=True)
    declared_at = models.DateTimeField(default=clock.now)
    ruling = models.TextField(blank=True)
    ruled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ruled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="conflict_answered_once")]


class ScoreSheet(models.Model):
    """Phiếu chấm of one member for one product and scoring round."""

    item = models.ForeignKey(SessionProduct, on_delete=models.PROTECT, related_name="sheets")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="sheets")
    scoring_round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.DRAFT)
    version = models.PositiveIntegerField(default=0)
    locked = models.BooleanField(default=False)
    remark = models.TextField(blank=True)
    total = models.PositiveSmallIntegerField(null=True, blank=True)  # stored at submission
    opened_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    seal = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=6, choices=SheetSource, default=SheetSource.ONLINE)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        ordering = ["item_id", "member__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "member", "scoring_round"], name="sheet_once"),
            models.CheckConstraint(condition=Q(total__isnull=True) | Q(total__lte=100), name="sheet_total_to_100"),
            models.CheckConstraint(
                condition=~Q(state="submitted") | (Q(total__isnull=False) & Q(submitted_at__isnull=False)),
                name="submitted_sheet_has_total",
            ),
        ]

    def get_absolute_url(self):
        return reverse("evaluations:sheet", args=[self.pk])

    @property
    def reopened_reason(self) -> str:
        """Why the chair gave the sheet back, while it is a draft again; empty otherwise."""
        if self.state != SheetState.DRAFT:
            return ""
        return self.reopenings.order_by("-pk").values_list("reason", flat=True).first() or ""


class Score(models.Model):
    """One answer of a sheet: `place` of the option; 0 = không đáp ứng; no row or no place = chưa chấm (design §5).

    A row without place keeps a comment that was written before the choice.
    """

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(null=True)
    option = models.ForeignKey(Option, null=True, on_delete=models.PROTECT, related_name="+")
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["sheet_id", "criterion_id"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="score_once"),
            models.CheckConstraint(
                condition=Q(place__gt=0, option__isnull=False)
                | Q(place=0, option__isnull=True)
                | Q(place__isnull=True, option__isnull=True),
                name="score_place_has_its_option",
            ),
        ]


class ScoreChange(models.Model):
    """One saved answer, versioned; a repeat with the same request id returns the first one (security §4). Append-only."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="changes")
    request_id = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    place_before = models.SmallIntegerField(null=True)  # null = chưa chấm, 0 = không đáp ứng
    place_after = models.SmallIntegerField(null=True)
    comment_after = models.TextField(blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["sheet_id", "version", "pk"]
        constraints = [models.UniqueConstraint(fields=["sheet", "request_id", "criterion"], name="change_once")]


class Finding(models.Model):
    """What the session finds jointly: a knock-out in force, or the council's option for a mark."""

    item = models.ForeignKey(SessionProduct, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=10, choices=FindingKind)
    ref = models.CharField(max_length=12)  # "C.6.1", "C.6", "D1"
    place = models.PositiveSmallIntegerField(null=True, blank=True)  # joint: the option's place, 0 = không đáp ứng
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["item_id", "kind", "ref"]
        constraints = [models.UniqueConstraint(fields=["item", "kind", "ref"], name="finding_once")]
