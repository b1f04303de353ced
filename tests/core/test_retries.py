"""A database that is busy: the whole transaction again, then a sentence and nothing written (security §4)."""

import pytest
from django.contrib.auth.hashers import make_password
from django.db import OperationalError, connection, transaction
from django.test import Client

from accounts.models import User
from core import audit, retries
from core.exceptions import Busy
from core.models import AuditEvent, Job
from core.retries import is_busy, repeatable
from tests.races import lock_held

pytestmark = pytest.mark.race


@repeatable
@transaction.atomic
def write(*, job, title):
    """As services do: a guarded update, what it changed in memory, an event last."""
    assert Job.objects.filter(pk=job.pk, title=job.title).update(title=title) == 1
    job.title = title
    audit.record("job.title", actor=audit.SYSTEM, obj=job, after={"title": title})
    return title


@pytest.fixture
def job(file_database):
    return Job.objects.create(kind="thu", key="thu", title="trước")


def test_a_lock_that_stays_ends_in_a_sentence_with_nothing_written(impatient, job, monkeypatch):
    tries = []
    monkeypatch.setattr(retries.time, "sleep", tries.append)
    with lock_held(impatient), pytest.raises(Busy, match="chưa được ghi") as told:
        write(job=job, title="sau")
    assert (told.value.status, len(tries)) == (503, 2)
    assert tries[1] > tries[0] * 2 / 3
    assert Job.objects.get().title == "trước"
    assert not AuditEvent.objects.filter(verb="job.title").exists()


@pytest.mark.parametrize("table", ["core_job", "core_auditevent"])
def test_a_lock_that_goes_is_waited_for(impatient, job, monkeypatch, table):
    """Also one that stops the act half way, after the first try changed the row in memory."""
    with lock_held(impatient, table) as other:
        monkeypatch.setattr(retries.time, "sleep", lambda _seconds: other.rollback())
        assert write(job=job, title="sau") == "sau"
    assert Job.objects.get().title == "sau"
    assert AuditEvent.objects.filter(verb="job.title").count() == 1


def test_inside_another_transaction_the_outer_one_decides(impatient, job, monkeypatch):
    monkeypatch.setattr(retries.time, "sleep", lambda _seconds: pytest.fail("tried again inside"))
    if connection.vendor == "sqlite":  # the write lock is taken by BEGIN
        with lock_held(impatient), pytest.raises(OperationalError) as told, transaction.atomic():
            write(job=job, title="sau")
    else:
        with pytest.raises(OperationalError) as told, transaction.atomic(), lock_held(impatient):
            write(job=job, title="sau")
    assert is_busy(told.value)


def test_what_is_no_lock_is_not_tried_again():
    assert not is_busy(OperationalError("no such table: core_job"))
    assert not is_busy(ValueError("database is locked"))


def test_a_page_says_that_nothing_was_written(impatient):
    user = User.objects.create(username="ban", full_name="Người Bận", password=make_password("mat-khau-dai-12"))
    client = Client()
    client.force_login(user)
    job = Job.objects.create(kind="thu", key="doi", title="đợi", actor_id=user.pk, state="queued")
    with lock_held(impatient):
        answer = client.post(f"/viec-nen/{job.pk}/dung/")
    text = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "thao tác này chưa được ghi" in text
    assert Job.objects.get(pk=job.pk).state == "queued"
