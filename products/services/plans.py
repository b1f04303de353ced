"""The money table of a business plan."""

from datetime import datetime

from django.db import transaction

from core import audit, clock
from core.exceptions import Refused, Stale
from core.text import clean_line
from products import messages
from products.enums import PlanPart
from products.models import BusinessPlan, Cycle, PlanLine
from products.money import sum_lines
from products.services.papers import begin_plan
from products.services.writers import PLAN_OPEN, check_writer

MOST = 2**62  # what a column holds


@transaction.atomic
def save_plan_money(
    *, cycle: Cycle, version: int, lines: list[dict], actor, at: datetime | None = None
) -> BusinessPlan:
    """Put these lines (part, label, year1, year2, year3 in whole đồng) in place of the plan's table.

    In order: the plan's version moves on by a guarded update, `budget` becoming the sum of the needs where there are
    any; the lines are written anew; event `plan.money` with the sums, last. Errors: NotAllowed, Refused, Stale.
    """
    check_writer(cycle, actor, PLAN_OPEN)
    plan = begin_plan(cycle, version)
    summed = sum_lines(lines)
    if any(part.total > MOST for part in summed.in_order):
        raise Refused(messages.MONEY_TOO_LARGE, code="money", obj=cycle)
    need = summed.parts[PlanPart.USE]
    changes = {"budget": need.total} if need.lines else {}
    writer = None if actor is audit.SYSTEM else actor
    rows = BusinessPlan.objects.filter(pk=plan.pk, version=version, cycle__state__in=PLAN_OPEN)
    if rows.update(version=version + 1, updated_at=at or clock.now(), updated_by=writer, **changes) != 1:
        raise Stale(messages.PAPER_STALE, code="stale", obj=cycle)
    plan.lines.all().delete()
    fresh = [
        PlanLine(plan=plan, position=place, **(line | {"label": clean_line(line["label"])}))
        for place, line in enumerate(lines, start=1)
    ]
    for line in fresh:
        line.full_clean(exclude=["plan"], validate_unique=False, validate_constraints=False)
    PlanLine.objects.bulk_create(fresh)
    plan.refresh_from_db()
    after = {"version": plan.version, "lines": len(fresh)} | {p.part: p.total for p in summed.in_order}
    audit.record("plan.money", actor=actor, obj=plan, parent=cycle, after=after, province_id=cycle.province_id, at=at)
    return plan
