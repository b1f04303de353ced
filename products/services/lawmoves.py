"""A cycle that was not filed in time goes over to the decision in force (26/2026/QĐ-TTg Art. 11.1, 12.2)."""

from datetime import datetime

from django.db import transaction

from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale
from products import messages, rules
from products.models import Cycle, ProductSet
from products.selectors import law_for_filing


@transaction.atomic
def follow_law(
    *, cycle: Cycle, product_set: ProductSet, actor, at: datetime | None = None, payload: dict | None = None
) -> Cycle:
    """Put an unfiled cycle under the decision that its filing would come under today, on a product set of that decision.

    In order: who writes the cycle (its producer, or the officer who enters it), that a newer decision takes it over, that
    the set is one of it; decision and set of the cycle by a guarded update; event `cycle.follow_law`, last, with
    `payload`. The product keeps the set that it was registered under. Rooms that hold a dossier of the cycle call this as
    the last statement of their transaction. Errors: NotAllowed, Refused with the code of the field, Stale.
    """
    if actor is not audit.SYSTEM and not (rules.is_producer(actor, cycle) or rules.is_local_officer(actor, cycle)):
        raise NotAllowed(messages.NOT_YOUR_PRODUCER, code="producer", obj=cycle)
    moment, old = at or clock.now(), cycle.regulation
    law = law_for_filing(cycle, clock.local_day(moment))
    if law is None:
        raise Refused(messages.LAW_STAYS % {"law": old.number}, code="law", obj=cycle)
    if product_set.regulation_id != law.pk:
        raise Refused(messages.SET_OF_OTHER_REGULATION % {"regulation": law.number}, code="product_set", obj=cycle)
    before = {"regulation": old.code, "set": cycle.product_set.number}
    here = Cycle.objects.filter(pk=cycle.pk, filed_at__isnull=True, regulation=old, state=cycle.state)
    if here.update(regulation=law, product_set=product_set) != 1:
        raise Stale(messages.STALE % {"state": cycle.get_state_display()}, code="stale", obj=cycle)
    cycle.refresh_from_db()
    audit.record(
        "cycle.follow_law", actor=actor, obj=cycle, parent=cycle.product, at=at, province_id=cycle.province_id,
        before=before, after={"regulation": law.code, "set": product_set.number} | (payload or {}),
    )  # fmt: skip
    return cycle
