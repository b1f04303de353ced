"""A trigram index for a folded search column, laid by a migration: `contains` reads it (performance guide).

PostgreSQL only. On SQLite a province's lists are small enough to be read through.
"""

import re

from django.db import migrations

NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


def trigram_index(table: str, column: str = "search_text") -> migrations.RunPython:
    """The migration step for `table`.`column`. pg_trgm is a trusted extension: the owner of the database may create it."""
    if not NAME.fullmatch(table) or not NAME.fullmatch(column):
        raise ValueError(f"{table!r}.{column!r} is not the name of a column")

    def lay(apps, editor):
        if editor.connection.vendor == "postgresql":
            editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            editor.execute(f"CREATE INDEX {table}_{column}_trgm ON {table} USING gin ({column} gin_trgm_ops)")

    def lift(apps, editor):
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP INDEX IF EXISTS {table}_{column}_trgm")

    return migrations.RunPython(lay, lift)
