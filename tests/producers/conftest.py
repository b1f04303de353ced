"""One producer in xã Lệ Thủy."""

import pytest
import time_machine

from tests.factories.producers import make_producer


@pytest.fixture
def now():
    with time_machine.travel("2026-08-05T09:00:00+07:00", tick=False):
        yield


@pytest.fixture
def tea(now, world):
    world.extra["maker"] = make_producer(world.le_thuy, member=world.producer, tax_code="0300588569")
    return world
