"""The calendar of a year: who keeps it, what is provisional, deadlines that move with it. Clock tests over Tết."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from core.models import AuditEvent
from districts.enums import HolidayKind
from districts.models import Holiday
from districts.workdays import Calendar, add_working_days, announced_through, calendar_of
from products.deadlines import after_filing
from products.models import Cycle
from tests.portal.test_inbox import make

pytestmark = pytest.mark.django_db
# First and last day that offices are shut at Tết, weekends beside it included.
TET = {
    2020: (date(2020, 1, 23), date(2020, 1, 29)),
    2021: (date(2021, 2, 10), date(2021, 2, 16)),
    2022: (date(2022, 1, 29), date(2022, 2, 6)),
    2023: (date(2023, 1, 20), date(2023, 1, 26)),
    2024: (date(2024, 2, 8), date(2024, 2, 14)),
    2025: (date(2025, 1, 25), date(2025, 2, 2)),
    2026: (date(2026, 2, 14), date(2026, 2, 22)),
}


@pytest.mark.parametrize("year", TET)
def test_a_clock_stands_still_over_tet(year):
    first, last = TET[year]
    calendar = Calendar()
    before = calendar.add(first, -1)
    assert not any(calendar.is_working(first + timedelta(days=n)) for n in range((last - first).days + 1))
    assert calendar.is_working(before) and before < first
    assert calendar.add(before, 1) > last
    assert calendar.between(before, last) == 0
    # fifteen days received the day before: one clock, counted forth and back
    assert calendar.add(calendar.add(before, 15), -15) == before


def at_nine(day):
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def test_the_report_of_a_commune_over_tet(land):
    """Received on Tuesday 10/2/2026: three days before Tết, twelve after it."""
    cycle = make(land, 300, "dossier_draft")
    filed = at_nine(date(2026, 2, 10))
    assert after_filing(cycle, filed) == date(2026, 3, 10)


def test_the_package_knows_the_announcements_to_2026_and_no_farther():
    calendar = Calendar()
    assert announced_through() == 2026
    assert [calendar.is_provisional(date(year, 2, 5)) for year in (2026, 2027)] == [False, True]
    assert not Calendar({}, frozenset({2027})).is_provisional(date(2027, 2, 5))


def enter(client, who, kind, day, name="Thông báo số 1/TB"):
    client.force_login(who)
    return client.post("/lich-lam-viec/", {"kind": kind, "day": day, "name": name})


def filed(land, number, on):
    """A dossier that waits for the commune's report since `on`, with the deadline of that day."""
    moment = at_nine(on)
    cycle = make(land, number, "dossier_filed")
    Cycle.objects.filter(pk=cycle.pk).update(
        state_changed_at=moment, filed_at=moment, due_on=after_filing(cycle, moment)
    )
    cycle.refresh_from_db()
    return cycle


@pytest.fixture
def autumn(land):
    with time_machine.travel("2026-12-21T02:00:00Z", tick=False):
        yield land


def test_a_day_of_the_nation_moves_open_deadlines_and_the_page_shows_old_and_new(client, autumn):
    cycle = filed(autumn, 301, date(2026, 12, 15))
    assert cycle.due_on == date(2027, 1, 6)
    client.force_login(autumn.commune)
    inbox = client.get("/viec/").content.decode()
    assert "hạn 06/01/2027 (tạm tính)" in client.get(cycle.get_absolute_url()).content.decode()
    assert "hạn 06/01/2027 (tạm tính)" in inbox and "Hạn trong năm 2027 là tạm tính" in inbox
    assert enter(client, autumn.admin, "day_off", "04/01/2027").status_code == 302
    cycle.refresh_from_db()
    assert cycle.due_on == date(2027, 1, 7)
    event = AuditEvent.objects.get(verb="cycle.due_moved")
    assert (event.before, event.after) == ({"due_on": "2027-01-06"}, {"due_on": "2027-01-07"})
    client.force_login(autumn.province)
    page = " ".join(client.get("/lich-lam-viec/?nam=2027").content.decode().split())
    assert f"{cycle.number}</a> Sản phẩm 301</th><td>06/01/2027</td><td>07/01/2027</td>" in page
    # taken out again: as before
    row = Holiday.objects.get(day=date(2027, 1, 4))
    client.force_login(autumn.admin)
    client.post(f"/lich-lam-viec/{row.pk}/bo/")
    cycle.refresh_from_db()
    assert cycle.due_on == date(2027, 1, 6)
    assert AuditEvent.objects.filter(verb="holiday.drop").count() == 1


def test_an_announced_year_is_no_longer_provisional(client, autumn):
    filed(autumn, 302, date(2026, 12, 15))
    assert enter(client, autumn.admin, "year", "01/01/2027", "Công văn số 1/VPCP").status_code == 302
    client.force_login(autumn.commune)
    assert "tạm tính" not in client.get("/viec/").content.decode()
    assert "Lịch năm này đã công bố: Công văn số 1/VPCP." in client.get("/lich-lam-viec/?nam=2027").content.decode()
    assert add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 4)  # the mark itself is no day off


def test_a_province_keeps_its_own_days_alone(client, autumn):
    ours, theirs = filed(autumn, 303, date(2026, 12, 15)), filed(autumn, 304, date(2026, 12, 15))
    Cycle.objects.filter(pk=theirs.pk).update(province=autumn.dien_bien, unit=autumn.tua_chua)
    assert enter(client, autumn.province, "day_off", "05/01/2027").status_code == 302
    assert [calendar_of(p).is_working(date(2027, 1, 5)) for p in (autumn.quang_tri, autumn.dien_bien)] == [False, True]
    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.due_on, theirs.due_on) == (date(2027, 1, 7), date(2027, 1, 6))


@pytest.mark.parametrize(
    ("who", "kind", "day", "status"),
    [
        ("commune", "day_off", "05/01/2027", 403),
        ("ministry", "day_off", "05/01/2027", 403),
        ("province", "year", "01/01/2027", 422),  # the nation's to say
        ("admin", "year", "02/01/2027", 422),
        ("admin", "day_off", "02/01/2027", 422),  # a Saturday is off as it is
        ("admin", "make_up", "05/01/2027", 422),  # a Tuesday is worked as it is
        ("admin", "day_off", "05/01/2057", 422),
        ("admin", "day_off", "30/02/2027", 422),
    ],
)
def test_who_may_enter_what(client, autumn, who, kind, day, status):
    answer = enter(client, autumn.users[who], kind, day)
    assert (answer.status_code, Holiday.objects.count()) == (status, 0)
    if status == 422:
        assert f'value="{day}"' in answer.content.decode()  # nothing typed is lost


def test_a_neighbour_does_not_take_out_the_days_of_a_province(client, autumn):
    row = Holiday.objects.create(day=date(2027, 1, 5), kind=HolidayKind.DAY_OFF, name="x", province=autumn.quang_tri)
    client.force_login(autumn.stranger_province)
    assert client.post(f"/lich-lam-viec/{row.pk}/bo/").status_code == 403
    assert Holiday.objects.count() == 1
