"""States of a certificate on the day before, the day and the day after every edge, leap years among them; window and radar."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.certificates import valid_to
from evaluations.enums import CertificateState as S
from evaluations.renewal import RADAR, radar_stage, window
from evaluations.validity import certificate_state
from products.regulationfiles import load_regulation

DAY = timedelta(days=1)
calm = settings(derandomize=True, max_examples=200, deadline=None)
days = st.dates(date(2019, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("issued", "end"),
    [
        (date(2026, 6, 30), date(2029, 6, 30)),
        (date(2025, 2, 28), date(2028, 2, 28)),  # the leap day after it is no part of the term
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2096, 2, 29), date(2099, 2, 28)),
        (date(2021, 3, 1), date(2024, 3, 1)),
        (date(2026, 12, 31), date(2029, 12, 31)),
    ],
)
def test_thirty_six_months_and_the_last_day_counts(issued, end):
    assert valid_to(issued) == end
    assert certificate_state(today=end, valid_to=end) == S.EXPIRING
    assert certificate_state(today=end + DAY, valid_to=end) == S.EXPIRED


@pytest.mark.parametrize("end", [date(2027, 2, 28), date(2028, 2, 29), date(2028, 8, 27), date(2029, 6, 30)])
def test_every_edge(end):
    first = end - timedelta(days=179)  # the first of the last 180 days, both ends included
    last_grace = end + timedelta(days=180)
    for today, refiled, state in (
        (first - DAY, None, S.VALID), (first, None, S.EXPIRING), (first + DAY, None, S.EXPIRING),
        (end - DAY, None, S.EXPIRING), (end, None, S.EXPIRING), (end + DAY, None, S.EXPIRED),
        (end, end, S.EXPIRING), (end + DAY, end - DAY, S.GRACE), (end + DAY, end, S.GRACE),
        (end + DAY, end + DAY, S.EXPIRED), (last_grace - DAY, end, S.GRACE), (last_grace, end, S.GRACE),
        (last_grace + DAY, end, S.EXPIRED),
    ):  # fmt: skip
        assert certificate_state(today=today, valid_to=end, refiled_on=refiled) == state, (today, refiled)


@pytest.mark.parametrize("act", ["withdrawn_on", "superseded_on"])
def test_an_act_counts_from_its_own_day_in_every_state(act):
    end = date(2029, 6, 30)
    word = S.WITHDRAWN if act == "withdrawn_on" else S.SUPERSEDED
    for on in (date(2027, 1, 1), end, end + DAY, end + timedelta(days=181)):
        assert certificate_state(today=on - DAY, valid_to=end, **{act: on}) != word
        assert certificate_state(today=on, valid_to=end, **{act: on}) == word


@calm
@given(days, st.integers(-400, 400), st.one_of(st.none(), st.integers(-300, 300)))
def test_states_come_in_order_and_the_last_180_days_are_180(end, shift, refiled):
    today = end + timedelta(days=shift)
    on = None if refiled is None else end + timedelta(days=refiled)
    state = certificate_state(today=today, valid_to=end, refiled_on=on)
    if shift <= 0:
        assert state == (S.EXPIRING if shift > -180 else S.VALID)
    else:
        assert state == (S.GRACE if on is not None and on <= end and shift <= 180 else S.EXPIRED)


@pytest.mark.parametrize(
    ("code", "first", "last", "notify"),
    [
        ("26-2026", 180, 120, None),
        ("148-2023", None, None, 30),
        ("1489-2025", None, None, 30),
        ("1048-2019", None, None, None),
    ],
)
def test_window_and_notice_by_era(code, first, last, notify):
    end = date(2028, 3, 1)
    found = window(end, load_regulation(code).renewal)

    def back(count):
        return None if count is None else end - timedelta(days=count)

    assert (found.first, found.last, found.notify_by) == (back(first), back(last), back(notify))
    if first:
        assert [found.state(d) for d in (found.first - DAY, found.first, found.last, found.last + DAY, end, end + DAY)] == [
            "early", "open", "open", "late", "late", "over",
        ]  # fmt: skip
    else:
        assert [found.state(d) for d in (end, end + DAY)] == ["none", "over"]


@pytest.mark.parametrize(
    ("left", "stage"),
    [(241, None), (240, 240), (181, 240), (180, 180), (121, 180), (120, 120), (31, 120), (30, 30), (0, 30), (-1, 0)],
)
def test_radar_days(left, stage):
    end = date(2028, 3, 1)
    assert radar_stage(end, end - timedelta(days=left)) == stage
    assert RADAR == (240, 180, 120, 30)
