"""The two worlds with one tea producer each."""

import pytest
import time_machine

from tests.factories.producers import make_producer
from tests.factories.products import make_cycle, make_product, product_set

TODAY = "2026-08-05T09:00:00+07:00"
THEN = "2021-05-12T09:00:00+07:00"


@pytest.fixture
def now():
    """A working Wednesday under 26/2026/QĐ-TTg."""
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def tea(now, world):
    """Since 1/7/2025: a producer in xã Lệ Thủy with its member, and a tea under 26-2026."""
    producer = make_producer(world.le_thuy, member=world.producer)
    world.extra |= {"maker": producer, "tea": make_product(producer)}
    return world


@pytest.fixture
def old_tea(world):
    """In 2021: a producer in thị trấn Kiến Giang and a tea of set 12 of 1048-2019, in district Lệ Thủy."""
    with time_machine.travel(THEN, tick=False):
        producer = make_producer(world.kien_giang, member=world.producer)
        world.extra |= {"maker": producer, "tea": make_product(producer, of=product_set("1048-2019", "12"))}
        yield world


@pytest.fixture
def cycle(tea):
    return make_cycle(tea.tea, by=tea.producer)
