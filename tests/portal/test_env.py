"""Settings from the environment: understood, or refused with a sentence (design §7)."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from ocop_portal import env

ROOT = Path(__file__).resolve().parent.parent.parent
KEY = "k7Jq2mX9vB4nT1wZ8cR5yL0pH3sD6fG-aE_uI4oP7qW2xN9b"
KEY50 = KEY + "Qm3"


@pytest.fixture
def setting(monkeypatch):
    for name in (
        "SECRET_KEY",
        "DATABASE_URL",
        "REDIS_URL",
        "ALLOWED_HOSTS",
        "DEBUG",
        "DEMO",
        "MEDIA_ROOT",
        "EMAIL_URL",
    ):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch.setenv


@pytest.mark.parametrize(("raw", "value"), [("1", True), ("0", False), ("true", True), ("FALSE", False), ("", False)])
def test_booleans_understood(setting, raw, value):
    setting("DEMO", raw)
    assert env.boolean("DEMO") is value


@pytest.mark.parametrize("raw", ["yes", "on", "2", "true!", "có"])
def test_other_booleans_stop_the_start(setting, raw):
    setting("DEMO", raw)
    with pytest.raises(ImproperlyConfigured, match="DEMO must be 1, 0, true or false"):
        env.boolean("DEMO")


@pytest.mark.parametrize(
    ("url", "engine", "name"),
    [
        ("sqlite:////srv/ocop/db.sqlite3", "django.db.backends.sqlite3", "/srv/ocop/db.sqlite3"),
        ("sqlite:///var/other.sqlite3", "django.db.backends.sqlite3", "{root}/var/other.sqlite3"),
        ("postgres://u:p%40ss@db:5433/ocop", "django.db.backends.postgresql", "ocop"),
        ("postgresql://u@db/ocop", "django.db.backends.postgresql", "ocop"),
    ],
)
def test_databases_understood(setting, tmp_path, monkeypatch, url, engine, name):
    setting("DATABASE_URL", url)
    monkeypatch.setattr(Path, "mkdir", lambda *a, **k: None)
    found = env.database(tmp_path)
    assert (found["ENGINE"], str(found["NAME"])) == (engine, name.format(root=tmp_path))
    if "5433" in url:
        assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("u", "p@ss", "db", "5433")


@pytest.mark.parametrize(
    "url",
    ["mysql://u@h/db", "ocop", "postgres://h/", "postgres://h/db?sslmode=off", "sqlite://db", "postgres://h:x/db"],
)
def test_other_databases_stop_the_start(setting, tmp_path, url):
    setting("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        env.database(tmp_path)


def test_sqlite_survives_writers(tmp_path):
    options = env.sqlite(tmp_path / "x" / "db.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["init_command"] == "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"


@pytest.mark.parametrize("key", ["", "short", "x" * 60, "django-insecure-" + KEY, "change-me-" + KEY])
def test_production_needs_a_key_of_its_own(setting, tmp_path, key):
    setting("SECRET_KEY", key)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY must be set"):
        env.secret_key(tmp_path, needs_own=True)


def test_a_given_key_is_taken(setting, tmp_path):
    setting("SECRET_KEY", KEY50)
    assert env.secret_key(tmp_path, needs_own=True) == KEY50


def test_a_secret_may_come_from_a_file(setting, tmp_path):
    (tmp_path / "key").write_text(KEY50 + "\n")
    setting("SECRET_KEY_FILE", str(tmp_path / "key"))
    assert env.secret_key(tmp_path, needs_own=True) == KEY50
    setting("SECRET_KEY", KEY50)
    with pytest.raises(ImproperlyConfigured, match="both set"):
        env.text("SECRET_KEY")


def test_first_processes_agree_on_one_key_that_only_the_owner_reads(setting, tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _n: env.secret_key(tmp_path, needs_own=False), range(8)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [p.name for p in (tmp_path / "var").iterdir()] == ["secret_key"]


@pytest.mark.parametrize("hosts", ["a b", "http://x", "x,y/z"])
def test_hosts_are_names(setting, hosts):
    setting("ALLOWED_HOSTS", hosts)
    with pytest.raises(ImproperlyConfigured, match="ALLOWED_HOSTS"):
        env.names("ALLOWED_HOSTS", [])


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DEBUG": "maybe"}, "DEBUG must be 1, 0, true or false"),
        ({"DATABASE_URL": "oracle://x"}, "DATABASE_URL must begin with"),
        ({"REDIS_URL": "http://x"}, "REDIS_URL must begin with"),
        ({"ALLOWED_HOSTS": "ocop.example.vn"}, "SECRET_KEY must be set"),
        ({"ALLOWED_HOSTS": "*", "SECRET_KEY": KEY50}, "ALLOWED_HOSTS must name the hosts"),
        ({"DATABASE_URL": "postgres://127.0.0.1/ocop"}, "SECRET_KEY must be set"),
        ({"PROXY_COUNT": "-1"}, "PROXY_COUNT must be a whole number"),
    ],
)
def test_a_value_not_understood_stops_the_start(variables, sentence):
    clean = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env={**clean, **variables}, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert sentence in done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "ssl"),
    [
        ("smtp://u:p%40ss@thu.quangtri.gov.vn", "thu.quangtri.gov.vn", 587, True, False),
        ("smtps://u:p@thu.quangtri.gov.vn", "thu.quangtri.gov.vn", 465, False, True),
        ("smtp://localhost:25", "localhost", 25, False, False),
    ],
)
def test_mail_servers_understood(setting, tmp_path, url, host, port, tls, ssl):
    setting("EMAIL_URL", url)
    found = env.email(tmp_path)
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (
        host, port, tls, ssl,
    )  # fmt: skip
    assert found["EMAIL_HOST_PASSWORD"] in ("p@ss", "p", "")


@pytest.mark.parametrize("url", ["thu.quangtri.gov.vn", "http://thu", "smtp://", "smtp://h:x", "smtp://h/in"])
def test_other_mail_servers_stop_the_start(setting, tmp_path, url):
    setting("EMAIL_URL", url)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL must be smtp"):
        env.email(tmp_path)


def test_letters_lie_as_files_without_a_server(setting, tmp_path):
    assert env.email(tmp_path)["EMAIL_FILE_PATH"] == tmp_path / "var" / "mail"
