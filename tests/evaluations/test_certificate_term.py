"""The last day of validity, month ends included. States on a day: test_validity."""

from datetime import date

import pytest

from evaluations.certificates import add_months, valid_to


@pytest.mark.parametrize(
    ("issued", "last"),
    [
        (date(2026, 8, 5), date(2029, 8, 5)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2025, 12, 31), date(2028, 12, 31)),
    ],
)
def test_the_last_day_is_the_same_day_36_months_later(issued, last):
    assert valid_to(issued) == last


def test_months_are_clamped_to_their_end():
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert add_months(date(2026, 12, 1), 1) == date(2027, 1, 1)
