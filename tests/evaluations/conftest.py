"""A provincial session of 2026 that is being scored: chair and three members, one product."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.evaluations import helpers as h

NOW = datetime(2026, 11, 11, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield NOW


def build_session(world, **settings):
    h.ready(h.COFFEE)
    h.passwords(world)
    cycle = h.completed_cycle(world, world.le_thuy, world.producer)
    dossier = h.checked_dossier(world, cycle, producer=world.producer, commune=world.commune, receiver=world.province)
    council = h.council_of(world, level="province", unit=world.quang_tri, actor=world.province, **settings)
    return h.open_session(world, council, [dossier], world.province)


@pytest.fixture
def session(world, frozen):
    return build_session(world)


@pytest.fixture
def item(session):
    return session.items.select_related("rubric", "cycle__product", "session__council", "dossier").get()
