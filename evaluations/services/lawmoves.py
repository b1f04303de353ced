"""A cycle that was not filed in time goes over to the decision in force, with the dossier that it may have already.

26/2026/QĐ-TTg Art. 11.1 and 12.2; which cycle, and from when: `products.selectors.law_for_filing`.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from core import clock
from core.exceptions import Refused
from evaluations import messages
from evaluations.evidencerows import row_in
from evaluations.models import Dossier, Evidence
from evaluations.selectors.rubrics import newest_complete
from evaluations.services.carryover import carry_over
from products.models import Cycle, ProductSet
from products.services import follow_law


@transaction.atomic
def move_to_law(*, cycle: Cycle, product_set: ProductSet, actor, at: datetime | None = None) -> Cycle:
    """Put an unfiled cycle under the decision in force, its draft dossier onto the sheet and the list of that decision.

    In order: a complete sheet of the set; of a dossier the sheet with what can stay of self-score and citations, each
    paper under the line of the new list that means the same (none: to be placed by a person); decision and set of the
    cycle with event `cycle.follow_law`, last. Errors: those of `follow_law`; Refused without a complete sheet.
    """
    moment = at or clock.now()
    rubric = newest_complete(product_set)
    if rubric is None:
        raise Refused(messages.RUBRIC_MISSING % {"set": product_set.name}, code="product_set", obj=cycle)
    waiting = Dossier.objects.select_for_update(of=("self",)).filter(cycle=cycle, rubric_pinned_at__isnull=True)
    dossier = waiting.select_related("rubric__product_set", "cycle__regulation").first()
    unplaced = 0
    if dossier is not None:
        carry_over([dossier], dossier.rubric, rubric, moment)
        unplaced = _place_papers(dossier, product_set.regulation)
        Dossier.objects.filter(pk=dossier.pk).update(version=F("version") + 1)
    payload = {"rubric": rubric.code, "unplaced": unplaced} if dossier else {}
    return follow_law(cycle=cycle, product_set=product_set, actor=actor, at=at, payload=payload)


def _place_papers(dossier: Dossier, law) -> int:
    """Every paper under the line of the new decision's list; how many have none there."""
    old, unplaced = dossier.cycle.regulation, 0
    for paper in Evidence.objects.filter(dossier=dossier, removed_at__isnull=True, replaced_by__isnull=True):
        row = row_in(law, old, paper.row)
        unplaced += not row
        Evidence.objects.filter(pk=paper.pk).update(row=row)
    return unplaced
