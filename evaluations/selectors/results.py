"""Frozen results and what they lead to at the level that gave them."""

from dataclasses import dataclass

from evaluations.enums import ItemState
from evaluations.models import Result
from products.paths import path_of
from products.regulationdefs import Level


@dataclass(frozen=True)
class Rights:
    """What a result allows at its level: recognition here, forwarding to the level above."""

    level: Level
    recognised: bool
    goes_up: bool


def result_here(cycle) -> Result | None:
    """The latest frozen result of the level that holds the cycle."""
    return (
        Result.objects.filter(item__cycle_id=cycle.pk, item__session__council__level=cycle.level)
        .select_related("item__session__council")
        .order_by("-closed_at", "-pk")
        .first()
    )


def result_rights(cycle, result: Result) -> Rights:
    """By the path of the cycle's regulation on the day of filing.

    Recognised here: the stars are among those of the level. Goes up: average ≥ the forwarding points, compared without
    division, and no knock-out. From 90 points with a 5-star mark missed both hold, and the office decides.
    """
    level = path_of(cycle).level(result.item.session.council.level)
    bound = level.forwards_from
    goes_up = (
        bound is not None and result.stars is not None and result.counted > 0
        and result.total_sum >= bound * result.counted
    )  # fmt: skip
    return Rights(level, result.stars in level.recognises, goes_up)


def closed_item(cycle):
    """The closed product of the session behind `result_here`, or None."""
    result = result_here(cycle)
    return result.item if result and result.item.state == ItemState.CLOSED else None
