"""`python -m tests.core.runner …`: manage.py with the kinds of tests.core.work registered."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop_portal.settings")
django.setup()

from django.core.management import execute_from_command_line  # noqa: E402

import tests.core.work  # noqa: E402, F401

if __name__ == "__main__":
    execute_from_command_line(["manage.py", *sys.argv[1:]])
