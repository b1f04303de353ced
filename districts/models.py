"""Units through time, holidays, and what a province promised and set for itself (design §4)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import File
from districts.enums import HolidayKind, Indicator, Level, PlanState, RewardKind, TargetUnit
from districts.querysets import HolidayQuerySet, PlanQuerySet, RewardPolicyQuerySet, UnitQuerySet


class AdministrativeUnit(models.Model):
    """A province, district or commune. The code is not a key: 44 is Quảng Bình to 30/6/2025 and Quảng Trị since."""

    code = models.CharField(max_length=5)
    level = models.CharField(max_length=10, choices=Level)
    kind = models.CharField(max_length=20)  # "tỉnh", "huyện", "thị xã", "xã" …, lower case as in running text
    name = models.CharField(max_length=100)  # the proper name without the kind
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    # The province above, or the unit itself: no list ever walks the tree.
    province = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)  # last day, included
    lat = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    lon = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    search_text = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=400)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "level", "valid_from"], name="unit_once_a_start"),
            # SQLite knows no NULLS NOT DISTINCT: the open beginning has its own index on both databases.
            models.UniqueConstraint(
                fields=["code", "level"], condition=Q(valid_from__isnull=True), name="unit_once_from_open"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="unit_begins_before_it_ends",
            ),
        ]
        indexes = [models.Index(fields=["level", "valid_to"]), models.Index(fields=["province", "level"])]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self) -> str:
        """Kind and name in running text: "huyện Lệ Thủy"."""
        return f"{self.kind} {self.name}"

    def stands_on(self, day) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class UnitName(models.Model):
    """A name that changed under one code: 46 was tỉnh Thừa Thiên Huế to 31/12/2024, then thành phố Huế."""

    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["unit_id", "valid_from"]


class UnitSuccession(models.Model):
    """`old` went into `new`; `partial` where the old one was divided, `main` for the part that stands for it."""

    old = models.ForeignKey(AdministrativeUnit, on_delete=models.CASCADE, related_name="successions")
    new = models.ForeignKey(AdministrativeUnit, on_delete=models.CASCADE, related_name="forerunners")
    partial = models.BooleanField(default=False)
    main = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="succession_once")]


class Holiday(models.Model):
    """A day off or a make-up working day beyond the national calendar; `province` empty = the whole country."""

    day = models.DateField()
    kind = models.CharField(max_length=10, choices=HolidayKind)
    name = models.CharField(max_length=200)
    province = models.ForeignKey(AdministrativeUnit, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    objects = HolidayQuerySet.as_manager()

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["day", "province"], name="holiday_once"),
            models.UniqueConstraint(fields=["day"], condition=Q(province__isnull=True), name="holiday_once_national"),
        ]


class ProgrammeSettings(models.Model):
    """What a province chose for its programme where the law leaves it to the province (design §6, regulation.md §8)."""

    province = models.OneToOneField(AdministrativeUnit, on_delete=models.PROTECT, related_name="programme")
    # Who appraises ideas and selects plans where no district exists: commune or province.
    appraisal_level = models.CharField(max_length=10, choices=Level, default=Level.COMMUNE)
    selection_level = models.CharField(max_length=10, choices=Level, default=Level.PROVINCE)
    refile_days = models.PositiveSmallIntegerField(default=15)  # a returned idea; calendar days
    plan_refile_days = models.PositiveSmallIntegerField(default=15)  # a returned business plan
    commune_report_days = models.PositiveSmallIntegerField(default=15)
    advisory_name = models.CharField(max_length=200, default=_("Văn phòng Điều phối nông thôn mới tỉnh"))

    class Meta:
        verbose_name = _("thiết lập chương trình")


class DocumentSettings(models.Model):
    """Letterhead, signature and recipients of a unit's official papers, as data (report-format §2)."""

    unit = models.OneToOneField(AdministrativeUnit, on_delete=models.PROTECT, related_name="documents")
    agency_lines = models.JSONField(default=list)  # ["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG TRỊ"]; the last one is the issuer
    superior_line = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=100)
    report_symbol = models.CharField(max_length=40, default="BC-UBND")
    decision_symbol = models.CharField(max_length=40, default="QĐ-UBND")
    authority_lines = models.JSONField(default=list)  # ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    signer_name = models.CharField(max_length=100, blank=True)
    report_to = models.JSONField(default=list)  # Kính gửi
    recipients = models.JSONField(default=list)  # Nơi nhận, without the line "Lưu"
    archive_line = models.CharField(max_length=100, default="Lưu: VT, KT.")
    # Programme papers of the province cited under "Căn cứ", newest first: [{"text": …, "from": "YYYY-MM-DD", "to": null}]
    legal_bases = models.JSONField(default=list)


