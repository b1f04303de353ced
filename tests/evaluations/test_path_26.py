"""Quảng Trị 2026 in the browser's words: commune's report, provincial council, decision, certificate."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from core.models import AuditEvent
from evaluations.models import Certificate, RecognitionDecision, Result
from evaluations.selectors.seals import closed_sessions
from tests.evaluations import helpers as h
from tests.evaluations import walk as w

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 11, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@time_machine.travel(NOW, tick=False)
def test_the_path_of_2026(world):
    h.ready(h.COFFEE)
    h.passwords(world)
    cycle = h.completed_cycle(world, world.le_thuy, world.producer)
    walk = w.Walker(world)
    dossier = w.prepare_dossier(walk, cycle, "producer")
    assert dossier.cycle.due_on.isoformat() == "2026-12-03"  # 15 working days; 24/11 is a day off
    walk.refused(
        "province", "dossier_receive", dossier.pk, status=422, holds=["phải có báo cáo của Ủy ban nhân dân cấp xã"]
    )
    walk.press("commune", "commune_report", dossier.pk, materials="Cà phê trồng tại xã.")
    walk.refused("commune", "commune_report", dossier.pk, status=422, send="1", materials="Cà phê trồng tại xã.")
    topics = dict.fromkeys(("materials", "labour", "idea", "identity"), "Xã xác nhận.")
    report = dossier.commune_report
    walk.press(
        "commune", "commune_report", dossier.pk, send="1", number="12/BC-UBND", reported_on="11/11/2026", proposes="on",
        version=report.version, **topics,
    )  # fmt: skip
    w.intake(walk, dossier, "province")
    session = w.convene(walk, "province", world, f"province-{world.quang_tri.pk}")
    item = w.run_session(walk, world, "province", dossier, session, (72, 74, 75, 76))
    assert list(closed_sessions()) == []
    result = Result.objects.get()
    assert (result.counted, result.average_shown, result.stars) == (4, "74.25", 4)
    walk.see("province", "item", item.pk, holds=["74,25", "4 sao"])
    data = {"kind": "recognise", "issuer": "Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị", "items": item.pk}
    good = data | {"number": "3981/QĐ-UBND", "decided_on": "11/11/2026"}
    walk.refused(
        "province", "decision_create", session.pk, status=422, holds=["không được sau hôm nay"],
        **(good | {"decided_on": "12/11/2026"}),
    )  # fmt: skip
    walk.refused(
        "province", "decision_create", session.pk, status=422, holds=["không có tháng 13"],
        **(good | {"decided_on": "11/13/2026"}),
    )  # fmt: skip
    assert RecognitionDecision.objects.count() == 0
    walk.press("province", "decision_create", session.pk, **good)
    certificate = Certificate.objects.get()
    walk.see("province", "decision", certificate.decision_id, holds=["3981/QĐ-UBND", certificate.number])
    walk.see("producer", "certificate", certificate.pk, holds=["Còn hiệu lực", "11/11/2029", "44-19249-01-2026"])
    cycle.refresh_from_db()
    assert cycle.state == "recognised"
    verbs = AuditEvent.objects.filter(refused=False).order_by("number").values_list("verb", flat=True)
    assert [v for v in verbs if v.startswith("cycle.")] == [
        "cycle.open_dossier", "cycle.file_dossier", "cycle.report_by_commune", "cycle.receive", "cycle.check",
        "cycle.schedule", "cycle.end_scoring", "cycle.close_result", "cycle.recognise",
    ]  # fmt: skip
