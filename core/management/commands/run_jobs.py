"""`manage.py run_jobs`: the job runner for a machine without a broker (design §7).

Each job runs in a child process forked from this one: its memory goes back to the machine when it ends, the hard time limit
can be enforced, and a crash in a native library (fonts, images) ends one job and not the runner. A child that dies without
a word is noticed at once and its row given back; if this process dies too, the lease runs out and the next runner takes over.
"""

import os
import signal
import sys
import time
from datetime import UTC, datetime

from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from core import files, jobs, messages, uploads

BEAT_EVERY = 5.0
SWEEP_EVERY = 30.0
GRACE = 8.0  # seconds that a job gets to end when the runner is stopped


class Command(BaseCommand):
    help = "Run waiting jobs, one at a time, until Ctrl-C."

    def add_arguments(self, parser):
        """--once: what is due now, then end. --poll: seconds between looks. --wait-beat: wait for a runner instead."""
        parser.add_argument("--once", action="store_true", help="run what is due now, then end")
        parser.add_argument("--poll", type=float, default=1.0, help="seconds between two looks (default 1)")
        parser.add_argument("--wait-beat", type=float, metavar="EPOCH", help="end when a runner has beaten since then")

    def handle(self, *args, once, poll, wait_beat, **options):
        """Exit 0 after a clean stop; with --wait-beat 1 when no runner has beaten within 60 seconds."""
        if wait_beat is not None:
            return self.wait(datetime.fromtimestamp(wait_beat, tz=UTC))
        self.stopping = False
        self.beaten = self.swept = float("-inf")
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        while not self.stopping:
            self.tick()
            ran = [pk for pk in jobs.due() if not self.stopping and self.run_one(pk)]
            if once and not ran:
                break
            if not ran:
                self.pause(poll)
        connections.close_all()
        return None

    def stop(self, _number, _frame):
        """Ctrl-C or SIGTERM: end after the running job, which gets GRACE seconds."""
        self.stopping = True

    def wait(self, since):
        for _try in range(300):
            beaten = jobs.last_beat()
            if beaten is not None and beaten >= since:
                return
            time.sleep(0.2)
        raise CommandError("No job runner has given a sign of life within 60 seconds.")

    def tick(self):
        """Beat and sweep when it is time."""
        moment = time.monotonic()
        try:
            if moment - self.beaten >= BEAT_EVERY:
                jobs.beat()
                self.beaten = moment
            if moment - self.swept >= SWEEP_EVERY:
                jobs.sweep()
                files.tidy()
                jobs.tick()
                uploads.sweep()
                self.swept = moment
        except jobs.PASSING:
            jobs.log.warning("the runner could not reach the database", exc_info=True)
            connections.close_all()

    def pause(self, seconds):
        end = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < end:
            time.sleep(min(0.2, seconds))

    def run_one(self, pk) -> bool:
        """Claim a row and have a child do it. False when another runner was faster."""
        token = jobs.claim(pk)
        if token is None:
            return False
        connections.close_all()
        child = os.fork()
        if child == 0:
            os._exit(self.child(pk, token))
        died = self.watch(child)
        if died:
            # Nothing when the child ended its row: the guard is the lease.
            jobs.Progress(pk, token).give_back(messages.JOB_TOO_LONG if died == "late" else messages.JOB_KILLED)
        return True

    def child(self, pk, token) -> int:
        """In the child: its own signals, the soft limit, the work."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, self.too_long)
        signal.alarm(jobs.SOFT_LIMIT)
        try:
            jobs.work(pk, token)
            return 0
        except BaseException:
            jobs.log.exception("job %s left its child with an error", pk)
            return 1
        finally:
            signal.alarm(0)
            connections.close_all()
            sys.stdout.flush()
            sys.stderr.flush()

    def too_long(self, _number, _frame):
        raise jobs.TimeLimit

    def watch(self, child) -> str:
        """Wait for the child, beating meanwhile. Out: "" when it ended well, "late" or "killed" otherwise."""
        started = time.monotonic()
        asked = None
        while True:
            pid, status = os.waitpid(child, os.WNOHANG)
            moment = time.monotonic()
            if pid:
                return "" if status == 0 else "killed"
            if self.stopping and asked is None:
                asked = moment
            late = moment - started > jobs.HARD_LIMIT
            if late or (asked is not None and moment - asked > GRACE):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return "late" if late else "killed"
            self.tick()
            time.sleep(0.05)