class AnnualPlan(models.Model):
    """Kế hoạch năm of a unit: number, date, issuer, due date."""

    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="plans")
    province = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(validators=[MinValueValidator(2018), MaxValueValidator(2100)])
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)  # last day by which this plan had to be issued
    below_due_on = models.DateField(null=True, blank=True)  # the same for the units below, as this plan tells them
    file = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.DRAFT)
    return_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "unit__sort_key"]
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="plan_once_a_year")]

    def __str__(self):
        return f"{self.unit.full_name} {self.year}"

    def get_absolute_url(self):
        return reverse("reports:plan", args=[self.pk])

    @property
    def editable(self) -> bool:
        return self.state in (PlanState.DRAFT, PlanState.RETURNED)


class Target(models.Model):
    """Chỉ tiêu: an indicator with a number or a per cent, sometimes a range (3–5)."""

    plan = models.ForeignKey(AnnualPlan, on_delete=models.CASCADE, related_name="targets")
    indicator = models.CharField(max_length=20, choices=Indicator)
    unit = models.CharField(max_length=10, choices=TargetUnit, default=TargetUnit.COUNT)
    value = models.PositiveIntegerField()
    value_to = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["plan_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "indicator"], name="target_once_a_plan"),
            models.CheckConstraint(
                condition=Q(value_to__isnull=True) | Q(value_to__gte=F("value")), name="target_range_in_order"
            ),
        ]

    @property
    def words(self) -> str:
        """ "3 - 5", "100%"."""
        shown = f"{self.value} - {self.value_to}" if self.value_to else f"{self.value}"
        return f"{shown}%" if self.unit == TargetUnit.PERCENT else shown


class RewardPolicy(models.Model):
    """Quy định thưởng of a province. Without `legal_basis` it is known only from the press and nothing is paid by it."""

    province = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=200, blank=True)  # number and date of the resolution or decision
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # last day, included
    producer_cap = models.PositiveBigIntegerField(null=True, blank=True)  # đồng for one producer in all; None: no cap
    source_note = models.CharField(max_length=300, blank=True)  # where it was read
    created_at = models.DateTimeField(default=clock.now)

    objects = RewardPolicyQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["province", "name", "valid_from"], name="reward_policy_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="reward_policy_in_order"
            ),
        ]

    def __str__(self):
        return self.name


class RewardRule(models.Model):
    """Mức thưởng: so many đồng for this star and kind. `from_star`: 0 = from any; `level`: whose budget, empty = not said."""

    policy = models.ForeignKey(RewardPolicy, on_delete=models.PROTECT, related_name="rules")
    star = models.PositiveSmallIntegerField(validators=[MinValueValidator(3), MaxValueValidator(5)])
    kind = models.CharField(max_length=10, choices=RewardKind)
    from_star = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(4)])
    amount = models.PositiveBigIntegerField(validators=[MinValueValidator(1)])
    level = models.CharField(max_length=10, choices=Level, blank=True)
    paid_once = models.BooleanField(default=True)  # a product gets it once; else once for each decision

    class Meta:
        ordering = ["policy_id", "star", "kind", "from_star"]
        constraints = [models.UniqueConstraint(fields=["policy", "star", "kind", "from_star"], name="reward_rule_once")]
