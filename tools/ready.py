"""For `make run`, in one process: migrate what is missing, lay the demo data, say so; then end once a job runner has beaten."""

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAID = "laid"


def main() -> int:
    """0 when a runner has beaten; 1, with the command's own words, when a step failed."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop_portal.settings")
    import django
    from django.core.management import CommandError, call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    try:
        executor = MigrationExecutor(connection)
        # `migrate` goes through permissions and content types of every model even when nothing is missing.
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0)
        call_command("seed_demo", stdout=sys.stderr)
        began = time.time()
        print(LAID, flush=True)
        call_command("run_jobs", wait_beat=began)
    except CommandError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
