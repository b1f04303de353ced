"""A whole transaction once more when the database could not take it, and one sentence when it still cannot (security §4)."""

import functools
import logging
import random
import sqlite3
import time

from django.db import OperationalError, transaction
from django.db.models import Model

from core import messages
from core.exceptions import Busy

log = logging.getLogger("ocop.retries")

TRIES = 3
PAUSE = 0.05  # seconds before the second try, doubled each time, with chance so that two do not meet again
PATIENCE = 5  # seconds after which nothing is tried again: SQLite waits long by itself before it says "locked"
# serialization_failure, deadlock_detected, lock_not_available
STATES = frozenset(("40001", "40P01", "55P03"))
CODES = frozenset((sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED))


def is_busy(error: Exception) -> bool:
    """Whether the database refused because of others at work: locked, deadlock, serialization. Nothing was written then."""
    cause = error.__cause__
    if not isinstance(error, OperationalError) or cause is None:
        return False
    return getattr(cause, "pgcode", None) in STATES or getattr(cause, "sqlite_errorcode", 0) & 0xFF in CODES


def repeatable(service):
    """Decorate a service that is one whole transaction: up to three tries, then `Busy` (503) with a sentence.

    For services that write nothing but rows and whose guards stand in the database. Rows among the arguments are read
    anew before a further try, for what the first one changed in memory. Inside another transaction the service is
    called once: there the outermost one is tried again.
    """

    @functools.wraps(service)
    def tried(**arguments):
        if transaction.get_connection().in_atomic_block:
            return service(**arguments)
        begun = time.monotonic()
        for attempt in range(1, TRIES + 1):
            try:
                if attempt > 1:
                    _read_anew(arguments)
                return service(**arguments)
            except OperationalError as error:
                if not is_busy(error):
                    raise
                log.warning("%s: try %d: %s", service.__qualname__, attempt, error)
                if attempt == TRIES or time.monotonic() - begun > PATIENCE:
                    raise Busy(messages.BUSY, code="busy") from error
            time.sleep(PAUSE * 2 ** (attempt - 1) * random.uniform(0.5, 1.5))  # noqa: S311 - no secret
        raise AssertionError("unreachable")

    return tried


def _read_anew(arguments: dict) -> None:
    for name, value in arguments.items():
        rows = value if isinstance(value, list | tuple) else [value]
        for row in rows:
            if name != "actor" and isinstance(row, Model) and row.pk is not None:
                row.refresh_from_db()
