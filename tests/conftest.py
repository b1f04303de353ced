"""Fixtures that every room's tests share."""

import pytest
from django.db import connection, connections
from django.test import TransactionTestCase

from core import reference, triggers
from evaluations.selectors import briefs
from tests.races import on_file
from tests.workers import own_broker
from tests.world import build_world

own_broker()

# Tests that commit end with a flush, which the append-only triggers forbid: they are taken away only around it.
_flush = TransactionTestCase._fixture_teardown


def _flush_without_triggers(case):
    for alias in case._databases_names(include_mirrors=False):
        triggers.lift(alias)
    try:
        _flush(case)
    finally:
        for alias in case._databases_names(include_mirrors=False):
            triggers.lay(alias)
            connections[alias].close_if_unusable_or_obsolete()


TransactionTestCase._fixture_teardown = _flush_without_triggers


LONG = ("tests/browser/", "tests/matrix/", "tests/core/test_job_runners.py", "tests/core/test_documents.py")


def pytest_collection_modifyitems(items):
    """The longest files begin first, so that no process waits for one at the end."""
    items.sort(key=lambda item: next((n for n, part in enumerate(LONG) if part in item.path.as_posix()), len(LONG)))


@pytest.fixture
def world(db):
    """Both maps with a person for each role; see tests/world.py."""
    return build_world()


@pytest.fixture(autouse=True)
def nothing_kept():
    """What a process keeps of reference tables belongs to rows that the test before took back."""
    reference.forget()
    briefs.KEPT.clear()


@pytest.fixture(autouse=True)
def private_media(settings, tmp_path):
    """Files of tests go to a folder of their own; a checkout without collected static files is no warning."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path
    # Argon2 is slow by design: a password of a test is worth a quick hash. tests/accounts holds the real one.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    return settings.MEDIA_ROOT


@pytest.fixture
def file_database(transactional_db, tmp_path):
    """Rows that other connections and processes see: a file on SQLite. Gives their DATABASE_URL."""
    with on_file(tmp_path / "test.sqlite3") as url:
        yield url


@pytest.fixture
def impatient(file_database):
    """A database that says "locked" after 50 ms instead of waiting."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        yield file_database
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")
        return
    options = connections.settings["default"]["OPTIONS"]
    known, options["timeout"] = options["timeout"], 0.05
    connection.close()
    yield file_database
    options["timeout"] = known
    connection.close()
