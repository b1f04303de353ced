"""The ground of the matrix for the portal's own tests: one of each record, twice."""

import pytest
import time_machine

from tests.matrix import ground


@pytest.fixture
def now():
    with time_machine.travel("2026-11-11T02:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def land(now, world):
    """`world` with `a_…` under xã Lệ Thủy and `far_…` under xã Tủa Chùa."""
    ground.build(world)
    return world
