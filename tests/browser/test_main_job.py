"""The main job once in headless Chromium: from a registration in Lệ Thủy to the quarterly PDF (Quảng Trị, 26/2026/QĐ-TTg).

Each person presses what the page offers; every page passed is clean for axe, has one h1 and no sideways scroll.
"""

import io
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from pypdf import PdfReader

from core import clock, documents
from core.formats import show_date
from core.models import AuditEvent
from districts.models import ProgrammeSettings
from evaluations.models import Certificate, CouncilSession, Dossier, Result, SessionProduct
from products import cycle as table
from products.models import Cycle
from reports.models import Report
from tests.browser.conftest import PASSWORD, ROOT, check_page
from tests.browser.people import Person, choose, scored
from tests.evaluations import helpers as h

SAVE = "Đăng ký chủ thể"
TOTALS = {"chair": 74, "member1": 72, "member2": 75, "member3": 76}


@pytest.fixture
def runner(portal):
    """The job runner of `make run`, beside the web server."""
    process = subprocess.Popen([sys.executable, "manage.py", "run_jobs"], cwd=ROOT, env=portal.env)
    yield process
    process.terminate()
    process.wait(timeout=30)


@pytest.mark.skipif(documents.pdf_ready() is not None, reason=str(documents.pdf_ready()))
def test_from_registration_to_the_quarterly_report(portal, runner, tmp_path):
    world = portal.world
    h.ready(h.COFFEE)
    ProgrammeSettings.objects.create(province=world.quang_tri, appraisal_level="commune", selection_level="province")
    today = show_date(clock.today())

    officer = Person(portal, "commune")
    cycle = registered(officer)
    officer.act(cycle, "submit_idea", "Gửi ý tưởng")
    officer.act(cycle, "accept_idea", "Chấp nhận ý tưởng")
    officer.open(f"/quan-ly/ho-so/{cycle.pk}/phuong-an/").fill(
        market="Bán cho đại lý ở Đồng Hới và trên sàn thương mại điện tử.",
        materials="Cà phê chè trồng tại xã, thu mua theo hợp đồng.",
        technology="Rang mẻ nhỏ, xay, đóng gói hút chân không.",
        budget="350.000.000",
    ).press("Lưu phương án")
    officer.act(cycle, "submit_plan", "Gửi phương án")

    office = Person(portal, "province")
    office.act(cycle, "select_plan", "Chọn phương án")
    officer.open(f"/quan-ly/ho-so/{cycle.pk}/moc/").fill(title="Lắp máy rang 15 kg", due_on=today).press("Thêm mốc")
    milestone = cycle.milestones.get()
    officer.open(f"/quan-ly/ho-so/{cycle.pk}/moc/{milestone.pk}/").fill(done_on=today, note="Đã chạy thử.")
    officer.press("Ghi hoàn thành")
    officer.act(cycle, "complete", "Kết thúc triển khai")

    dossier = filed(officer, cycle, tmp_path)
    officer.open(f"/danh-gia/ho-so/{dossier.pk}/bao-cao-xa/").fill(
        materials="Toàn bộ cà phê nhân trồng tại xã.",
        labour="Sáu lao động, đều là người địa phương.",
        idea="Ý tưởng của hợp tác xã.",
        identity="Giữ cách rang truyền thống của địa phương.",
        number="12/BC-UBND",
        reported_on=today,
        proposes=True,
    ).press("Gửi báo cáo lên tỉnh")
    office.open(f"/danh-gia/ho-so/{dossier.pk}/", "dossier-1280").press("Tiếp nhận hồ sơ")
    office.open(f"/danh-gia/ho-so/{dossier.pk}/kiem-tra/").fill(note="Hồ sơ đủ thành phần, đúng thể thức.")
    office.press("Xác nhận hồ sơ đạt yêu cầu", exact=False)

    session = convened(office, world, today)
    office.open(f"/danh-gia/phien/{session.pk}/").fill(dossier=dossier.pk).press("Đưa vào phiên họp")
    office.press("Mở phiên chấm điểm")
    secretary = Person(portal, "secretary").open(f"/danh-gia/phien/{session.pk}/")
    for member in session.council.members.all():
        secretary.fill(**{f"present-{member.pk}": True})
    secretary.press("Ghi danh sách có mặt")

    item = SessionProduct.objects.get()
    for who, total in TOTALS.items():
        scored(Person(portal, who), world.users[who], item, total)
    chair = Person(portal, "chair").open(f"/danh-gia/san-pham/{item.pk}/")
    chair.press("Kết thúc chấm", exact=False)
    secretary.open(f"/danh-gia/san-pham/{item.pk}/").fill(discussion="Hội đồng thống nhất kết quả.")
    secretary.press("Ghi kết luận", exact=False)
    chair.open(f"/danh-gia/phien/{session.pk}/", "board-1280").fill(password=PASSWORD).press("Đóng phiên", exact=False)
    result = Result.objects.get()
    assert (result.counted, result.total_sum, result.average_shown, result.stars) == (4, 297, "74.25", 4)
    chair.open(f"/danh-gia/san-pham/{item.pk}/", "result-1280").reads("74,25", "4 sao")

    office.open(f"/danh-gia/phien/{session.pk}/quyet-dinh/").fill(
        kind="recognise", number="3981/QĐ-UBND", decided_on=today, items=item.pk
    )
    office.press("Ghi quyết định", exact=False)
    certificate = Certificate.objects.get()
    assert certificate.valid_to == certificate.issued_on.replace(year=certificate.issued_on.year + 3)
    officer.open(f"/danh-gia/giay-chung-nhan/{certificate.pk}/", "certificate-1280").reads("Còn hiệu lực")

    visitor = portal.page(width=360, height=740)
    portal.go(visitor, f"/xac-thuc/{certificate.code}/")
    check_page(visitor, "verify-360")
    assert "còn hiệu lực" in visitor.locator("h1").inner_text().lower()
    assert "Cà phê bột Lệ Thủy" in visitor.locator("main").inner_text()
    assert visitor.context.cookies() == []

    text = reported(Person(portal, "leadership"))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Cà phê bột Lệ Thủy" in text
    assert Report.objects.get().snapshot.data["figures"]["valid"]["total"] == 1

    verify = subprocess.run(
        [sys.executable, "manage.py", "verify_audit"], cwd=ROOT, env=portal.env, capture_output=True, text=True
    )
    assert (verify.returncode, verify.stderr) == (0, "")
    moves = AuditEvent.objects.filter(object_type="products.cycle", refused=False).order_by("number")
    rows = [verb.partition(".")[2] for verb in moves.values_list("verb", flat=True)]
    assert [name for name in rows if name in table.BY_NAME] == [
        "submit_idea", "accept_idea", "submit_plan", "select_plan", "complete", "open_dossier", "file_dossier",
        "report_by_commune", "receive", "check", "schedule", "end_scoring", "close_result", "recognise",
    ]  # fmt: skip


