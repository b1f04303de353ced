"""Several connections at once. SQLite tests live in memory, where connections share one cache and its locks; races need a file."""

import contextlib
import sqlite3
import threading
from urllib.parse import quote

import psycopg2
from django.db import connection, connections
from psycopg2 import sql


@contextlib.contextmanager
def on_file(path):
    """Move the SQLite test database, as it stands, to a file for a while; PostgreSQL stays where it is.

    Out: the DATABASE_URL under which another process reaches the same rows.
    """
    wrapper = connections["default"]
    if wrapper.vendor == "postgresql":
        s = wrapper.settings_dict
        port = f":{s['PORT']}" if s["PORT"] else ""
        yield f"postgres://{quote(s['USER'])}:{quote(s['PASSWORD'])}@{s['HOST']}{port}/{s['NAME']}"
        return
    wrapper.ensure_connection()
    with contextlib.closing(sqlite3.connect(path)) as target:
        wrapper.connection.backup(target)
    memory = wrapper.settings_dict["NAME"]
    wrapper.settings_dict["NAME"] = str(path)
    del connections["default"]
    try:
        yield f"sqlite:///{path}"
    finally:
        connections["default"].close()
        wrapper.settings_dict["NAME"] = memory
        connections["default"] = wrapper


@contextlib.contextmanager
def lock_held(url, table="core_job"):
    """A second connection that is writing: to this table on PostgreSQL, to anything on SQLite. Readers pass."""
    if connection.vendor == "postgresql":
        other = psycopg2.connect(url)
        other.cursor().execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(sql.Identifier(table)))
    else:
        other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        with contextlib.suppress(Exception):
            other.rollback()
        other.close()


def together(function, count):
    """Call function(0) … function(count - 1) at the same moment, each on its own connection.

    Out: what each returned, or the exception that it raised, in order.
    """
    answers = [None] * count
    start = threading.Barrier(count)

    def one(number):
        try:
            start.wait()
            answers[number] = function(number)
        except Exception as error:
            answers[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
