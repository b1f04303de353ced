"""All marks of many sheets as lines of a table, a slice at a time: the same memory for one session and for a year."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from django.db.models import QuerySet

from evaluations.enums import SheetState
from evaluations.models import Rubric, Score
from evaluations.scoring import sheet_points
from evaluations.selectors.rubrics import rubric_keys, rubric_spec

SLICE = 4000  # rows that the database hands over at a time
# The order of the file; a sheet and its marks have the same key, by which the two readings are joined.
KEY = (
    "item__session__held_on", "item__session_id", "item__position", "scoring_round", "member__position", "pk",
)  # fmt: skip
SHEET = (
    "item__rubric_id", "item__session__held_on", "item__session__council__name", "item__cycle__number",
    "item__cycle__product__name", "item__cycle__producer__name", "item__rubric__title", "scoring_round",
    "member__user__full_name", "member__agency", "state", "total",
)  # fmt: skip


def rubrics_of(sheets: QuerySet) -> dict[int, Rubric]:
    """The sheets of criteria that the rows were scored on."""
    used = sheets.order_by().values("item__rubric_id").distinct()
    return {row.pk: row for row in Rubric.objects.filter(pk__in=used)}


def codes_of(rubrics: dict[int, Rubric]) -> list[str]:
    """Every criterion of the rubrics once, in the order of the sheets: A.1.1, A.1.2, … A.1.10."""
    codes = {code for rubric in rubrics.values() for code in rubric_spec(rubric).criteria}
    return sorted(
        codes, key=lambda code: [(part.isdigit(), int(part) if part.isdigit() else part) for part in code.split(".")]
    )


def mark_rows(sheets: QuerySet, rubrics: dict[int, Rubric], codes: list[str]) -> Iterator[tuple]:
    """(facts of the sheet, points by `codes`): points as the engine counts them, "" where not asked or not scored.

    A criterion whose condition does not hold counts 0 whatever was chosen, as in the total. `sheets` is one gate's
    answer; two statements, however many rows.
    """
    specs = {pk: rubric_spec(rubric) for pk, rubric in rubrics.items()}
    names = {pk: rubric_keys(rubric).codes for pk, rubric in rubrics.items()}
    states = dict(SheetState.choices)
    rows = sheets.order_by(*KEY).values_list(*KEY, *SHEET).iterator(chunk_size=SLICE // 10)
    answers = _answers(sheets)
    following = next(answers, None)
    for row in rows:
        key, (rubric_id, *facts, state, total) = row[: len(KEY)], row[len(KEY) :]
        while following and following[0] < key:  # of a sheet that was closed between the two readings
            following = next(answers, None)
        found = ()
        if following and following[0] == key:
            found, following = following[1], next(answers, None)
        known = names[rubric_id]
        places = {known[criterion]: place for criterion, place in found}
        points = sheet_points(specs[rubric_id], places).points
        yield (*facts, states[state], total), [points[code] if code in places else "" for code in codes]


def _answers(sheets: QuerySet) -> Iterator[tuple[tuple, list[tuple[int, int]]]]:
    """(key of the sheet, (criterion, place) of its marks) in the order of the file."""
    keys = [f"sheet__{name}" if name != "pk" else "sheet_id" for name in KEY]
    marks = Score.objects.filter(sheet__in=sheets.order_by(), place__isnull=False).order_by(*keys)
    rows = marks.values_list(*keys, "criterion_id", "place").iterator(chunk_size=SLICE)
    for key, own in groupby(rows, key=itemgetter(slice(len(KEY)))):
        yield key, [row[len(KEY) :] for row in own]
