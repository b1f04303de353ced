"""What must be there before a step may be left: guards of steps 2, 3 and 4 under the names that the table uses."""

from core import audit
from districts.enums import Level
from products import messages
from products.cycle import guard
from products.enums import CycleState, MilestoneState
from products.models import BusinessPlan, Idea, Milestone
from products.rules import appraisal_level, is_appraiser, is_commune


@guard("idea_complete")
def idea_complete(cycle, actor):
    """The idea says what the product is (Biểu số 01, 02 of 1048/QĐ-TTg)."""
    idea = Idea.objects.filter(cycle_id=cycle.pk).first()
    return None if idea and idea.summary.strip() else messages.IDEA_MISSING


@guard("plan_complete")
def plan_complete(cycle, actor):
    """Market, materials and technology of the plan are written (Biểu số 03 of 1048/QĐ-TTg)."""
    plan = BusinessPlan.objects.filter(cycle_id=cycle.pk).first()
    parts = [plan.market, plan.materials, plan.technology] if plan else [""]
    return None if all(part.strip() for part in parts) else messages.PLAN_MISSING


@guard("milestones_done")
def milestones_done(cycle, actor):
    """At least one milestone, and none of them open."""
    states = set(Milestone.objects.filter(cycle_id=cycle.pk).values_list("state", flat=True))
    if not states:
        return messages.MILESTONES_NONE
    return messages.MILESTONES_OPEN if states != {MilestoneState.DONE} else None


@guard("appraised_above")
def appraised_above(cycle, actor):
    """The commune passes an idea on only where another level appraises it."""
    return messages.IDEA_APPRAISED_HERE if appraisal_level(cycle) == Level.COMMUNE else None


@guard("idea_with_you")
def idea_with_you(cycle, actor):
    """A submitted idea lies with the commune, a reviewed one with the level that appraises."""
    if actor is audit.SYSTEM or appraisal_level(cycle) == Level.COMMUNE:
        return None
    if cycle.state == CycleState.IDEA_SUBMITTED:
        return None if is_commune(actor, cycle) else messages.IDEA_NOT_REVIEWED
    return None if is_appraiser(actor, cycle) else messages.IDEA_GONE_UP


def reaches_milestone(user, milestone_id: int) -> bool:
    """The gate of evidence files of milestones."""
    return Milestone.objects.visible_to(user).filter(pk=milestone_id).exists()
