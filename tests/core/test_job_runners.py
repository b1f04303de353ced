"""Both runners as real processes, killed in the middle: the work is done again once and has one result (security §5)."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from core import audit, clock, jobs
from core.enums import JobState
from core.models import Beat, Job
from tests.core import work

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.jobs
needs_redis = pytest.mark.skipif(not settings.REDIS_URL, reason="REDIS_URL is not set: no broker to test Celery with")


def until(condition, seconds=40):
    """Wait for something that another process does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"nothing happened within {seconds} s")


class Runners:
    """Starts runner processes on the test's database, each in a process group of its own, and ends them."""

    def __init__(self, url, folder):
        self.folder, self.started = folder, []
        self.environment = {**os.environ, "DATABASE_URL": url, "MEDIA_ROOT": str(folder / "media")}

    def start(self, *command, **environment):
        log = (self.folder / "runner.log").open("ab")
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env={**self.environment, **environment},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        self.started.append(process)
        return process

    def embedded(self, *arguments):
        return self.start("tests.core.runner", "run_jobs", "--poll", "0.1", *arguments, REDIS_URL="")

    def celery(self):
        return self.start(
            "celery", "-A", "tests.core.celeryapp", "worker", "--concurrency", "1", "--without-mingle",
            "--without-gossip", "--loglevel", "warning",
        )  # fmt: skip

    def kill(self, process):
        """kill -9 of the whole group, as the machine would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)


@pytest.fixture
def runners(file_database, tmp_path):
    jobs.beat("portal.notices")  # the day's sweep has been asked for: only the jobs of the test are here
    found = Runners(file_database, tmp_path)
    yield found
    for process in found.started:
        if process.poll() is None:
            found.kill(process)


@pytest.fixture
def broker(settings):
    """The queue of the portal, empty before and after; messages of other tests are not ours."""
    from ocop_portal.celery import app

    with app.connection_for_write() as connection:
        channel = connection.default_channel
        channel.queue_purge("ocop")
        yield channel
        channel.queue_purge("ocop")


class Work:
    """One asked-for job with its log of attempts and its release file."""

    def __init__(self, folder, kind="test.write", key="k"):
        self.log, self.release_file = folder / f"{key}.log", folder / f"{key}.release"
        with transaction.atomic():
            parameters = {"log": str(self.log), "release": str(self.release_file)}
            self.row = jobs.enqueue(kind=kind, key=key, parameters=parameters, actor=audit.SYSTEM)

    def attempts(self):
        """Process numbers of those that began."""
        lines = self.log.read_text().split("\n") if self.log.exists() else []
        return [int(line.split()[1]) for line in lines if line]

    def began(self, times=1):
        return until(lambda: len(self.attempts()) == times and self.attempts())

    def release(self):
        self.release_file.touch()

    def ended(self, state=JobState.DONE):
        until(lambda: Job.objects.filter(pk=self.row.pk, state=state).exists())
        self.row.refresh_from_db()

    def results(self):
        return Beat.objects.filter(name__startswith="result").count()


def minutes_pass():
    """As if the lease had run out and every message were old."""
    past = clock.now() - timedelta(seconds=200)
    Job.objects.filter(state=JobState.RUNNING).update(lease_until=past)
    Job.objects.filter(state=JobState.QUEUED).update(due_at=past, sent_at=past)


def test_once_runs_what_is_due_and_ends(runners, tmp_path):
    rows = [Work(tmp_path, key=str(number)) for number in range(3)]
    for row in rows:
        row.release()
    assert runners.embedded("--once").wait(timeout=60) == 0
    assert list(Job.objects.values_list("state", "attempts")) == [("done", 1)] * 3
    assert rows[0].results() == 3
    assert jobs.last_beat() is not None


def test_a_killed_child_is_noticed_and_its_job_done_once_more(runners, tmp_path):
    row = Work(tmp_path)
    runner = runners.embedded()
    (child,) = row.began()
    os.kill(child, signal.SIGKILL)
    until(lambda: Job.objects.filter(state=JobState.QUEUED).exists())
    minutes_pass()
    row.began(2)
    row.release()
    row.ended()
    assert (row.row.attempts, row.results(), runner.poll()) == (2, 1, None)


def test_a_killed_runner_leaves_its_job_to_the_next(runners, tmp_path):
    row = Work(tmp_path)
    runner = runners.embedded()
    row.began()
    runners.kill(runner)
    row.release()
    assert runners.embedded("--once").wait(timeout=60) == 0
    assert (len(row.attempts()), row.results()) == (1, 0)  # the lease of the dead still stands
    minutes_pass()
    assert runners.embedded("--once").wait(timeout=60) == 0
    row.ended()
    assert (row.row.attempts, len(row.attempts()), row.results()) == (2, 2, 1)


def test_two_runners_share_the_work_and_do_each_job_once(runners, tmp_path):
    rows = [Work(tmp_path, key=str(number)) for number in range(6)]
    for row in rows:
        row.release()
    both = [runners.embedded("--once"), runners.embedded("--once")]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    assert list(Job.objects.values_list("state", "attempts")) == [("done", 1)] * 6
    assert rows[0].results() == 6
    assert [len(row.attempts()) for row in rows] == [1] * 6


def test_a_stopped_runner_ends_cleanly(runners, tmp_path):
    runner = runners.embedded()
    until(jobs.last_beat)
    runner.send_signal(signal.SIGTERM)
    assert runner.wait(timeout=15) == 0


def test_a_stopped_runner_gives_its_job_back(runners, tmp_path):
    row = Work(tmp_path, kind="test.spin")
    runner = runners.embedded()
    row.began()
    runner.send_signal(signal.SIGTERM)
    assert runner.wait(timeout=20) == 0
    row.row.refresh_from_db()
    assert (row.row.state, row.row.lease_token, row.row.attempts) == (JobState.QUEUED, "", 1)


def test_a_running_job_stops_when_it_is_asked_to(runners, tmp_path):
    row = Work(tmp_path, kind="test.spin")
    runners.embedded()
    row.began()
    Job.objects.filter(pk=row.row.pk).update(cancel_asked=True)
    row.ended(JobState.CANCELLED)
    assert row.row.message.startswith("Việc đã được dừng theo yêu cầu.")


def test_waiting_for_the_beat(runners):
    waiting = runners.start("tests.core.runner", "run_jobs", "--wait-beat", str(time.time()))
    time.sleep(1.5)
    assert waiting.poll() is None
    runners.embedded()
    assert waiting.wait(timeout=30) == 0


@needs_redis
@pytest.mark.celery
class TestCelery:
    def test_the_worker_does_a_job_that_was_asked_for(self, runners, broker, tmp_path):
        runners.celery()
        row = Work(tmp_path)
        row.release()
        row.ended()
        assert (row.row.attempts, row.results(), row.row.sent_at is None) == (1, 1, False)

    def test_a_killed_child_of_the_worker(self, runners, broker, tmp_path):
        runners.celery()
        row = Work(tmp_path)
        (child,) = row.began()
        os.kill(child, signal.SIGKILL)
        time.sleep(1)
        assert jobs.sweep() == 0  # the lease of the dead still stands
        minutes_pass()
        assert jobs.sweep() == 1
        row.began(2)
        row.release()
        row.ended()
        assert (row.row.attempts, row.results()) == (2, 1)

    def test_a_killed_worker(self, runners, broker, tmp_path):
        worker = runners.celery()
        row = Work(tmp_path)
        row.began()
        runners.kill(worker)
        minutes_pass()
        row.release()
        runners.celery()
        assert jobs.sweep() == 1
        row.ended()
        assert (row.row.attempts, len(row.attempts()), row.results()) == (2, 2, 1)

    def test_an_emptied_broker(self, runners, broker, tmp_path):
        row = Work(tmp_path)
        row.release()
        assert broker.queue_purge("ocop") == 1
        runners.celery()
        time.sleep(2)
        row.row.refresh_from_db()
        assert (row.row.state, row.results()) == (JobState.QUEUED, 0)
        minutes_pass()
        assert jobs.sweep() == 1
        row.ended()
        assert (row.row.attempts, row.results()) == (1, 1)

    def test_a_message_that_comes_twice(self, runners, broker, tmp_path):
        row = Work(tmp_path)
        for _again in range(4):
            jobs.publish(row.row.pk)
        row.release()
        runners.celery()
        row.ended()
        last = Work(tmp_path, key="last")
        last.release()
        last.ended()
        assert (row.row.attempts, len(row.attempts()), row.results()) == (1, 1, 2)
        assert work.write is jobs.KINDS["test.write"].function
