"""Step 4: milestones of a running cycle with their evidence."""

from datetime import date, datetime

from django.db import transaction

from core import audit, clock
from core.exceptions import Refused, Stale
from core.files import store
from core.text import clean_line, nfc
from products import messages
from products.enums import CycleState, MilestoneState
from products.models import Cycle, Milestone, MilestoneFile
from products.services.writers import check_writer

FILES = "products.milestone"


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
def add_milestone_file(*, milestone: Milestone, actor, title: str, upload, at: datetime | None = None) -> MilestoneFile:
    """Evidence of a milestone: a picture, a contract, an acceptance paper. While the cycle runs.

    In order: the row, its file (core.files), event `milestone.file`, last. Errors: NotAllowed, Refused (closed, file).
    """
    cycle = milestone.cycle
    check_writer(cycle, actor, (CycleState.RUNNING,))
    row = MilestoneFile(
        milestone=milestone, title=clean_line(title)[:300] or clean_line(upload.name)[:300], added_by=actor,
        added_at=at or clock.now(),
    )  # fmt: skip
    row.full_clean(exclude=["file"])
    row.save()
    row.file = store(upload, owner_type=FILES, owner_id=milestone.pk, actor=actor, province_id=cycle.province_id)
    row.save(update_fields=["file"])
    after = {"milestone": milestone.pk, "file": row.file_id}
    audit.record(
        "milestone.file", actor=actor, obj=row, parent=cycle, after=after, province_id=cycle.province_id, at=at
    )
    return row
