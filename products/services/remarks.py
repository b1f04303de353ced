"""Returning a paper of steps 2 and 3 with remarks at its items."""

from datetime import datetime

from django.db import transaction

from core import audit, clock
from core.exceptions import Refused
from core.text import nfc
from products import cycle as table
from products import messages
from products.models import Cycle, Idea, PaperRemark
from products.services.effects import last_turn
from products.services.transitions import apply_transition
from products.slips import slip_of


@transaction.atomic
def send_back(
    *, cycle: Cycle, name: str, actor, reason: str, remarks: dict[str, str], at: datetime | None = None
) -> Cycle:
    """Move a cycle along a row that returns a paper, with remarks: key of an item -> what is asked for there.

    In order: the remarks are written; the cycle moves, its event with the keys of the items last (`apply_transition`,
    whose errors are its own). Refused for a row without remarks and for an item that the paper does not have.
    """
    row = table.BY_NAME[name]
    asked = {key: nfc(text).strip() for key, text in remarks.items() if text.strip()}
    existing = row.remarks == "idea" and Idea.objects.filter(cycle=cycle, existing_product=True).exists()
    known = {item.key for item in slip_of(row.remarks, cycle.regulation.code, existing).items} if row.remarks else set()
    if set(asked) - known:
        raise Refused(messages.REMARK_UNKNOWN, code="remarks", obj=cycle)
    turn, moment = last_turn(cycle, row.remarks), at or clock.now()
    PaperRemark.objects.filter(cycle=cycle, paper=row.remarks, turn=turn).delete()
    maker = None if actor is audit.SYSTEM else actor
    PaperRemark.objects.bulk_create(
        PaperRemark(
            cycle=cycle, paper=row.remarks, turn=turn, item=key, text=text, made_by=maker, made_at=moment
        )
        for key, text in asked.items()
    )  # fmt: skip
    return apply_transition(
        cycle=cycle, name=name, actor=actor, reason=reason, at=at, payload={"remarks": sorted(asked)}
    )
