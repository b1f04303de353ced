"""Working days: the national calendar, make-up days, and what a province adds."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from districts.enums import HolidayKind
from districts.models import Holiday
from districts.workdays import add_working_days, is_working_day, national_days, working_days_between
from tests.factories.districts import make_province

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 13), True),  # Friday before Tết Bính Ngọ
        (date(2026, 2, 14), False),  # Saturday
        (date(2026, 2, 16), False),  # 29 tháng Chạp
        (date(2026, 2, 17), False),  # mùng một
        (date(2026, 2, 20), False),  # mùng bốn
        (date(2026, 2, 23), True),
        (date(2026, 4, 26), False),  # giỗ Tổ on a Sunday …
        (date(2026, 4, 27), False),  # … moved to Monday
        (date(2026, 4, 28), True),
        (date(2026, 4, 30), False),
        (date(2026, 5, 1), False),
        (date(2026, 5, 4), True),
        (date(2026, 8, 22), True),  # a Saturday worked for Monday 31/8
        (date(2026, 8, 29), False),
        (date(2026, 8, 31), False),
        (date(2026, 9, 1), False),
        (date(2026, 9, 2), False),
        (date(2026, 9, 3), True),
        (date(2024, 5, 4), True),  # a Saturday worked for 29/4/2024
        (date(2014, 12, 27), True),  # worked in one year for a day of the next
        (date(2025, 1, 27), False),
    ],
)
def test_national_calendar(day, works):
    assert is_working_day(day) is works


def test_what_the_package_does_not_know_is_a_row():
    """Officials swapped Friday 2/1/2026 for Saturday 10/1/2026; the package has neither."""
    assert (is_working_day(date(2026, 1, 2)), is_working_day(date(2026, 1, 10))) == (True, False)
    Holiday.objects.create(day=date(2026, 1, 2), kind=HolidayKind.DAY_OFF, name="Nghỉ hoán đổi")
    Holiday.objects.create(day=date(2026, 1, 10), kind=HolidayKind.MAKE_UP, name="Làm bù")
    assert (is_working_day(date(2026, 1, 2)), is_working_day(date(2026, 1, 10))) == (False, True)
    assert add_working_days(date(2025, 12, 31), 6) == date(2026, 1, 10)


def test_a_row_of_a_province_holds_only_there_and_goes_first():
    here, there = make_province("90"), make_province("91")
    Holiday.objects.create(day=date(2026, 6, 4), kind=HolidayKind.DAY_OFF, name="Ngày hội", province=here)
    Holiday.objects.create(day=date(2026, 6, 5), kind=HolidayKind.DAY_OFF, name="Bão")
    Holiday.objects.create(day=date(2026, 6, 5), kind=HolidayKind.MAKE_UP, name="Vẫn làm việc", province=here)
    days = [date(2026, 6, 4), date(2026, 6, 5)]
    assert [is_working_day(day, here) for day in days] == [False, True]
    assert [is_working_day(day, there) for day in days] == [True, False]
    assert [is_working_day(day) for day in days] == [True, False]


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2026, 6, 1), 0, date(2026, 6, 1)),  # the day of receipt is day 0
        (date(2026, 6, 1), 1, date(2026, 6, 2)),
        (date(2026, 6, 5), 1, date(2026, 6, 8)),  # Friday to Monday
        (date(2026, 6, 6), 1, date(2026, 6, 8)),  # received on a Saturday
        (date(2026, 6, 1), 15, date(2026, 6, 22)),  # the commune's report
        (date(2026, 2, 10), 15, date(2026, 3, 10)),  # over Tết
        (date(2026, 4, 24), 3, date(2026, 5, 4)),  # over giỗ Tổ, 30/4 and 1/5
        (date(2026, 8, 21), 1, date(2026, 8, 22)),  # onto the worked Saturday
        (date(2026, 8, 28), 1, date(2026, 9, 3)),
        (date(2026, 6, 8), -2, date(2026, 6, 4)),  # "at least two working days before"
    ],
)
def test_deadlines(start, n, end):
    assert add_working_days(start, n) == end
    if start.weekday() < 5:
        assert working_days_between(start, end) == n


def test_between_counts_the_last_day_and_not_the_first():
    assert working_days_between(date(2026, 8, 21), date(2026, 9, 4)) == 8
    assert working_days_between(date(2026, 6, 6), date(2026, 6, 7)) == 0


def test_one_query_whatever_the_distance(django_assert_num_queries):
    with django_assert_num_queries(1):
        add_working_days(date(2026, 1, 1), 240)


def test_an_absurd_deadline_is_refused():
    with pytest.raises(ValueError, match="4000"):
        add_working_days(date(2026, 1, 1), 4000)


def test_the_package_knows_these_days_of_2026():
    off, worked = national_days(2026)
    assert sorted(worked) == [date(2026, 8, 22)]
    months = {1: [1], 2: [16, 17, 18, 19, 20], 4: [26, 27, 30], 5: [1], 8: [31], 9: [1, 2], 11: [24]}
    assert off == {date(2026, month, day) for month, days in months.items() for day in days}


@pytest.mark.parametrize("province", ["national", "local"])
def test_one_row_a_day(province):
    where = make_province() if province == "local" else None
    Holiday.objects.create(day=date(2026, 6, 4), kind=HolidayKind.DAY_OFF, name="Bão", province=where)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(day=date(2026, 6, 4), kind=HolidayKind.MAKE_UP, name="Lặp", province=where)
    assert Holiday.objects.count() == 1
