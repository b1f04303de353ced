"""What every part of the demonstration shares: its days, its people, its places."""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial

from django.utils import timezone

from accounts.models import User
from core import clock
from districts.models import AdministrativeUnit
from districts.selectors import find_unit

PASSWORD = "ocop-demo"  # noqa: S105  # nosec B105: said on every page of the demonstration, refused without DEMO=1
LAW_BEGINS = date(2026, 5, 25)  # the first Monday under 26/2026/QĐ-TTg; nothing of the present is dated before
OLD_DAY = date(2020, 12, 31)
LAST_OLD = date(2025, 6, 30)


@dataclass
class Stage:
    """The day of seeding and what was made so far. `people` by user name, `units` by a short name."""

    today: date = field(default_factory=clock.today)
    people: dict[str, User] = field(default_factory=dict)

    def when(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        """`days` before the day of seeding at this hour, never before the law of the present."""
        return at_hour(max(self.today - timedelta(days=days), min(LAW_BEGINS, self.today)), hour, minute)

    def now_at_most(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        """The same, but never in the future."""
        return min(self.when(days, hour, minute), clock.now())

    def gather(self) -> None:
        """People of the demonstration that stand already."""
        self.people = {user.username: user for user in User.objects.filter(is_demo=True).order_by("pk")}
        for user in self.people.values():
            # Services ask for the password again before a seal; checking its hash sixty times would take half a minute.
            user.check_password = partial(secrets.compare_digest, PASSWORD)


def at_hour(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """The hour of a day in Vietnam."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def unit(code: str, on: date) -> AdministrativeUnit:
    """The unit of a code on a day."""
    return find_unit(code, None, on)
