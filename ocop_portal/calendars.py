"""The working-day calendar of a year: what a page shows of it, and changes that move open deadlines with it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.formats import DAY_NAMES
from core.models import AuditEvent, AuditHead
from districts import messages, services
from districts.enums import HolidayKind
from districts.models import AdministrativeUnit, Holiday
from districts.rules import calendar_province_id, may_keep_calendar
from districts.workdays import Calendar, announced_through, calendar_of, national_days, national_names
from products.models import Cycle
from products.services.deadlines import Moved, recount

SHOWN = 20
READ_BACK = 20_000
YEARS_BACK, YEARS_AHEAD = 6, 2


def years() -> list[int]:
    """The years that the page offers."""
    this = clock.today().year
    return list(range(this - YEARS_BACK, this + YEARS_AHEAD + 1))


@transaction.atomic
def keep_day(*, day: date, kind: str, name: str, province, actor, at: datetime | None = None) -> list[Moved]:
    """Keep a day in the calendar and count open deadlines again. Out: the deadlines that moved. All of it or nothing."""
    services.keep_holiday(day=day, kind=kind, name=name, province=province, actor=actor, at=at)
    return recount(province=province, actor=actor, at=at)


@transaction.atomic
def drop_day(*, holiday: Holiday, actor, at: datetime | None = None) -> list[Moved]:
    """Take a day out again and count open deadlines again."""
    province = holiday.province
    services.drop_holiday(holiday=holiday, actor=actor, at=at)
    return recount(province=province, actor=actor, at=at)


def place_of(user) -> AdministrativeUnit | None:
    """The province whose own days the person sees and perhaps keeps."""
    own = calendar_province_id(user)
    own = own or next((role.province_id for role in user.scope.roles if role.province_id), None)
    return AdministrativeUnit.objects.filter(pk=own).first() if own else None


def page(user, year: int) -> dict:
    """Everything that the template shows: the days of a year with their source, the deadlines that moved lately."""
    province = place_of(user)
    which = Q(province__isnull=True) if province is None else Q(province__isnull=True) | Q(province=province)
    rows = list(Holiday.objects.visible_to(user).filter(which, day__year=year).order_by("day", "province_id"))
    document = next((row for row in rows if row.kind == HolidayKind.YEAR), None)
    calendar = Calendar({}, frozenset({year} if document else ()))
    return {
        "year": year,
        "years": [{"label": str(y), "url": f"{reverse('calendar')}?nam={y}", "current": y == year} for y in years()],
        "provisional_year": calendar.is_provisional(date(year, 12, 31)),
        "announced": document,
        "by_package": year <= announced_through(),
        "days": days_of(user, year, [row for row in rows if row.kind != HolidayKind.YEAR], province),
        "moved": moved_lately(user),
        "place": province,
        "keeps": user.scope.admin or (province is not None and may_keep_calendar(user, province)),
    }


def days_of(user, year: int, rows: list[Holiday], province) -> list[dict]:
    """Every day off and every weekend day worked, in order; entered rows say whose they are and may be taken out."""
    off, worked = national_names(year), national_days(year)[1]
    found = [(day, str(HolidayKind.DAY_OFF.label), name, _("Cả nước"), None) for day, name in off.items()]
    found += [(day, str(HolidayKind.MAKE_UP.label), "", _("Cả nước"), None) for day in worked]
    for row in rows:
        place = province.full_name if row.province_id and province else _("Cả nước, ghi thêm")
        found.append((row.day, row.get_kind_display(), row.name, place, row))
    names = DAY_NAMES
    return [
        {
            "day": day, "weekday": names[day.weekday()], "kind": kind, "name": name, "place": place,
            "drop": row if row and may_keep_calendar(user, province if row.province_id else None) else None,
            "make_up": kind == str(HolidayKind.MAKE_UP.label),
        }
        for day, kind, name, place, row in sorted(found, key=lambda f: (f[0], f[3]))
    ]  # fmt: skip


def moved_lately(user) -> list[dict]:
    """The latest deadlines that a change of the calendar moved, of cycles in the person's reach: old and new day."""
    newest = AuditHead.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    # The log has no index by verb: only its newest part is read, whatever its length.
    events = AuditEvent.objects.filter(number__gt=newest - READ_BACK, verb="cycle.due_moved")
    if not user.scope.nation:
        events = events.filter(province_id__in=user.scope.province_ids)
    events = list(events.order_by("-number")[:SHOWN])
    keys = [int(event.object_id) for event in events]
    cycles = Cycle.objects.visible_to(user).filter(pk__in=keys).select_related("product").in_bulk() if keys else {}
    return [
        {
            "cycle": cycles[int(event.object_id)],
            "old": date.fromisoformat(event.before["due_on"]),
            "new": date.fromisoformat(event.after["due_on"]),
            "at": event.at,
        }
        for event in events
        if int(event.object_id) in cycles
    ]


def pointless(day: date, kind: str, province) -> str:
    """Why an entry would change nothing: the day is off, or worked, already. "" when it means something."""
    if kind == HolidayKind.YEAR:
        return ""
    works = calendar_of(province).is_working(day)
    if kind == HolidayKind.DAY_OFF and not works:
        return messages.CALENDAR_ORDINARY
    return messages.CALENDAR_WORKED if kind == HolidayKind.MAKE_UP and works else ""
