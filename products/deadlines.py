"""Rules that set `Cycle.due_on`, under the names that the table uses."""

from datetime import date, timedelta

from core import clock
from districts.models import ProgrammeSettings
from districts.workdays import Calendar, calendar_of
from products.cycle import deadline
from products.enums import CycleKind, CycleState
from products.paths import reporting_level
from products.regulationfiles import load_regulation


def programme_of(cycle) -> ProgrammeSettings:
    """What the cycle's province set for its programme; the defaults where it set nothing."""
    return ProgrammeSettings.objects.filter(province_id=cycle.province_id).first() or ProgrammeSettings()


@deadline("refile")
def refile(cycle, at):
    """Last day to send a returned paper again: the province's `refile_days`, calendar days after the return."""
    return clock.local_day(at) + timedelta(days=programme_of(cycle).refile_days)


@deadline("after_filing")
def after_filing(cycle, at):
    """Last day of the commune's report: working days from receipt (26/2026/QĐ-TTg, Art. 7.2: 15).

    The province's own number where the decision names none; None where no level reports.
    """
    if reporting_level(cycle) is None:
        return None
    return report_due(cycle, clock.local_day(at), programme_of(cycle), calendar_of(cycle.province))


def report_due(cycle, received: date, programme: ProgrammeSettings, calendar: Calendar) -> date | None:
    """`after_filing` for settings and calendar at hand."""
    level = reporting_level(cycle)
    return calendar.add(received, level.working_days or programme.commune_report_days) if level else None


def by_working_days(cycle) -> bool:
    """Whether the deadline under way is counted in working days: the commune's report is the only one."""
    return cycle.state == CycleState.DOSSIER_FILED


@deadline("renewal")
def renewal(cycle, at):
    """Last day of a re-evaluation at the level that has it: 45 days from the complete request (26/2026/QĐ-TTg Art. 7.6.g).

    The clock starts when the filed request leaves the commune or reaches a level directly; at the steps between it runs
    on. None for other kinds of request and where the regulation names no days.
    """
    if cycle.state == CycleState.DOSSIER_FILED:
        return renewal_up(cycle, at)
    return cycle.due_on if cycle.kind == CycleKind.RENEWAL else None


@deadline("renewal_up")
def renewal_up(cycle, at):
    """The same, begun anew at the level above: the days are counted at each level."""
    if cycle.kind != CycleKind.RENEWAL:
        return None
    days = load_regulation(cycle.regulation.code).renewal.result_days
    if days is None:
        return None
    return clock.local_day(at) + timedelta(days=days)
