"""/healthz and /readyz: 200, or 503 with the failing parts, and nothing else; the deployment checks."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as real
from django.core.checks import run_checks
from django.db import DatabaseError

from core import checks, clock, health, jobs
from core.models import Beat

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def embedded(settings):
    settings.REDIS_URL = ""


def ready(client):
    answer = client.get("/readyz")
    assert answer.cookies == {}
    return answer.status_code, answer.json()


def test_the_process_answers_without_the_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json(), answer.cookies) == (200, {"status": "ok"}, {})


def test_all_parts_work(client, db, embedded):
    jobs.beat()
    assert ready(client) == (200, {"status": "ok"})


def test_a_runner_that_stopped_beating_is_named(client, db, embedded):
    assert ready(client) == (503, {"status": "unavailable", "parts": ["jobs"]})
    jobs.beat()
    Beat.objects.update(at=clock.now() - timedelta(seconds=31))
    assert ready(client) == (503, {"status": "unavailable", "parts": ["jobs"]})


def test_a_folder_that_cannot_be_written_is_named(client, db, embedded, settings, tmp_path):
    jobs.beat()
    (tmp_path / "file").write_text("not a folder")
    settings.MEDIA_ROOT = tmp_path / "file"
    assert ready(client) == (503, {"status": "unavailable", "parts": ["storage"]})


def test_the_probe_leaves_nothing(client, db, embedded, settings):
    jobs.beat()
    ready(client)
    assert list(Path(settings.MEDIA_ROOT).iterdir()) == []


def test_a_database_that_is_away_is_named_without_its_error(client, db, embedded, monkeypatch):
    def away():
        raise DatabaseError("password=secret host=db")

    monkeypatch.setattr(health, "database", away)
    monkeypatch.setattr(health, "workers", away)
    assert ready(client) == (503, {"status": "unavailable", "parts": ["database", "jobs"]})


def test_a_broker_that_is_away_is_named(client, db, settings, monkeypatch):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    from celery import Celery

    away = Celery(broker=settings.REDIS_URL, set_as_current=False)
    away.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    monkeypatch.setattr(health, "current_app", away)
    assert ready(client) == (503, {"status": "unavailable", "parts": ["jobs"]})


@pytest.mark.celery
@pytest.mark.skipif(not real.REDIS_URL, reason="REDIS_URL is not set: no broker to ask")
def test_the_broker_answers(client, db):
    assert ready(client) == (200, {"status": "ok"})


def test_only_reading_is_answered(client, db):
    assert (client.post("/healthz").status_code, client.post("/readyz").status_code) == (405, 405)


def test_no_broker_is_a_warning_in_production_only(settings, embedded):
    assert [c.id for c in run_checks(include_deployment_checks=False) if c.id.startswith("ocop.W")] == []
    assert [c.id for c in checks.broker_named(None)] == ["ocop.W001"]
    settings.REDIS_URL = "redis://127.0.0.1:6379/0"
    assert checks.broker_named(None) == []


def test_media_must_be_writable_and_private(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.MEDIA_ROOT = tmp_path / "deep" / "media"
    assert checks.media_writable(None) + checks.media_private(None) == []
    (tmp_path / "file").write_text("")
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    assert [c.id for c in checks.media_writable(None)] == ["ocop.E002"]
    settings.MEDIA_ROOT = settings.STATIC_ROOT / "media"
    assert [c.id for c in checks.media_private(None)] == ["ocop.E003"]


def test_our_checks_are_clean_in_production_settings(tmp_path):
    environment = {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")},
        "SECRET_KEY": "kT4vQ9xW2mZ7pL1nB6cR8dF3gH5jS0aYeUiOoPqAsDfGhJkLzXcVbNm12345",
        "ALLOWED_HOSTS": "ocop.example.vn",
        "DATABASE_URL": "postgres://ocop:ocop@127.0.0.1:1/ocop",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "MEDIA_ROOT": str(tmp_path),
        "PROXY_COUNT": "1",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "ocop." not in done.stderr
    assert "security." not in done.stderr
