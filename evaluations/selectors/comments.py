"""Where the council's Quy chế asks a member for a comment: a pure rule over sheet, answers and self-score (guides/ux.md §6).

Readings, where the guide is short: "lowest" is the lowest printed option and "không đáp ứng"; "options away" counts the
steps between different points of the criterion (an option of another case with equal points is no step); a criterion
whose condition does not hold was not asked, so it owes nothing.
"""

from collections.abc import Mapping

from evaluations import sheetdefs
from evaluations.enums import CommentRule
from evaluations.scoring import sheet_points

FAR_STEPS = 2


def steps_apart(criterion: sheetdefs.Criterion, one: int, other: int) -> int:
    """How many levels of points lie between two places of a criterion; neighbours are 1 apart."""
    levels = sorted({0, *(option.points for option in criterion.options)})
    return abs(levels.index(criterion.points_at(one)) - levels.index(criterion.points_at(other)))


def places_owing(criterion: sheetdefs.Criterion, rule: str, self_place: int | None = None) -> frozenset[int]:
    """Places of the criterion that owe a comment when a member chooses them; 0 = không đáp ứng.

    extremes: lowest and highest of a subjective criterion, and what lies two options or more from the self-score;
    all: every place; none: no place.
    """
    places = [sheetdefs.NOT_MET, *(option.place for option in criterion.options)]
    if rule == CommentRule.NONE:
        return frozenset()
    if rule == CommentRule.ALL:
        return frozenset(places)
    owing = set()
    if criterion.subjective:
        printed = [option.points for option in criterion.options]
        ends = {0, min(printed), max(printed)}
        owing = {place for place in places if criterion.points_at(place) in ends}
    if self_place is not None:
        owing |= {place for place in places if steps_apart(criterion, place, self_place) >= FAR_STEPS}
    return frozenset(owing)


def comments_owed(
    spec: sheetdefs.Rubric,
    answers: Mapping[str, tuple[int | None, str]],
    rule: str,
    self_places: Mapping[str, int] | None = None,
) -> list[str]:
    """Codes of scored criteria that owe a comment and have none, in the order of the sheet.

    self_places: code -> place of the producer's self-score, 0 = không đáp ứng; a criterion without one has no distance.
    """
    chosen = {code: place for code, (place, _comment) in answers.items() if place is not None and code in spec.criteria}
    idle = sheet_points(spec, chosen).not_applying
    owed = []
    for code, criterion in spec.criteria.items():
        place, comment = answers.get(code, (None, ""))
        if place is None or comment.strip() or code in idle:
            continue
        if place in places_owing(criterion, rule, (self_places or {}).get(code)):
            owed.append(code)
    return owed