def registered(officer):
    """Producer and idea, entered by the commune's officer on the producer's behalf."""
    officer.open("/viec/", "inbox-1280").open("/chu-the/them/")
    officer.press(SAVE, "producer-errors-1280", exact=False)
    assert officer.page.title().startswith("Lỗi: ")
    unit = officer.portal.world.le_thuy
    officer.fill(
        name="Hợp tác xã Cà phê Lệ Thủy", kind="cooperative", unit=unit.pk, address="Thôn Thượng Phong",
        tax_code="0300588569", representative="Phan Thị Mơ", phone="0912 345 678",
    )  # fmt: skip
    officer.press(SAVE, exact=False).reads("Hợp tác xã Cà phê Lệ Thủy")
    officer.follow("Đăng ký ý tưởng", "register-1280")
    option = officer.page.locator("select[name=product_set] option", has_text=re.compile("Cà phê, ca ?cao"))
    officer.fill(
        kind="first", product_name="Cà phê bột Lệ Thủy", product_set=option.first.get_attribute("value"),
        summary="Cà phê chè rang xay từ vùng trồng của xã, đóng gói 250 g.", entered_for="Phan Thị Mơ",
    )  # fmt: skip
    officer.press("Lưu phiếu ý tưởng")
    return Cycle.objects.get()


