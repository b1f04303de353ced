"""What stops the closing, the second round, joint findings."""

import pytest

from core.exceptions import NotAllowed, Refused, Stale
from core.models import AuditEvent
from evaluations.models import Presence, Result, ScoreSheet
from evaluations.scorecases import score_case
from evaluations.selectors.seals import closed_sessions
from evaluations.services import closing, sheets
from tests.evaluations import helpers as h
from tests.evaluations.conftest import build_session
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db


def refusal(world, session, password=PASSWORD):
    with pytest.raises(Refused) as caught:
        closing.close_session(session=session, password=password, actor=world.chair)
    session.refresh_from_db()
    assert (session.state, Result.objects.count()) == ("open", 0)
    return caught.value.sentence


def test_too_wide_a_spread_stops_the_closing_and_a_second_round_opens_it(world, session, item):
    h.scored(world, session, (62, 73, 74, 75))
    assert "chênh lệch 13 điểm, quá mức 10 điểm" in refusal(world, session)
    item.refresh_from_db()
    with pytest.raises(Refused, match="lý do"):
        closing.rescore(item=item, reason=" ", actor=world.chair)
    item = h.fresh(item)
    closing.rescore(item=item, reason="Chênh lệch 13 điểm.", actor=world.chair)
    assert (item.scoring_round, item.state, h.fresh(item.cycle).state) == (2, "scoring", "scheduled")
    again = sheets.open_sheet(item=item, actor=world.chair)
    assert sum(s.option.points for s in again.scores.select_related("option") if s.option) >= 62
    h.scored(world, session, (70, 73, 74, 75))
    h.close(world, session)
    result = Result.objects.get()
    assert (result.counted, result.total_sum) == (4, 292)
    assert sorted(s.total for s in ScoreSheet.objects.filter(scoring_round=1)) == [62, 73, 74, 75]
    assert len(result.data["earlier_rounds"]) == 4
    assert list(closed_sessions()) == []


def test_ten_points_apart_do_not_stop_it(world, session):
    h.scored(world, session, (65, 73, 74, 75))
    h.close(world, session)
    assert Result.objects.get().data["output"]["needs_rescore"] is False


def test_no_quorum_stops_it(world, session, item):
    for who in (world.chair, world.member1):
        h.fill(item, who, h.places_for(item.rubric, 70))
    closing.end_scoring(item=item, actor=world.chair)
    assert "chỉ có 2 phiếu hợp lệ trên 4 thành viên" in refusal(world, session)


def test_a_recused_member_is_not_counted_for_the_quorum(world, session, item):
    sheets.declare_conflict(item=item, has_conflict=True, reason="Cổ đông.", actor=world.member3)
    for who in (world.chair, world.member1, world.member2):
        h.fill(item, who, h.places_for(item.rubric, 70))
    closing.end_scoring(item=item, actor=world.chair)
    h.close(world, session)
    assert Result.objects.get().data["input"]["council"]["members"] == 3


def test_one_who_abstains_still_counts_for_the_quorum(world, session, item):
    sheets.declare_conflict(item=item, has_conflict=False, actor=world.member3)
    sheets.abstain(
        sheet=sheets.open_sheet(item=item, actor=world.member3), reason="Chưa đủ căn cứ.", actor=world.member3
    )
    for who in (world.chair, world.member1, world.member2):
        h.fill(item, who, h.places_for(item.rubric, 70))
    closing.end_scoring(item=item, actor=world.chair)
    h.close(world, session)
    assert Result.objects.get().data["input"]["council"]["members"] == 4


def test_the_chair_has_to_be_there(world, session):
    h.scored(world, session, (70, 71, 72, 73))
    Presence.objects.filter(member__seat="chair").update(present=False)
    assert "Chủ tịch Hội đồng chưa được ghi nhận có mặt" in refusal(world, session)


def test_wrong_password_wrong_person_open_product(world, session):
    assert "chưa kết thúc chấm điểm" in refusal(world, session)
    h.scored(world, session, (70, 71, 72, 73))
    assert "Mật khẩu không đúng" in refusal(world, session, password="sai")
    with pytest.raises(NotAllowed):
        closing.close_session(session=session, password=PASSWORD, actor=world.secretary)
    h.close(world, session)
    with pytest.raises(Stale):
        closing.close_session(session=session, password=PASSWORD, actor=world.chair)
    assert AuditEvent.objects.filter(verb="session.close").count() == 1


def test_a_joint_knockout_nulls_the_stars(world, session, item):
    h.scored(world, session, (80, 81, 82, 83))
    item.refresh_from_db()
    with pytest.raises(Refused, match="không có điểm loại"):
        closing.record_findings(item=item, knockouts={"D9": ""}, actor=world.secretary)
    with pytest.raises(NotAllowed):
        closing.record_findings(item=item, knockouts={}, actor=world.member1)
    closing.record_findings(item=item, knockouts={"D1": "Hồ sơ giả mạo."}, actor=world.secretary)
    h.close(world, session)
    result = Result.objects.get()
    assert (result.stars, result.band, result.data["output"]["knockouts"]) == (None, 4, ["D1"])


def test_the_frozen_result_is_what_the_score_command_answers(world, session):
    h.scored(world, session, (72, 74, 75, 76))
    h.close(world, session)
    data = Result.objects.get().data
    assert score_case(data["input"]) == data["output"]


def test_a_sheet_without_known_marks_needs_the_secretarys_statement(world):
    import time_machine

    from tests.evaluations.test_path_1048 import NOW

    with time_machine.travel(NOW, tick=False):
        h.ready(h.PROCESSED_1048)
        h.passwords(world)
        cycle = h.completed_cycle(world, world.kien_giang, world.producer, code=h.PROCESSED_1048)
        dossier = h.checked_dossier(world, cycle, producer=world.producer, receiver=world.district)
        council = h.council_of(world, level="district", unit=world.le_thuy_district, actor=world.district)
        session = h.open_session(world, council, [dossier], world.district)
        h.scored(world, session, (60, 61, 62, 63))
        assert "cần ghi xác nhận về các điều kiện" in refusal(world, session)
        item = session.items.get()
        closing.record_findings(item=item, knockouts={}, statement="Đã đối chiếu.", actor=world.secretary)
        h.close(world, session)
        assert Result.objects.get().data["marks_statement"] == "Đã đối chiếu."


def test_under_the_joint_rule_only_the_councils_finding_meets_a_mark(world, frozen):
    session = build_session(world, gate_rule="joint")
    h.scored(world, session, (100, 100, 100, 100))
    item = session.items.get()
    h.close(world, session)
    result = Result.objects.get(item=item)
    assert (result.band, result.stars) == (5, 2)
