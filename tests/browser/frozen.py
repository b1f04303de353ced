"""gunicorn's configuration for a portal that lives on another day: the clock is set in each worker and runs on from there."""

import os
from datetime import datetime

import time_machine

FROM = datetime.fromisoformat(os.environ["FROZEN_FROM"])


def post_fork(_server, _worker):
    time_machine.travel(FROM, tick=True).start()
