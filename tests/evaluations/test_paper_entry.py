"""Paper sheets: two people type without seeing each other, differences are decided by a third look, then it counts."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.exceptions import NotAllowed, Refused, Stale
from core.models import AuditEvent
from evaluations.models import Conflict, PaperAnswer, PaperEntry, Result, ScoreChange, ScoreSheet
from evaluations.rules import may_resolve_paper, may_see_papers, may_type_paper
from evaluations.selectors.board import Board
from evaluations.selectors.papersheets import differences, may_be_allowed
from evaluations.selectors.seals import closed_sessions
from evaluations.services import closing, sheets
from evaluations.services import paper_entry as services
from tests.evaluations import helpers as h
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db


def allow(item, world, who="member1"):
    member = item.session.council.members.get(user=world.users[who])
    return services.allow_paper(item=item, member=member, reason="Điểm cầu không có mạng.", actor=world.secretary)


def typed(entry, user, places, **changes):
    return services.type_paper(entry=entry, places=places, actor=user, **({"no_conflict": True} | changes))


@pytest.fixture
def entry(world, item):
    return allow(item, world)


def test_two_alike_readings_fill_the_members_sheet(world, item, entry):
    places = h.places_for(item.rubric, 71)
    typed(entry, world.secretary, places)
    assert (entry.state, entry.typed, ScoreSheet.objects.count()) == ("waiting", 1, 0)
    typed(h.fresh(entry), world.advisor, places)
    sheet = ScoreSheet.objects.get()
    assert (sheet.member.user, sheet.state, sheet.total, sheet.source, sheet.locked) == (
        world.member1, "submitted", 71, "paper", True,
    )  # fmt: skip
    assert {s.criterion.code: s.place for s in sheet.scores.select_related("criterion")} == places
    assert sheet.remark == f"Nhập từ phiếu giấy mã {entry.code}, hai người nhập độc lập."
    assert (h.fresh(entry).state, h.fresh(entry).sheet_id) == ("filled", sheet.pk)
    assert Conflict.objects.get(member=sheet.member).has_conflict is False
    verbs = list(AuditEvent.objects.order_by("number").values_list("verb", flat=True))
    assert verbs[-5:] == ["papersheet.allow", "papersheet.type", "papersheet.type", "item.conflict", "sheet.submit"]
    assert AuditEvent.objects.latest("number").after["paper"] == entry.pk


def test_events_of_typing_hold_no_mark(world, item, entry):
    typed(entry, world.secretary, h.places_for(item.rubric, 71))
    assert AuditEvent.objects.get(verb="papersheet.type").after == {"typed": 1}


def test_one_person_types_once(world, item, entry):
    places = h.places_for(item.rubric, 71)
    typed(entry, world.secretary, places)
    with pytest.raises(Refused, match="do người khác nhập"):
        typed(h.fresh(entry), world.secretary, places)
    assert PaperAnswer.objects.count() == len(places)


def test_who_types_who_decides_who_only_scores(world, item, entry):
    council = item.session.council
    typists = {name for name, user in world.users.items() if may_type_paper(user, council)}
    assert typists == {"secretary", "advisor", "province"}
    assert {name for name, user in world.users.items() if may_see_papers(user, council)} == typists | {"chair"}
    typed(entry, world.secretary, h.places_for(item.rubric, 71))
    typed(h.fresh(entry), world.advisor, h.places_for(item.rubric, 60))
    deciders = {name for name, user in world.users.items() if may_resolve_paper(user, h.fresh(entry))}
    assert deciders == {"chair", "province"}
    for who in (world.member1, world.member2, world.chair, world.commune):
        with pytest.raises(NotAllowed):
            typed(h.fresh(entry), who, {})


def test_the_chair_does_not_decide_on_the_chairs_own_paper(world, item):
    entry = allow(item, world, "chair")
    typed(entry, world.secretary, h.places_for(item.rubric, 71))
    typed(h.fresh(entry), world.advisor, h.places_for(item.rubric, 60))
    with pytest.raises(NotAllowed):
        services.resolve_paper(entry=h.fresh(entry), places={}, note="Xem lại.", actor=world.chair)


def test_different_readings_wait_for_a_third_look(world, item, entry):
    first = h.places_for(item.rubric, 71)
    code = next(iter(first))
    second = first | {code: (first[code] + 1) % 2}
    typed(entry, world.secretary, first)
    typed(h.fresh(entry), world.advisor, second)
    entry = h.fresh(entry)
    assert (entry.state, ScoreSheet.objects.count()) == ("differs", 0)
    assert [(d.code, d.first, d.second) for d in differences(entry)] == [(code, first[code], second[code])]
    with pytest.raises(NotAllowed):
        services.resolve_paper(entry=entry, places={code: 0}, note="Xem lại.", actor=world.advisor)
    with pytest.raises(Refused, match="ghi căn cứ"):
        services.resolve_paper(entry=entry, places={code: 0}, note=" ", actor=world.chair)
    for wrong in ({}, {code: 0, "A.1.1" if code != "A.1.1" else "A.1.2": 0}):
        with pytest.raises(Refused, match="từng tiêu chí"):
            services.resolve_paper(entry=h.fresh(entry), places=wrong, note="Xem lại.", actor=world.chair)
    with pytest.raises(Refused, match="không có trên phiếu"):
        services.resolve_paper(entry=h.fresh(entry), places={code: 99}, note="Xem lại.", actor=world.chair)
    assert h.fresh(entry).resolution == ""
    services.resolve_paper(entry=h.fresh(entry), places={code: first[code]}, note="Ô ghi số đó.", actor=world.chair)
    entry = h.fresh(entry)
    assert (entry.state, entry.sheet.total, entry.resolution, entry.resolved_by) == (
        "filled", 71, "Ô ghi số đó.", world.chair,
    )  # fmt: skip
    with pytest.raises(Stale):
        services.resolve_paper(entry=entry, places={code: 0}, note="Lần nữa.", actor=world.chair)


def test_an_incomplete_or_foreign_reading_is_refused(world, item, entry):
    places = h.places_for(item.rubric, 71)
    code = next(iter(places))
    bad = {
        "chưa nhập": {k: v for k, v in places.items() if k != code},
        "không thuộc phiếu": places | {"Z.9.9": 1},
        "không có trên phiếu": places | {code: 99},
    }
    for words, given_places in bad.items():
        with pytest.raises(Refused, match=words):
            typed(h.fresh(entry), world.secretary, given_places)
    with pytest.raises(Refused, match="không có xung đột"):
        typed(h.fresh(entry), world.secretary, places, no_conflict=False)
    assert (h.fresh(entry).typed, PaperAnswer.objects.count()) == (0, 0)


def test_never_for_who_has_handed_in_abstained_or_a_conflict(world, item):
    h.fill(item, world.member1, h.places_for(item.rubric, 70))
    sheets.declare_conflict(item=item, has_conflict=True, reason="Cổ đông.", actor=world.member2)
    for who, words in (("member1", "đã nộp phiếu"), ("member2", "xung đột")):
        with pytest.raises(Refused, match=words):
            allow(item, world, who)
    sheets.declare_conflict(item=item, has_conflict=False, actor=world.member3)
    sheets.abstain(sheet=sheets.open_sheet(item=item, actor=world.member3), reason="Vắng.", actor=world.member3)
    with pytest.raises(Refused, match="không cho điểm"):
        allow(item, world, "member3")
    for who in ("secretary", "advisor"):  # seats that do not score
        with pytest.raises(Refused, match="không thuộc hội đồng"):
            allow(item, world, who)
    assert {m.user.username for _i, m in may_be_allowed(item.session, [item])} == {world.chair.username}
    assert PaperEntry.objects.count() == 0


def test_only_chair_or_secretary_allow_once_with_a_reason(world, item, entry):
    member = item.session.council.members.get(user=world.member2)
    for who in (world.province, world.advisor, world.member2):
        with pytest.raises(NotAllowed):
            services.allow_paper(item=item, member=member, reason="Lý do.", actor=who)
    with pytest.raises(Refused, match="ghi lý do"):
        services.allow_paper(item=item, member=member, reason=" ", actor=world.chair)
    with pytest.raises(Refused, match="đã được cho dùng"):
        allow(item, world)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperEntry.objects.create(item=item, member=entry.member, scoring_round=1, reason="", allowed_by=world.chair)
    services.cancel_paper(entry=entry, reason="Đã có mạng.", actor=world.secretary)
    assert allow(item, world).pk != entry.pk


def test_a_member_who_hands_in_online_meanwhile_is_not_overwritten(world, item, entry):
    places = h.places_for(item.rubric, 71)
    typed(entry, world.secretary, places)
    own = h.fill(item, world.member1, h.places_for(item.rubric, 80))
    with pytest.raises(Refused, match="đã nộp phiếu"):
        typed(h.fresh(entry), world.advisor, places)
    assert (h.fresh(own).total, h.fresh(own).source) == (80, "online")


def test_a_draft_of_the_member_becomes_what_stands_on_paper(world, item, entry):
    h.fill(item, world.member1, h.places_for(item.rubric, 80), submit=False)
    places = h.places_for(item.rubric, 71)
    typed(entry, world.secretary, places)
    typed(h.fresh(entry), world.advisor, places)
    sheet = ScoreSheet.objects.get()
    assert (sheet.total, sheet.state) == (71, "submitted")
    with pytest.raises(Refused, match="khóa"):
        sheets.save_answers(
            sheet_id=sheet.pk, answers={"A.1.1": (0, "")}, version=sheet.version, request_id="request-late",
            actor=world.member1,
        )  # fmt: skip


def test_nothing_after_locking_or_cancelling(world, item, entry):
    places = h.places_for(item.rubric, 71)
    typed(entry, world.secretary, places)
    closing.end_scoring(item=h.fresh(item), actor=world.chair)
    before = ScoreChange.objects.count()
    with pytest.raises(Refused, match="chưa mở chấm, hoặc đã khóa"):
        typed(h.fresh(entry), world.advisor, places)
    with pytest.raises(Refused, match="chưa mở chấm, hoặc đã khóa"):
        allow(h.fresh(item), world, "member2")
    assert ScoreChange.objects.count() == before


def test_a_cancelled_paper_takes_nothing(world, item, entry):
    with pytest.raises(NotAllowed):
        services.cancel_paper(entry=entry, reason="Lý do.", actor=world.advisor)
    services.cancel_paper(entry=entry, reason="Đã có mạng.", actor=world.secretary)
    with pytest.raises(Stale):
        typed(h.fresh(entry), world.secretary, h.places_for(item.rubric, 71))
    with pytest.raises(Stale):
        services.cancel_paper(entry=h.fresh(entry), reason="Lần nữa.", actor=world.secretary)


def test_it_counts_is_marked_and_sealed(world, session, item, entry):
    places = h.places_for(item.rubric, 71)
    services.attach_scan(entry=entry, upload=h.upload(), actor=world.secretary)
    typed(h.fresh(entry), world.secretary, places)
    typed(h.fresh(entry), world.advisor, places)
    for who in (world.chair, world.member2, world.member3):
        h.fill(item, who, h.places_for(item.rubric, 73))
    seat = session.council.members.get(user=world.member1)
    members = list(session.council.members.filter(scores=True))
    cell = Board(world.chair, session, [h.fresh(item)]).rows[0].cells[members.index(seat)]
    assert (cell.word, cell.paper) == ("đã nộp (phiếu giấy)", True)
    closing.end_scoring(item=h.fresh(item), actor=world.chair)
    closing.close_session(session=session, password=PASSWORD, actor=world.chair)
    result = Result.objects.get()
    assert (result.counted, result.total_sum) == (4, 290)
    said = result.data["paper_sheets"]
    assert [(row["member"], row["typed_by"], row["resolved_by"]) for row in said] == [
        (str(seat.pk), ["Mai Xuân Lộc", "Ngô Thị Lý"], "")
    ]
    assert len(said[0]["scan"]) == 64
    assert list(closed_sessions()) == []
    PaperEntry.objects.update(reason="sửa")
    assert list(closed_sessions()) == [
        f"Phiên họp {session.pk}: phiếu giấy và các lần nhập không khớp với dấu niêm phong khi đóng phiên."
    ]


@given(data=st.data())
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_the_sheet_is_what_both_read_or_the_third_look(world, item, data):
    base = h.places_for(item.rubric, 71)
    codes = data.draw(st.lists(st.sampled_from(sorted(base)), unique=True, max_size=4))
    third = {code: data.draw(st.integers(0, 1)) for code in codes}
    second = base | {code: 1 - min(base[code], 1) for code in codes}
    with transaction.atomic():
        entry = allow(item, world)
        typed(entry, world.secretary, base)
        typed(h.fresh(entry), world.advisor, second)
        if codes:
            services.resolve_paper(entry=h.fresh(entry), places=third, note="Xem lại.", actor=world.chair)
        scores = ScoreSheet.objects.get().scores.select_related("criterion")
        assert {s.criterion.code: s.place for s in scores} == base | third
        transaction.set_rollback(True)
