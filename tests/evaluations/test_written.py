"""Re-evaluation from the certificate on: window, 45 days at each level, written opinions, the new certificate, grace."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from core.exceptions import NotAllowed, Refused
from core.models import AuditEvent
from evaluations.enums import CertificateState, PaperKind, SessionKind
from evaluations.models import Certificate, ScoreSheet, WrittenOpinion
from evaluations.selectors.certificates import certificates_for
from evaluations.selectors.papers.listing import Target
from evaluations.selectors.renewals import radar, radar_counts, renewable
from evaluations.selectors.seals import closed_sessions
from evaluations.selectors.written import asked_of, written_blockers
from evaluations.services import (
    closing,
    decisions,
    dossiers,
    intake,
    paper_entry,
    papers,
    renewals,
    sessions,
    sheets,
    written,
)
from evaluations.standing import state_of
from tests.evaluations import helpers as h
from tests.evaluations.papers import words
from tests.evaluations.walk import Walker
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db
VN = ZoneInfo("Asia/Ho_Chi_Minh")
END = date(2026, 12, 1)  # of the certificate: the window is 4/6 to 3/8/2026
IN_TIME = datetime(2026, 7, 1, 9, tzinfo=VN)


def certified(world, *, stars=4, valid_to=END):
    """A product with a certificate and a complete sheet to be judged by again."""
    h.ready(h.COFFEE)
    h.passwords(world)
    cycle = h.completed_cycle(world, world.le_thuy, world.producer)
    cycle.state = "recognised"
    cycle.save()
    product = cycle.product
    product.stars, product.recognised_on, product.valid_until = stars, date(2023, 12, 1), valid_to
    product.save()
    return Certificate.objects.create(
        number="1/GCN", code="ABCDEFGH00X", product=product, cycle=cycle, stars=stars, issuer="UBND tỉnh",
        product_name=product.name, producer_name="HTX", issued_on=date(2023, 12, 1), valid_to=valid_to,
    )  # fmt: skip


def read(user, certificate):
    return certificates_for(user).get(pk=certificate.pk)


def open_renewal(world, certificate, kind="renewal"):
    seen = read(world.producer, certificate)
    return renewals.open_from_certificate(
        certificate=seen, kind=kind, product_set=seen.product.product_set, actor=world.producer
    )


def walk_to_check(world, dossier, total=75):
    paper = dossiers.add_evidence(dossier=dossier, row="03", title="Hợp đồng", upload=h.upload(), actor=world.producer)
    assert paper.pk
    dossiers.save_self_assessment(dossier=dossier, places=h.places_for(dossier.rubric, total), actor=world.producer)
    dossiers.file_dossier(dossier=dossier, actor=world.producer)
    topics = dict.fromkeys(intake.TOPICS, "Xã xác nhận nội dung này.")
    intake.save_commune_report(
        dossier=dossier, topics=topics, number="12/BC-UBND", reported_on=date(2026, 7, 1), actor=world.commune
    )
    intake.report_by_commune(dossier=dossier, actor=world.commune)
    intake.receive(dossier=dossier, actor=world.province)
    intake.save_advisory_note(dossier=dossier, note="Đủ.", actor=world.province)
    intake.check_dossier(dossier=dossier, actor=world.province)
    return h.fresh(dossier)


def asked(world, dossier, **settings):
    """An open session of written opinions about the dossier, three members and the chair."""
    council = h.council_of(world, level="province", unit=world.quang_tri, actor=world.province, **settings)
    session = sessions.create_session(council=council, held_on=date(2026, 7, 8), actor=world.province)
    sessions.schedule(session=session, dossiers=[dossier], actor=world.province)
    session = written.make_written(session=session, actor=world.province)
    item = session.items.get()
    with pytest.raises(Refused, match="chưa có phương án điểm"):
        sessions.open_session(session=session, actor=world.province)
    written.propose(item=item, places=written.first_places(item), note="Giữ hạng.", actor=world.province)
    sessions.open_session(session=session, actor=world.province)
    return h.fresh(session), h.fresh(item)


def answer(item, user, agrees=True, reason="", password=PASSWORD):
    if not item.conflicts.filter(member__user=user).exists():
        sheets.declare_conflict(item=item, has_conflict=False, actor=user)
    return written.give_opinion(item=h.fresh(item), agrees=agrees, reason=reason, password=password, actor=user)


def voters(session):
    return [m.user for m in session.council.members.filter(scores=True).select_related("user")]


@time_machine.travel(IN_TIME, tick=False)
def test_all_agree_and_the_certificate_is_renewed_without_a_meeting(world):
    old = certified(world)
    dossier = walk_to_check(world, open_renewal(world, old))
    cycle = h.fresh(dossier.cycle)
    assert (cycle.kind, cycle.state, cycle.due_on) == ("renewal", "checked", date(2026, 8, 15))  # 45 days from 1/7
    session, item = asked(world, dossier)
    assert h.fresh(cycle).due_on == date(2026, 8, 15)
    assert item.proposal.total == 75
    with pytest.raises(Refused, match="lấy ý kiến bằng văn bản"):
        sheets.declare_conflict(item=item, has_conflict=False, actor=world.member1)
        sheets.open_sheet(item=item, actor=world.member1)
    for user in voters(session):
        assert answer(item, user).sheet.total == 75
    with pytest.raises(Refused, match="đã cho ý kiến"):
        answer(item, world.member1)
    with pytest.raises(Refused, match="không cần triệu tập"):
        written.call_meeting(session=session, held_on=date(2026, 7, 10), actor=world.chair)
    written.end_asking(session=session, actor=world.chair)
    h.close(world, session)
    assert list(closed_sessions()) == []
    decisions.record_decision(
        session=session, items=[h.fresh(item)], number="9/QĐ", decided_on=date(2026, 7, 1), issuer="Chủ tịch",
        actor=world.province,
    )  # fmt: skip
    old.refresh_from_db()
    new = old.superseded_by
    assert (new.stars, new.valid_to, old.superseded_on) == (4, date(2029, 7, 1), date(2026, 7, 1))
    assert state_of(read(world.producer, old)) == CertificateState.SUPERSEDED
    assert h.fresh(cycle).due_on is None
    events = AuditEvent.objects.filter(verb="written.opinion")
    assert events.count() == 4
    assert all("agrees" not in event.after for event in events)


@time_machine.travel(IN_TIME, tick=False)
def test_one_who_disagrees_calls_the_council_together(world):
    dossier = walk_to_check(world, open_renewal(world, certified(world)))
    session, item = asked(world, dossier)
    chair, first, second, third = voters(session)
    with pytest.raises(Refused, match="cần ghi lý do"):
        answer(item, first, agrees=False)
    with pytest.raises(Refused, match="Mật khẩu"):
        answer(item, first, password="sai")
    answer(item, first, agrees=False, reason="Quy mô đã đổi nhiều.")
    for user in (chair, second, third):
        answer(item, user)
    assert ScoreSheet.objects.count() == 3
    with pytest.raises(Refused, match="còn khác nhau"):
        written.end_asking(session=session, actor=world.chair)
    with pytest.raises(NotAllowed):
        written.call_meeting(session=session, held_on=date(2026, 7, 10), actor=world.member2)
    with pytest.raises(Refused, match="không được trước hôm nay"):
        written.call_meeting(session=session, held_on=date(2026, 6, 30), actor=world.chair)
    session = written.call_meeting(session=session, held_on=date(2026, 7, 10), place="Hội trường", actor=world.chair)
    item = h.fresh(item)
    assert (session.kind, item.state, item.scoring_round) == (SessionKind.MEETING, "scoring", 2)
    assert h.fresh(dossier.cycle).due_on == date(2026, 8, 15)
    for user, total in zip(voters(session), (66, 67, 68, 69), strict=True):
        h.fill(item, user, h.places_for(item.rubric, total))
    closing.end_scoring(item=h.fresh(item), actor=world.chair)
    present = {m.pk: True for m in session.council.members.all()}
    sessions.record_presence(session=session, present=present, actor=world.secretary)
    h.close(world, session)
    assert h.fresh(item).result.stars == 3
    assert list(closed_sessions()) == []
    assert WrittenOpinion.objects.filter(agrees=False).get().reason == "Quy mô đã đổi nhiều."


@time_machine.travel(IN_TIME, tick=False)
def test_answers_are_awaited_to_the_last_day_and_a_recused_member_is_not_asked(world):
    dossier = walk_to_check(world, open_renewal(world, certified(world)))
    session, item = asked(world, dossier)
    chair, first, second, third = voters(session)
    sheets.declare_conflict(item=item, has_conflict=True, reason="Người nhà.", actor=third)
    for user in (chair, first):
        answer(item, user)
    rows = asked_of(session)
    assert [m.user for m in rows[0].waiting] == [second]
    for day, waits in ((date(2026, 7, 8), True), (date(2026, 7, 9), False)):
        assert any("chưa hết hạn trả lời 08/07/2026" in w for w in written_blockers(session, rows, day)) is waits


@time_machine.travel(IN_TIME, tick=False)
def test_only_re_evaluations_are_asked_about_in_writing(world):
    h.ready(h.COFFEE)
    cycle = h.completed_cycle(world, world.le_thuy, world.producer)
    dossier = h.checked_dossier(world, cycle, producer=world.producer, commune=world.commune, receiver=world.province)
    assert h.fresh(cycle).due_on is None
    council = h.council_of(world, level="province", unit=world.quang_tri, actor=world.province)
    session = sessions.create_session(council=council, held_on=date(2026, 7, 8), actor=world.province)
    sessions.schedule(session=session, dossiers=[dossier], actor=world.province)
    with pytest.raises(Refused, match="không phải đánh giá lại"):
        written.make_written(session=session, actor=world.province)
    other = sessions.create_session(council=council, held_on=date(2026, 7, 8), actor=world.province)
    other = written.make_written(session=other, actor=world.province)
    with pytest.raises(Refused, match="không phải đánh giá lại"):
        sessions.schedule(session=other, dossiers=[dossier], actor=world.province)


def at(day, hour=9):
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=VN), tick=False)


def test_the_window_warns_and_never_forbids(world):
    with at(date(2026, 5, 25)):
        old = certified(world)
    for day, state in (
        (date(2026, 6, 3), "early"), (date(2026, 6, 4), "open"), (date(2026, 8, 3), "open"), (date(2026, 8, 4), "late"),
        (date(2026, 12, 1), "late"), (date(2026, 12, 2), "over"),
    ):  # fmt: skip
        with at(day):
            found = renewable(read(world.producer, old), day)
            assert (found.state, found.may_renew) == (state, True), day
            assert found.may_upgrade == (state != "over")
    with at(date(2026, 8, 4)):
        dossier = open_renewal(world, old)
        assert AuditEvent.objects.get(verb="cycle.open").after["window"] == "late"
        with pytest.raises(Refused, match=dossier.cycle.number):
            open_renewal(world, old)


def test_grace_lasts_until_the_decision_and_no_longer_than_180_days(world):
    with at(date(2026, 8, 4)):
        old = certified(world)
        dossier = walk_to_check(world, open_renewal(world, old))
    for days, state in ((0, "expiring"), (1, "grace"), (180, "grace"), (181, "expired")):
        with at(END + timedelta(days=days)):
            assert state_of(read(world.producer, old)) == state, days
    cycle = dossier.cycle
    cycle.refresh_from_db()
    cycle.state = "not_recognised"
    cycle.save()
    with at(END + timedelta(days=1)):
        assert state_of(read(world.producer, old)) == "expired"


@time_machine.travel(IN_TIME, tick=False)
def test_an_upgrade_begins_from_a_standing_certificate_below_five_stars(world):
    old = certified(world, stars=5)
    with pytest.raises(Refused, match="dưới 5 sao"):
        open_renewal(world, old, "upgrade")
    Certificate.objects.filter(pk=old.pk).update(stars=4)
    dossier = open_renewal(world, old, "upgrade")
    assert (dossier.cycle.kind, dossier.cycle.state) == ("upgrade", "dossier_draft")
    assert state_of(read(world.producer, old)) == CertificateState.EXPIRING


@time_machine.travel(IN_TIME, tick=False)
def test_strangers_open_nothing(world):
    old = certified(world)
    for name in ("neighbour_commune", "province", "stranger_producer"):
        with pytest.raises(NotAllowed):
            renewals.open_from_certificate(
                certificate=read(world.producer, old), kind="renewal", product_set=old.product.product_set,
                actor=world.users[name],
            )  # fmt: skip


@time_machine.travel(IN_TIME, tick=False)
def test_notice_and_radar(world):
    old = certified(world)
    day = date(2026, 7, 1)
    assert radar_counts(world.province, day) == {240: 0, 180: 1, 120: 0, 30: 0, 0: 0}
    assert [c.pk for c in radar(world.commune, day)] == [old.pk]
    assert list(radar(world.neighbour_commune, day)) == []
    renewals.record_notice(certificate=old, number="5/TB", sent_on=day, actor=world.province)
    with pytest.raises(Refused, match="đã được ghi"):
        renewals.record_notice(certificate=old, number="6/TB", sent_on=day, actor=world.province)
    open_renewal(world, old)
    assert sum(radar_counts(world.province, day).values()) == 0
    assert [c.under_way for c in radar(world.province, day)] == [True]


@time_machine.travel(IN_TIME, tick=False)
def test_nothing_on_paper_and_the_minutes_say_how_it_was_asked(world):
    dossier = walk_to_check(world, open_renewal(world, certified(world)))
    session, item = asked(world, dossier)
    walk, one = Walker(world), session.council.members.get(user=world.member1)
    with pytest.raises(Refused, match="không dùng phiếu chấm giấy"):
        paper_entry.allow_paper(item=item, member=one, reason="Mất mạng.", actor=world.secretary)
    for kind, more in ((PaperKind.INVITATION, {}), (PaperKind.BLANK, {"item": item})):
        with pytest.raises(Refused, match="không có giấy mời họp"):
            papers.make_paper(target=Target(kind, session, **more), actor=world.secretary)
    said = ["Lấy ý kiến bằng văn bản đến hết ngày 08/07/2026", "Ý kiến đã nhận", "chưa trả lời"]
    page = walk.see("secretary", "session", session.pk, holds=said)
    assert "Thành viên có mặt" not in page and "chưa mở" not in page
    for word in ("Phiếu giấy", "Ghi danh sách có mặt", "Báo họp", "Chấm thử"):
        assert word not in page
    listed = walk.see("secretary", "session_papers", session.pk)
    assert "Giấy mời" not in listed
    assert walk.client("member1").get(f"/danh-gia/san-pham/{item.pk}/phuong-an/").status_code == 403
    for user in voters(session):
        answer(item, user)
    seen = walk.see("member1", "item_proposal", item.pk, holds=["disabled"])
    assert "Nhận xét <" not in seen
    walk.see("member1", "item", item.pk, holds=["Ông/bà đã gửi ý kiến"])
    walk.see("member1", "item_opinion", item.pk, holds=["Đồng ý với phương án", "75 điểm, 4 sao"])
    written.end_asking(session=h.fresh(session), actor=world.chair)
    h.close(world, h.fresh(session))
    told = words(papers.make_paper(target=Target(PaperKind.MINUTES, h.fresh(session)), actor=world.secretary).data)
    for said in ("kết thúc lấy ý kiến bằng văn bản", "4 thành viên được lấy ý kiến, 4 thành viên đã trả lời",
                 "phương án 75 điểm, 4 sao; 4 ý kiến, 4 đồng ý, 0 không đồng ý"):  # fmt: skip
        assert said in told
    for wrong in ("khai mạc", "dự họp", "chấm độc lập", "Vắng"):
        assert wrong not in told


@time_machine.travel(IN_TIME, tick=False)
def test_the_minutes_of_the_meeting_keep_the_opinions_before_it(world):
    dossier = walk_to_check(world, open_renewal(world, certified(world)))
    session, item = asked(world, dossier)
    chair, first, *rest = voters(session)
    answer(item, first, agrees=False, reason="Quy mô đã đổi nhiều.")
    for user in (chair, *rest):
        answer(item, user)
    session = written.call_meeting(session=session, held_on=date(2026, 7, 1), actor=world.chair)
    item = h.fresh(item)
    for user in voters(session):
        h.fill(item, user, h.places_for(item.rubric, 70))
    closing.end_scoring(item=h.fresh(item), actor=world.chair)
    present = {m.pk: True for m in session.council.members.all()}
    sessions.record_presence(session=session, present=present, actor=world.secretary)
    h.close(world, session)
    told = words(papers.make_paper(target=Target(PaperKind.MINUTES, h.fresh(session)), actor=world.secretary).data)
    assert "Trước phiên họp, Hội đồng đã lấy ý kiến bằng văn bản:" in told
    assert f"1 không đồng ý ({first.full_name}: Quy mô đã đổi nhiều)" in told
    assert "khai mạc" in told
