"""Councils, their Quy chế and seats; sessions' plans and invitations; rounds. Bad input: a sentence, nothing written."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from core.exceptions import NotAllowed, Refused, Stale
from core.models import AuditEvent
from evaluations.models import AdvisoryTeam, Council, CouncilMember, CouncilSession, Invitation, Presence, Round
from evaluations.services import councils, rounds, sessionplans, sessions, sheets
from products.models import Regulation
from products.rounds import round_dates
from products.services.regulations import load_regulations
from tests.evaluations import helpers as h
from tests.evaluations.walk import Walker

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(world, frozen):
    return h.council_of(world, level="province", unit=world.quang_tri, actor=world.province)


def planned(world, council, **more):
    return sessions.create_session(council=council, held_on=date(2026, 11, 20), actor=world.province, **more)


def seat(council, user) -> CouncilMember:
    return council.members.get(user=user)


# Rules and seats


def test_the_rules_change_until_the_first_session_opens(world, council):
    councils.update_council(
        council=council, actor=world.province, rules_number="08/QC-HĐ", rules_date=date(2026, 11, 2),
        quorum=Decimal("0.667"), visibility="locked",
    )  # fmt: skip
    council = h.fresh(council)
    assert (council.rules_number, council.quorum, council.visibility) == ("08/QC-HĐ", Decimal("0.667"), "locked")
    event = AuditEvent.objects.get(verb="council.update")
    assert (event.before["quorum"], event.after["quorum"]) == ("0.750", "0.667")
    with pytest.raises(Refused, match="không được trước ngày của Quyết định"):
        councils.update_council(council=council, actor=world.province, rules_date=date(2026, 5, 1))
    with pytest.raises(NotAllowed):
        councils.update_council(council=council, actor=world.chair, quorum=Decimal("0.1"))


def test_the_rules_stand_once_a_session_is_open(world, session):
    council = session.council
    for values in ({"quorum": Decimal("0.1")}, {"visibility": "own"}, {"gate_rule": "all"}, {"rules_number": "9"}):
        with pytest.raises(Refused, match="đã được áp dụng"):
            councils.update_council(council=council, actor=world.province, **values)
    page = Walker(world).see("province", "council", council.pk)
    assert "Sửa quyết định, Quy chế" not in page
    assert h.fresh(council).quorum == Decimal("0.750")


def test_seats_are_corrected_and_taken_out_with_a_reason(world, council):
    member = seat(council, world.member1)
    councils.update_member(
        member=member, seat="vice_chair", agency=" Sở  Y tế ", post="Phó Giám đốc", scores=True, position=2,
        actor=world.province,
    )  # fmt: skip
    member.refresh_from_db()
    assert (member.seat, member.agency, member.post, member.position) == ("vice_chair", "Sở Y tế", "Phó Giám đốc", 2)
    with pytest.raises(Refused, match="đã có chủ tịch"):
        councils.update_member(
            member=member, seat="chair", agency="", post="", scores=True, position=1, actor=world.province
        )
    session = planned(world, council)
    Presence.objects.create(session=session, member=member, present=True)
    with pytest.raises(Refused, match="lý do"):
        councils.remove_member(member=member, reason=" ", actor=world.province)
    with pytest.raises(NotAllowed):
        councils.remove_member(member=member, reason="Chuyển công tác.", actor=world.secretary)
    councils.remove_member(member=member, reason="Chuyển công tác.", actor=world.province)
    assert not council.members.filter(user=world.member1).exists()
    event = AuditEvent.objects.get(verb="council.remove_member")
    assert (event.reason, event.before["user"]) == ("Chuyển công tác.", world.member1.pk)
    councils.add_member(council=council, user=world.member1, seat="member", actor=world.province)  # may come back


def test_seats_stand_once_something_is_scored(world, item):
    member = seat(item.session.council, world.member2)
    councils.update_member(
        member=member, seat="member", agency="Sở Y tế", post="", scores=True, position=3, actor=world.province
    )
    sheets.declare_conflict(item=item, has_conflict=False, actor=world.member1)
    with pytest.raises(Refused, match="không sửa được danh sách"):
        councils.remove_member(member=member, reason="Chuyển công tác.", actor=world.province)
    assert CouncilMember.objects.filter(pk=member.pk).exists()


def test_the_post_of_the_account_is_taken_where_none_is_given(world, council):
    world.member4.post = "Trưởng phòng"
    world.member4.save()
    row = councils.add_member(council=council, user=world.member4, seat="member", actor=world.province)
    assert row.post == "Trưởng phòng"


def test_the_advisory_team_by_its_page(world, council):
    walk = Walker(world)
    good = {"decision_number": "2146/QĐ-UBND", "decision_date": "05/11/2026", "head": "Ngô Thị Lý"}
    walk.refused(
        "province", "advisory_team", council.pk, status=422, holds=["Hạn của tổ tư vấn không được trước ngày"],
        due_on="01/11/2026", **good,
    )  # fmt: skip
    assert AdvisoryTeam.objects.count() == 0
    walk.press("province", "advisory_team", council.pk, due_on="18/11/2026", **good)
    walk.see("member1", "council", council.pk, holds=["2146/QĐ-UBND", "Ngô Thị Lý", "18/11/2026"])


def test_a_council_without_chair_opens_no_session(world, frozen):
    session = _one_product(world)
    councils.remove_member(member=seat(session.council, world.chair), reason="Nghỉ hưu.", actor=world.province)
    with pytest.raises(Refused, match="chưa có chủ tịch"):
        sessions.open_session(session=session, actor=world.secretary)
    assert h.fresh(session).state == "planned"
    Walker(world).see("province", "council", session.council_id, holds=["Hội đồng chưa có chủ tịch."])


def _one_product(world):
    h.ready(h.COFFEE)
    cycle = h.completed_cycle(world, world.le_thuy, world.producer)
    dossier = h.checked_dossier(world, cycle, producer=world.producer, commune=world.commune, receiver=world.province)
    council = h.council_of(world, level="province", unit=world.quang_tri, actor=world.province)
    session = planned(world, council, starts_at=time(8))
    sessions.schedule(session=session, dossiers=[dossier], actor=world.province)
    return session


# Sessions


def test_the_plan_of_a_session_by_its_page(world, frozen):
    session, walk = _one_product(world), Walker(world)
    item = session.items.get()
    walk.refused(
        "secretary", "session_plan", session.pk, status=422, holds=["Giờ kết thúc phải sau giờ bắt đầu"],
        held_on="20/11/2026", starts_at="14:00", ends_at="8h30",
    )  # fmt: skip
    walk.refused(
        "secretary",
        "session_plan",
        session.pk,
        status=422,
        holds=["trước ngày thành lập hội đồng"],
        held_on="20/05/2026",
    )
    walk.refused(
        "secretary", "session_plan", session.pk, status=422, holds=["08:00"], held_on="20/11/2026", starts_at="x"
    )
    assert (h.fresh(session).held_on, h.fresh(session).starts_at) == (date(2026, 11, 20), time(8))
    walk.press(
        "secretary", "session_plan", session.pk, held_on="21/11/2026", starts_at="8 giờ 30", ends_at="17h", place="Hội trường",
        link="hop.example.vn/phien", agenda="Nghe báo cáo; chấm điểm.",
    )  # fmt: skip
    session = h.fresh(session)
    assert (session.held_on, session.starts_at, session.ends_at) == (date(2026, 11, 21), time(8, 30), time(17))
    assert session.link == "https://hop.example.vn/phien"
    data = {"agenda_rows": "1", f"position-{item.pk}": "1", f"hour-{item.pk}": "9:15"}
    walk.press("chair", "session_plan", session.pk, **data)
    assert h.fresh(item).starts_at == time(9, 15)
    walk.see("member1", "session_plan", session.pk, holds=["Hội trường", "08:30", "09:15", "Nghe báo cáo"])
    sessions.open_session(session=session, actor=world.secretary)
    with pytest.raises(Stale, match="không sửa được lịch họp"):
        sessionplans.update_session(session=session, held_on=date(2026, 11, 22), actor=world.secretary)


def test_the_order_of_products_is_one_place_each(world, frozen):
    session = _one_product(world)
    item = session.items.get()
    for rows, word in (({item.pk: (0, None)}, "số thứ tự"), ({item.pk + 1: (1, None)}, "không thuộc phiên")):
        with pytest.raises(Refused, match=word):
            sessionplans.set_agenda(session=session, rows=rows, actor=world.secretary)
    with pytest.raises(NotAllowed):
        sessionplans.set_agenda(session=session, rows={item.pk: (1, None)}, actor=world.member1)


def test_who_was_told_of_the_session(world, council):
    session, walk = planned(world, council), Walker(world)
    one, other = seat(council, world.member1), seat(council, world.member2)
    good = {"told_on": "10/11/2026", "told_by": "letter", "members": [one.pk, other.pk]}
    walk.refused(
        "secretary", "session_invitations", session.pk, status=422, holds=["không được sau hôm nay"],
        **(good | {"told_on": "12/11/2026"}),
    )  # fmt: skip
    assert Invitation.objects.count() == 0
    walk.press("secretary", "session_invitations", session.pk, **good)
    sessionplans.record_invitations(
        session=session, told={one.pk: (date(2026, 11, 11), "phone")}, actor=world.secretary
    )
    rows = Invitation.objects.order_by("member_id").values_list("told_on", "told_by")
    assert list(rows) == [(date(2026, 11, 11), "phone"), (date(2026, 11, 10), "letter")]
    walk.see("member1", "session_invitations", session.pk, holds=["10/11/2026", "Chưa báo"])
    stranger = Council.objects.create(name="Khác", level="centre", decision_number="1", decision_date=date(2026, 1, 1))
    foreign = CouncilMember.objects.create(council=stranger, user=world.member1, seat="member")
    with pytest.raises(Refused, match="không thuộc hội đồng"):
        sessionplans.record_invitations(
            session=session, told={foreign.pk: (date(2026, 11, 11), "letter")}, actor=world.secretary
        )


def test_a_session_of_another_province_is_not_there(world, session):
    client = Client()
    client.force_login(world.stranger_province)
    before = CouncilSession.objects.values().get()
    for name in ("session_plan", "session_invitations", "session_open", "session_presence", "session_schedule"):
        address = reverse(f"evaluations:{name}", args=[session.pk])
        assert client.post(address, {"held_on": "20/11/2026"}).status_code == 404, name
    assert CouncilSession.objects.values().get() == before


# Rounds


@pytest.fixture
def law(frozen):
    load_regulations()
    return Regulation.objects.get(code="26-2026")


def make(world, law, **more):
    data = {"level": "province", "unit": world.quang_tri, "regulation": law, "year": 2026, "number": 2}
    return rounds.create_round(actor=world.province, **(data | more))


def test_a_round_takes_the_dates_of_the_regulation(world, law):
    row = make(world, law)
    assert (row.proposed_by, row.done_by, row.counts_day) == (date(2026, 10, 30), date(2026, 12, 30), False)
    assert (row.last_day(row.proposed_by), row.last_day(row.done_by)) == (date(2026, 10, 29), date(2026, 12, 29))
    counted = make(world, law, number=1, counts_day=True)
    assert counted.last_day(counted.done_by) == date(2026, 6, 30)
    assert row.last_day(None) is None


BAD_ROUNDS = [
    ({"proposed_by": date(2026, 12, 1), "done_by": date(2026, 11, 1)}, "phải sau ngày nhận đề nghị"),
    ({"proposed_by": date(2026, 11, 1), "done_by": date(2026, 11, 1)}, "phải sau ngày nhận đề nghị"),
    ({"done_by": date(2028, 1, 1)}, "phải nằm trong năm 2026"),
    ({"proposed_by": date(2025, 10, 30)}, "phải nằm trong năm 2026"),
    ({"number": 3}, "phải có kế hoạch"),
    ({"number": 3, "plan_number": "15/KH-UBND"}, "phải có kế hoạch"),
    ({"number": 3, "plan_date": date(2026, 9, 1)}, "phải có kế hoạch"),
    ({"level": "district"}, "không có hội đồng ở cấp này"),
]


@pytest.mark.parametrize(("change", "words"), BAD_ROUNDS)
def test_a_bad_round_is_refused_in_words_and_not_written(world, law, change, words):
    if change.get("level") == "district":
        with pytest.raises((Refused, NotAllowed)):
            make(world, law, **change)
    else:
        with pytest.raises(Refused, match=words):
            make(world, law, **change)
    assert (Round.objects.count(), AuditEvent.objects.filter(verb="round.create").count()) == (0, 0)


def test_an_extra_round_stands_on_a_plan_and_none_is_made_twice(world, law):
    row = make(world, law, number=3, plan_number="15/KH-UBND", plan_date=date(2026, 9, 1), done_by=date(2026, 12, 1))
    assert (row.proposed_by, row.plan_date) == (None, date(2026, 9, 1))
    with pytest.raises(Refused, match="đã có"):
        make(world, law, number=3, plan_number="15/KH-UBND", plan_date=date(2026, 9, 1))


def test_the_form_fills_the_dates_and_keeps_what_was_typed(world, law):
    walk = Walker(world)
    office = f"province-{world.quang_tri.pk}"
    data = {"office": office, "regulation": law.pk, "year": "2026", "number": "1", "plan_number": "7/KH-UBND"}
    client = walk.client("province")
    page = client.post(reverse("evaluations:round_create"), data | {"fill": "1"})
    text = page.content.decode()
    assert (page.status_code, Round.objects.count()) == (200, 0)
    assert [t for t in ("30/04/2026", "30/06/2026", "7/KH-UBND") if t not in text] == []
    walk.refused(
        "province", "round_create", status=422, holds=["phải sau ngày nhận đề nghị", "01/03/2026"],
        **(data | {"proposed_by": "01/04/2026", "done_by": "01/03/2026"}),
    )  # fmt: skip
    walk.press("province", "round_create", **data)
    walk.see("province", "rounds", holds=["trước ngày 30/04/2026", "trước ngày 30/06/2026"])


def test_the_second_round_of_the_ministry_lies_in_the_next_year(law):
    found = round_dates(law, "centre", 2, 2026)
    assert (found.proposed, found.done) == (date(2027, 1, 30), date(2027, 3, 30))
    assert round_dates(law, "centre", 1, 2026).done == date(2026, 9, 30)
    assert round_dates(law, "district", 1, 2026) is None
    assert round_dates(Regulation.objects.get(code="148-2023"), "province", 1, 2024) is None  # not found
