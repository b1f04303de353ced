"""States of a certificate valid to 30/06/2029, day by day at the edges."""

from datetime import date

import pytest

from evaluations.enums import CertificateState as S
from evaluations.validity import certificate_state

END = date(2029, 6, 30)


@pytest.mark.parametrize(
    ("today", "more", "state"),
    [
        (date(2026, 6, 30), {}, S.VALID),
        (date(2029, 1, 1), {}, S.VALID),
        (date(2029, 1, 2), {}, S.EXPIRING),
        (date(2029, 6, 30), {}, S.EXPIRING),
        (date(2029, 7, 1), {}, S.EXPIRED),
        (date(2029, 7, 1), {"refiled_on": date(2029, 6, 30)}, S.GRACE),
        (date(2029, 12, 27), {"refiled_on": date(2029, 6, 30)}, S.GRACE),
        (date(2029, 12, 28), {"refiled_on": date(2029, 6, 30)}, S.EXPIRED),
        (date(2029, 7, 1), {"refiled_on": date(2029, 7, 1)}, S.EXPIRED),
        (date(2027, 1, 1), {"withdrawn_on": date(2027, 1, 1)}, S.WITHDRAWN),
        (date(2026, 12, 31), {"withdrawn_on": date(2027, 1, 1)}, S.VALID),
        (date(2029, 7, 1), {"withdrawn_on": date(2027, 1, 1)}, S.WITHDRAWN),
        (date(2028, 1, 1), {"superseded_on": date(2027, 1, 1)}, S.SUPERSEDED),
        (date(2028, 1, 1), {"superseded_on": date(2027, 1, 1), "withdrawn_on": date(2027, 6, 1)}, S.WITHDRAWN),
    ],
)
def test_state(today, more, state):
    assert certificate_state(today=today, valid_to=END, **more) == state
