"""A PostgreSQL database for one run, on the server that DATABASE_URL names; created, filled with the schema, dropped."""

import os
import secrets
import tempfile
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

DEFAULT = "postgres://postgres@127.0.0.1:5432/postgres"


@contextmanager
def database():
    """Sets DATABASE_URL, SECRET_KEY and production switches of this process and its children; yields the server's version.

    The database named by DATABASE_URL is only the door: the run makes a new one beside it and drops that one at its end.
    """
    url = urlsplit(os.environ.get("DATABASE_URL") or DEFAULT)
    if url.scheme not in ("postgres", "postgresql"):
        raise SystemExit("The benchmarks need PostgreSQL: DATABASE_URL must begin with postgres:// (or be unset).")
    door = urlunsplit(url)
    name = f"ocop_bench_{os.getpid()}"
    try:
        connection = psycopg2.connect(door, connect_timeout=5)
    except psycopg2.OperationalError as error:
        raise SystemExit(f"PostgreSQL does not answer (DATABASE_URL names it): {error}".strip()) from None
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name)))
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0].split(" ")[0]
    os.environ.update(
        DATABASE_URL=urlunsplit(url._replace(path=f"/{name}")),
        SECRET_KEY=secrets.token_urlsafe(48),
        DEBUG="0",
        DEMO="0",
    )
    for unwanted in ("REDIS_URL", "ALLOWED_HOSTS", "SECRET_KEY_FILE", "DATABASE_URL_FILE"):
        os.environ.pop(unwanted, None)
    try:
        with tempfile.TemporaryDirectory() as media:
            os.environ["MEDIA_ROOT"] = media
            yield version
    finally:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.close()
