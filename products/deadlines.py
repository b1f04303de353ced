"""Rules that set `Cycle.due_on`, under the names that the table uses."""

from datetime import date, timedelta

from core import clock
from core.formats import show_date
from districts.models import ProgrammeSettings
from districts.workdays import Calendar, calendar_of
from products import messages
from products.cycle import deadline, window
from products.enums import CycleKind, CycleState
from products.paths import finishes_by, reporting_level
from products.selectors.regulations import spec_of


def programme_of(cycle) -> ProgrammeSettings:
    """What the cycle's province set for its programme; the defaults where it set nothing."""
    return ProgrammeSettings.objects.filter(province_id=cycle.province_id).first() or ProgrammeSettings()


def _no_later(cycle, at, day: date | None, *, filing: bool = False) -> date | None:
    """`day`, or the last day of a dossier that finishes under a decision that was replaced, whichever is sooner.

    26/2026/QĐ-TTg Art. 12.2: 60 days for first and upgrade, 30 for re-evaluation, at whatever step the dossier is.
    """
    today = clock.local_day(at)
    last = finishes_by(cycle, today if filing else None, on=today)
    return min((d for d in (day, last) if d is not None), default=None)


@deadline("refile")
def refile(cycle, at):
    """Last day to send a returned paper again: the province's `refile_days`, calendar days after the return."""
    return _no_later(cycle, at, clock.local_day(at) + timedelta(days=programme_of(cycle).refile_days))


@window("refile")
def refile_open(cycle, at):
    """A returned paper is sent again within the province's days; later it waits for the next registration (regulation.md §8)."""
    if cycle.state not in (CycleState.IDEA_RETURNED, CycleState.PLAN_RETURNED) or cycle.due_on is None:
        return None
    return messages.REFILE_OVER % {"day": show_date(cycle.due_on)} if clock.local_day(at) > cycle.due_on else None


@deadline("refile_plan")
def refile_plan(cycle, at):
    """The same for a business plan: `plan_refile_days` (older slides of Quảng Ninh: one week, regulation.md §8)."""
    return clock.local_day(at) + timedelta(days=programme_of(cycle).plan_refile_days)


@deadline("after_filing")
def after_filing(cycle, at):
    """Last day of the commune's report: working days from receipt (26/2026/QĐ-TTg, Art. 7.2: 15).

    The province's own number where the decision names none; None where no level reports.
    """
    calendar = calendar_of(cycle.province) if reporting_level(cycle) else Calendar()
    return report_due(cycle, at, programme_of(cycle), calendar)


def report_due(cycle, at, programme: ProgrammeSettings, calendar: Calendar) -> date | None:
    """`after_filing` for settings and calendar at hand."""
    level, day = reporting_level(cycle), None
    if level is not None:
        day = calendar.add(clock.local_day(at), level.working_days or programme.commune_report_days)
    return _no_later(cycle, at, day, filing=True)


def by_working_days(cycle) -> bool:
    """Whether the deadline under way is counted in working days: the commune's report is the only one."""
    return cycle.state == CycleState.DOSSIER_FILED


@deadline("renewal")
def renewal(cycle, at):
    """Last day of a re-evaluation at the level that has it: 45 days from the complete request (26/2026/QĐ-TTg Art. 7.6.g).

    The clock starts when the filed request leaves the commune or reaches a level directly; at the steps between it runs
    on. Other kinds of request have no such days; what Art. 12.2 says holds for all.
    """
    if cycle.state == CycleState.DOSSIER_FILED:
        return renewal_up(cycle, at)
    return _no_later(cycle, at, cycle.due_on if cycle.kind == CycleKind.RENEWAL else None)


@deadline("renewal_up")
def renewal_up(cycle, at):
    """The same, begun anew at the level above: the days are counted at each level."""
    days = spec_of(cycle.regulation).renewal.result_days if cycle.kind == CycleKind.RENEWAL else None
    return _no_later(cycle, at, None if days is None else clock.local_day(at) + timedelta(days=days))
