"""Recusal by the chair, proposed knock-outs, reopened sheets: what they change, what they keep, who may."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core.exceptions import NotAllowed, Refused, Stale
from core.models import AuditEvent
from evaluations.models import (
    Conflict,
    CouncilMember,
    Dossier,
    Finding,
    KnockoutProposal,
    Result,
    Score,
    ScoreSheet,
    SessionProduct,
    SheetReopening,
)
from evaluations.selectors.outcomes import outcomes
from evaluations.selectors.seals import closed_sessions
from evaluations.services import closing, proposals, recusals, reopening, sheets
from tests.evaluations import helpers as h
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db


def seat(item, user) -> CouncilMember:
    return item.session.council.members.get(user=user)


def recuse(world, item, user, reason="Em ruột của giám đốc.", actor=None):
    return recusals.rule_recusal(item=item, member=seat(item, user), reason=reason, actor=actor or world.chair)


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


# Recusal


def test_a_ruling_after_the_handing_in_keeps_the_sheet_and_counts_it_no_more(world, session, item):
    h.scored(world, session, (70, 72, 74, 99))
    item = h.fresh(item)
    before = outcomes(session, [item])[item.pk]
    assert (before.members, before.total_sum, before.result.needs_rescore) == (4, 315, True)
    own = ScoreSheet.objects.get(member__user=world.member3)
    row = recuse(world, item, world.member3)
    assert (row.has_conflict, row.own_answer, row.ruled_by) == (True, False, world.chair)
    after = outcomes(session, [item])[item.pk]
    assert (after.members, after.total_sum, after.result.counted, after.result.needs_rescore) == (3, 216, 3, False)
    kept = h.fresh(own)
    assert (kept.state, kept.total, kept.seal, kept.version) == ("submitted", 99, own.seal, own.version)
    h.close(world, session)
    result = Result.objects.get()
    assert (result.counted, result.total_sum, result.data["input"]["council"]["members"]) == (3, 216, 3)
    assert result.data["recusals"] == [
        {"member": str(own.member_id), "own_answer": False, "reason": "", "ruling": "Em ruột của giám đốc.",
         "ruled_by": world.chair.full_name}
    ]  # fmt: skip
    assert list(closed_sessions()) == []


def test_the_recused_member_sees_nothing_more_of_the_product(world, session, item):
    sheet = h.fill(item, world.member3, h.places_for(item.rubric, 70), submit=False)
    recuse(world, item, world.member3)
    user = world.member3
    assert not SessionProduct.objects.visible_to(user).filter(pk=item.pk).exists()
    assert not ScoreSheet.objects.visible_to(user).filter(item=item).exists()
    assert not Dossier.objects.visible_to(user).filter(pk=item.dossier_id).exists()
    client = client_of(user)
    for name, pk in (("item", item.pk), ("conflict", item.pk), ("sheet", sheet.pk), ("sheet_proposals", sheet.pk),
                     ("sheet_submit", sheet.pk), ("dossier", item.dossier_id)):  # fmt: skip
        assert client.get(reverse(f"evaluations:{name}", args=[pk])).status_code == 404, name
    product = item.cycle.product.name
    assert product not in client.get(session.get_absolute_url()).content.decode()
    for address in ("/api/v1/score-sheets/", "/api/v1/dossiers/", "/api/v1/cycles/", "/api/v1/products/"):
        found = client.get(address, {"search": "ca phe"})
        assert (found.status_code, found.json()["count"]) == (200, 0), address
    data = {"criterion": "A.1.1", "place": "1", "version": sheet.version, "request_id": "request-01"}
    assert client.post(reverse("evaluations:sheet_save", args=[sheet.pk]), data).status_code == 404
    sheet.refresh_from_db()
    assert (sheet.state, sheet.locked) == ("abstained", True)
    assert Score.objects.filter(sheet=sheet).count() > 0  # kept


def test_who_may_rule_and_when(world, session, item):
    for who in ("secretary", "member1", "province", "advisor"):
        with pytest.raises(NotAllowed):
            recuse(world, item, world.member3, actor=world.users[who])
    with pytest.raises(Refused, match="lý do"):
        recuse(world, item, world.member3, reason="  ")
    with pytest.raises(Refused, match="không thuộc hội đồng"):
        recuse(world, item, world.secretary)  # keeps the minutes, gives no points
    assert Conflict.objects.count() == 0
    recuse(world, item, world.member3)
    with pytest.raises(Refused, match="đã được loại"):
        recuse(world, item, world.member3)
    h.scored(world, session, (70, 71, 72), users=[world.chair, world.member1, world.member2])
    h.close(world, session)
    with pytest.raises(Stale, match="đã chốt"):
        recuse(world, h.fresh(item), world.member2)
    assert AuditEvent.objects.filter(verb="item.recusal", refused=False).count() == 1


def test_one_own_word_cannot_undo_a_ruling_nor_a_member_withdraw_after_handing_in(world, session, item):
    h.fill(item, world.member1, h.places_for(item.rubric, 70))
    with pytest.raises(Refused, match="báo Chủ tịch"):
        sheets.declare_conflict(item=item, has_conflict=True, reason="Cổ đông.", actor=world.member1)
    recuse(world, item, world.member2)
    with pytest.raises(Refused, match="đã khai"):
        sheets.declare_conflict(item=item, has_conflict=False, actor=world.member2)
    with pytest.raises(Refused):
        sheets.open_sheet(item=item, actor=world.member2)


def test_a_vice_chair_presides_where_the_chair_is_recused(world, session, item):
    session.council.members.filter(user=world.member1).update(seat="vice_chair")
    with pytest.raises(NotAllowed):
        closing.end_scoring(item=item, actor=world.member1)
    sheets.declare_conflict(item=item, has_conflict=True, reason="Em gái là giám đốc.", actor=world.chair)
    for who, total in (("member1", 60), ("member2", 71), ("member3", 72)):
        h.fill(item, world.users[who], h.places_for(item.rubric, total))
    with pytest.raises(NotAllowed):
        closing.end_scoring(item=h.fresh(item), actor=world.chair)
    closing.end_scoring(item=h.fresh(item), actor=world.member1)
    with pytest.raises(Refused) as refusal:  # a spread of 12 points, of which the chair is told nothing
        closing.close_session(session=session, password=PASSWORD, actor=world.chair)
    assert "mà ông/bà không tham gia" in refusal.value.sentence
    assert item.cycle.product.name not in refusal.value.sentence
    assert "12" not in refusal.value.sentence
    closing.rescore(item=h.fresh(item), reason="Chênh lệch 12 điểm.", actor=world.member1)
    assert h.fresh(item).scoring_round == 2


# Proposed knock-outs


def propose(item, user, ref="D1", reason="Phiếu kiểm nghiệm bị sửa số."):
    sheet = ScoreSheet.objects.get(item=item, member__user=user, scoring_round=item.scoring_round)
    return proposals.propose_knockout(sheet=sheet, ref=ref, reason=reason, actor=user)


def test_a_proposal_is_decided_by_the_session_and_both_ends_are_kept(world, session, item):
    for user, total in ((world.member1, 71), (world.member2, 72)):
        h.fill(item, user, h.places_for(item.rubric, total), submit=False)
    good, bad = propose(item, world.member1), propose(item, world.member2, "A.2.1", "Giống hàng khác.")
    assert Finding.objects.count() == 0
    with pytest.raises(Refused, match="không có điểm loại"):
        propose(item, world.member1, "D9")
    with pytest.raises(Refused, match="đã đề xuất"):
        propose(item, world.member1)
    with pytest.raises(Refused, match="lý do"):
        propose(item, world.member1, "A.2.1", " ")
    for user in (world.member1, world.member2):
        sheet = ScoreSheet.objects.get(member__user=user)
        sheets.submit_sheet(sheet=sheet, version=sheet.version, password=PASSWORD, actor=user)
    with pytest.raises(Refused, match="đã nộp"):
        propose(item, world.member1, "A.2.1")
    h.scored(world, session, (70, 73), users=[world.chair, world.member3])
    good, bad = h.fresh(good), h.fresh(bad)
    with pytest.raises(Refused, match="còn 2 đề xuất điểm loại"):
        closing.close_session(session=session, password=PASSWORD, actor=world.chair)
    with pytest.raises(NotAllowed):
        proposals.decide_proposal(proposal=good, accept=True, actor=world.member1)
    proposals.decide_proposal(proposal=good, accept=True, actor=world.secretary)
    with pytest.raises(Refused, match="lý do"):
        proposals.decide_proposal(proposal=h.fresh(bad), accept=False, actor=world.chair)
    proposals.decide_proposal(proposal=h.fresh(bad), accept=False, reason="Giấy còn hạn.", actor=world.chair)
    assert [(f.ref, f.note) for f in Finding.objects.all()] == [("D1", "Phiếu kiểm nghiệm bị sửa số.")]
    with pytest.raises(Refused, match="Điểm loại D1 là đề xuất"):
        closing.record_findings(item=h.fresh(item), knockouts={}, actor=world.secretary)
    closing.record_findings(item=h.fresh(item), knockouts={"D1": ""}, discussion="Rõ.", actor=world.secretary)
    assert Finding.objects.get().note == "Phiếu kiểm nghiệm bị sửa số."
    h.close(world, session)
    result = Result.objects.get()
    assert (result.stars, result.band, result.data["output"]["knockouts"]) == (None, 4, ["D1"])
    assert [(p["ref"], p["state"], p["decision_reason"]) for p in result.data["proposals"]] == [
        ("A.2.1", "rejected", "Giấy còn hạn."), ("D1", "accepted", ""),
    ]  # fmt: skip
    with pytest.raises(Refused, match="chưa chốt kết quả"):
        proposals.decide_proposal(proposal=h.fresh(good), accept=False, reason="Đổi ý.", actor=world.chair)
    assert list(closed_sessions()) == []


def test_a_conclusion_may_be_changed_until_the_closing(world, session, item):
    h.fill(item, world.member1, h.places_for(item.rubric, 71), submit=False)
    h.fill(item, world.member2, h.places_for(item.rubric, 71), submit=False)
    first, second = propose(item, world.member1), propose(item, world.member2)
    h.scored(world, session, (70, 71, 72, 73))
    for row in (first, second):
        proposals.decide_proposal(proposal=h.fresh(row), accept=True, actor=world.chair)
    proposals.decide_proposal(proposal=h.fresh(first), accept=False, reason="Nhầm.", actor=world.chair)
    assert Finding.objects.count() == 1  # the other one still asks for it
    proposals.decide_proposal(proposal=h.fresh(second), accept=False, reason="Nhầm.", actor=world.chair)
    assert Finding.objects.count() == 0


def test_a_proposal_can_be_taken_back_while_the_sheet_is_a_draft(world, session, item):
    h.fill(item, world.member1, h.places_for(item.rubric, 71), submit=False)
    row = propose(item, world.member1)
    with pytest.raises(NotAllowed):
        proposals.withdraw_proposal(proposal=row, actor=world.member2)
    proposals.withdraw_proposal(proposal=row, actor=world.member1)
    propose(item, world.member1)
    assert sorted(KnockoutProposal.objects.values_list("state", flat=True)) == ["proposed", "withdrawn"]
    h.scored(world, session, (70, 71, 72, 73))
    with pytest.raises(Refused):
        proposals.withdraw_proposal(proposal=h.fresh(row), actor=world.member1)
    with pytest.raises(Stale):
        proposals.decide_proposal(proposal=h.fresh(row), accept=True, actor=world.chair)


def test_the_proposal_of_a_recused_member_stops_nothing(world, session, item):
    h.fill(item, world.member3, h.places_for(item.rubric, 71), submit=False)
    propose(item, world.member3)
    h.scored(world, session, (70, 71, 72, 73))
    recuse(world, h.fresh(item), world.member3)
    h.close(world, session)
    assert Result.objects.get().data["proposals"][0]["counted"] is False


def test_proposals_by_the_pages(world, session, item):
    sheet = h.fill(item, world.member1, h.places_for(item.rubric, 71), submit=False)
    mine, address = client_of(world.member1), reverse("evaluations:sheet_proposals", args=[sheet.pk])
    assert "D1: " in mine.get(address).content.decode()
    wrong = mine.post(address, {"ref": "D1", "reason": ""})
    assert (wrong.status_code, "Lỗi: " in wrong.content.decode()) == (422, True)
    assert mine.post(address, {"ref": "D1", "reason": "Sửa số liệu."}).status_code == 302
    assert "Sửa số liệu." in mine.get(address).content.decode()
    proposal = KnockoutProposal.objects.get()
    decide = reverse("evaluations:proposal_decide", args=[proposal.pk])
    assert client_of(world.chair).get(decide).status_code == 404  # before the locking nobody but the member knows
    assert client_of(world.member2).get(decide).status_code == 404
    assert "Sửa số liệu." not in client_of(world.chair).get(item.get_absolute_url()).content.decode()
    h.scored(world, session, (70, 71, 72, 73))
    page = client_of(world.secretary).get(item.get_absolute_url()).content.decode()
    assert "Sửa số liệu." in page
    assert "còn 1 đề xuất điểm loại chưa có kết luận" in page
    assert client_of(world.secretary).get(decide).status_code == 200
    assert client_of(world.member1).get(decide).status_code == 403
    refused = client_of(world.secretary).post(decide, {"accept": "0", "reason": ""})
    assert (refused.status_code, "lý do Hội đồng không chấp thuận" in refused.content.decode()) == (422, True)
    assert client_of(world.secretary).post(decide, {"accept": "1"}).status_code == 302
    assert "Hội đồng chấp thuận" not in mine.get(address).content.decode()  # told at the closing
    h.close(world, session)
    assert "Hội đồng chấp thuận" in mine.get(address).content.decode()


# Reopened sheets


def reopen(world, item, user, **more):
    data = {"reason": "Chấm nhầm sản phẩm.", "password": PASSWORD, "actor": world.chair} | more
    return reopening.reopen_sheet(item=item, member=seat(item, user), **data)


def test_a_reopened_sheet_keeps_what_it_was_and_is_handed_in_again(world, session, item):
    sheet = h.fill(item, world.member1, h.places_for(item.rubric, 60))
    seal, version = sheet.seal, sheet.version
    kept = reopen(world, item, world.member1)
    assert (kept.seal, kept.total, kept.submitted_at) == (seal, 60, sheet.submitted_at)
    assert {c: place for c, (place, _note) in kept.answers.items()} == h.places_for(item.rubric, 60)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.locked, sheet.total, sheet.seal, sheet.version) == (
        "draft",
        False,
        None,
        "",
        version + 1,
    )
    page = client_of(world.member1).get(item.get_absolute_url()).content.decode()
    assert "Chấm nhầm sản phẩm." in page
    assert f"Phiếu được {world.chair.full_name} mở lại" in page
    answers = {code: (place, "Theo hồ sơ.") for code, place in h.places_for(item.rubric, 72).items()}
    saved = sheets.save_answers(
        sheet_id=sheet.pk, answers=answers, version=sheet.version, request_id="after-reopening", actor=world.member1
    )
    sheets.submit_sheet(sheet=sheet, version=saved.version, password=PASSWORD, actor=world.member1)
    sheet.refresh_from_db()
    assert (sheet.total, sheet.seal != seal, SheetReopening.objects.get().seal) == (72, True, seal)
    h.scored(world, session, (70, 73, 74), users=[world.chair, world.member2, world.member3])
    h.close(world, session)
    assert Result.objects.get().total_sum == 70 + 72 + 73 + 74
    assert list(closed_sessions()) == []
    event = AuditEvent.objects.get(verb="sheet.reopen")
    assert (event.before["seal"], event.reason, event.actor_id) == (seal, "Chấm nhầm sản phẩm.", world.chair.pk)


def test_only_the_chair_with_reason_and_password_and_only_before_the_locking(world, session, item):
    h.fill(item, world.member1, h.places_for(item.rubric, 60))
    for who in ("secretary", "member1", "member2", "province"):
        with pytest.raises(NotAllowed):
            reopen(world, item, world.member1, actor=world.users[who])
    with pytest.raises(Refused, match="Mật khẩu"):
        reopen(world, item, world.member1, password="sai")
    with pytest.raises(Refused, match="lý do"):
        reopen(world, item, world.member1, reason=" ")
    with pytest.raises(Refused, match="đã nộp"):
        reopen(world, item, world.member2)  # nothing handed in
    assert SheetReopening.objects.count() == 0
    h.scored(world, session, (70, 72, 73), users=[world.chair, world.member2, world.member3])
    with pytest.raises(Refused, match="chấm lại lần hai"):
        reopen(world, h.fresh(item), world.member1)
    assert ScoreSheet.objects.get(member__user=world.member1).total == 60


def test_reopening_by_the_pages_shows_the_chair_no_value(world, session, item):
    h.fill(item, world.member1, h.places_for(item.rubric, 61))
    chair, address = (
        client_of(world.chair),
        reverse("evaluations:item_reopen", args=[item.pk, seat(item, world.member1).pk]),
    )
    assert address in chair.get(item.get_absolute_url()).content.decode()
    page = chair.get(address).content.decode()
    assert "61" not in page[page.find("<main") : page.find("</main")]
    wrong = chair.post(address, {"reason": "Nhầm phiếu.", "password": "sai"})
    assert (wrong.status_code, "Nhầm phiếu." in wrong.content.decode()) == (422, True)
    assert chair.post(address, {"reason": "Nhầm phiếu.", "password": PASSWORD}).status_code == 302
    assert "Phiếu đã mở lại" in chair.get(item.get_absolute_url()).content.decode()


def test_the_kept_sheet_cannot_be_changed(world, session, item):
    h.fill(item, world.member1, h.places_for(item.rubric, 60))
    kept = reopen(world, item, world.member1)
    with pytest.raises(IntegrityError), transaction.atomic():
        SheetReopening.objects.filter(pk=kept.pk).update(total=99)
