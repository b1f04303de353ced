"""Names on the papers, return by items, receipt slips: what an office and a producer see of each other's words."""

import pytest
from django.test import Client

from core.exceptions import NotAllowed, Refused, Stale
from core.models import AuditEvent
from evaluations.models import FiledForm, ReturnRemark
from evaluations.selectors.dossierpage import tasks
from evaluations.selectors.dossierparts import name_check
from evaluations.selectors.seals import filed_forms
from evaluations.services import dossiers, intake
from tests.evaluations import helpers as h
from tests.evaluations.test_dossier_forms import words
from tests.evaluations.walk import Walker

pytestmark = pytest.mark.django_db
PRODUCER, PRODUCT = "HTX Cà phê bột Sa Mù", "Cà phê bột Sa Mù"


@pytest.fixture
def dossier(world, frozen):
    h.ready(h.COFFEE)
    dossier = dossiers.open_dossier(cycle=h.completed_cycle(world, world.le_thuy, world.producer), actor=world.producer)
    dossiers.add_evidence(dossier=dossier, row="01", title="ĐKKD", upload=h.upload(), actor=world.producer)
    dossiers.save_self_assessment(dossier=dossier, places=h.places_for(dossier.rubric, 71), actor=world.producer)
    return dossier


def named(dossier, actor, note="", **changed):
    names = {source: {"producer": PRODUCER, "product": PRODUCT} for source in ("label", "declaration", "test")}
    for key, text in changed.items():
        source, who = key.split("_")
        names[source][who] = text
    return intake.save_names(dossier=dossier, names=names, note=note, actor=actor)


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tone", "said"),
    [
        (PRODUCT, "ok", "Khớp"),
        ("  Cà phê  bột Sa Mù ", "ok", "Khớp"),
        ("CÀ PHÊ BỘT SA MÙ", "soon", "Chỉ khác dấu hoặc chữ hoa: tên sản phẩm"),
        ("Ca phe bot Sa Mu", "soon", "Chỉ khác dấu hoặc chữ hoa: tên sản phẩm"),
        ("Cà phê rang Sa Mù", "bad", "Khác: tên sản phẩm"),
        ("", "", "Chưa ghi đủ"),
    ],
)
def test_a_name_is_held_against_the_form(world, dossier, text, tone, said):
    row = next(r for r in name_check(named(dossier, world.producer, label_product=text)) if r.source == "label")
    assert (row.tone, row.words) == (tone, said)


def test_a_difference_stops_filing_until_it_is_explained(world, dossier):
    walk = Walker(world)
    named(dossier, world.producer, test_producer="HTX Hướng Hóa")
    walk.refused("producer", "dossier_file", dossier.pk, agree="on", status=422, holds=[
        "Tên ghi trên giấy tờ khác tên trong hồ sơ: phiếu kiểm nghiệm."])  # fmt: skip
    data = {f"{s}_{who}": name for s in ("label", "declaration", "test")
            for who, name in (("producer", PRODUCER), ("product", PRODUCT))}  # fmt: skip
    data |= {"test_producer": "HTX Hướng Hóa", "note": "Tên cũ trước khi đổi đăng ký ngày 05/01/2026."}
    walk.press("producer", "dossier_names", dossier.pk, **data)
    walk.see("producer", "dossier_names", dossier.pk, holds=["Khác: tên chủ thể", "Tên cũ trước khi đổi đăng ký"])
    walk.press("producer", "dossier_file", dossier.pk, agree="on")
    named(h.fresh(dossier), world.commune, test_producer="HTX Hướng Hóa")  # the commune takes the explanation back
    with pytest.raises(Refused) as refusal:
        topics = dict.fromkeys(intake.TOPICS, "Đúng.")
        report = {"topics": topics, "number": "1/BC-UBND", "reported_on": "2026-11-11", "actor": world.commune}
        intake.save_commune_report(dossier=h.fresh(dossier), **report)
        intake.report_by_commune(dossier=h.fresh(dossier), actor=world.commune)
    assert "phiếu kiểm nghiệm" in refusal.value.sentence
    with pytest.raises(NotAllowed):
        named(h.fresh(dossier), world.producer)


# --- the return by items ---------------------------------------------------------------------------------------------


