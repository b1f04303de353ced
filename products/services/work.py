"""Step 4: milestones and support of a running cycle."""

from datetime import date, datetime

from django.db import transaction

from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale
from core.text import clean_line, nfc
from products import messages, rules
from products.enums import CycleState, MilestoneState
from products.models import Cycle, Milestone, SupportGrant
from products.services.writers import BEFORE_SUPPORT, check_writer


@transaction.atomic
def add_milestone(*, cycle: Cycle, actor, title: str, due_on: date | None = None, at: datetime | None = None):
    """One more milestone of a running cycle. One event `milestone.add`. Errors: NotAllowed, Refused."""
    check_writer(cycle, actor, (CycleState.RUNNING,))
    row = Milestone(cycle=cycle, title=clean_line(title), due_on=due_on)
    row.full_clean()
    row.save()
    audit.record("milestone.add", actor=actor, obj=row, parent=cycle, province_id=cycle.province_id, at=at)
    return row


@transaction.atomic
def finish_milestone(*, milestone: Milestone, actor, done_on: date, note: str = "", at: datetime | None = None):
    """The milestone was reached on `done_on`, not later than today. One event `milestone.done`.

    Errors: NotAllowed, Refused (cycle not running, day in the future), Stale (already done).
    """
    cycle = milestone.cycle
    check_writer(cycle, actor, (CycleState.RUNNING,))
    if done_on > clock.local_day(at or clock.now()):
        raise Refused(messages.DAY_AHEAD, code="done_on", obj=cycle)
    open_rows = Milestone.objects.filter(pk=milestone.pk, state=MilestoneState.PLANNED)
    if open_rows.update(state=MilestoneState.DONE, done_on=done_on, note=nfc(note).strip()) != 1:
        raise Stale(messages.MILESTONE_DONE, code="stale", obj=cycle)
    milestone.refresh_from_db()
    audit.record(
        "milestone.done",
        actor=actor,
        obj=milestone,
        parent=cycle,
        after={"done_on": done_on},
        province_id=cycle.province_id,
        at=at,
    )
    return milestone


@transaction.atomic
def add_grant(
    *, cycle: Cycle, actor, purpose: str, source: str, planned: int = 0, paid: int = 0,
    granted_on: date | None = None, at: datetime | None = None,
) -> SupportGrant:  # fmt: skip
    """Support of a cycle whose plan was selected, amounts in whole đồng. One event `grant.add`.

    Errors: NotAllowed, Refused (no selected plan yet, more paid than planned).
    """
    if actor is not audit.SYSTEM and not rules.may_record_support(actor, cycle):
        raise NotAllowed(messages.NOT_YOUR_CYCLE, code="not_your_cycle", obj=cycle)
    if cycle.state in BEFORE_SUPPORT:
        raise Refused(messages.SUPPORT_TOO_EARLY, code="too_early", obj=cycle)
    if paid > planned:
        raise Refused(messages.PAID_OVER_PLANNED, code="paid", obj=cycle)
    row = SupportGrant(
        cycle=cycle, purpose=clean_line(purpose), source=source, planned=planned, paid=paid, granted_on=granted_on
    )
    row.full_clean()
    row.save()
    audit.record(
        "grant.add",
        actor=actor,
        obj=row,
        parent=cycle,
        after={"source": source, "planned": planned, "paid": paid},
        province_id=cycle.province_id,
        at=at,
    )
    return row
