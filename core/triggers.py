"""Append-only tables: one function lays the triggers, after every migrate, on both databases (security §10).

Rooms declare their tables in AppConfig.ready(): `core.triggers.protect("evaluations_scorechange")`. A SQLite rebuild of a
table drops its triggers silently, therefore they are laid again after every migrate and `verify_audit` asks for each.
"""

import re
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections

NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
MESSAGE = "append-only: this row is part of the record"


@dataclass(frozen=True)
class Guard:
    """What is forbidden on a table. `when`: SQL condition over OLD (NEW for insert), written {row}; empty forbids always.

    update_when: in place of `when` for updates, over OLD and NEW, where some columns may still change.
    """

    table: str
    events: tuple[str, ...]
    when: str = ""
    update_when: str = ""

    def triggers(self) -> dict[str, str]:
        """Trigger name -> UPDATE, DELETE or INSERT."""
        return {f"ocop_{self.table}_no_{event.lower()}": event for event in self.events}


_guards: dict[str, Guard] = {}


def protect(
    table: str, *, update: bool = True, delete: bool = True, insert: bool = False, when: str = "", update_when: str = ""
) -> None:
    """Forbid changes of rows of `table`, in the database itself; on PostgreSQL TRUNCATE with DELETE.

    protect("evaluations_scorechange")                       rows are only ever added
    protect("evaluations_result", update=False)              rows may change and never go
    protect("evaluations_scoresheet", when="{row}.state = 'locked'")   only rows in that state are shut; TRUNCATE always is
    protect("evaluations_rubric", update_when="NEW.title <> OLD.title", …)   the other columns may still change
    """
    if not NAME.fullmatch(table):
        raise ValueError(f"{table!r} is not the name of a table")
    wanted = (("UPDATE", update), ("DELETE", delete), ("INSERT", insert))
    _guards[table] = Guard(table, tuple(event for event, on in wanted if on), when, update_when)


protect("core_auditevent")
protect("core_audithead", update=False)


def guards() -> tuple[Guard, ...]:
    """What the rooms declared, by table."""
    return tuple(_guards[table] for table in sorted(_guards))


def after_migrate(sender, using=DEFAULT_DB_ALIAS, **kwargs):
    """Receiver of post_migrate; see `lay`."""
    lay(using)


def lay(using: str = DEFAULT_DB_ALIAS) -> None:
    """Lay every declared trigger anew on the tables that exist. Running it again changes nothing."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for guard in guards():
            if guard.table in tables:
                for statement in _drop(connection, guard) + _create(connection, guard):
                    cursor.execute(statement)


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of declared triggers that do not stand as they were laid: absent, switched off or with another body."""
    connection = connections[using]
    wanted = {name: guard for guard in guards() for name in _wanted(connection, guard)}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
                "JOIN pg_class c ON c.oid = t.tgrelid "
                "WHERE t.tgenabled IN ('O', 'A') AND pg_table_is_visible(c.oid) AND t.tgname LIKE 'ocop\\_%%'"
            )
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ocop_%%'")
        found = dict(cursor.fetchall())
    return sorted(name for name in wanted if found.get(name) != _body(connection, wanted[name], name))


def _wanted(connection, guard: Guard) -> dict[str, str]:
    """The guard's triggers on this database: those of its events, and TRUNCATE where a database knows it."""
    found = guard.triggers()
    if connection.vendor == "postgresql" and "DELETE" in guard.events:
        found[f"ocop_{guard.table}_no_truncate"] = "TRUNCATE"
    return found


def _drop(connection, guard: Guard) -> list[str]:
    quote = connection.ops.quote_name
    on = f" ON {quote(guard.table)}" if connection.vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {quote(name)}{on}" for name in _wanted(connection, guard)]


def _create(connection, guard: Guard) -> list[str]:
    quote = connection.ops.quote_name
    statements = []
    for name, event in _wanted(connection, guard).items():
        body = _body(connection, guard, name)
        if connection.vendor == "postgresql":
            each = "STATEMENT" if event == "TRUNCATE" else "ROW"
            statements += [
                f"CREATE OR REPLACE FUNCTION {quote(name)}() RETURNS trigger LANGUAGE plpgsql AS $ocop${body}$ocop$",
                f"CREATE TRIGGER {quote(name)} BEFORE {event} ON {quote(guard.table)} "
                f"FOR EACH {each} EXECUTE FUNCTION {quote(name)}()",
            ]
        else:
            statements.append(body)
    return statements


def _body(connection, guard: Guard, name: str) -> str:
    """The text by which a standing trigger is recognised: SQLite's whole statement, PostgreSQL's function body."""
    event = _wanted(connection, guard)[name]
    row = "NEW" if event == "INSERT" else "OLD"
    when = guard.when.format(row=row) if event != "TRUNCATE" else ""
    if event == "UPDATE" and guard.update_when:
        when = guard.update_when
    if connection.vendor == "postgresql":
        stop = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';"
        # The function answers for both kinds of row; a conditional guard lets the others pass.
        passing = "RETURN OLD;" if event == "DELETE" else "RETURN NEW;"
        return f"BEGIN IF {when} THEN {stop} END IF; {passing} END" if when else f"BEGIN {stop} END"
    quote = connection.ops.quote_name
    condition = f" WHEN {when}" if when else ""
    return (
        f"CREATE TRIGGER {quote(name)} BEFORE {event} ON {quote(guard.table)}{condition} "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )


def lift(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the triggers away; only for the flush of tests that commit, which lay them again at once."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for guard in guards():
            if guard.table in tables:
                for statement in _drop(connection, guard):
                    cursor.execute(statement)
