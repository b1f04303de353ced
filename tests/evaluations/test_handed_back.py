"""The centre below 5 stars: the province recognises on that result or scores again (26/2026/QĐ-TTg Art. 7.4.g)."""

import pytest

from core.exceptions import NotAllowed, Refused
from evaluations.enums import PaperKind
from evaluations.models import Certificate, DecisionItem, Result, SessionProduct
from evaluations.selectors.papers.listing import Target
from evaluations.selectors.results import result_here
from evaluations.selectors.seals import closed_sessions
from evaluations.services import decisions, intake, papers
from products.enums import CycleState
from tests.evaluations import helpers as h
from tests.evaluations.conftest import build_session
from tests.evaluations.papers import words
from tests.evaluations.walk import Walker

pytestmark = pytest.mark.django_db
ISSUER = {"province": "Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị"}


@pytest.fixture
def at_centre(world, frozen):
    """Scored 92 to 95 by the province, forwarded, in a session of the centre. Gives that session."""
    session = build_session(world)
    h.scored(world, session, (92, 93, 94, 95))
    h.close(world, session)
    item = session.items.select_related("dossier__cycle").get()
    intake.forward(dossier=item.dossier, actor=world.province)
    dossier = h.fresh(item.dossier)
    intake.receive(dossier=dossier, actor=world.ministry)
    intake.save_advisory_note(dossier=h.fresh(dossier), note="Đủ.", actor=world.ministry)
    intake.check_dossier(dossier=h.fresh(dossier), actor=world.ministry)
    council = h.council_of(world, level="centre", unit=None, actor=world.ministry)
    return h.open_session(world, council, [h.fresh(dossier)], world.ministry)


def centre_scores(world, session, totals):
    h.scored(world, session, totals)
    h.close(world, session)
    return h.fresh(session.items.get().dossier)


def test_the_province_recognises_on_the_result_of_the_centre(world, at_centre):
    dossier, walk = centre_scores(world, at_centre, (84, 85, 86, 87)), Walker(world)
    cycle = dossier.cycle
    with pytest.raises(Refused, match="tỉnh quyết định công nhận"):
        intake.refuse(dossier=dossier, actor=world.ministry, reason="Chưa đạt.")
    with pytest.raises(NotAllowed):
        intake.hand_back(dossier=dossier, actor=world.province)
    walk.see("ministry", "dossier", dossier.pk, holds=["Chuyển kết quả về tỉnh"])
    walk.press("ministry", "dossier_hand_back", dossier.pk)
    cycle = h.fresh(cycle)
    assert (cycle.state, cycle.level) == (CycleState.HANDED_BACK, "province")
    hub = walk.see(
        "province", "dossier", dossier.pk, holds=["Trung ương chấm chưa đạt 5 sao.", "Đánh giá lại tại tỉnh"]
    )
    first = SessionProduct.objects.exclude(session=at_centre).get()
    assert f"/danh-gia/phien/{first.session_id}/quyet-dinh/" in hub
    assert "Chuyển hồ sơ lên cấp trên" not in hub
    with pytest.raises(Refused):
        intake.forward(dossier=h.fresh(dossier), actor=world.province)
    walk.see("province", "decision_create", first.session_id, holds=["85,50 điểm, 4 sao"])
    walk.see("province", "session", first.session_id, holds=["Ghi quyết định"])
    assert "Ghi quyết định" not in walk.see(
        "ministry", "session", at_centre.pk
    )  # handed back: not the ministry's any more
    walk.see("province", "session_papers", first.session_id, holds=["cổng không lập tờ trình riêng"])
    data = {"kind": "recognise", "items": first.pk, "number": "3981/QĐ-UBND", "decided_on": "11/11/2026"}
    walk.press("province", "decision_create", first.session_id, issuer=ISSUER["province"], **data)
    certificate = Certificate.objects.get()
    assert (certificate.stars, DecisionItem.objects.get().average_shown) == (4, "85.50")
    assert h.fresh(cycle).state == CycleState.RECOGNISED
    assert "Ghi quyết định" not in walk.see("province", "session", first.session_id)
    assert sorted(Result.objects.values_list("average_shown", flat=True)) == ["85.50", "93.50"]
    assert list(closed_sessions()) == []


