"""What the council gave this product in its previous cycle, from the frozen result: shown beside the sheet, never counted."""

from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from core.formats import show_number
from core.prepared import Prepared
from evaluations.models import Result
from evaluations.selectors.rubrics import rubric_row, rubric_spec

_newest = Prepared(
    lambda product_id, cycle_id: (
        Result.objects.filter(item__cycle__product_id=product_id)
        .exclude(item__cycle_id=cycle_id)
        .select_related("item")
        .order_by("-closed_at", "-pk")[:1]
    ),
    2,
)


@dataclass(frozen=True)
class LastCycle:
    """marks: criterion code -> mean points of the counted sheets ("2,5"), only where the same sheet was used."""

    closed_at: datetime
    average: str
    stars: int | None
    sheet: str
    same_sheet: bool
    marks: dict[str, str] = field(default_factory=dict)


def last_cycle(item) -> LastCycle | None:
    """The newest frozen result of an earlier cycle of the product of `item`, or None. One query."""
    rows = _newest.rows(item.cycle.product_id, item.cycle_id)
    if not rows:
        return None
    found = rows[0]
    rubric = rubric_row(found.item.rubric_id)
    same = rubric.code == item.rubric.code
    return LastCycle(
        closed_at=found.closed_at,
        average=found.average_shown,
        stars=found.stars,
        sheet=f"{rubric.title}, {rubric.product_set.regulation.number}",
        same_sheet=same,
        marks=_means(found, rubric_spec(rubric)) if same else {},
    )


def _means(result: Result, spec) -> dict[str, str]:
    sheets = [sheet["choices"] for sheet in result.data["input"]["sheets"]]
    counted = [choices for choices in sheets if all(code in choices for code in spec.criteria)]
    if not counted:
        return {}
    means = {}
    for code, criterion in spec.criteria.items():
        total = sum(criterion.points_at(choices[code]) for choices in counted)
        means[code] = mean_words(Fraction(total, len(counted)))
    return means


def mean_words(value: Fraction) -> str:
    """ "2", "2,5", "2,67": at most two decimals, half up, as the pages print numbers."""
    hundredths = (200 * value.numerator + value.denominator) // (2 * value.denominator)
    text = f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")
    return show_number(text)
