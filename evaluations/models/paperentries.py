"""Paper sheets: allowed for a member and product, typed twice by two people, compared, then filled into the member's sheet."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from core import clock
from core.models import File
from evaluations.enums import PaperSheetState
from evaluations.models.councils import CouncilMember, ScoreSheet, SessionProduct
from evaluations.models.rubrics import Criterion
from evaluations.papercodes import sheet_code
from evaluations.querysets import PaperEntryQuerySet


class PaperEntry(models.Model):
    """Phiếu giấy of one member for one product and scoring round. `typed` counts the entries that were made."""

    item = models.ForeignKey(SessionProduct, on_delete=models.PROTECT, related_name="paper_sheets")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="paper_sheets")
    scoring_round = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=PaperSheetState, default=PaperSheetState.WAITING)
    typed = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField()
    allowed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    allowed_at = models.DateTimeField(default=clock.now)
    scan = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sheet = models.OneToOneField(ScoreSheet, null=True, blank=True, on_delete=models.PROTECT, related_name="paper")
    resolved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    resolution = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)  # filled or cancelled

    objects = PaperEntryQuerySet.as_manager()

    class Meta:
        ordering = ["item__position", "member__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "member", "scoring_round"], condition=~Q(state="cancelled"), name="paper_once"
            ),
            models.CheckConstraint(condition=Q(typed__lte=2), name="paper_typed_twice"),
            models.CheckConstraint(
                condition=~Q(state="filled") | Q(sheet__isnull=False), name="filled_paper_has_its_sheet"
            ),
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("evaluations:paper_sheets", args=[self.item.session_id])

    @property
    def code(self) -> str:
        """As printed on the sheet: "1F-3-1-KT"."""
        return sheet_code(self.item_id, self.member_id, self.scoring_round)


class PaperTyping(models.Model):
    """One of the two entries, by one person. Nobody reads it before both are there."""

    entry = models.ForeignKey(PaperEntry, on_delete=models.PROTECT, related_name="typings")
    number = models.PositiveSmallIntegerField()
    typed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    typed_at = models.DateTimeField()

    class Meta:
        ordering = ["entry_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="typing_once"),
            models.UniqueConstraint(fields=["entry", "typed_by"], name="typing_by_two_people"),
            models.CheckConstraint(condition=Q(number__range=(1, 2)), name="typing_first_or_second"),
        ]


class PaperAnswer(models.Model):
    """The option that was read from the paper; 0 = không đáp ứng."""

    typing = models.ForeignKey(PaperTyping, on_delete=models.PROTECT, related_name="answers")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["typing_id", "criterion__position"]
        constraints = [models.UniqueConstraint(fields=["typing", "criterion"], name="paper_answer_once")]
