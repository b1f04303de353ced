"""Where the council's Quy chế asks a member for a comment (guides/ux.md §6)."""

from evaluations import sheetdefs
from evaluations.enums import CommentRule


def comments_owed(spec: sheetdefs.Rubric, answers: dict[str, tuple[int | None, str]], rule: str) -> list[str]:
    """Codes of scored criteria that owe a comment and have none.

    extremes: subjective criteria at their lowest or highest points; all: every criterion; none: nothing.
    """
    owed = []
    for code, criterion in spec.criteria.items():
        place, comment = answers.get(code, (None, ""))
        if place is None or comment.strip() or rule == CommentRule.NONE:
            continue
        points = criterion.points_at(place)
        lowest = min([0, *(o.points for o in criterion.options)])
        if rule == CommentRule.ALL or (criterion.subjective and points in (lowest, criterion.max_points)):
            owed.append(code)
    return owed
