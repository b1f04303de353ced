"""The ministry asks a province to redo an evaluation; the province answers (26/2026/QĐ-TTg Art. 10.1.b)."""

from datetime import date

import pytest
from django.test import Client

from core.exceptions import NotAllowed, Refused, Stale
from core.models import AuditEvent
from evaluations.models import Certificate, RedoRequest
from evaluations.services import redo, withdrawals
from ocop_portal.followups import act_rows
from tests.evaluations import helpers as h
from tests.evaluations.test_after import _day, certificate, withdraw  # noqa: F401  the same product on the same day

pytestmark = pytest.mark.django_db
LETTER = {"number": "5120/BNNMT-VPĐP", "sent_on": date(2026, 9, 8), "reason": "Hội đồng chấm tiêu chí 3.1 sai mức."}
ANSWER = {"answer_number": "90/VPĐP", "answered_on": date(2026, 9, 10), "answer": "Đã kiểm tra lại phiếu chấm."}


def asked(world, certificate, **more):  # noqa: F811
    return redo.ask_redo(certificate=certificate, actor=world.ministry, **(LETTER | more))


def test_the_letter_reaches_the_province_and_comes_back_answered(world, certificate):  # noqa: F811
    client = Client()
    client.force_login(world.ministry)
    page = client.get(certificate.get_absolute_url()).content.decode()
    assert "Đề nghị tỉnh đánh giá lại" in page
    sent = LETTER | {"sent_on": "08/09/2026"}
    assert client.post(f"/danh-gia/giay-chung-nhan/{certificate.pk}/de-nghi-danh-gia-lai/", sent).status_code == 302
    row = RedoRequest.objects.get()
    told = [act["title"] for act in act_rows(world.province)]
    assert "Bộ đề nghị đánh giá lại: Chè Lệ Thủy" in told
    assert "Bộ đề nghị đánh giá lại: Chè Lệ Thủy" not in [act["title"] for act in act_rows(world.ministry)]
    client.force_login(world.province)
    assert "Trả lời đề nghị của Bộ" in client.get(certificate.get_absolute_url()).content.decode()
    redo.answer_redo(redo=row, answer_kind="kept", actor=world.province, **ANSWER)
    client.force_login(world.ministry)
    page = client.get(certificate.get_absolute_url()).content.decode()
    assert "90/VPĐP" in page and ANSWER["answer"] in page
    assert act_rows(world.province) == []
    assert AuditEvent.objects.filter(verb__in=["redo.ask", "redo.answer"]).count() == 2
    client.force_login(world.producer)
    assert LETTER["reason"] not in client.get(certificate.get_absolute_url()).content.decode()


def test_answering_with_a_re_evaluation_needs_one_that_runs(world, certificate):  # noqa: F811
    row = asked(world, certificate)
    with pytest.raises(Refused, match="chưa có hồ sơ đánh giá lại"):
        redo.answer_redo(redo=row, answer_kind="again", actor=world.province, **ANSWER)
    assert h.fresh(row).answered_on is None


def test_who_may_ask_and_answer_and_when(world, certificate):  # noqa: F811
    with pytest.raises(NotAllowed):
        redo.ask_redo(certificate=certificate, actor=world.province, **LETTER)
    for day in (date(2026, 6, 29), date(2026, 9, 11)):
        with pytest.raises(Refused, match="Ngày văn bản"):
            asked(world, certificate, sent_on=day)
    row = asked(world, certificate)
    with pytest.raises(Refused, match="đang chờ tỉnh trả lời"):
        asked(world, certificate)
    with pytest.raises(NotAllowed):
        redo.answer_redo(redo=row, answer_kind="kept", actor=world.ministry, **ANSWER)
    with pytest.raises(Refused, match="Ngày trả lời"):
        redo.answer_redo(
            redo=row, answer_kind="kept", actor=world.province, **(ANSWER | {"answered_on": date(2026, 9, 7)})
        )
    redo.answer_redo(redo=row, answer_kind="kept", actor=world.province, **ANSWER)
    with pytest.raises(Stale):
        redo.answer_redo(redo=row, answer_kind="kept", actor=world.province, **ANSWER)


def test_five_stars_and_withdrawn_certificates_are_not_asked_about(world, certificate):  # noqa: F811
    withdraw(certificate, world.province)
    with pytest.raises(NotAllowed):
        asked(world, certificate)
    Certificate.objects.filter(pk=certificate.pk).update(stars=5)
    with pytest.raises(NotAllowed):
        asked(world, h.fresh(certificate))


def test_a_withdrawal_proposal_handled_twice_says_so(world, certificate):  # noqa: F811
    proposal = withdrawals.propose_withdrawal(
        certificate=certificate, ground_code="b", ground="Kết luận.", basis_number="7/KL",
        concluded_on=date(2026, 9, 1), actor=world.province,
    )  # fmt: skip
    withdrawals.drop_proposal(proposal=proposal, reason="Đã khắc phục.", actor=world.province)
    with pytest.raises(Stale, match="Đề nghị này đã được xử lý"):
        withdrawals.drop_proposal(proposal=proposal, reason="Lần hai.", actor=world.province)
