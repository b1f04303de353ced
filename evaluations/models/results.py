"""What a closed session leaves: frozen results, decisions, certificates, and what an import brought. Never deleted."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from core import clock
from core.models import File
from districts.models import AdministrativeUnit
from evaluations.enums import DecisionKind, ImportKind, WithdrawalGround
from evaluations.models.councils import CouncilSession, SessionProduct
from evaluations.querysets import CertificateQuerySet, DecisionQuerySet, ImportQuerySet
from producers.enums import RecordSource
from products.enums import EvaluationLevel
from products.models import Cycle, Product


class Result(models.Model):
    """Frozen at closing: inputs and outcome of the engine with their hash. `total_sum` / `counted` is the exact average."""

    item = models.OneToOneField(SessionProduct, on_delete=models.PROTECT, related_name="result")
    counted = models.PositiveSmallIntegerField()
    total_sum = models.PositiveIntegerField()
    average_shown = models.CharField(max_length=6, blank=True)  # "71.67"
    band = models.PositiveSmallIntegerField(null=True, blank=True)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    data = models.JSONField()  # {"input": …, "output": …} as `manage.py score` knows them
    hash = models.CharField(max_length=64)
    closed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stars__isnull=True) | Q(stars__range=(1, 5)), name="result_stars_1_to_5"
            ),
        ]


class RecognitionDecision(models.Model):
    """Quyết định công nhận, or the one that approves a result for the level above (26/2026 Art. 7.3.e)."""

    number = models.CharField(max_length=60)
    decided_on = models.DateField()
    kind = models.CharField(max_length=10, choices=DecisionKind, default=DecisionKind.RECOGNISE)
    level = models.CharField(max_length=10, choices=EvaluationLevel)
    issuer = models.CharField(max_length=200)  # as printed: "Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị"
    signer = models.CharField(max_length=100, blank=True)
    unit = models.ForeignKey(AdministrativeUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(AdministrativeUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(
        CouncilSession, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    source = models.CharField(max_length=10, choices=RecordSource, default=RecordSource.PORTAL)
    date_assumed = models.BooleanField(default=False)  # an imported one without a date: 31/12 of its year
    created_at = models.DateTimeField(default=clock.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "number", "decided_on"], name="decision_once"),
            models.UniqueConstraint(
                fields=["number", "decided_on"], condition=Q(unit__isnull=True), name="decision_of_ministry_once"
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("evaluations:decision", args=[self.pk])


class DecisionItem(models.Model):
    decision = models.ForeignKey(RecognitionDecision, on_delete=models.PROTECT, related_name="items")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="decision_items")
    cycle = models.ForeignKey(Cycle, null=True, blank=True, on_delete=models.PROTECT, related_name="decision_items")
    stars = models.PositiveSmallIntegerField()
    average_shown = models.CharField(max_length=6, blank=True)
    product_code = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["decision_id", "-stars", "product__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "product"], name="product_once_a_decision"),
            models.CheckConstraint(condition=Q(stars__range=(3, 5)), name="decided_stars_3_to_5"),
        ]


class Certificate(models.Model):
    """Giấy chứng nhận: valid to and including issue date + 36 months. Keeps issuer, names, places as text at issue."""

    number = models.CharField(max_length=60, blank=True)
    # Place in the numbers that one authority gives in a year; both empty for an imported one, whose number is another's.
    series = models.CharField(max_length=40, blank=True, default="")
    serial = models.PositiveIntegerField(null=True, blank=True)
    code = models.CharField(max_length=11, unique=True)  # public: 10 Crockford characters and a check character
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="certificates")
    cycle = models.ForeignKey(Cycle, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates")
    decision = models.ForeignKey(RecognitionDecision, null=True, on_delete=models.PROTECT, related_name="certificates")
    stars = models.PositiveSmallIntegerField()
    issuer = models.CharField(max_length=200)
    product_name = models.CharField(max_length=250)
    producer_name = models.CharField(max_length=200)
    place = models.CharField(max_length=300, blank=True)
    product_code = models.CharField(max_length=40, blank=True)
    issued_on = models.DateField()
    valid_to = models.DateField()
    date_assumed = models.BooleanField(default=False)
    source = models.CharField(max_length=10, choices=RecordSource, default=RecordSource.PORTAL)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )
    superseded_on = models.DateField(null=True, blank=True)
    file = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(stars__range=(3, 5)), name="certificate_stars_3_to_5"),
            models.UniqueConstraint(fields=["decision", "product"], name="certificate_once_a_decision"),
            models.UniqueConstraint(fields=["series", "serial"], name="certificate_number_once"),
            models.CheckConstraint(
                condition=Q(series="", serial__isnull=True) | (~Q(series="") & Q(serial__gte=1) & ~Q(number="")),
                name="certificate_series_whole",
            ),
        ]
        indexes = [models.Index(fields=["product", "valid_to"]), models.Index(fields=["valid_to"])]

    def __str__(self):
        return self.number or self.code

    def get_absolute_url(self):
        return reverse("evaluations:certificate", args=[self.pk])

    @property
    def full_title(self) -> str:
        """Product and number in one line; a certificate of the past may have no number."""
        return " · ".join(filter(None, (self.product_name, self.number)))

    @property
    def withdrawn_on(self):
        """The day of the withdrawal decision, or None."""
        withdrawal = getattr(self, "withdrawal", None)
        return withdrawal.decided_on if withdrawal else None


class Withdrawal(models.Model):
    """Thu hồi (26/2026 Art. 8): a formal act, another thing than expiry."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="withdrawal")
    number = models.CharField(max_length=60)
    decided_on = models.DateField()
    issuer = models.CharField(max_length=200)
    signer = models.CharField(max_length=100, blank=True)
    ground_code = models.CharField(max_length=2, choices=WithdrawalGround, blank=True)  # empty: before 26/2026/QĐ-TTg
    ground = models.TextField()
    # The 15 days of Art. 8 run from the conclusion, or from the commune's confirmation that production stopped.
    concluded_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    @property
    def late(self) -> bool:
        """Whether the decision came after its last day."""
        return self.due_on is not None and self.decided_on > self.due_on


class ImportedRecognition(models.Model):
    """One row of an imported list, as it said it. Undecided rows stay such, without decision and certificate (design §7).

    `product` is empty only where no province of ours is meant: a person places the row later. `data` keeps its cells.
    """

    # What makes two rows the same one: folded product, producer, place, year and kind. A second import meets it again.
    key = models.CharField(max_length=64, unique=True)
    row_hash = models.CharField(max_length=64)
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="imports")
    data = models.JSONField(default=dict, blank=True)
    kind = models.CharField(max_length=40, choices=ImportKind)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    score_text = models.CharField(max_length=20, blank=True)
    decision_number = models.CharField(max_length=60, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    undecided = models.BooleanField(default=False)
    traps = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)
    source_url = models.TextField(blank=True)
    source_name = models.CharField(max_length=200)
    source_row = models.PositiveIntegerField()
    certificate = models.OneToOneField(
        Certificate, null=True, blank=True, on_delete=models.PROTECT, related_name="imported"
    )
    created_at = models.DateTimeField(default=clock.now)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["source_name", "source_row"]
