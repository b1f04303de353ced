"""The products of a board as plain values: of five hundred only a name, a state and a round are read."""

from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse

from evaluations.enums import ItemState
from evaluations.models import CouncilSession, Rubric, SessionProduct
from evaluations.selectors.rubrics import rubric_row


class ProductSeen(NamedTuple):
    name: str


class CycleSeen(NamedTuple):
    product: ProductSeen


@dataclass(slots=True)
class ItemSeen:
    """A product of a session under the names that its row has, for `Board` and `outcomes`; never to be saved."""

    pk: int
    state: str
    scoring_round: int
    marks_statement: str
    cycle: CycleSeen
    rubric: Rubric
    session: CouncilSession

    def get_absolute_url(self) -> str:
        return reverse("evaluations:item", args=[self.pk])

    def get_state_display(self) -> str:
        return ItemState(self.state).label


def board_items(user, session: CouncilSession) -> list[ItemSeen]:
    """The products of the session that the person sees, in order. One statement."""
    rows = SessionProduct.objects.visible_to(user).filter(session=session).order_by("position")
    rows = rows.values_list("pk", "state", "scoring_round", "marks_statement", "cycle__product__name", "rubric_id")
    rubrics, items = {}, []
    for pk, state, scoring_round, statement, name, rubric in rows:
        if rubric not in rubrics:
            rubrics[rubric] = rubric_row(rubric)
        cycle = CycleSeen(ProductSeen(name))
        items.append(ItemSeen(pk, state, scoring_round, statement, cycle, rubrics[rubric], session))
    return items
