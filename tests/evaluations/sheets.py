"""Building choices for tests of the engine: best sheets, sheets with an exact total."""

from functools import cache

from evaluations.scoring import CouncilRules, Sheet
from evaluations.sheetfiles import load_rubric


def best(rubric_id):
    """The choices that give 100 points."""
    return {
        code: max(criterion.options, key=lambda o: o.points).place
        for code, criterion in load_rubric(rubric_id).criteria.items()
    }


def nothing(rubric_id):
    """Every criterion scored as "không đáp ứng"."""
    return dict.fromkeys(load_rubric(rubric_id).criteria, 0)


@cache
def _with_total(rubric_id, target, fixed):
    """Choices that sum to `target` with `fixed` ones kept; conditions (applies_if) hold because their source is
    best.
    """
    rubric, kept = load_rubric(rubric_id), dict(fixed)
    sources = {c.applies_if.criterion for c in rubric.criteria.values() if c.applies_if}
    reach = {0: {}}
    for code, criterion in rubric.criteria.items():
        places = [kept[code]] if code in kept else range(len(criterion.options), -1, -1)
        if code in sources and code not in kept:
            places = [len(criterion.options)]
        after = {}
        for total, choices in reach.items():
            for place in places:
                after.setdefault(total + criterion.points_at(place), {**choices, code: place})
        reach = after
    return reach[target]


def with_total(rubric_id, target, **fixed):
    """Complete choices with exactly `target` points; `fixed` as A_1_1=2. KeyError where no such sheet exists."""
    kept = tuple(sorted((code.replace("_", "."), place) for code, place in fixed.items()))
    return dict(_with_total(rubric_id, target, kept))


def council(members=9, **changes):
    return CouncilRules(members=members, chair_present=changes.pop("chair_present", True), **changes)


def sheets(*choices):
    return [Sheet(f"m{number}", choice) for number, choice in enumerate(choices, start=1)]
