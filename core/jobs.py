"""Background work: a row that a person sees, that survives a killed worker and never has two results (security §5, craft §10).

A room registers a function in its tasks.py (found by itself; import slow renderers inside) and enqueues by kind:

    @job("reports.build", title=_("Lập báo cáo"), steps=[_("Chốt số liệu"), _("Dàn trang PDF")])
    def build(progress, parameters):
        progress(1)                       # step 1 of 2 begins; raises when the job was taken away or cancelled
        ...slow reads and rendering, nothing written...
        def commit():                     # runs inside the transaction of the guarded finish: both stand or neither
            ...
            return {"files": [{"id": 7, "label": "PDF", "note": "1,8 MB"}], "links": [{"url": "/…", "label": "…"}]}
        return commit                     # or a plain dict when nothing is written

    jobs.enqueue(kind="reports.build", key="…", parameters={"report": 7}, actor=user, title="…", province_id=44)

Both runners (Celery's core.tasks.run_job, `manage.py run_jobs`) call `run`. A lease says who works on a row: taken by guarded
update, prolonged by a heartbeat, checked by every progress and by the finish. Who lost it discards its own output.
"""

import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, connections, transaction
from django.db.models import F, Q
from kombu.exceptions import OperationalError as BrokerError

from core import audit, clock, messages
from core.enums import HOLDING_JOB_STATES, LIVE_JOB_STATES, JobState
from core.exceptions import NotAllowed, Refused, Stale
from core.models import Beat, Job
from core.scope import PROVINCE

log = logging.getLogger("ocop.jobs")
LEASE = timedelta(seconds=60)
ATTEMPTS = 3
BACKOFF = timedelta(seconds=15)
RESEND = timedelta(seconds=120)
SOFT_LIMIT = 540  # seconds, as CELERY_TASK_SOFT_TIME_LIMIT
HARD_LIMIT = 600
RUNNER = "run_jobs"  # name of the embedded runner's beat
# What may pass by itself: the database, the broker, the disk. Everything else fails at once (craft §10).
PASSING = (OperationalError, InterfaceError, BrokerError, ConnectionError, OSError)


class LeaseLost(Exception):
    """Somebody else has the row now; the own output is discarded."""


class Cancelled(Exception):
    """The person asked to stop."""


class TimeLimit(Exception):
    """The soft limit of the embedded runner."""


@dataclass(frozen=True)
class Kind:
    """What is known of a kind of work. `function(progress, parameters)` returns a dict, or a callable that commits and returns one."""

    name: str
    function: Callable
    title: str
    steps: tuple[str, ...] = ()


KINDS: dict[str, Kind] = {}
_ticks: list[Callable[[], None]] = []


def job(name: str, *, title: str, steps: Sequence[str] = ()):
    """Register a function as the work of `name`; `title` and `steps` are Vietnamese words that the job's page shows."""

    def register(function):
        if name in KINDS and KINDS[name].function is not function:
            raise ValueError(f"two functions for the job {name!r}")
        KINDS[name] = Kind(name, function, title, tuple(steps))
        return function

    return register


# --- asking for work -------------------------------------------------------------------------------------------------


@transaction.atomic
def enqueue(*, kind: str, key: str, parameters: dict, actor, title: str = "", province_id: int | None = None) -> Job:
    """The job of this key: the waiting, running or finished one, else a new row, published after the commit.

    A failed or cancelled job gives its key back. Call it inside the business transaction; ids only in `parameters`.
    Side effects in order: row, message to the broker on commit. The event is the caller's.
    """
    known = KINDS[kind]
    held = Job.objects.filter(key=key, state__in=HOLDING_JOB_STATES)
    found = held.first()
    if found is not None:
        return found
    moment = clock.now()
    row = Job(
        kind=kind,
        key=key,
        parameters=audit.plain(parameters),
        title=str(title or known.title),
        steps=len(known.steps),
        actor_id=actor.pk,
        actor_name=actor.full_name,
        role=(actor.scope.main_role if hasattr(actor, "scope") else actor.role) or "",
        province_id=province_id,
        created_at=moment,
        due_at=moment,
    )
    row.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # Somebody was faster with this key, and the unique constraint waited for them.
        return held.get()
    transaction.on_commit(partial(publish, row.pk))
    return row


def publish(pk: int) -> None:
    """Tell the broker, if there is one. It may be away or forget: the sweep sends again, the row does not forget."""
    if not settings.REDIS_URL:
        return
    try:
        current_app.send_task("core.tasks.run_job", args=[pk], retry=False)
        Job.objects.filter(pk=pk).update(sent_at=clock.now())
    except PASSING:
        log.warning("job %s could not be published; the sweep will", pk, exc_info=True)


def may_steer(user, row: Job) -> bool:
    """Whether a person who sees the row may cancel it or run it again: who asked for it, and officers of its province."""
    return row.actor_id == user.pk or user.scope.holds(PROVINCE, province_id=row.province_id)


