"""Job rows: one key one result, leases, endings, the sweep. The runners themselves: test_job_runners.py."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from celery import Celery
from django.db import IntegrityError, transaction

from core import audit, clock, jobs
from core.enums import JobState
from core.exceptions import NotAllowed, Refused, Stale
from core.models import AuditEvent, Beat, Job
from tests.core import work
from tests.races import together

pytestmark = pytest.mark.jobs
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def ask(key="k", kind="test.plain", actor=audit.SYSTEM, **parameters):
    return jobs.enqueue(kind=kind, key=key, parameters=parameters, actor=actor)


def test_a_new_job_says_who_asked_for_what(world):
    row = jobs.enqueue(
        kind="test.write",
        key="w",
        parameters={"report": 7},
        actor=world.province,
        title="Báo cáo quý III",
        province_id=5,
    )
    row.refresh_from_db()
    assert (row.kind, row.key, row.parameters, row.title) == ("test.write", "w", {"report": 7}, "Báo cáo quý III")
    assert (row.actor_id, row.actor_name, row.role) == (world.province.pk, "Nguyễn Thị Hoa", "province")
    assert (row.state, row.steps, row.province_id, row.attempts) == (JobState.QUEUED, 2, 5, 0)


def test_a_kind_that_nobody_registered_is_an_error(db):
    with pytest.raises(KeyError):
        ask(kind="test.unknown")
    assert Job.objects.count() == 0


def test_two_functions_for_a_kind_are_an_error():
    with pytest.raises(ValueError, match="two functions"):
        jobs.job("test.plain", title="khác")(lambda progress, parameters: None)


def test_the_same_key_is_the_same_job_until_it_fails(db):
    first = ask(n=1)
    assert ask(n=2).pk == first.pk
    assert jobs.run(first.pk) == JobState.DONE
    again = ask(n=3)
    assert (again.pk, again.state, again.result) == (first.pk, JobState.DONE, {"echo": {"n": 1}})
    assert jobs.run(first.pk) is None
    failed = ask(key="f", kind="test.fail", how="bug")
    jobs.run(failed.pk)
    assert ask(key="f", kind="test.fail", how="bug").pk != failed.pk


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.DONE])
def test_the_database_holds_one_job_per_key(db, state):
    Job.objects.create(kind="k", key="same", title="t", state=state)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="k", key="same", title="t", state=JobState.QUEUED)
    assert Job.objects.create(kind="k", key="same", title="t", state=JobState.FAILED).pk


@pytest.mark.race
def test_eight_askers_get_one_job(file_database):
    def asked(_number):
        with transaction.atomic():
            return ask(key="race").pk

    answers = together(asked, 8)
    assert answers == [Job.objects.get().pk] * 8


@pytest.mark.race
def test_eight_workers_leave_one_result(file_database, tmp_path):
    (tmp_path / "release").touch()
    row = ask(kind="test.write", log=str(tmp_path / "log"), release=str(tmp_path / "release"))
    answers = together(lambda _number: jobs.run(row.pk), 8)
    assert sorted(answers, key=str) == [None] * 7 + [JobState.DONE]
    assert (tmp_path / "log").read_text().count("began") == 1
    assert Beat.objects.count() == 1


def test_a_finished_job_shows_all_its_steps(db, tmp_path):
    (tmp_path / "release").touch()
    with time_machine.travel(NOW, tick=False):
        row = ask(kind="test.write", log=str(tmp_path / "log"), release=str(tmp_path / "release"))
        assert jobs.run(row.pk) == JobState.DONE
    row.refresh_from_db()
    assert (row.step, row.steps, row.step_label, row.attempts, row.finished_at) == (2, 2, "", 1, NOW)
    assert row.marks == [[1, NOW.isoformat()], [2, NOW.isoformat()]]


@pytest.mark.parametrize(
    ("how", "begins"),
    [
        ("refused", "Kỳ báo cáo chưa kết thúc. Ông/bà chọn kỳ khác."),
        ("memory", "Việc cần quá nhiều bộ nhớ"),
        ("limit", "Việc chạy quá thời gian"),
        ("bug", "Việc gặp lỗi khi chạy."),
    ],
)
def test_a_failure_is_a_sentence_without_paths(db, how, begins):
    row = ask(kind="test.fail", how=how)
    assert jobs.run(row.pk) == JobState.FAILED
    row.refresh_from_db()
    assert row.message.startswith(begins)
    assert ("/" in row.message.replace("Ông/bà", ""), row.message.endswith(".")) == (False, True)
    assert (row.result, row.lease_until, row.finished_at is None) == ({}, None, False)


def test_storage_errors_are_tried_three_times(db):
    with time_machine.travel(NOW, tick=False) as traveller:
        row = ask(kind="test.fail", how="storage")
        assert jobs.run(row.pk) == JobState.QUEUED
        assert jobs.run(row.pk) is None  # not before its turn
        traveller.shift(16)
        assert jobs.run(row.pk) == JobState.QUEUED
        traveller.shift(31)
        assert jobs.run(row.pk) == JobState.FAILED
    row.refresh_from_db()
    assert row.attempts == 3
    assert row.message.startswith("Máy chủ tạm thời không ghi được dữ liệu, đã thử nhiều lần.")
    assert "secret" not in row.message


def test_a_kind_that_left_the_program_fails_in_words(db):
    row = Job.objects.create(kind="test.gone", key="gone", title="Việc cũ")
    assert jobs.run(row.pk) == JobState.FAILED
    row.refresh_from_db()
    assert row.message == "Cổng không còn làm được loại việc nền này. Hãy mở lại trang đã yêu cầu và yêu cầu lại."


def test_who_lost_the_lease_writes_nothing(db, tmp_path):
    (tmp_path / "release").touch()
    row = ask(kind="test.write", log=str(tmp_path / "log"), release=str(tmp_path / "release"))
    old = jobs.claim(row.pk)
    Job.objects.filter(pk=row.pk).update(lease_until=clock.now() - timedelta(seconds=1))
    new = jobs.claim(row.pk)
    assert jobs.work(row.pk, old) is None
    assert Beat.objects.count() == 0
    progress = jobs.Progress(row.pk, old)
    with pytest.raises(jobs.LeaseLost):
        progress.finish({"late": True})
    progress.end(JobState.FAILED, "muộn")
    progress.give_back("muộn")
    assert progress.prolong() is False
    assert jobs.work(row.pk, new) == JobState.DONE
    assert Beat.objects.count() == 1


def test_a_commit_that_fails_leaves_nothing(db, monkeypatch):
    def build(progress, parameters):
        def commit():
            Beat.objects.create(name="half", at=clock.now())
            raise KeyError("x")

        return commit

    monkeypatch.setitem(jobs.KINDS, "test.half", jobs.Kind("test.half", build, "Nửa chừng"))
    row = ask(kind="test.half")
    assert jobs.run(row.pk) == JobState.FAILED
    assert Beat.objects.count() == 0


def test_a_lease_is_taken_only_when_it_is_over(db):
    with time_machine.travel(NOW, tick=False) as traveller:
        row = ask()
        token = jobs.claim(row.pk)
        assert (jobs.claim(row.pk), jobs.due()) == (None, [])
        traveller.shift(61)
        assert jobs.due() == [row.pk]
        assert jobs.Progress(row.pk, token).prolong() is True
        assert (jobs.claim(row.pk), jobs.due()) == (None, [])


def test_the_sweep_ends_what_died_too_often_or_was_cancelled(db, settings):
    settings.REDIS_URL = ""
    past = clock.now() - timedelta(seconds=5)
    running = {"kind": "test.plain", "title": "t", "state": JobState.RUNNING, "lease_until": past}
    often = Job.objects.create(key="a", attempts=3, **running)
    stopped = Job.objects.create(key="b", attempts=1, cancel_asked=True, **running)
    once = Job.objects.create(key="c", attempts=1, **running)
    assert jobs.sweep() == 0
    states = dict(Job.objects.values_list("pk", "state"))
    assert states == {often.pk: "failed", stopped.pk: "cancelled", once.pk: "running"}
    often.refresh_from_db()
    assert often.message.startswith("Việc bị ngắt giữa chừng nhiều lần nên đã dừng.")
    assert jobs.due() == [once.pk]


def test_the_sweep_sends_what_the_broker_forgot(db, settings, monkeypatch):
    sent = []
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(jobs, "publish", sent.append)
    moment = clock.now()
    fields = {"kind": "test.plain", "title": "t"}
    never = Job.objects.create(key="a", **fields)
    Job.objects.create(key="b", sent_at=moment, **fields)
    long_ago = Job.objects.create(key="c", sent_at=moment - timedelta(seconds=121), **fields)
    Job.objects.create(key="d", due_at=moment + timedelta(minutes=5), **fields)
    dead = Job.objects.create(
        key="e", sent_at=moment, state=JobState.RUNNING, lease_until=moment - timedelta(seconds=1), attempts=1, **fields
    )
    assert (jobs.sweep(), sorted(sent)) == (3, [never.pk, long_ago.pk, dead.pk])


def test_a_broker_that_is_away_does_not_stop_the_request(
    db, settings, monkeypatch, django_capture_on_commit_callbacks, caplog
):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    away = Celery(broker=settings.REDIS_URL, set_as_current=False)
    away.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    monkeypatch.setattr(jobs, "current_app", away)
    started = clock.now()
    with django_capture_on_commit_callbacks(execute=True):
        row = ask()
    row.refresh_from_db()
    assert (row.state, row.sent_at) == (JobState.QUEUED, None)
    assert "could not be published" in caplog.text
    assert clock.now() - started < timedelta(seconds=2)


def test_cancelling(world):
    actor = world.commune
    waiting = ask(key="a", actor=actor)
    jobs.cancel(row=waiting, actor=actor)
    assert (waiting.state, waiting.message) == (
        JobState.CANCELLED,
        "Việc đã được dừng theo yêu cầu. Không có kết quả nào được ghi. Khi cần, ông/bà bấm “Chạy lại”.",
    )
    with pytest.raises(Stale):
        jobs.cancel(row=waiting, actor=actor)
    running = ask(key="b", kind="test.fail", actor=actor, how="bug")
    token = jobs.claim(running.pk)
    jobs.cancel(row=running, actor=actor)
    assert (running.state, running.cancel_asked) == (JobState.RUNNING, True)
    assert jobs.work(running.pk, token) == JobState.CANCELLED
    assert list(AuditEvent.objects.values_list("verb", "actor_id", "object_id")) == [
        ("job.cancel", actor.pk, str(waiting.pk)),
        ("job.cancel", actor.pk, str(running.pk)),
    ]


def test_running_again(world):
    actor = world.commune
    row = ask(key="f", kind="test.fail", actor=actor, how="bug")
    with pytest.raises(Refused):
        jobs.run_again(row=row, actor=actor)
    jobs.run(row.pk)
    row.refresh_from_db()
    again = jobs.run_again(row=row, actor=actor)
    assert (again.pk != row.pk, again.key, again.parameters, again.state) == (
        True,
        "f",
        {"how": "bug"},
        JobState.QUEUED,
    )
    assert jobs.run_again(row=row, actor=actor).pk == again.pk
    assert AuditEvent.objects.filter(verb="job.run_again").count() == 2


def test_only_who_asked_and_the_officers_of_the_province_steer(world):
    row = jobs.enqueue(kind="test.plain", key="p", parameters={}, actor=world.commune, province_id=world.quang_tri.pk)
    people = ["commune", "neighbour_commune", "province", "leadership", "stranger_province", "old_province"]
    assert {name: jobs.may_steer(getattr(world, name), row) for name in people} == {
        "commune": True,
        "neighbour_commune": False,
        "province": True,
        "leadership": False,
        "stranger_province": False,
        "old_province": False,
    }
    for act in (jobs.cancel, jobs.run_again):
        with pytest.raises(NotAllowed):
            act(row=row, actor=world.leadership)
    row.refresh_from_db()
    assert (row.state, AuditEvent.objects.count()) == (JobState.QUEUED, 0)


def test_places_in_the_queue(db):
    rows = [ask(key=str(n)) for n in range(3)]
    assert [jobs.place_in_queue(row) for row in rows] == [1, 2, 3]
    jobs.run(rows[0].pk)
    rows[0].refresh_from_db()
    assert [jobs.place_in_queue(row) for row in rows] == [0, 1, 2]
    assert (jobs.due(), jobs.live()) == ([rows[1].pk, rows[2].pk], 2)


def test_beats(db):
    assert jobs.last_beat() is None
    with time_machine.travel(NOW, tick=False):
        jobs.beat()
        jobs.beat()
    assert (jobs.last_beat(), Beat.objects.count()) == (NOW, 1)
    assert work.plain(None, {"a": 1}) == {"echo": {"a": 1}}
