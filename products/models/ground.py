"""Regulations, product sets, products and the cycle, the only holder of state (design §2, §6)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from core import clock
from districts.models import AdministrativeUnit
from producers.enums import RecordSource
from producers.models import Producer
from products.enums import CycleKind, CycleState, EvaluationLevel
from products.querysets import CycleQuerySet, ProductQuerySet, RegulationQuerySet

FINAL_STATES = (
    CycleState.IDEA_DECLINED,
    CycleState.PLAN_DECLINED,
    CycleState.RECOGNISED,
    CycleState.NOT_RECOGNISED,
    CycleState.ABANDONED,
)


class Regulation(models.Model):
    """One era: 1048-2019, 148-2023, 1489-2025, 26-2026. Its rules: `selectors.regulations.spec_of`."""

    code = models.CharField(max_length=20, unique=True)
    number = models.CharField(max_length=50)
    title = models.CharField(max_length=300)
    issued_on = models.DateField()
    in_force_from = models.DateField()
    in_force_to = models.DateField(null=True, blank=True)
    content_hash = models.CharField(max_length=64)

    objects = RegulationQuerySet.as_manager()

    class Meta:
        ordering = ["in_force_from"]

    def __str__(self):
        return self.number


class RegulationText(models.Model):
    """The text of a decision that was published in the portal; those that come with the program are files. Never changed."""

    regulation = models.OneToOneField(Regulation, on_delete=models.PROTECT, related_name="published_text")
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=clock.now)

    def __str__(self):
        return self.regulation.code


class ProductSet(models.Model):
    """Bộ sản phẩm of one decision; one scoring sheet each."""

    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="product_sets")
    number = models.CharField(max_length=2)  # "01" … "26", the sheet's number
    code = models.CharField(max_length=20)  # "I.1.a", place in the classification
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=100)
    sector_code = models.CharField(max_length=10)
    group = models.CharField(max_length=200)
    managing_agency = models.CharField(max_length=200, blank=True)
    sort_key = models.CharField(max_length=400)

    class Meta:
        ordering = ["regulation__in_force_from", "number"]
        constraints = [models.UniqueConstraint(fields=["regulation", "number"], name="set_number_once")]

    def __str__(self):
        return self.name


class Product(models.Model):
    """A product under its producer. `stars`, `valid_until` repeat what the certificate in force says, for lists."""

    name = models.CharField(max_length=250)
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="products")
    product_set = models.ForeignKey(ProductSet, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    set_text = models.CharField(max_length=200, blank=True)  # what an import said, when no set of ours is meant surely
    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    description = models.TextField(blank=True)
    story = models.TextField(blank=True)
    source = models.CharField(max_length=10, choices=RecordSource, default=RecordSource.PORTAL)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    recognised_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    undecided = models.BooleanField(default=False)  # imported, star missing or disputed: kept as such, never counted
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    search_text = models.TextField()
    sort_key = models.CharField(max_length=400)

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stars__isnull=True) | Q(stars__range=(3, 5)), name="product_stars_3_to_5"
            ),
        ]
        indexes = [
            models.Index(fields=["province", "sort_key", "id"]),
            models.Index(fields=["unit", "sort_key", "id"]),
            models.Index(fields=["sort_key", "id"]),
            models.Index(fields=["producer"]),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("products:detail", args=[self.pk])


class Cycle(models.Model):
    """One product's way through the six steps: the only holder of state. `unit` is the unit that it was made under."""

    number = models.CharField(max_length=20, unique=True)  # HS-2026-000412
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="cycles")
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="cycles")
    kind = models.CharField(max_length=10, choices=CycleKind, default=CycleKind.FIRST)
    year = models.PositiveSmallIntegerField()
    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="+")
    product_set = models.ForeignKey(ProductSet, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=CycleState, default=CycleState.IDEA_DRAFT)
    # The level that holds a dossier in step 5; empty before it is received.
    level = models.CharField(max_length=10, choices=EvaluationLevel, blank=True)
    state_changed_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField(null=True, blank=True)
    last_reason = models.TextField(blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    search_text = models.TextField()

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["product"],
                condition=~Q(state__in=[s.value for s in FINAL_STATES]),
                name="cycle_one_open_per_product",
            ),
            models.CheckConstraint(condition=Q(state__in=CycleState.values), name="cycle_state_known"),
        ]
        indexes = [
            models.Index(fields=["province", "state"]),
            models.Index(fields=["unit", "state"]),
            models.Index(fields=["state", "due_on"]),
            models.Index(fields=["producer"]),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("products:cycle", args=[self.pk])
