"""Two offices' hands at the same moment: decisions number their certificates once each, a busy database loses nothing."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from evaluations.models import Certificate, CouncilSession, ScoreChange
from evaluations.services import decisions, sheets
from tests.evaluations import helpers as h
from tests.evaluations.conftest import build_session
from tests.races import lock_held, together
from tests.world import build_world

pytestmark = pytest.mark.race
ISSUER = "Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị"


@pytest.fixture
def closed(file_database):
    """Two sessions of one council, one product each, both closed at 4 stars."""
    with transaction.atomic():
        world = build_world()
        first = build_session(world)
        cycle = h.completed_cycle(world, world.le_thuy, world.producer, name="Cà phê khác", number="HS-2026-000002")
        dossier = h.checked_dossier(
            world, cycle, producer=world.producer, commune=world.commune, receiver=world.province
        )
        second = h.open_session(world, first.council, [dossier], world.province)
        for session in (first, second):
            h.scored(world, session, (80, 81, 82, 83))
            h.close(world, session)
    return world, (first, second)


def test_two_decisions_at_one_moment_number_their_certificates_once_each(closed):
    world, sessions = closed

    def decide(number):
        session = CouncilSession.objects.select_related("council").get(pk=sessions[number].pk)
        return decisions.record_decision(
            session=session, items=list(session.items.all()), number=f"{number + 1}/QĐ", decided_on=session.held_on,
            issuer=ISSUER, actor=User.objects.get(pk=world.province.pk),
        ).number  # fmt: skip

    assert together(decide, 2) == ["1/QĐ", "2/QĐ"]
    year = sessions[0].held_on.year
    numbers = Certificate.objects.order_by("serial").values_list("number", flat=True)
    assert list(numbers) == [f"001/GCN-OCOP-{year}", f"002/GCN-OCOP-{year}"]
    twin = Certificate.objects.first()
    twin.pk, twin.code, twin.decision_id = None, "ZZZZZZZZ03X", None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
    twin.series, twin.serial, twin.number = "", None, ""
    twin.save(force_insert=True)  # an imported one may come without number


def test_an_answer_that_meets_a_lock_is_told_so_and_sent_again(impatient):
    with transaction.atomic():
        world = build_world()
        item = build_session(world).items.get()
        sheets.declare_conflict(item=item, has_conflict=False, actor=world.member1)
        sheet = sheets.open_sheet(item=item, actor=world.member1)
    client = Client()
    client.force_login(world.member1)
    sent = {"criterion": "A.1.1", "place": "1", "comment": "", "version": "0", "request_id": "khoa-0001"}
    url = f"/danh-gia/phieu/{sheet.pk}/luu/"
    with lock_held(impatient, "evaluations_scoresheet"):
        answer = client.post(url, sent)
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert "chưa được ghi" in answer.json()["detail"]
    assert not ScoreChange.objects.exists()
    assert client.post(url, sent).json()["version"] == 1
