"""What is written together with a move of the cycle, under the names that the table uses."""

from django.db.models import Max

from core import audit
from products.cycle import effect
from products.enums import PaperKind
from products.models import BusinessPlan, Cycle, Idea, SentPaper
from products.slips import content_of, slip_by_code, slip_of


def last_turn(cycle: Cycle, paper: str) -> int:
    """How often a paper of the cycle was sent."""
    return SentPaper.objects.filter(cycle=cycle, paper=paper).aggregate(last=Max("turn"))["last"] or 0


def _keep(cycle: Cycle, kind: str, paper, actor, moment, more: dict | None = None) -> None:
    if paper is None:
        return
    existing = kind == PaperKind.IDEA and paper.existing_product
    own = slip_by_code(paper.form_code) if kind == PaperKind.IDEA else None
    content = content_of(own or slip_of(kind, cycle.regulation.code, existing), paper) | (more or {})
    SentPaper.objects.create(
        cycle=cycle, paper=kind, turn=last_turn(cycle, kind) + 1, content=content, hash=audit.digest(content),
        sent_by_id=actor.pk, sent_by_name=actor.full_name[:200], sent_at=moment,
    )  # fmt: skip


@effect("keep_idea")
def keep_idea(cycle, actor, moment, reason):
    """The idea as it was sent."""
    _keep(cycle, PaperKind.IDEA, Idea.objects.filter(cycle=cycle).first(), actor, moment)


@effect("keep_plan")
def keep_plan(cycle, actor, moment, reason):
    """The plan as it was sent, with its money table."""
    plan = BusinessPlan.objects.filter(cycle=cycle).first()
    lines = plan.lines.values_list("part", "label", "year1", "year2", "year3") if plan else []
    _keep(cycle, PaperKind.PLAN, plan, actor, moment, {"lines": [list(line) for line in lines]} if lines else {})


@effect("keep_review")
def keep_review(cycle, actor, moment, reason):
    """The commune's opinion, for the level that appraises."""
    reviewer = None if actor is audit.SYSTEM else actor
    Idea.objects.filter(cycle=cycle).update(review=reason, reviewed_by=reviewer, reviewed_at=moment)
