"""Answers of a sheet that give a wanted total, with the marks of its stars met and no zeros where that is possible."""

from functools import lru_cache

from evaluations.enums import CommentRule
from evaluations.models import Rubric
from evaluations.selectors.comments import comments_owed
from evaluations.selectors.rubrics import rubric_spec
from evaluations.sheetdefs import Rubric as Sheet

Way = tuple[int, dict[str, int]]  # points, places


def answers(rubric: Rubric, total: int) -> dict[str, int]:
    """Criterion -> place of a complete sheet of exactly `total` points. ValueError where no answers give it."""
    return dict(_answers(rubric.pk, total))


def with_comments(rubric: Rubric, places: dict[str, int], own: dict[str, int]) -> dict[str, tuple[int, str]]:
    """The same with a comment where the sheet asks for a judgement and where the council's rule asks for one.

    own: places of the producer's self-score.
    """
    spec = rubric_spec(rubric)
    word = "Theo minh chứng trong hồ sơ và mẫu sản phẩm."
    owed = set(comments_owed(spec, {code: (place, "") for code, place in places.items()}, CommentRule.EXTREMES, own))
    return {code: (p, word if spec.criteria[code].subjective or code in owed else "") for code, p in places.items()}


@lru_cache(maxsize=200)
def _answers(rubric_id: int, total: int) -> dict[str, int]:
    spec = rubric_spec(Rubric.objects.get(pk=rubric_id))
    stars = next(band.stars for band in sorted(spec.bands, key=lambda b: -b.lower) if total >= band.lower)
    needed: dict[str, int] = {}
    for mark in spec.marks:
        if mark.stars <= stars:
            needed[mark.criterion] = max(mark.required, needed.get(mark.criterion, 0))
    for least, floors in ((1, needed), (0, needed), (0, {})):
        found = _choose([_ways(spec, code, total, max(least, floors.get(code, 0))) for code in _heads(spec)], total)
        if found is not None:
            return found
    raise ValueError(f"no answers of this sheet give {total} points")


def _heads(spec: Sheet) -> list[str]:
    """Criteria that depend on no other."""
    return [code for code, criterion in spec.criteria.items() if criterion.applies_if is None]


def _ways(spec: Sheet, code: str, total: int, least: int) -> list[Way]:
    """What may be answered to a criterion and to those that depend on it, nearest to the wanted share first."""
    criterion = spec.criteria[code]
    waiting = [c for c in spec.criteria.values() if c.applies_if and c.applies_if.criterion == code]
    ways = []
    for place in [0, *(option.place for option in criterion.options)]:
        own, places = criterion.points_at(place), {code: place}
        if own < min(least, criterion.max_points):
            continue
        points = own
        for other in waiting:
            places[other.code] = max(other.options, key=lambda option: option.points).place
            points += other.max_points if own >= other.applies_if.min_points else 0
        ways.append((points, places))
    return sorted(ways, key=lambda way: abs(way[0] * 100 - criterion.max_points * total))


def _choose(steps: list[list[Way]], total: int) -> dict[str, int] | None:
    """One way of each step that sum to the total, the preferred ones first; None where there is no such choice."""
    reach = [frozenset({0})]
    for ways in reversed(steps):
        reach.append(frozenset(rest + points for rest in reach[-1] for points, _places in ways))
    reach.reverse()
    if total not in reach[0]:
        return None
    chosen, rest = {}, total
    for ways, left in zip(steps, reach[1:], strict=True):
        points, places = next(way for way in ways if rest - way[0] in left)
        chosen |= places
        rest -= points
    return chosen
