"""The drill of concurrent scoring: many devices save, repeat, hand in; the chair locks and closes in the middle of it.

What is counted is what the services answered; what is checked is what stands in the tables afterwards.
"""

import random
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db import OperationalError, connections

from accounts.models import User
from core.exceptions import Refused
from core.models import AuditEvent
from evaluations.models import Score, ScoreChange, ScoreSheet, SessionProduct
from evaluations.selectors.rubrics import rubric_spec
from evaluations.services import closing, sheets
from tests.evaluations import helpers as h
from tests.world import PASSWORD

DEVICES = 2  # of each member


@dataclass
class Drill:
    """What came of it: tries, answers by kind, accepted saves (sheet, request id) -> version, seconds."""

    tries: int = 0
    kinds: Counter = field(default_factory=Counter)
    accepted: dict = field(default_factory=dict)
    submitted: Counter = field(default_factory=Counter)
    seconds: float = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, kind: str) -> None:
        with self.lock:
            self.tries += 1
            self.kinds[kind] += 1

    def __str__(self):
        kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(self.kinds.items()))
        return f"{self.tries} tries in {self.seconds:.1f} s: {kinds}"


class Device:
    """One browser of a member: it knows the version that it saw last, as the page does."""

    def __init__(self, drill, sheet_id, user_id, codes, seed):
        self.drill, self.sheet_id, self.user_id, self.codes = drill, sheet_id, user_id, codes
        self.random, self.seed, self.number, self.version, self.last = random.Random(seed), seed, 0, 0, None

    def act(self, hands_in: bool) -> None:
        dice = self.random.random()
        try:
            if hands_in:
                self.submit()
            elif dice < 0.05 and self.last:
                self.save(*self.last)  # the answer was lost on the way: the same request again
            else:
                self.number += 1
                answer = {self.random.choice(self.codes): (self.random.randrange(2), f"{self.seed}-{self.number}")}
                self.save(f"device-{self.seed}-{self.number:05d}", answer, self.version)
        except sheets.SheetChanged as changed:
            self.version = changed.version
            self.drill.count("stale version")
        except Refused as refusal:
            self.drill.count(f"refused {refusal.code}")
        except OperationalError as error:
            # SQLite has one writer and no queue: on a machine that is short of breath somebody waits beyond the timeout.
            # An honest answer as long as nothing of it was written, which `check` counts.
            if "locked" not in str(error):
                raise
            self.drill.count("busy")

    def save(self, request_id, answer, version) -> None:
        self.last = (request_id, answer, version)
        saved = sheets.save_answers(
            sheet_id=self.sheet_id, answers=answer, version=version, request_id=request_id, actor=User(pk=self.user_id)
        )
        self.version = saved.version
        if not saved.repeated:
            with self.drill.lock:
                assert self.drill.accepted.setdefault((self.sheet_id, request_id), saved.version) == saved.version
        self.drill.count("repeated" if saved.repeated else "saved")

    def submit(self) -> None:
        """Hand in; when the other device saved in between, look at the sheet again and hand in once more, as a person does."""
        for tries_left in range(20, -1, -1):
            try:
                return self.submit_once()
            except sheets.SheetChanged:
                if not tries_left:
                    raise

    def submit_once(self) -> None:
        sheet = ScoreSheet.objects.select_related("item__cycle").get(pk=self.sheet_id)
        user = User.objects.get(pk=self.user_id)
        # The page of handing in shows the sheet as it is then, so it sends the version of that moment.
        sheets.submit_sheet(sheet=sheet, version=sheet.version, password=PASSWORD, actor=user)
        with self.drill.lock:
            self.drill.submitted[self.sheet_id] += 1
        self.drill.count("handed in")


def product(drill: Drill, world, item, tries: int, seed: int) -> list[int]:
    """`tries` tries on one product by two devices of every member; the chair ends the scoring after two thirds of them.

    Out: keys of the saved changes as they stood when the lock was on. They are checked at the end of everything.
    """
    users = [m.user for m in item.session.council.members.filter(scores=True).select_related("user")]
    for user in users:
        h.fill(item, user, h.places_for(item.rubric, 70), submit=False)
    codes = [code for code, criterion in rubric_spec(item.rubric).criteria.items() if not criterion.applies_if][:6]
    rows = dict(ScoreSheet.objects.filter(item=item).values_list("member__user_id", "pk"))
    devices = [Device(drill, rows[u.pk], u.pk, codes, seed * 100 + n) for n, u in enumerate(users * DEVICES)]
    budget, locked, at_lock = iter(range(tries)), threading.Event(), []
    turn = threading.Lock()
    # The first sheet is handed in while nobody else begins a new try: it happens before the lock on the slowest machine too.
    first = next((number for number in range(tries // 3 + 1, tries) if number % 25 == 0), None)

    def work(device):
        try:
            while True:
                with turn:
                    number = next(budget, None)
                    if number == first and number is not None:
                        device.act(hands_in=True)
                        continue
                if number is None:
                    return
                if number == tries * 2 // 3:
                    fresh = SessionProduct.objects.select_related("session__council", "cycle").get(pk=item.pk)
                    closing.end_scoring(item=fresh, actor=world.chair)
                    at_lock.extend(
                        ScoreChange.objects.filter(sheet__item=item).order_by("pk").values_list("pk", flat=True)
                    )
                    locked.set()
                device.act(hands_in=number > tries // 3 and number % 25 == 0)
        except Exception as error:  # counted: a deadlock or a lock that was not waited for is a failure of the drill
            drill.count(f"broke: {type(error).__name__} {error}")
        finally:
            connections.close_all()

    started = time.perf_counter()
    threads = [threading.Thread(target=work, args=(device,)) for device in devices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    drill.seconds += time.perf_counter() - started
    assert locked.is_set()
    return at_lock


def check(drill: Drill, item, at_lock: list[int]) -> None:
    """Nothing lost, nothing twice, nothing after the lock: the saved changes, replayed, are the sheet."""
    broken = [kind for kind in drill.kinds if kind.startswith("broke")]
    assert broken == []
    stands = list(ScoreChange.objects.filter(sheet__item=item).order_by("pk").values_list("pk", flat=True))
    assert stands == at_lock, "a write after the lock"
    for sheet in ScoreSheet.objects.filter(item=item):
        changes = list(sheet.changes.order_by("version", "criterion_id"))
        versions = {c.request_id: c.version for c in changes if c.request_id.startswith("device-")}
        told = {request: version for (pk, request), version in drill.accepted.items() if pk == sheet.pk}
        assert versions == told, "an accepted save that is lost, or one that was written twice"
        assert sorted(versions.values()) == list(range(2, len(versions) + 2)), "two saves under one version"
        now = defaultdict(lambda: None)
        for change in changes:
            assert change.place_before == now[change.criterion_id], "a save over a value that it did not see"
            now[change.criterion_id] = change.place_after
        assert dict(Score.objects.filter(sheet=sheet).values_list("criterion_id", "place")) == now
        events = AuditEvent.objects.filter(verb="sheet.submit", object_id=str(sheet.pk)).count()
        assert drill.submitted[sheet.pk] == events == (sheet.state == "submitted"), "a double submission"
