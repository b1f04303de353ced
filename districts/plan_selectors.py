"""Reads of plans: for which units they may be entered, which units owe one, and who is late (by the map of the time)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from core.scope import COMMUNE, DISTRICT, PROVINCE
from districts.enums import Level, PlanState
from districts.models import AdministrativeUnit, AnnualPlan

ON_TIME, LATE, OVERDUE, WAITING = "on_time", "late", "overdue", "waiting"


def may_fetch_plan(user, pk: int) -> bool:
    """The gate of a plan's paper."""
    return AnnualPlan.objects.visible_to(user).filter(pk=pk).exists()


def plan_units(user):
    """Units for which the person may enter a plan: the own one; for the province itself and its districts and communes.

    Communes below a district had no plan of their own: the district's spoke for them.
    """
    acting = [held for held in user.scope.roles if held.acts]
    near = frozenset().union(*(held.unit_ids for held in acting if held.role == COMMUNE))
    districts = frozenset(held.unit_id for held in acting if held.role == DISTRICT)
    wide = frozenset().union(*(held.province_ids for held in acting if held.role == PROVINCE))
    whole = Q(province_id__in=wide) & ~Q(level=Level.COMMUNE, parent__level=Level.DISTRICT)
    return AdministrativeUnit.objects.filter(Q(pk__in=near) | Q(pk__in=districts) | whole).order_by(
        "-level", "sort_key", "pk"
    )


def map_day(unit: AdministrativeUnit, year: int) -> date:
    """The day whose map a plan of this year is counted by: the year's last, or the unit's where it ended before."""
    last = date(year, 12, 31)
    return min(last, unit.valid_to) if unit.valid_to else last


def provinces_of(user, year: int) -> list[AdministrativeUnit]:
    """Provinces whose plans of the year the person may look over, in Vietnamese order: one query."""
    scope = user.scope
    rows = AdministrativeUnit.objects.filter(level=Level.PROVINCE)
    rows = rows.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=date(year, 12, 31)))
    rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=date(year, 1, 1)))
    if not scope.nation:
        own = {held.province_id for held in scope.roles if held.province_id}
        rows = rows.filter(pk__in=scope.province_ids | own)
    return list(rows)


@dataclass(frozen=True)
class Owed:
    """A unit that owes a plan for the year, and how it stands on `today`. `days`: how many it was or is late."""

    unit: AdministrativeUnit
    plan: AnnualPlan | None
    due: date | None
    today: date

    @property
    def issued_on(self) -> date | None:
        """The day of the signed plan; a draft is no plan yet, whatever day it bears."""
        sent = self.plan is not None and self.plan.state in (PlanState.SUBMITTED, PlanState.APPROVED)
        return self.plan.issued_on if sent else None

    @property
    def state(self) -> str:
        if self.issued_on:
            return LATE if self.due and self.issued_on > self.due else ON_TIME
        return OVERDUE if self.due and self.due < self.today else WAITING

    @property
    def days(self) -> int:
        return max(0, ((self.issued_on or self.today) - self.due).days) if self.due else 0


def owed_plans(province: AdministrativeUnit, year: int, user, today: date) -> list[Owed]:
    """Every unit below the province that owes a plan for the year, in Vietnamese order, as far as the person reaches.

    Districts where there were any on the day the plans were due (else the year's last day), communes where there were none.
    Due by the unit's own plan, else by the day that the province's plan sets. Three queries.
    """
    above = AnnualPlan.objects.filter(unit=province, year=year).values_list("below_due_on", flat=True).first()
    day = min(above or map_day(province, year), map_day(province, year))
    units = list(AdministrativeUnit.objects.on(day).reached_by(user).filter(province=province).exclude(pk=province.pk))
    districts = [unit for unit in units if unit.level == Level.DISTRICT]
    if not districts:
        # An officer of a commune under a district reaches the commune only, and that one owes nothing.
        districts = [unit for unit in units if unit.parent_id == province.pk]
    plans = {row.unit_id: row for row in AnnualPlan.objects.filter(province=province, year=year).visible_to(user)}
    owed = []
    for unit in districts:
        plan = plans.get(unit.pk)
        owed.append(Owed(unit, plan, (plan.due_on if plan else None) or above, today))
    return owed
