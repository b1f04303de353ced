"""Working days (Monday to Friday without public holidays, with make-up days): the clock of every deadline in the law.

The national calendar is the package `holidays`: Tết by the lunar calendar, days moved from a weekend, and the swaps of
working days that the Government announced by the package's release (a day off for which a Saturday is worked). What is
announced later, and what one province grants, are rows of `Holiday`; a row of the province goes before a national row,
and both before the package. The day of receipt is day 0: the first working day after it is day 1.

The Government announces a year's days off, and the days worked for them, in the year before. Deadlines in a year whose
announcement is neither in the package nor recorded by the administrator (`HolidayKind.YEAR`) are provisional.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.db.models import Q
from holidays.countries.vietnam import VietnamStaticHolidays

from districts.enums import HolidayKind
from districts.models import AdministrativeUnit, Holiday

DAY = timedelta(days=1)
FARTHEST = 3650  # no deadline of the law is ten years away: a longer one is a mistake


@lru_cache(maxsize=64)
def national_days(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """(public holidays, worked weekend days) of a year. The next year is read too: a swap may be worked in this one."""
    calendar = holidays.country_holidays("VN", years=(year, year + 1))
    off = frozenset(day for day in calendar if day.year == year)
    return off, frozenset(day for day in calendar.weekend_workdays if day.year == year)


@lru_cache(maxsize=1)
def announced_through() -> int:
    """The last year whose announcement the package holds: that of its newest swap of working days."""
    return max(VietnamStaticHolidays.special_public_holidays)


@lru_cache(maxsize=64)
def national_names(year: int) -> dict[date, str]:
    """The national days off of a year with their Vietnamese names, as the package has them."""
    calendar = holidays.country_holidays("VN", years=year, language="vi")
    return {day: name for day, name in sorted(calendar.items()) if day.year == year}


@dataclass(frozen=True)
class Calendar:
    """Calendar of a province or the nation: `rows` maps a day to True (worked) or False (off) over the package's."""

    rows: dict[date, bool] = field(default_factory=dict)
    announced: frozenset[int] = frozenset()  # years beyond the package's

    def is_provisional(self, day: date) -> bool:
        """Whether the days off of this day's year are computed and not yet announced."""
        return day.year > announced_through() and day.year not in self.announced

    def is_working(self, day: date) -> bool:
        if day in self.rows:
            return self.rows[day]
        off, worked = national_days(day.year)
        return day in worked or (day.weekday() < 5 and day not in off)

    def add(self, start: date, n: int) -> date:
        """The n-th working day after `start`, before it for a negative n; `start` itself for 0."""
        if abs(n) > FARTHEST:
            raise ValueError(n)
        day, step = start, DAY if n >= 0 else -DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def between(self, a: date, b: date) -> int:
        """Working days after `a` up to and including `b`; negative, counted from `b`, where b lies before a."""
        if b < a:
            return -self.between(b, a)
        return sum(self.is_working(a + DAY * n) for n in range(1, (b - a).days + 1))


def calendar_of(province: AdministrativeUnit | None = None) -> Calendar:
    """With the `Holiday` rows of the nation and of this province (a unit below stands for its own): one query."""
    which = Q(province__isnull=True)
    if province is not None:
        which |= Q(province_id=province.province_id or province.pk)
    rows = sorted(Holiday.objects.filter(which), key=lambda row: row.province_id is not None)  # a province's row wins
    days = {row.day: row.kind == HolidayKind.MAKE_UP for row in rows if row.kind != HolidayKind.YEAR}
    return Calendar(days, frozenset(row.day.year for row in rows if row.kind == HolidayKind.YEAR))


def is_working_day(day: date, province: AdministrativeUnit | None = None) -> bool:
    """Whether offices of the province work on this day."""
    return calendar_of(province).is_working(day)


def add_working_days(start: date, n: int, province: AdministrativeUnit | None = None) -> date:
    """Last day of a deadline of `n` working days from receipt on `start` (day 0). Negative n counts backwards."""
    return calendar_of(province).add(start, n)


def working_days_between(a: date, b: date, province: AdministrativeUnit | None = None) -> int:
    """Working days after `a` up to and including `b`: `working_days_between(a, add_working_days(a, n)) == n`."""
    return calendar_of(province).between(a, b)
