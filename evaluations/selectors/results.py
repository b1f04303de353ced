"""Frozen results and what they lead to at the level that gave them."""

from collections import defaultdict
from dataclasses import dataclass

from evaluations.enums import ItemState
from evaluations.models import Result, SessionProduct
from products.enums import CycleState, EvaluationLevel
from products.paths import path_of
from products.regulationdefs import Level

UNDECIDED = (CycleState.CLOSED, CycleState.HANDED_BACK)
LADDER = (EvaluationLevel.DISTRICT, EvaluationLevel.PROVINCE, EvaluationLevel.CENTRE)


@dataclass(frozen=True)
class Rights:
    """What a result allows at its level: recognition here, forwarding to the level above."""

    level: Level
    recognised: bool
    goes_up: bool


def result_here(cycle) -> Result | None:
    """The latest frozen result of the level that holds the cycle, or of the level above when it handed the cycle back."""
    levels = LADDER[LADDER.index(cycle.level) :] if cycle.level in LADDER else ()
    rows = Result.objects.filter(item__cycle_id=cycle.pk, item__session__council__level__in=levels)
    return rows.select_related("item__session__council").order_by("-closed_at", "-pk").first()


def result_rights(cycle, result: Result) -> Rights:
    """By the path of the cycle's regulation on the day of filing.

    Recognised here: the stars are among those of the level. Goes up: average ≥ the forwarding points, compared without
    division, and no knock-out. From 90 points with a 5-star mark missed both hold, and the office decides. A result that
    was handed back is judged by the level that it came back to, and does not go up again (26/2026 Art. 7.4.g).
    """
    if came_back(cycle, result):
        level = path_of(cycle).level(cycle.level)
        return Rights(level, result.stars in level.recognises, False)
    return council_rights(cycle, result)


def council_rights(cycle, result: Result) -> Rights:
    """The same for the level of the council that scored, whatever became of the result: what its own papers say."""
    level = path_of(cycle).level(result.item.session.council.level)
    bound = level.forwards_from
    goes_up = (
        bound is not None and result.stars is not None and result.counted > 0
        and result.total_sum >= bound * result.counted
    )  # fmt: skip
    return Rights(level, result.stars in level.recognises, goes_up)


def came_back(cycle, result: Result) -> bool:
    """Whether a level above gave the result and handed it back to the one that holds the cycle now."""
    return LADDER.index(result.item.session.council.level) > LADDER.index(cycle.level)


def deciding_results(items: list) -> dict[int, Result]:
    """Item -> the result that a decision on it rests on, by one query; items that are no longer the cycle's last here
    are left out. On a product that was handed back it is the centre's, decided in the province's own session; it stays
    so after the decision, for the papers that tell it.
    """
    results = defaultdict(list)
    rows = Result.objects.filter(item__cycle__in=[item.cycle_id for item in items])
    for row in rows.select_related("item__session__council").order_by("closed_at", "pk"):
        results[row.item.cycle_id].append(row)
    found = {}
    for item in items:
        cycle, every = item.cycle, results[item.cycle_id]
        here = [row for row in every if row.item.session.council.level == cycle.level]
        if here and here[-1].item_id == item.pk:
            found[item.pk] = every[-1]
    return found


def has_undecided(session) -> bool:
    """Whether the office of the session's level has still to decide on a closed product of it. Two queries."""
    rows = SessionProduct.objects.filter(session=session, state=ItemState.CLOSED, cycle__state__in=UNDECIDED)
    return bool(deciding_results(list(rows.select_related("cycle").only("cycle__level"))))


def decided_in(cycle) -> int | None:
    """Key of the session in whose page the level that holds the cycle records its decision."""
    rows = Result.objects.filter(item__cycle_id=cycle.pk, item__session__council__level=cycle.level)
    return rows.order_by("-closed_at", "-pk").values_list("item__session_id", flat=True).first()


def closed_item(cycle):
    """The closed product of the session behind `result_here`, or None."""
    result = result_here(cycle)
    return result.item if result and result.item.state == ItemState.CLOSED else None
