"""Step 5 through the services in both worlds: from the dossier to the certificate."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from core.audit import digest
from core.models import AuditEvent
from evaluations.enums import DecisionKind
from evaluations.models import Certificate, DecisionItem, Result
from evaluations.selectors.seals import closed_sessions
from evaluations.services import decisions, intake
from tests.evaluations import helpers as h

pytestmark = pytest.mark.django_db
VN = ZoneInfo("Asia/Ho_Chi_Minh")


def verbs(cycle):
    events = AuditEvent.objects.filter(object_type="products.cycle", object_id=str(cycle.pk)).order_by("number")
    return [event.verb for event in events]


def province_round(world, cycle, totals=(72, 74, 75, 76)):
    dossier = h.checked_dossier(world, cycle, producer=world.producer, commune=world.commune, receiver=world.province)
    council = h.council_of(world, level="province", unit=world.quang_tri, actor=world.province)
    session = h.open_session(world, council, [dossier], world.province)
    h.scored(world, session, totals)
    return dossier, h.close(world, session)


@time_machine.travel(datetime(2026, 11, 11, 9, tzinfo=VN), tick=False)
def test_the_way_of_2026_ends_in_a_certificate(world):
    h.ready(h.COFFEE)
    h.passwords(world)
    cycle = h.completed_cycle(world, world.le_thuy, world.producer)
    _dossier, session = province_round(world, cycle)
    item = session.items.get()
    result = Result.objects.get()
    assert (result.counted, result.total_sum, result.average_shown, result.band) == (4, 297, "74.25", 4)
    assert result.hash == digest(result.data)
    assert session.seal != ""
    assert list(closed_sessions()) == []
    decision = decisions.record_decision(
        session=session, items=[item], number="3981/QĐ-UBND", decided_on=date(2026, 11, 11),
        issuer="Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị", signer="Nguyễn Văn A", actor=world.province,
    )  # fmt: skip
    cycle.refresh_from_db()
    certificate = Certificate.objects.get()
    assert cycle.state == "recognised"
    assert decision.items.get().stars == result.stars == certificate.stars
    assert (certificate.number, certificate.issued_on, certificate.valid_to) == (
        "001/GCN-OCOP-2026", date(2026, 11, 11), date(2029, 11, 11),
    )  # fmt: skip
    assert certificate.place == "xã Lệ Thủy, tỉnh Quảng Trị"
    assert certificate.product_code == "44-19249-01-2026"
    cycle.product.refresh_from_db()
    assert (cycle.product.stars, cycle.product.valid_until) == (certificate.stars, date(2029, 11, 11))
    assert verbs(cycle) == [
        "cycle.open_dossier", "cycle.file_dossier", "cycle.report_by_commune", "cycle.receive", "cycle.check",
        "cycle.schedule", "cycle.end_scoring", "cycle.close_result", "cycle.recognise",
    ]  # fmt: skip


@time_machine.travel(datetime(2020, 10, 5, 9, tzinfo=VN), tick=False)
def test_the_way_of_1048_goes_through_the_district(world):
    h.ready(h.PROCESSED_1048)
    h.passwords(world)
    cycle = h.completed_cycle(
        world, world.kien_giang, world.producer, code=h.PROCESSED_1048, name="Tinh bột nghệ", number="HS-2020-000001"
    )
    dossier = h.checked_dossier(world, cycle, producer=world.producer, receiver=world.district)
    district = h.council_of(world, level="district", unit=world.le_thuy_district, actor=world.district)
    session = h.open_session(world, district, [dossier], world.district)
    h.scored(world, session, (55, 56, 57, 58))
    item = session.items.get()
    item.marks_statement = "Đã đối chiếu điều kiện tối thiểu."
    item.save()
    h.close(world, session)
    intake.forward(dossier=h.fresh(dossier), actor=world.district)
    cycle.refresh_from_db()
    assert (cycle.state, cycle.level) == ("forwarded", "province")
    dossier = h.fresh(dossier)
    intake.receive(dossier=dossier, actor=world.old_province)
    intake.save_advisory_note(dossier=dossier, note="Đủ.", actor=world.old_province)
    intake.check_dossier(dossier=dossier, actor=world.old_province)
    province = h.council_of(world, level="province", unit=world.quang_binh, actor=world.old_province)
    session = h.open_session(world, province, [dossier], world.old_province)
    h.scored(world, session, (60, 61, 62, 63))
    item = session.items.get()
    item.marks_statement = "Đã đối chiếu điều kiện tối thiểu."
    item.save()
    h.close(world, session)
    decisions.record_decision(
        session=session, items=[session.items.get()], number="4567/QĐ-UBND", decided_on=date(2020, 10, 5),
        issuer="Chủ tịch Ủy ban nhân dân tỉnh Quảng Bình", actor=world.old_province,
    )  # fmt: skip
    certificate = Certificate.objects.get()
    assert (certificate.stars, certificate.valid_to) == (3, date(2023, 10, 5))
    assert certificate.place == "thị trấn Kiến Giang, huyện Lệ Thủy, tỉnh Quảng Bình"
    assert certificate.product_code == "44-457-19249-01-2020"
    assert Result.objects.count() == 2
    assert verbs(cycle) == [
        "cycle.open_dossier", "cycle.file_dossier", "cycle.receive", "cycle.check", "cycle.schedule",
        "cycle.end_scoring", "cycle.close_result", "cycle.forward", "cycle.receive", "cycle.check", "cycle.schedule",
        "cycle.end_scoring", "cycle.close_result", "cycle.recognise",
    ]  # fmt: skip
    assert list(closed_sessions()) == []


@time_machine.travel(datetime(2026, 11, 11, 9, tzinfo=VN), tick=False)
def test_ninety_points_are_approved_and_sent_up(world):
    h.ready(h.COFFEE)
    h.passwords(world)
    cycle = h.completed_cycle(world, world.le_thuy, world.producer)
    _dossier, session = province_round(world, cycle, totals=(100, 100, 95, 96))
    decisions.record_decision(
        session=session, items=[session.items.get()], number="4000/QĐ-UBND", decided_on=date(2026, 11, 11),
        issuer="Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị", kind=DecisionKind.APPROVE, actor=world.province,
    )  # fmt: skip
    listed = DecisionItem.objects.get()
    assert (listed.stars, Certificate.objects.count()) == (5, 0)
    cycle.refresh_from_db()
    assert (cycle.state, cycle.level) == ("forwarded", "centre")
    assert Certificate.objects.count() == 0


@time_machine.travel(datetime(2026, 11, 11, 9, tzinfo=VN), tick=False)
def test_two_stars_are_not_recognised(world):
    h.ready(h.COFFEE)
    h.passwords(world)
    cycle = h.completed_cycle(world, world.le_thuy, world.producer)
    dossier, _session = province_round(world, cycle, totals=(40, 41, 42, 43))
    intake.refuse(dossier=h.fresh(dossier), actor=world.province)
    cycle.refresh_from_db()
    assert cycle.state == "not_recognised"
