"""When the papers of steps 2 to 4 are open, and to whom."""

from core import audit
from core.exceptions import NotAllowed, Refused
from products import messages, rules
from products.enums import CycleState
from products.models import Cycle

IDEA_OPEN = (CycleState.IDEA_DRAFT, CycleState.IDEA_RETURNED)
PLAN_OPEN = (CycleState.PLAN_DRAFT, CycleState.PLAN_RETURNED)
BEFORE_SUPPORT = (*IDEA_OPEN, CycleState.IDEA_SUBMITTED, CycleState.IDEA_REVIEWED, CycleState.IDEA_DECLINED, *PLAN_OPEN,
                  CycleState.PLAN_SUBMITTED, CycleState.PLAN_DECLINED)  # fmt: skip


def check_writer(cycle: Cycle, actor, states) -> None:
    """NotAllowed or Refused, unless the person writes this cycle's papers and the cycle is in one of `states`."""
    if actor is not audit.SYSTEM and not rules.may_edit(actor, cycle):
        raise NotAllowed(messages.NOT_YOUR_CYCLE, code="not_your_cycle", obj=cycle)
    if cycle.state not in states:
        words = {"state": cycle.get_state_display()}
        raise Refused(messages.PAPER_CLOSED % words, code="paper_closed", obj=cycle)
