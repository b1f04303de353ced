"""Quảng Bình 2020 in the browser's words: the district scores and forwards, the province recognises three stars."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from evaluations.models import Certificate, Result
from evaluations.selectors.seals import closed_sessions
from tests.evaluations import helpers as h
from tests.evaluations import walk as w

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 10, 5, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@time_machine.travel(NOW, tick=False)
def test_the_path_of_1048(world):
    h.ready(h.PROCESSED_1048)
    h.passwords(world)
    cycle = h.completed_cycle(
        world, world.kien_giang, world.producer, code=h.PROCESSED_1048, name="Tinh bột nghệ", number="HS-2020-000001"
    )
    walk = w.Walker(world)
    dossier = w.prepare_dossier(walk, cycle, "old_commune")
    walk.refused(
        "old_commune", "commune_report", dossier.pk, status=422, send="1", number="1/BC", reported_on="05/10/2020"
    )
    w.intake(walk, dossier, "district")
    session = w.convene(walk, "district", world, f"district-{world.le_thuy_district.pk}")
    statement = "Hội đồng đã đối chiếu điều kiện tối thiểu theo Quyết định 781."
    w.run_session(walk, world, "district", dossier, session, (55, 56, 57, 58), statement)
    walk.press("district", "dossier_forward", dossier.pk)
    w.intake(walk, dossier, "old_province")
    session = w.convene(walk, "old_province", world, f"province-{world.quang_binh.pk}")
    item = w.run_session(walk, world, "old_province", dossier, session, (60, 61, 62, 63), statement)
    walk.press(
        "old_province", "decision_create", session.pk, kind="recognise", items=item.pk, number="4567/QĐ-UBND",
        decided_on="05/10/2020", issuer="Chủ tịch Ủy ban nhân dân tỉnh Quảng Bình",
    )  # fmt: skip
    cycle.refresh_from_db()
    certificate = Certificate.objects.get()
    assert (cycle.state, certificate.stars, certificate.product_code) == ("recognised", 3, "44-457-19249-01-2020")
    assert sorted(Result.objects.values_list("average_shown", flat=True)) == ["56.50", "61.50"]
    assert list(closed_sessions()) == []
    walk.see("old_province", "certificate", certificate.pk, holds=["05/10/2023", "thị trấn Kiến Giang, huyện Lệ Thủy"])
