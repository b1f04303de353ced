"""How long a closing takes under load: 40 products × 9 members while 20 members write. A figure, not a bar (PostgreSQL)."""

import threading
import time

import pytest
from django.db import connection, connections, transaction

from accounts.models import User
from core import clock
from core.exceptions import Refused
from evaluations.enums import Seat
from evaluations.models import CouncilMember, ScoreChange, ScoreSheet
from evaluations.selectors.seals import closed_sessions
from evaluations.services import closing, sessions, sheets
from tests.evaluations import helpers as h
from tests.evaluations.conftest import build_session
from tests.evaluations.test_score_races import another
from tests.world import build_world, person

pytestmark = [pytest.mark.race, pytest.mark.nightly]
PRODUCTS, MEMBERS, WRITERS = 40, 9, 20
PAUSE = 0.25  # seconds between two answers of a member: faster than anybody reads


@pytest.fixture
def full(file_database):
    """One session ready to close, and another of the same day in which 20 members are writing."""
    with transaction.atomic():
        world = build_world()
        session = build_session(world, members=MEMBERS - 1)
        items = [session.items.get(), *(another(world, session, number) for number in range(1, PRODUCTS))]
        users = [m.user for m in session.council.members.filter(scores=True).select_related("user")]
        assert len(users) == MEMBERS
        for place, item in enumerate(items):
            for turn, user in enumerate(users):
                h.fill(item, user, h.places_for(item.rubric, 65 + (place + turn) % 9))
            closing.end_scoring(item=item, actor=world.chair)
        council = h.council_of(world, level="province", unit=world.quang_tri, actor=world.province, members=0)
        users = [person(f"viet{number}", f"Người chấm {number}") for number in range(WRITERS)]
        CouncilMember.objects.bulk_create(CouncilMember(council=council, user=u, seat=Seat.MEMBER) for u in users)
        busy = sessions.create_session(council=council, held_on=clock.today(), actor=world.province)
        item = another(world, busy, 900)
        sessions.open_session(session=busy, actor=world.province)
        rows = [(u.pk, h.fill(item, u, h.places_for(item.rubric, 70), submit=False).pk) for u in users]
    return world, session, rows


class Watch:
    """The moment at which the closing got hold of the session's row, seen from inside its connection."""

    def __init__(self):
        self.held = None

    def __call__(self, execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if self.held is None and sql.startswith('UPDATE "evaluations_councilsession"'):
            self.held = time.perf_counter()
        return answer


def test_closing_forty_products_while_twenty_members_write(full, capsys):
    world, session, rows = full
    own = list(ScoreSheet.objects.filter(item__session=session).values_list("member__user_id", "pk")[:WRITERS])
    done, counts = threading.Event(), {"saved": 0, "refused": 0}
    turn = threading.Lock()

    def write(number):
        """Half of the time in the running session, half of the time at a sheet that the chair is closing."""
        versions = {
            pk: ScoreSheet.objects.values_list("version", flat=True).get(pk=pk)
            for _u, pk in (rows[number], own[number])
        }
        try:
            saves = 0
            while not done.is_set():
                saves += 1
                user, pk = (rows[number], own[number])[saves % 2]
                try:
                    answer = {"A.1.1": (saves % 2, f"{saves}")}
                    saved = sheets.save_answers(
                        sheet_id=pk,
                        answers=answer,
                        version=versions[pk],
                        request_id=f"writer-{number:02d}-{saves:05d}",
                        actor=User(pk=user),
                    )
                    versions[pk] = saved.version
                    kind = "saved"
                except Refused:
                    kind = "refused"
                with turn:
                    counts[kind] += 1
                done.wait(PAUSE)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    watch, before = Watch(), dict(counts)
    asked, own_work = time.perf_counter(), time.thread_time()
    with connection.execute_wrapper(watch):
        h.close(world, session)
    closed, own_work = time.perf_counter(), time.thread_time() - own_work
    during = counts["saved"] - before["saved"]
    done.set()
    for thread in threads:
        thread.join()
    assert not ScoreChange.objects.filter(sheet__in=[pk for _u, pk in own], request_id__startswith="writer").exists()
    assert list(closed_sessions()) == []
    with capsys.disabled():
        print(  # noqa: T201 - the figure is what this drill is for
            f"\n{connection.vendor}: closed {PRODUCTS} x {MEMBERS} in {closed - watch.held:.2f} s from the lock "
            f"({watch.held - asked:.2f} s to get it, {own_work:.2f} s of own work); {WRITERS} writers saved {during} meanwhile, {counts} in all"
        )
