"""What /readyz asks: database, jobs, storage (design §7)."""

import logging
import uuid
from datetime import timedelta
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection

from core import clock, jobs

log = logging.getLogger("ocop.health")
BEAT_AGE = timedelta(seconds=30)


def failing() -> list[str]:
    """Names of the parts that do not work: "database", "jobs", "storage"; empty when all do."""
    parts = {"database": database, "jobs": workers, "storage": storage}
    return [name for name, works in parts.items() if not _works(name, works)]


def _works(name, works) -> bool:
    try:
        return works()
    except Exception:  # whatever it is, the answer is the part's name and the cause stands in the log
        log.warning("%s is not ready", name, exc_info=True)
        return False


def database() -> bool:
    """One statement goes through."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        connection.close()
        raise


def workers() -> bool:
    """The broker answers; without one, the embedded runner has beaten within half a minute."""
    if settings.REDIS_URL:
        with current_app.connection_for_write(connect_timeout=2) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
            return True
    last = jobs.last_beat()
    return last is not None and clock.now() - last <= BEAT_AGE


def storage() -> bool:
    """A file can be written where files are kept."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / f".probe-{uuid.uuid4().hex}"
    try:
        probe.write_bytes(b"ocop")
        return probe.read_bytes() == b"ocop"
    finally:
        probe.unlink(missing_ok=True)
