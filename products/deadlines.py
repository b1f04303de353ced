"""Rules that set `Cycle.due_on`, under the names that the table uses."""

from datetime import timedelta

from core import clock
from districts.models import ProgrammeSettings
from districts.workdays import add_working_days
from products.cycle import deadline
from products.paths import reporting_level


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
    level = reporting_level(cycle)
    if level is None:
        return None
    days = level.working_days or programme_of(cycle).commune_report_days
    return add_working_days(clock.local_day(at), days, cycle.province)
