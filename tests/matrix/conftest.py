"""One world for the whole matrix, rolled back behind every knock."""

from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from tests.matrix import KNOCKERS, ROOMS, ground
from tests.world import build_world

NOW = datetime(2026, 11, 11, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@contextmanager
def undone():
    """A block whose writes are taken back."""
    block = transaction.atomic()
    block._from_testcase = True  # a refusal is recorded in a durable block of its own
    with block:
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), undone():
        made = build_world()
        ground.build(made)
        for room in ROOMS:
            module = import_module(f"tests.matrix.{room}")
            if hasattr(module, "build"):
                module.build(made)
        made.extra["sessions"] = {who: session_of(made.users[who]) for who in KNOCKERS if who != "anonymous"}
        yield made


def session_of(user) -> str:
    """The key of a session of this person: signing in once saves half the time of the matrix."""
    client = Client()
    client.force_login(user)
    return client.session.session_key
