"""One broker database for each test process: their workers must not take each other's messages."""

import os
import re

from django.conf import settings

from ocop_portal import celery_app


def own_broker() -> None:
    """Point this process, and the processes that it starts, to the Redis database of its own number."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker.startswith("gw") or not settings.REDIS_URL:
        return
    base, number = re.fullmatch(r"(.*?)(?:/(\d+))?", settings.REDIS_URL).groups()
    # Redis has 16 databases as it comes; the first process keeps the one that was given.
    own = f"{base}/{(int(number or 0) + int(worker[2:])) % 16}"
    celery_app.conf.broker_url = own
    os.environ["REDIS_URL"] = settings.REDIS_URL = settings.CELERY_BROKER_URL = own
