"""The one clock of the project (design §3). Tests freeze it with time_machine; services take `at=None` and ask here."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in the time zone of the settings (Asia/Ho_Chi_Minh)."""
    return timezone.localtime(timezone.now())


def today() -> date:
    """The present day in Vietnam."""
    return now().date()


def local_day(moment: datetime) -> date:
    """The day on which an aware moment falls in Vietnam."""
    return timezone.localtime(moment).date()
