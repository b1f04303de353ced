"""Reads for the body that selects business plans: the comparison list and plans side by side."""

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from products.enums import CycleState, PaperKind, PlanPart
from products.models import BusinessPlan, PlanLine, SentPaper
from products.money import sum_lines
from products.selectors.papers import parts_for, shown
from products.slips import value_of

PLAN_STATES = (
    CycleState.PLAN_SUBMITTED, CycleState.PLAN_RETURNED, CycleState.RUNNING, CycleState.PLAN_DECLINED,
    CycleState.PLAN_DRAFT,
)  # fmt: skip
PLAN_SORTS = {
    "gui": (F("sent_at").desc(nulls_last=True), "pk"),
    "von": (F("budget").desc(nulls_last=True), "pk"),
    "lai": ("-profit", "pk"),
    "ten": ("cycle__product__sort_key", "pk"),
}
PLAN_COLUMNS = (
    "cycle_id", "cycle__number", "cycle__product__name", "cycle__producer__name", "cycle__unit__kind",
    "cycle__unit__name", "cycle__product_set__name", "cycle__state", "budget", "funds", "revenue", "cost", "profit",
    "turns", "sent_at", "cycle__last_reason",
)  # fmt: skip
MOST_COMPARED = 4


def _sum(part: str):
    lines = PlanLine.objects.filter(plan_id=OuterRef("pk"), part=part).order_by().values("plan_id")
    total = lines.annotate(total=Sum(F("year1") + F("year2") + F("year3"))).values("total")
    return Coalesce(Subquery(total), 0)


def with_figures(rows: QuerySet) -> QuerySet:
    """Plans with the sums of their money tables, how often they were sent, and when last."""
    last = SentPaper.objects.filter(cycle_id=OuterRef("cycle_id"), paper=PaperKind.PLAN).order_by("-turn")
    return rows.annotate(
        funds=_sum(PlanPart.FUND), revenue=_sum(PlanPart.REVENUE), cost=_sum(PlanPart.COST),
        turns=Coalesce(Subquery(last.values("turn")[:1], output_field=IntegerField()), 0),
        sent_at=Subquery(last.values("sent_at")[:1]),
    ).annotate(profit=F("revenue") - F("cost"))  # fmt: skip


def plan_columns(rows: QuerySet) -> QuerySet:
    """Tuples of PLAN_COLUMNS of plans `with_figures`."""
    return rows.values_list(*PLAN_COLUMNS)


def side_by_side(user, cycle_ids: list[int]) -> dict:
    """Up to four plans that the person sees, in the order asked for: `plans`, and `rows` of (label, answers). Three queries."""
    found = {
        plan.cycle_id: plan
        for plan in with_figures(BusinessPlan.objects.visible_to(user))
        .filter(cycle_id__in=cycle_ids[:MOST_COMPARED])
        .select_related("cycle__product", "cycle__producer", "cycle__unit", "cycle__product_set", "cycle__regulation")
        .prefetch_related("lines")
    }
    plans = [found[pk] for pk in dict.fromkeys(cycle_ids) if pk in found]
    for plan in plans:
        fields = ("part", "label", "year1", "year2", "year3")
        plan.money = sum_lines([{name: getattr(line, name) for name in fields} for line in plan.lines.all()])
    items = parts_for(PaperKind.PLAN, plans[0].cycle) if plans else ()
    rows = []
    for part in items:
        for item in part.items:
            cells = [shown(item, value_of(item, plan)) for plan in plans]
            if any(cells):
                rows.append((item.label, cells))
    return {"plans": plans, "rows": rows}