def _check_steering(user, row):
    if not may_steer(user, row):
        raise NotAllowed(messages.JOB_NOT_YOURS, code="job.not_yours", obj=row)


@transaction.atomic
def cancel(*, row: Job, actor) -> Job:
    """Cancel a waiting job at once, ask a running one to stop at its next step. Refused when it has ended already."""
    _check_steering(actor, row)
    ended = {"state": JobState.CANCELLED, "finished_at": clock.now(), "message": str(messages.JOB_CANCELLED)}
    done = Job.objects.filter(pk=row.pk, state=JobState.QUEUED).update(**ended)
    if not done and not Job.objects.filter(pk=row.pk, state=JobState.RUNNING).update(cancel_asked=True):
        raise Stale(messages.JOB_ENDED, code="job.ended", obj=row)
    before = row.state
    row.refresh_from_db()
    audit.record("job.cancel", actor=actor, obj=row, before={"state": before}, after={"state": row.state})
    return row


@transaction.atomic
def run_again(*, row: Job, actor) -> Job:
    """A new job with the kind, key and parameters of a failed or cancelled one; the living one when there is one already."""
    _check_steering(actor, row)
    if row.state not in (JobState.FAILED, JobState.CANCELLED):
        raise Refused(messages.JOB_NOT_AGAIN, code="job.not_again", obj=row)
    if row.kind not in KINDS:
        raise Refused(messages.JOB_UNKNOWN, code="job.unknown", obj=row)
    again = enqueue(
        kind=row.kind,
        key=row.key,
        parameters=row.parameters,
        actor=actor,
        title=row.title,
        province_id=row.province_id,
    )
    audit.record("job.run_again", actor=actor, obj=again, after={"again_of": row.pk})
    return again


def place_in_queue(row: Job) -> int:
    """1 for the job that is next, 0 for one that does not wait."""
    if row.state != JobState.QUEUED:
        return 0
    ahead = Q(due_at__lt=row.due_at) | Q(due_at=row.due_at, pk__lt=row.pk)
    return Job.objects.filter(ahead, state=JobState.QUEUED).count() + 1


# --- doing it --------------------------------------------------------------------------------------------------------


def ready(at: datetime) -> Q:
    """Rows that may be taken: waiting and due, or running under a lease that is over."""
    waiting = Q(state=JobState.QUEUED, due_at__lte=at)
    abandoned = Q(state=JobState.RUNNING, lease_until__lt=at, attempts__lt=ATTEMPTS, cancel_asked=False)
    return waiting | abandoned


def claim(pk: int) -> str | None:
    """Take the lease of a row that is ready. Out: the token, or None when another was faster or nothing is to be done."""
    moment, token = clock.now(), secrets.token_hex(16)
    taken = Job.objects.filter(ready(moment), pk=pk).update(
        state=JobState.RUNNING,
        lease_token=token,
        lease_until=moment + LEASE,
        attempts=F("attempts") + 1,
        started_at=moment,
        step=0,
        step_label="",
        marks=[],
        message="",
    )
    return token if taken else None


class Progress:
    """What a running function holds: progress(step, label) writes it, and raises LeaseLost or Cancelled."""

    def __init__(self, pk: int, token: str):
        self.pk, self.token, self.marks, self.lost = pk, token, [], threading.Event()

    def __call__(self, step: int, label: str = "") -> None:
        """Step `step` (from 1) is under way; `label` is Vietnamese and may say how far ("biểu 4/6")."""
        if self.lost.is_set():
            raise LeaseLost
        moment = clock.now()
        if not self.marks or self.marks[-1][0] != step:
            self.marks.append([step, moment.isoformat()])
        kept = self._mine().update(step=step, step_label=str(label)[:300], marks=self.marks, lease_until=moment + LEASE)
        if not kept:
            raise LeaseLost
        if self._mine().filter(cancel_asked=True).exists():
            raise Cancelled

    def prolong(self) -> bool:
        """Push the end of the lease away; False when it is no longer ours."""
        if not self._mine().update(lease_until=clock.now() + LEASE):
            self.lost.set()
        return not self.lost.is_set()

    def _mine(self):
        return Job.objects.filter(pk=self.pk, lease_token=self.token, state=JobState.RUNNING)

    def finish(self, outcome) -> dict:
        """One transaction: the guarded end of the row, then the function's own commit. LeaseLost writes nothing."""
        with transaction.atomic():
            ended = {"state": JobState.DONE, "finished_at": clock.now(), "lease_until": None}
            if not self._mine().update(step=F("steps"), step_label="", **ended):
                raise LeaseLost
            result = outcome() if callable(outcome) else outcome
            Job.objects.filter(pk=self.pk).update(result=audit.plain(result or {}))
        return result or {}

    def end(self, state: JobState, message) -> None:
        """The other endings: failed or cancelled, with a sentence. Nothing when the lease is lost."""
        self._mine().update(state=state, finished_at=clock.now(), message=str(message), lease_until=None)

    def give_back(self, message) -> None:
        """Wait a little and be tried again, or fail for good after the last attempt."""
        row = self._mine().first()
        if row is None:
            return
        if row.cancel_asked:
            self.end(JobState.CANCELLED, messages.JOB_CANCELLED)
        elif row.attempts >= ATTEMPTS:
            self.end(JobState.FAILED, message)
        else:
            due = clock.now() + BACKOFF * row.attempts
            self._mine().update(state=JobState.QUEUED, due_at=due, lease_token="", lease_until=None, sent_at=None)