def filed(officer, cycle, folder):
    """Dossier opened, one paper uploaded and cited, self-assessment scored, filed."""
    officer.open(f"/danh-gia/chu-trinh/{cycle.pk}/").press("Lập hồ sơ", exact=False)
    dossier = Dossier.objects.get()
    paper = folder / "hop-dong-vung-nguyen-lieu.pdf"
    paper.write_bytes(h.PDF)
    officer.open(f"/danh-gia/ho-so/{dossier.pk}/minh-chung/").fill(
        row="03", title="Hợp đồng vùng nguyên liệu", upload=str(paper), issued_on="05/01/2026"
    )
    officer.press("Tải lên giấy tờ")
    evidence = dossier.evidence.get()
    officer.open(f"/danh-gia/minh-chung/{evidence.pk}/").fill(criterion="A.1.1", page_from="1", page_to="1")
    officer.press("Thêm viện dẫn")
    officer.open(f"/danh-gia/ho-so/{dossier.pk}/tu-danh-gia/", "self-1280")
    choose(officer, h.places_for(dossier.rubric, 78))
    officer.press("Lưu và về hồ sơ")
    officer.open(f"/danh-gia/ho-so/{dossier.pk}/nop/").fill(agree=True).press("Nộp hồ sơ")
    dossier.cycle.refresh_from_db()
    assert dossier.cycle.state == "dossier_filed"
    assert dossier.cycle.due_on > clock.today() + timedelta(days=14)
    return dossier


def convened(office, world, today):
    """Council by decision, its members, a session."""
    office.open("/danh-gia/hoi-dong/them/")
    office.fill(
        office=f"province-{world.quang_tri.pk}", name="Hội đồng đánh giá, phân hạng sản phẩm OCOP tỉnh Quảng Trị",
        decision_number="2145/QĐ-UBND", decision_date=today, quorum="75", spread_limit="10", gate_rule="majority",
    ).press("Lập hội đồng")  # fmt: skip
    for who, seat in {"chair": "chair", "secretary": "secretary", "member1": "member", "member2": "member",
                      "member3": "member"}.items():  # fmt: skip
        office.fill(username=world.users[who].username, seat=seat, agency="Sở Công Thương")
        if seat == "secretary":
            office.page.locator("main [name='scores']").first.uncheck()
        office.press("Thêm thành viên", exact=False)
    council_url = office.page.url.removeprefix(office.portal.url)
    council = int(re.search(r"/hoi-dong/(\d+)/", council_url)[1])
    office.open(f"/danh-gia/hoi-dong/{council}/phien/").fill(held_on=today, place="Hội trường Ủy ban nhân dân tỉnh")
    office.press("Lập phiên họp")
    return CouncilSession.objects.get()


def reported(leader):
    """Request the running quarter's report, watch its progress, download the PDF; its text."""
    leader.open("/bao-cao/lap/", "report-request-1280")
    quarter = f"{clock.today().year}Q{(clock.today().month + 2) // 3}"
    leader.fill(unit=leader.portal.world.quang_tri.pk, period=quarter).press("Lập báo cáo", exact=False)
    leader.page.get_by_text("Đã xong lúc").wait_for(timeout=90_000)
    check_page(leader.page, "job-done-1280")
    with leader.page.expect_download() as started:
        leader.page.locator("main .files a").first.click()
    content = io.BytesIO(started.value.path().read_bytes())
    assert started.value.suggested_filename.endswith(".pdf")
    return "\n".join(page.extract_text() for page in PdfReader(content).pages)
