"""Another day for a portal under test: gunicorn's configuration, and `python tests/browser/frozen.py COMMAND` for manage.py.

The clock is set to FROZEN_FROM and runs on from there.
"""

import os
import pathlib
import sys
from datetime import datetime

import time_machine


def travel():
    time_machine.travel(datetime.fromisoformat(os.environ["FROZEN_FROM"]), tick=True).start()


def post_fork(_server, _worker):
    travel()


if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop_portal.settings")
    sys.path.insert(0, str(pathlib.Path.cwd()))
    travel()
    execute_from_command_line(sys.argv)