class Heartbeat:
    """Prolongs the lease from its own thread and connection while the function computes."""

    def __init__(self, progress: Progress):
        self.progress, self.over = progress, threading.Event()
        self.thread = threading.Thread(target=self._beat, name="job heartbeat", daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_details):
        self.over.set()
        self.thread.join(timeout=5)

    def _beat(self):
        try:
            while not self.over.wait(LEASE.total_seconds() / 4):
                try:
                    if not self.progress.prolong():
                        return
                except PASSING:
                    log.warning("heartbeat of job %s failed", self.progress.pk, exc_info=True)
        finally:
            connections.close_all()


def run(pk: int) -> str | None:
    """Take the row and do its work in this process. Out: the state in which it was left, None when it was not ours."""
    token = claim(pk)
    return work(pk, token) if token else None


def work(pk: int, token: str) -> str | None:
    """Do the work of a claimed row; any ending ends the row, with a sentence and without paths or traces."""
    progress = Progress(pk, token)
    row = Job.objects.get(pk=pk)
    kind = KINDS.get(row.kind)
    if kind is None:
        log.error("no function for the job kind %s", row.kind)
        progress.end(JobState.FAILED, messages.JOB_UNKNOWN)
        return JobState.FAILED
    try:
        with Heartbeat(progress):
            outcome = kind.function(progress, dict(row.parameters))
            progress.finish(outcome)
    except LeaseLost:
        log.warning("job %s was taken over; its output is discarded", pk)
        return None
    except Cancelled:
        progress.end(JobState.CANCELLED, messages.JOB_CANCELLED)
    except Refused as refusal:
        progress.end(JobState.FAILED, refusal.sentence)
    except (SoftTimeLimitExceeded, TimeLimit):
        log.warning("job %s ran into its time limit", pk)
        progress.end(JobState.FAILED, messages.JOB_TOO_LONG)
    except MemoryError:
        log.warning("job %s ran out of memory", pk)
        progress.end(JobState.FAILED, messages.JOB_TOO_BIG)
    except PASSING:
        log.exception("job %s met a failure that may pass", pk)
        progress.give_back(messages.JOB_STORAGE)
    except Exception:
        log.exception("job %s failed", pk)
        progress.end(JobState.FAILED, messages.JOB_FAILED % {"number": pk})
    return Job.objects.filter(pk=pk).values_list("state", flat=True).first()


# --- the clockwork ---------------------------------------------------------------------------------------------------


def due(limit: int = 200) -> list[int]:
    """Keys of rows that may be taken now, in order of their turn."""
    rows = Job.objects.filter(ready(clock.now())).order_by("due_at", "pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def sweep() -> int:
    """End what cannot go on and send again what the broker may have forgotten. Out: number of rows sent. Harmless to repeat."""
    moment = clock.now()
    over = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=moment)
    ended = {"finished_at": moment, "lease_until": None}
    over.filter(cancel_asked=True).update(state=JobState.CANCELLED, message=str(messages.JOB_CANCELLED), **ended)
    over.filter(attempts__gte=ATTEMPTS).update(state=JobState.FAILED, message=str(messages.JOB_KILLED), **ended)
    if not settings.REDIS_URL:
        return 0
    forgotten = Q(sent_at__isnull=True) | Q(sent_at__lt=moment - RESEND)
    # A running row whose lease is over needs a message of its own, however lately one was sent.
    pks = Job.objects.filter(ready(moment)).filter(forgotten | Q(state=JobState.RUNNING)).order_by("due_at", "pk")
    pks = list(pks.values_list("pk", flat=True)[:200])
    for pk in pks:
        publish(pk)
    return len(pks)


def on_tick(function: Callable[[], None]) -> None:
    """Have both runners call `function()` every half minute; it asks the clock itself whether anything is to be enqueued."""
    if function not in _ticks:
        _ticks.append(function)


def tick() -> None:
    """Call what rooms registered; the failure of one stops neither the others nor the runner."""
    for function in _ticks:
        try:
            function()
        except Exception:
            log.exception("the tick %s failed", function.__qualname__)


def beat(name: str = RUNNER) -> None:
    """The runner's sign of life."""
    if not Beat.objects.filter(name=name).update(at=clock.now()):
        Beat.objects.update_or_create(name=name, defaults={"at": clock.now()})


def last_beat(name: str = RUNNER) -> datetime | None:
    """When the runner last gave one, or None."""
    return Beat.objects.filter(name=name).values_list("at", flat=True).first()


def live() -> int:
    """How many jobs wait or run."""
    return Job.objects.filter(state__in=LIVE_JOB_STATES).count()
