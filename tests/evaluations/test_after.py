"""Withdrawal, inspection, complaint: who decides, the days of Article 8, what each side sees, what the public reads."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client

from core.exceptions import NotAllowed, Refused, Stale
from core.models import AuditEvent
from core.text import search_text
from evaluations.codes import complete
from evaluations.enums import WithdrawalGround
from evaluations.models import Certificate, Complaint, Inspection, RecognitionDecision, Withdrawal, WithdrawalProposal
from evaluations.services import complaints, inspections, withdrawals
from producers.models import Producer, ProducerMember
from products.models import Product
from tests.evaluations import helpers as h

pytestmark = pytest.mark.django_db
VN = ZoneInfo("Asia/Ho_Chi_Minh")
CODE = complete("ABCDEFGH00")


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel(datetime(2026, 9, 10, 9, tzinfo=VN), tick=False):
        yield


@pytest.fixture
def certificate(world):
    """A product of xã Lệ Thủy with four stars, issued by the province on 30/6/2026."""
    common = {"unit": world.le_thuy, "province": world.quang_tri}
    producer = Producer.objects.create(
        name="HTX Chè", kind="cooperative", address="thôn 1", representative="Phan Thị Mơ", phone="0912345678",
        search_text="htx che", sort_key="htx che", **common,
    )  # fmt: skip
    ProducerMember.objects.create(user=world.producer, producer=producer)
    product = Product.objects.create(
        name="Chè Lệ Thủy", producer=producer, stars=4, recognised_on=date(2026, 6, 30), valid_until=date(2029, 6, 30),
        search_text=search_text("Chè Lệ Thủy HTX Chè"), sort_key="che", **common,
    )  # fmt: skip
    decision = RecognitionDecision.objects.create(
        number="100/QĐ-UBND", decided_on=date(2026, 6, 30), level="province", unit=world.quang_tri,
        province=world.quang_tri, issuer="Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị",
    )  # fmt: skip
    return Certificate.objects.create(
        number="1/GCN-OCOP-2026", code=CODE, product=product, decision=decision, stars=4, issuer=decision.issuer,
        product_name=product.name, producer_name=producer.name, issued_on=date(2026, 6, 30), valid_to=date(2029, 6, 30),
    )  # fmt: skip


def withdraw(certificate, actor, **more):
    values = {
        "number": "250/QĐ-UBND", "decided_on": date(2026, 9, 10), "ground_code": "b", "ground": "Kết luận số 7.",
        "concluded_on": date(2026, 9, 1), "issuer": "Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị", "signer": "Lê Văn A",
    }  # fmt: skip
    return withdrawals.withdraw_certificate(certificate=certificate, actor=actor, **(values | more))


# --- withdrawal ------------------------------------------------------------------------------------------------------


def test_the_six_grounds_are_those_of_article_8():
    assert [ground.value for ground in WithdrawalGround] == ["a", "b", "c", "d", "dd", "e"]


@pytest.mark.parametrize(
    ("stars", "may"), [(3, {"province"}), (4, {"province"}), (5, {"ministry"})], ids=["3 sao", "4 sao", "5 sao"]
)
def test_the_province_withdraws_three_and_four_stars_the_ministry_five(world, certificate, stars, may):
    Certificate.objects.filter(pk=certificate.pk).update(stars=stars)
    allowed = set()
    for name in ("province", "ministry", "stranger_province", "commune", "producer", "department", "leadership"):
        try:
            with transaction.atomic():
                withdraw(h.fresh(certificate), world.users[name])
                allowed.add(name)
                transaction.set_rollback(True)
        except NotAllowed:
            pass
    assert allowed == may


@pytest.mark.parametrize(
    ("concluded", "due", "late"),
    [
        (date(2026, 8, 26), date(2026, 9, 10), False),
        (date(2026, 8, 25), date(2026, 9, 9), True),
        (date(2026, 9, 10), date(2026, 9, 25), False),
    ],
)
def test_fifteen_days_from_the_conclusion(world, certificate, concluded, due, late):
    withdrawal = withdraw(certificate, world.province, concluded_on=concluded)
    assert (withdrawal.due_on, withdrawal.late) == (due, late)
    assert AuditEvent.objects.get(verb="certificate.withdraw").after["late"] is late


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"decided_on": date(2026, 9, 11)}, "Ngày thu hồi"),
        ({"decided_on": date(2026, 6, 29)}, "Ngày thu hồi"),
        ({"concluded_on": date(2026, 6, 29)}, "Ngày kết luận"),
        ({"decided_on": date(2026, 9, 1), "concluded_on": date(2026, 9, 2)}, "Ngày kết luận"),
        ({"ground_code": ""}, "Điều 8"),
    ],
)
def test_a_wrong_decision_is_refused(world, certificate, more, words):
    with pytest.raises(Refused, match=words):
        withdraw(certificate, world.province, **more)
    assert Withdrawal.objects.count() == 0


def test_the_public_reads_since_when_and_by_which_decision(world, certificate):
    address = f"/xac-thuc/{CODE}/"
    assert "còn hiệu lực" in Client().get(address).content.decode()
    withdraw(certificate, world.province)
    text = Client().get(address).content.decode()
    for words in (
        "đã bị thu hồi",
        "từ ngày 10/09/2026",
        "250/QĐ-UBND ngày 10/09/2026",
        "Không còn đáp ứng bộ tiêu chí",
    ):
        assert words in text
    certificate.product.refresh_from_db()
    assert certificate.product.stars is None
    assert "Chè Lệ Thủy" not in Client().get("/san-pham/").content.decode()
    with pytest.raises(Refused, match="đã bị thu hồi"):
        withdraw(certificate, world.province)


def test_a_withdrawal_is_never_deleted(world, certificate):
    withdrawal = withdraw(certificate, world.province)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Withdrawal.objects.filter(pk=withdrawal.pk).delete()


def propose(certificate, actor, code="b", day=date(2026, 9, 1)):
    return withdrawals.propose_withdrawal(
        certificate=certificate,
        ground_code=code,
        ground="Nội dung.",
        basis_number="7/KL",
        concluded_on=day,
        actor=actor,
    )


def test_a_commune_says_only_that_production_stopped(world, certificate):
    with pytest.raises(NotAllowed, match="ngừng sản xuất"):
        propose(certificate, world.commune)
    for name in ("neighbour_commune", "producer", "department"):
        with pytest.raises(NotAllowed):
            propose(certificate, world.users[name], "dd")
    proposal = propose(certificate, world.commune, "dd")
    assert proposal.due_on == date(2026, 9, 16)
    with pytest.raises(Refused, match="chờ quyết định"):
        propose(certificate, world.province)
    with pytest.raises(NotAllowed):
        withdrawals.drop_proposal(proposal=proposal, reason="Không.", actor=world.commune)
    withdraw(certificate, world.province, ground_code="dd")
    assert WithdrawalProposal.objects.get().state == "decided"
    with pytest.raises(Stale):
        withdrawals.drop_proposal(proposal=proposal, reason="Không.", actor=world.province)


def test_a_dropped_proposal_keeps_its_reason_and_the_certificate(world, certificate):
    proposal = propose(certificate, world.province)
    withdrawals.drop_proposal(proposal=proposal, reason="Đã khắc phục.", actor=world.province)
    assert (WithdrawalProposal.objects.get().drop_reason, Withdrawal.objects.count()) == ("Đã khắc phục.", 0)
    assert list(WithdrawalProposal.objects.visible_to(world.producer)) == []


# --- inspection ------------------------------------------------------------------------------------------------------


def plan(certificate, actor, kind="periodic"):
    return inspections.plan_inspection(
        product=certificate.product, kind=kind, planned_on=date(2026, 9, 8), team="Sở NN&MT", actor=actor
    )


def conclude(inspection, actor, **more):
    values = {
        "done_on": date(2026, 9, 9), "record_number": "7/BB", "criteria_kept": True, "mark_proper": True,
        "conclusion": "kept",
    }  # fmt: skip
    return inspections.conclude_inspection(inspection=inspection, actor=actor, **(values | more))


def test_an_unannounced_inspection_is_a_secret_until_it_was_held(world, certificate):
    inspection = plan(certificate, world.province, "unannounced")
    assert inspection.number == "HK-2026-0001"

    def seen(name):
        return Inspection.objects.visible_to(world.users[name]).exists()

    assert [name for name in ("producer", "commune", "province", "neighbour_commune") if seen(name)] == [
        "commune", "province",
    ]  # fmt: skip
    conclude(inspection, world.province)
    assert seen("producer")
    assert plan(certificate, world.ministry).level == "centre"
    for name in ("commune", "department", "producer", "stranger_province"):
        with pytest.raises(NotAllowed):
            plan(certificate, world.users[name])


def test_what_was_asked_is_mended_in_time_or_late(world, certificate):
    inspection = plan(certificate, world.province)
    with pytest.raises(Refused, match="hạn khắc phục"):
        conclude(inspection, world.province, conclusion="mend", mark_proper=False, mend_by=date(2026, 9, 9))
    with pytest.raises(Refused, match="cả hai nội dung"):
        conclude(inspection, world.province, mark_proper=False)
    inspection = conclude(
        inspection, world.province, conclusion="mend", mark_proper=False, mend_by=date(2026, 9, 20),
        conclusion_note="In lại nhãn.",
    )  # fmt: skip
    assert inspection.mending
    with pytest.raises(Stale):
        conclude(Inspection.objects.get(), world.province)
    with pytest.raises(Refused, match="Ngày kiểm tra"):
        inspections.record_mended(inspection=inspection, mended_on=date(2026, 9, 8), note="Xong.", actor=world.commune)
    inspection = inspections.record_mended(
        inspection=inspection, mended_on=date(2026, 9, 10), note="Đã in lại.", actor=world.commune
    )
    assert not inspection.mending
    assert AuditEvent.objects.get(verb="inspection.mended").after["in_time"] is True
    with pytest.raises(Refused, match="không có yêu cầu"):
        inspections.record_mended(inspection=inspection, mended_on=date(2026, 9, 10), note="x", actor=world.province)


def test_a_conclusion_proposes_the_withdrawal_with_its_fifteen_days(world, certificate):
    inspection = plan(certificate, world.province)
    with pytest.raises(Refused, match="căn cứ thu hồi"):
        conclude(inspection, world.province, conclusion="withdraw", criteria_kept=False)
    conclude(
        inspection, world.province, conclusion="withdraw", criteria_kept=False, ground_code="b",
        conclusion_note="Không còn vùng nguyên liệu.",
    )  # fmt: skip
    proposal = WithdrawalProposal.objects.get()
    assert (proposal.inspection_id, proposal.concluded_on, proposal.due_on) == (
        inspection.pk, date(2026, 9, 9), date(2026, 9, 24),
    )  # fmt: skip


def test_papers_of_an_inspection_are_read_by_who_reads_it(world, certificate):
    inspection = plan(certificate, world.province, "unannounced")
    row = inspections.add_file(inspection=inspection, title="Ảnh nhãn", upload=h.upload(), actor=world.province)
    for name, status in (("province", 200), ("commune", 200), ("producer", 404), ("neighbour_commune", 404)):
        client = Client()
        client.force_login(world.users[name])
        response = client.get(f"/tep/{row.file_id}/")
        assert response.status_code == status, name
        if response.streaming:
            list(response.streaming_content)


# --- complaints ------------------------------------------------------------------------------------------------------


def receive(certificate, actor, **more):
    values = {
        "channel": "phone", "content": "Nhãn in 5 sao.", "received_on": date(2026, 9, 10), "from_name": "Bà Nguyễn X",
        "from_contact": "0900",
    }  # fmt: skip
    return complaints.receive_complaint(product=certificate.product, actor=actor, **(values | more))


def test_a_complaint_goes_from_hand_to_hand_and_the_producer_never_reads_who_complained(world, certificate):
    complaint = receive(certificate, world.commune)
    assert complaint.number == "PA-2026-0001"
    assert not Complaint.objects.visible_to(world.producer).exists()
    with pytest.raises(Stale):
        complaints.answer_complaint(complaint=complaint, answer="Đã rõ.", actor=world.commune)
    with pytest.raises(Refused, match="Hạn trả lời"):
        complaints.take_up(complaint=complaint, handler="Phòng", due_on=date(2026, 9, 9), actor=world.province)
    complaint = complaints.take_up(
        complaint=complaint, handler="Phòng", due_on=date(2026, 9, 25), actor=world.province,
        inspection=plan(certificate, world.province, "unannounced"),
    )  # fmt: skip
    client = Client()
    client.force_login(world.producer)
    text = client.get(complaint.get_absolute_url()).content.decode()
    assert "Nhãn in 5 sao." in text
    assert "Bà Nguyễn X" not in text
    assert "HK-2026-0001" not in text
    complaint = complaints.answer_complaint(complaint=complaint, answer="Đã thu nhãn sai.", actor=world.commune)
    assert (complaint.state, complaint.answered_on) == ("answered", date(2026, 9, 10))
    events = AuditEvent.objects.filter(object_type="evaluations.complaint").order_by("number")
    assert [e.verb for e in events] == ["complaint.receive", "complaint.take_up", "complaint.answer"]
    assert "Bà Nguyễn X" not in str([(e.before, e.after, e.reason) for e in events])


def test_only_offices_of_the_place_take_complaints(world, certificate):
    for name in ("neighbour_commune", "stranger_province", "producer", "department", "leadership"):
        with pytest.raises(NotAllowed):
            receive(certificate, world.users[name])
    with pytest.raises(Refused, match="Ngày tiếp nhận"):
        receive(certificate, world.province, received_on=date(2026, 9, 11))
