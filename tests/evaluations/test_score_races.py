"""Several people at once: no lost answer, one submission, nothing written after the lock (security §4)."""

import pytest
from django.db import connection, transaction

from accounts.models import User
from core.exceptions import Refused, Stale
from core.models import AuditEvent
from evaluations.models import PaperEntry, Score, ScoreChange, ScoreSheet, SessionProduct
from evaluations.services import closing, paper_entry, sheets
from products.services import apply_transition
from tests.evaluations import helpers as h
from tests.evaluations import scoredrill
from tests.evaluations.conftest import build_session
from tests.races import together
from tests.world import PASSWORD, build_world

pytestmark = [pytest.mark.race]


@pytest.fixture
def scoring(file_database):
    with transaction.atomic():
        world = build_world()
        session = build_session(world)
    return world, session.items.get()


def test_a_double_submission_is_one_event(scoring):
    world, item = scoring
    sheet = h.fill(item, world.member1, h.places_for(item.rubric, 70), submit=False)

    def submit(_number):
        row = ScoreSheet.objects.select_related("item__cycle").get(pk=sheet.pk)
        user = User.objects.get(pk=world.member1.pk)
        return sheets.submit_sheet(sheet=row, version=sheet.version, password=PASSWORD, actor=user).state

    answers = together(submit, 6)
    assert [a for a in answers if a == "submitted"] == ["submitted"]
    assert all(isinstance(a, Refused) for a in answers if a != "submitted")
    assert AuditEvent.objects.filter(verb="sheet.submit").count() == 1


def test_one_version_takes_one_answer(scoring):
    world, item = scoring
    sheets.declare_conflict(item=item, has_conflict=False, actor=world.member1)
    sheet = sheets.open_sheet(item=item, actor=world.member1)

    def save(number):
        user = User.objects.get(pk=world.member1.pk)
        return sheets.save_answers(
            sheet_id=sheet.pk,
            answers={"A.1.1": (number % 3, "")},
            version=0,
            request_id=f"request-{number:04d}",
            actor=user,
        ).version

    answers = together(save, 8)
    assert [a for a in answers if a == 1] == [1]
    assert (Score.objects.count(), ScoreChange.objects.count(), ScoreSheet.objects.get().version) == (1, 1, 1)


def test_the_same_request_twice_at_once_is_written_once(scoring):
    world, item = scoring
    sheets.declare_conflict(item=item, has_conflict=False, actor=world.member1)
    sheet = sheets.open_sheet(item=item, actor=world.member1)

    def save(_number):
        user = User.objects.get(pk=world.member1.pk)
        return sheets.save_answers(
            sheet_id=sheet.pk, answers={"A.1.1": (2, "")}, version=0, request_id="request-same", actor=user
        ).version

    assert together(save, 6) == [1] * 6
    assert ScoreChange.objects.count() == 1


def test_nothing_is_written_after_the_lock(scoring):
    world, item = scoring
    for who in (world.member1, world.member2, world.member3):
        sheets.declare_conflict(item=item, has_conflict=False, actor=who)
    rows = {who.pk: sheets.open_sheet(item=item, actor=who) for who in (world.member1, world.member2, world.member3)}
    people = list(rows)

    def act(number):
        if number == 9:
            fresh = SessionProduct.objects.select_related("session__council", "cycle").get(pk=item.pk)
            closing.end_scoring(item=fresh, actor=User.objects.get(pk=world.chair.pk))
            return list(ScoreChange.objects.order_by("pk").values_list("pk", flat=True))
        user = User.objects.get(pk=people[number % 3])
        sheet = rows[user.pk]
        saved = 0
        for turn in range(10):
            version = ScoreSheet.objects.values_list("version", flat=True).get(pk=sheet.pk)
            try:
                sheets.save_answers(
                    sheet_id=sheet.pk, answers={"A.1.1": ((number + turn) % 3, "")}, version=version,
                    request_id=f"request-{number}-{turn}", actor=user,
                )  # fmt: skip
                saved += 1
            except Refused:
                continue
        return saved

    answers = together(act, 10)
    assert isinstance(answers[9], list), answers[9]
    assert list(ScoreChange.objects.order_by("pk").values_list("pk", flat=True)) == answers[9]
    assert ScoreSheet.objects.filter(locked=False).count() == 0


def test_two_people_type_a_paper_sheet_at_once(scoring):
    world, item = scoring
    member = item.session.council.members.get(user=world.member1)
    entry = paper_entry.allow_paper(item=item, member=member, reason="Không có mạng.", actor=world.secretary)
    places = h.places_for(item.rubric, 70)
    people = [world.secretary.pk, world.advisor.pk, world.province.pk]

    def read(number):
        user = User.objects.get(pk=people[number % 3])
        for _turn in range(5):  # the loser sees that somebody was faster, and looks again
            row = PaperEntry.objects.select_related("item__cycle", "item__rubric", "item__session__council").get(
                pk=entry.pk
            )
            try:
                return paper_entry.type_paper(entry=row, places=places, no_conflict=True, actor=user).state
            except Stale:
                continue
        return "late"

    answers = together(read, 6)
    assert sorted(a for a in answers if a in ("waiting", "filled")) == ["filled", "waiting"]
    assert all(a == "late" or isinstance(a, Refused) for a in answers if a not in ("waiting", "filled"))
    entry.refresh_from_db()
    assert (entry.typed, entry.typings.count(), len({t.typed_by_id for t in entry.typings.all()})) == (2, 2, 2)
    assert AuditEvent.objects.filter(verb="sheet.submit").count() == ScoreSheet.objects.count() == 1


def run_drill(world, item, tries, products=1):
    """`tries` tries over `products` products of one session, each locked while its devices still save."""
    made = scoredrill.Drill()
    items = [item, *(another(world, item.session, number) for number in range(1, products))]
    if products > 1:
        SessionProduct.objects.filter(session=item.session).update(state="scoring")
    locks = [scoredrill.product(made, world, each, tries // products, n) for n, each in enumerate(items, start=1)]
    for each, at_lock in zip(items, locks, strict=True):
        scoredrill.check(made, each, at_lock)
    return made


def another(world, session, number):
    """One more product of the running session, in the state that the chair's opening leaves."""
    cycle = h.completed_cycle(
        world, world.le_thuy, User.objects.create(username=f"ct{number}", full_name=f"Chủ thể {number}"),
        name=f"Cà phê số {number}", number=f"HS-2026-1{number:05d}",
    )  # fmt: skip
    dossier = h.checked_dossier(
        world, cycle, producer=cycle.producer.members.get().user, commune=world.commune, receiver=world.province
    )
    item = SessionProduct.objects.create(
        session=session, cycle=cycle, dossier=dossier, rubric=dossier.rubric, position=number + 1, state="scoring"
    )
    apply_transition(cycle=h.fresh(cycle), name="schedule", actor=world.province, room="evaluations")
    return item


def test_three_hundred_tries_lose_and_double_nothing(scoring):
    world, item = scoring
    made = run_drill(world, item, 300)
    assert made.tries == 300
    assert {"saved", "stale version", "handed in", "refused locked"} <= set(made.kinds)


@pytest.mark.nightly
def test_ten_thousand_tries_lose_and_double_nothing(scoring, capsys):
    world, item = scoring
    made = run_drill(world, item, 10_000, products=20)
    assert made.tries == 10_000
    with capsys.disabled():
        print(f"\n{connection.vendor}: {made}")  # noqa: T201 - the drill's figures are what a night is for
