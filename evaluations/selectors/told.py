"""Who is told a result and when: offices from the closing on, the producer once the decision or the notice is recorded.

26/2026/QĐ-TTg Art. 7.3.g: the result goes to the producer in writing after the decision; the public sees recognised
products only (design §8).
"""

from dataclasses import dataclass
from decimal import Decimal

from core.formats import plain_case
from evaluations.models import DecisionItem, Result
from evaluations.rules import is_producer
from evaluations.scoring import sheet_points
from evaluations.selectors.results import result_here
from evaluations.selectors.rubrics import rubric_spec
from evaluations.sheetdefs import REQUIREMENT
from products.enums import CycleState
from products.models import Cycle

DECIDED = (CycleState.RECOGNISED, CycleState.NOT_RECOGNISED)


def latest_result(cycle) -> Result | None:
    """The newest frozen result of any level; a dossier that went up has none at the new level yet."""
    own = result_here(cycle)
    if own is not None:
        return own
    rows = Result.objects.filter(item__cycle_id=cycle.pk).select_related("item__session__council", "item__rubric")
    return rows.order_by("-closed_at", "-pk").first()


def is_decided(cycle, result: Result) -> bool:
    """Whether a decision or a notice on this result is recorded: recognised, refused, or approved and sent up."""
    if cycle.state in DECIDED:
        return True
    return DecisionItem.objects.filter(cycle_id=cycle.pk, decision__session_id=result.item.session_id).exists()


def told_result(user, cycle) -> Result | None:
    """The result that this person may read, or None. A producer's member waits for the decision, whatever else they are."""
    if not Cycle.objects.visible_to(user).filter(pk=cycle.pk).exists():
        return None
    result = latest_result(cycle)
    if result is None:
        return None
    return result if not is_producer(user, cycle) or is_decided(cycle, result) else None


@dataclass(frozen=True)
class ResultLine:
    """One criterion of a result: the average of the counted sheets with two decimals, and the producer's own points."""

    code: str
    name: str
    max_points: int
    average: Decimal
    self_points: int | None


def result_lines(result: Result, dossier) -> list[ResultLine]:
    """The result criterion by criterion, without the members: what a producer may learn of it."""
    spec, case = rubric_spec(result.item.rubric), result.data["input"]
    named = case["findings"]["knockouts"]
    zeroed = frozenset(n for n in named if spec.knockout(n).effect == REQUIREMENT)
    sheets = [sheet_points(spec, s["choices"], zeroed) for s in case["sheets"]]
    counted = [points for points in sheets if points.complete]
    assessment = getattr(dossier, "self_assessment", None)
    own = {}
    if assessment:
        rows = assessment.choices.select_related("criterion", "option")
        own = {row.criterion.code: row.option.points if row.option else 0 for row in rows}
    return [
        ResultLine(code, plain_case(c.name), c.max_points, _average([p.points[code] for p in counted]), own.get(code))
        for code, c in spec.criteria.items()
    ]


def _average(points: list[int]) -> Decimal:
    """Two decimals, half up: for reading only, the stars come from the frozen result."""
    if not points:
        return Decimal(0)
    return Decimal((200 * sum(points) + len(points)) // (2 * len(points))) / 100