def test_a_return_names_its_items_and_they_stand_where_they_belong(world, dossier):
    walk = Walker(world)
    walk.press("producer", "dossier_file", dossier.pk, agree="on")
    page = walk.see("commune", "dossier_return", dossier.pk, holds=["12. Phiếu kết quả kiểm nghiệm", "Mẫu số 02"])
    name = {label: page.split(f">{label}")[0].rsplit('for="id_', 1)[1].split('"')[0]
            for label in ("12. Phiếu kết quả", "Mẫu số 02")}  # fmt: skip
    walk.refused("commune", "dossier_return", dossier.pk, status=422, holds=["Hãy nhập lý do trả lại.", "Thiếu phiếu"],
                 **{name["12. Phiếu kết quả"]: "Thiếu phiếu"})  # fmt: skip
    asked = {name["12. Phiếu kết quả"]: "Thiếu phiếu vi sinh.", name["Mẫu số 02"]: "Chưa nêu doanh thu."}
    walk.press("commune", "dossier_return", dossier.pk, reason="Chưa đủ giấy tờ.", **asked)
    dossier = h.fresh(dossier)
    event = AuditEvent.objects.get(verb="cycle.return_dossier")
    assert event.after["remarks"] == {"row-12": "Thiếu phiếu vi sinh.", "mau-02": "Chưa nêu doanh thu."}
    own = tasks(world.producer, dossier)[0]["rows"]
    assert [(row["status"], row["said"]) for row in own[:3]] == [
        ("fix", "MC-12: Thiếu phiếu vi sinh."), ("fix", "Chưa nêu doanh thu."), ("done", ""),
    ]  # fmt: skip
    walk.see("producer", "dossier", dossier.pk, holds=["Cần bổ sung", "Thiếu phiếu vi sinh.", "Chưa nêu doanh thu."])
    walk.see("producer", "evidence", dossier.pk, holds=["Thiếu phiếu vi sinh."])
    assert "Thiếu phiếu vi sinh." not in walk.see(
        "producer", "dossier_form", dossier.pk, "mau-02", holds=["Chưa nêu doanh thu."]
    )
    walk.press("producer", "dossier_file", dossier.pk, agree="on")
    assert ReturnRemark.objects.filter(answered_at__isnull=True).count() == 0
    office = walk.see(
        "commune", "dossier", dossier.pk, holds=["Đã yêu cầu bổ sung ở lần trả lại trước", "Mẫu số 02, lần nộp 2"]
    )
    assert "Chưa nêu doanh thu." in office
    assert [f.sequence for f in FiledForm.objects.filter(code="mau-02").order_by("pk")] == [1, 2]


def test_a_part_that_the_dossier_does_not_have_is_refused(world, dossier):
    dossiers.file_dossier(dossier=dossier, actor=world.producer)
    with pytest.raises(Refused):
        intake.return_dossier(dossier=h.fresh(dossier), reason="Sai.", remarks={"row-99": "x"}, actor=world.commune)
    assert ReturnRemark.objects.count() == 0


# --- slips -----------------------------------------------------------------------------------------------------------


def test_each_office_gives_its_slip_once_and_a_number_serves_once(world, dossier):
    dossiers.file_dossier(dossier=dossier, actor=world.producer)
    dossier = h.fresh(dossier)
    with pytest.raises(NotAllowed):
        intake.give_slip(dossier=dossier, slip="tinh", number="1", actor=world.commune)
    row = intake.give_slip(dossier=dossier, slip="xa", number="12-05", actor=world.commune)
    lines = words(row.data["rows"])
    assert "Phiếu số: 12-05 /PĐK- 44 - 19249 - 2026" in lines
    assert "Ngày nhận: 11/11/2026" in lines
    assert any(line.startswith("Người tiếp nhận: Lê Thị Hạnh") for line in lines)
    assert list(filed_forms()) == []
    with pytest.raises(Stale):
        intake.give_slip(dossier=h.fresh(dossier), slip="xa", number="13", actor=world.commune)
    other = h.completed_cycle(world, world.le_thuy, world.stranger_producer, name="Trà", number="HS-2026-000002")
    second = dossiers.open_dossier(cycle=other, actor=world.stranger_producer)
    second.cycle.state = "dossier_filed"
    second.cycle.save()
    with pytest.raises(Refused) as refusal:
        intake.give_slip(dossier=second, slip="xa", number="12-05", actor=world.commune)
    assert "HS-2026-000001" in refusal.value.sentence
    walk = Walker(world)
    walk.press("commune", "dossier_slip", second.pk, number="13-05")
    assert FiledForm.objects.filter(code="phieu-xa").count() == 2
    client = Client()
    client.force_login(world.producer)
    assert "Phiếu tiếp nhận (xã)" in client.get(dossier.get_absolute_url()).content.decode()