def test_or_the_province_scores_again_and_the_new_result_counts(world, at_centre):
    dossier = centre_scores(world, at_centre, (60, 61, 62, 63))
    intake.hand_back(dossier=dossier, actor=world.ministry)
    with pytest.raises(Refused, match="lý do"):
        intake.evaluate_again(dossier=h.fresh(dossier), reason=" ", actor=world.province)
    with pytest.raises(NotAllowed):
        intake.evaluate_again(dossier=h.fresh(dossier), reason="Mẫu đã đổi.", actor=world.ministry)
    walk = Walker(world)
    walk.press("province", "dossier_evaluate_again", dossier.pk, reason="Trung ương chấm mẫu khác lô.")
    dossier = h.fresh(dossier)
    assert (dossier.cycle.state, dossier.cycle.level) == (CycleState.CHECKED, "province")
    old = SessionProduct.objects.exclude(session=at_centre).get()
    again = h.open_session(world, old.session.council, [dossier], world.province)
    h.scored(world, again, (80, 81, 82, 83))
    h.close(world, again)
    assert walk.see("province", "decision_create", old.session_id).count("điểm, ") == 0  # its result no longer counts
    with pytest.raises(Refused, match="không thuộc phiên họp này"):
        decisions.record_decision(
            session=old.session, items=[h.fresh(old)], number="1/QĐ", decided_on=again.held_on,
            issuer=ISSUER["province"], actor=world.province,
        )  # fmt: skip
    decisions.record_decision(
        session=again, items=list(again.items.all()), number="2/QĐ", decided_on=again.held_on,
        issuer=ISSUER["province"], actor=world.province,
    )  # fmt: skip
    assert (Certificate.objects.get().stars, DecisionItem.objects.get().average_shown) == (4, "81.50")


def test_papers_of_the_province_tell_the_result_of_the_centre(world, at_centre):
    dossier = centre_scores(world, at_centre, (84, 85, 86, 87))
    first = SessionProduct.objects.exclude(session=at_centre).get()
    own = minutes_of(first.session, world.province).data
    intake.hand_back(dossier=dossier, actor=world.ministry)
    assert minutes_of(first.session, world.province).data == own  # what the council found does not change
    assert "chuyển kết quả về cấp tỉnh" in words(minutes_of(at_centre, world.ministry).data)
    first = h.fresh(first)
    notice = Target(PaperKind.NOTICE, first.session, item=first)
    with pytest.raises(Refused, match="chưa có quyết định"):
        papers.make_paper(target=notice, actor=world.province)
    draft = papers.make_paper(target=Target(PaperKind.RECOGNITION, first.session), actor=world.province)
    assert "SẢN PHẨM ĐẠT HẠNG 4 SAO (1 sản phẩm)" in words(draft.data)
    with pytest.raises(Refused, match="không có sản phẩm nào đủ điểm"):
        papers.make_paper(target=Target(PaperKind.APPROVAL, first.session), actor=world.province)
    decided = decisions.record_decision(
        session=first.session, items=[first], number="3981/QĐ-UBND", decided_on=at_centre.held_on,
        issuer=ISSUER["province"], actor=world.province,
    )  # fmt: skip
    told = words(papers.make_paper(target=notice, actor=world.province).data)
    for said in ("85,50 (4 phiếu được tính)", at_centre.council.name, "hạng 4 sao tại Quyết định số 3981/QĐ-UBND"):
        assert said in told
    assert "93,50" not in told
    target = Target(PaperKind.RECOGNITION, first.session, decision=decided)
    assert "85,50" in words(papers.make_paper(target=target, actor=world.province).data)
    assert result_here(h.fresh(dossier.cycle)).average_shown == "85.50"


def minutes_of(session, actor):
    return papers.make_paper(target=Target(PaperKind.MINUTES, session), actor=actor)


def test_five_stars_are_not_handed_back(world, at_centre):
    dossier = centre_scores(world, at_centre, (97, 98, 99, 100))
    assert Result.objects.latest("pk").stars == 5
    with pytest.raises(Refused, match="không thuộc trường hợp"):
        intake.hand_back(dossier=dossier, actor=world.ministry)


def test_a_result_below_three_stars_is_refused_by_the_province(world, at_centre):
    dossier = centre_scores(world, at_centre, (40, 41, 42, 43))
    intake.hand_back(dossier=dossier, actor=world.ministry)
    intake.refuse(dossier=h.fresh(dossier), actor=world.province, reason="42 điểm.")
    assert h.fresh(dossier).cycle.state == CycleState.NOT_RECOGNISED


def test_a_provincial_result_is_not_handed_back(world, session):
    h.scored(world, session, (84, 85, 86, 87))
    h.close(world, session)
    dossier = session.items.get().dossier
    with pytest.raises((Refused, NotAllowed)):
        intake.hand_back(dossier=dossier, actor=world.province)
    assert h.fresh(dossier).cycle.state == CycleState.CLOSED
