"""The administrator's pages: upload with every fault, drafts, comparison, trial, publishing. Bodies are read."""

import html
import io
import json
import re

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import AuditEvent
from evaluations import sheetfiles
from evaluations.models import CriteriaDraft, Rubric
from evaluations.scorecases import score_text
from evaluations.sheetbooks import book_of
from tests.evaluations import helpers as h
from tests.evaluations.sheets import best
from tests.evaluations.test_criteria_services import COFFEE, CORRECTED, NEW_LAW, NEW_SHEET
from tests.evaluations.test_sheetbooks import value_of
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db
LIST = "/quan-tri/bo-tieu-chi/"


@pytest.fixture
def admin(client, world):
    h.ready(h.COFFEE, "1048-2019/14", "1048-2019/10")
    h.passwords(world, "admin")
    client.force_login(world.admin)
    return client


def send(client, **files):
    """Upload files by name; text as YAML."""
    made = [
        SimpleUploadedFile(name.replace("__", "."), body if isinstance(body, bytes) else body.encode())
        for name, body in files.items()
    ]
    return client.post(reverse("criteria:upload"), {"files": made})


def words(response):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_the_list_tells_the_state_of_every_set(admin, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        page = words(admin.get(LIST))
    assert "Quyết định 26/2026/QĐ-TTg 1/26 bộ dùng được Đã công bố" in page
    assert "Quyết định 1048/QĐ-TTg 1/26 bộ dùng được Đã công bố" in page
    assert "10. Tương, nước mắm, gia vị dạng lỏng khác bản 1 Chưa đủ nội dung" in page
    assert "13. Cà phê, ca cao bản 1 Đã công bố" in page
    assert "Quyết định 148/QĐ-TTg 0/26 bộ dùng được Chưa đủ nội dung" in page


def test_every_fault_of_every_file_is_told_and_nothing_is_kept(admin):
    bad = COFFEE.replace("points: 1\n", "points: 1.5\n", 1)
    book = value_of("26-2026/16")
    book["parts"][0]["max_points"] = 41
    page = send(admin, cafe__yaml=bad, nuoc__xlsx=book_of(book), hong__yaml="a: [", anh__png=b"x")
    assert page.status_code == 422
    text = words(page)
    assert "Có 5 chỗ cần sửa trong các tệp vừa chọn. Chưa có gì được lưu." in text
    assert "hong.yaml dòng 2, cột 1 Nội dung không đọc được như YAML" in text
    assert "anh.png cả tệp Tệp phải là YAML (.yaml, .yml) hoặc XLSX (.xlsx)." in text
    assert "cafe.yaml dòng 57, A.1.1, mức 1, points “1.5” không phải là số nguyên" in text
    assert "nuoc.xlsx trang Phiếu, dòng 2, A, Điểm Các mục cộng lại được 40 điểm, phần này ghi 41 điểm." in text
    assert CriteriaDraft.objects.count() == 0


def test_no_file_is_a_sentence(admin):
    page = admin.post(reverse("criteria:upload"), {})
    assert (page.status_code, "Ông/bà chọn ít nhất một tệp." in words(page)) == (422, True)


def test_from_upload_to_the_published_sheet(admin, world):
    answer = send(admin, qd__yaml=NEW_LAW, ca_phe__yaml=NEW_SHEET)
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    law, sheet = CriteriaDraft.objects.order_by("code")
    assert "31/2027/QĐ-TTg" in words(admin.get(LIST))
    assert "Trình tự từ 22/05/2027" in words(admin.get(law.get_absolute_url()))
    page = words(admin.get(sheet.get_absolute_url()))
    assert "Chưa ai dùng bản nháp này để chấm." in page
    assert "1.1 Nguồn nguyên liệu tối đa 3" in page
    for draft in (law, sheet):
        asked = admin.post(
            reverse("criteria:draft_publish", args=[draft.pk]), {"reason": "Đã đối chiếu.", "password": "x"}
        )
        assert (asked.status_code, "Mật khẩu không đúng." in words(asked)) == (422, True)
        assert "Đã đối chiếu." in asked.content.decode()
        admin.post(
            reverse("criteria:draft_publish", args=[draft.pk]), {"reason": "Đã đối chiếu.", "password": PASSWORD}
        )
    rubric = Rubric.objects.get(code="31-2027/13")
    page = words(admin.get(rubric.get_absolute_url()))
    assert "công bố lúc" in page
    assert "Đã đối chiếu." in page
    assert "Sau khi công bố" not in words(admin.get(reverse("criteria:draft_publish", args=[sheet.pk])))
    assert AuditEvent.objects.filter(verb="criteria.publish").count() == 2
    assert admin.get(reverse("criteria:sheet_file", args=[rubric.pk, "yaml"])).content.decode() == NEW_SHEET


def test_a_filled_form_comes_back_as_a_draft(admin):
    rubric = h.rubric_of(h.COFFEE)
    form = admin.get(reverse("criteria:sheet_file", args=[rubric.pk, "xlsx"]))
    assert form["Content-Disposition"] == 'attachment; filename="26-2026-13.xlsx"'
    answer = send(admin, ca_phe__xlsx=form.content)
    draft = CriteriaDraft.objects.get()
    assert answer["Location"] == draft.get_absolute_url()
    assert "Hai phiếu giống nhau." in words(
        admin.get(reverse("criteria:compare"), {"a": f"r{rubric.pk}", "b": f"d{draft.pk}"})
    )
    assert admin.post(reverse("criteria:draft_drop", args=[draft.pk])).status_code == 302
    assert CriteriaDraft.objects.live().count() == 0


def test_the_empty_form_is_of_the_decision_in_force(admin):
    book = python_calamine.load_workbook(io.BytesIO(admin.get(reverse("criteria:empty_form")).content))
    rows = book.get_sheet_by_name("Thông tin").to_python()
    assert rows[1][0] == "decision"
    assert rows[1][2] in ("26/2026/QĐ-TTg", "1489/QĐ-TTg")


def test_a_correction_beside_the_version_in_use(admin):
    send(admin, a__yaml=CORRECTED)
    draft, rubric = CriteriaDraft.objects.get(), h.rubric_of(h.COFFEE)
    page = words(admin.get(reverse("criteria:compare"), {"a": f"r{rubric.pk}", "b": f"d{draft.pk}"}))
    assert "Giữ nguyên 33 Thay đổi 1 Thêm mới 0 Bỏ 0" in page
    assert "A.1.1 Nguồn nguyên liệu (3 điểm)" in page
    assert "A.1.1 Nguồn nguyên liệu của sản phẩm (3 điểm)" in page
    ask = words(admin.get(reverse("criteria:draft_publish", args=[draft.pk])))
    assert "Phiếu này thay bản 1 đang dùng." in ask
    old = Rubric.objects.get(code="1048-2019/14")
    era = words(admin.get(reverse("criteria:compare"), {"a": f"r{old.pk}", "b": f"r{rubric.pk}"}))
    assert "A.3.5 Kế toán" in era
    assert "Bỏ" in era


@pytest.mark.parametrize("query", [{"a": "r1", "b": ""}, {"a": "x", "b": "y"}, {"a": "r99999", "b": "d1"}])
def test_a_comparison_with_nothing_to_compare(admin, query):
    assert admin.get(reverse("criteria:compare"), query).status_code == 422


def test_a_link_with_one_sheet_asks_for_the_other_without_blame(admin):
    rubric = h.rubric_of(h.COFFEE)
    answer = admin.get(reverse("criteria:compare"), {"b": f"r{rubric.pk}"})
    assert (answer.status_code, "Lỗi" in words(answer)) == (200, False)
    assert f'<option value="r{rubric.pk}" selected>' in answer.content.decode()


def posted(member, choices):
    return {f"m{member}-{code}": str(place) for code, place in choices.items()}


def test_a_trial_gives_the_numbers_of_the_command(admin):
    rubric = h.rubric_of(h.COFFEE)
    full = best(h.COFFEE)
    poor = full | {"A.1.1": 1, "B.5.1": 0, "C.7": 0}
    half = {code: place for code, place in full.items() if code.startswith("A")}
    data = posted(1, full) | posted(2, poor) | posted(3, half)
    address = reverse("criteria:trial", args=[f"r{rubric.pk}"])
    for rule, joint in (("majority", {}), ("all", {}), ("joint", {"A.1.1": 3})):
        more = {"rule": rule, "knockouts": ["D1"]} | {f"j-{code}": str(place) for code, place in joint.items()}
        page = admin.post(address, data | more)
        case = {
            "rubric": h.COFFEE,
            "council": {"members": 3, "chair_present": True, "gate_rule": rule},
            "sheets": [
                {"member": f"Thành viên {n}", "choices": c} for n, c in enumerate((full, poor, half), start=1)
            ],
            "findings": {"knockouts": ["D1"], "joint": joint},
        }  # fmt: skip
        told = re.search(r'<pre class="code">(.*?)</pre>', page.content.decode(), re.DOTALL)[1]
        assert json.loads(html.unescape(told)) == json.loads(score_text(json.dumps(case).encode()))
    text = words(page)
    assert "Thành viên 1 100 điểm (A 40, B 25, C 35)" in text
    assert "chưa chấm: B.4.1" in text
    assert "D1 (loại hồ sơ)" in text
    assert AuditEvent.objects.filter(verb__startswith="criteria").count() == 0


def test_a_trial_fills_empty_cells_refuses_what_is_not_on_the_sheet_and_keeps_what_was_chosen(admin):
    rubric = h.rubric_of(h.COFFEE)
    address = reverse("criteria:trial", args=[f"r{rubric.pk}"])
    filled = admin.post(address, {"rule": "all", "fill": "best", "m1-A.1.1": "1"}).content.decode()
    chosen = re.search(r'<select name="m1-A\.1\.1".*?</select>', filled, re.DOTALL)[0]
    assert '<option value="1" selected>' in chosen
    assert filled.count(" selected>") >= 4 * 34
    wrong = admin.post(address, {"rule": "all", "m1-A.1.1": "9", "m1-A.1.2": "2"})
    assert (wrong.status_code, "Tiêu chí A.1.1: mức điểm không có trên phiếu." in words(wrong)) == (422, True)
    assert '<option value="2" selected>' in wrong.content.decode()
    assert "ít nhất một thành viên" in words(admin.post(address, {"rule": "all"}))


def test_an_incomplete_sheet_is_shown_and_not_tried(admin):
    rubric = Rubric.objects.get(code="1048-2019/10")
    page = words(admin.get(rubric.get_absolute_url()))
    assert "Phiếu chưa đủ nội dung nên không dùng để chấm." in page
    assert "C: 38/40" in page
    tried = admin.get(reverse("criteria:trial", args=[f"r{rubric.pk}"]))
    assert (tried.status_code, "chưa đủ nội dung" in words(tried)) == (422, True)
    assert admin.get(reverse("criteria:trial", args=["d999"])).status_code == 404


def test_the_shipped_files_are_what_the_pages_give(admin):
    rubric = h.rubric_of(h.COFFEE)
    assert admin.get(reverse("criteria:sheet_file", args=[rubric.pk, "yaml"])).content.decode() == COFFEE
    law = rubric.product_set.regulation
    assert "5 sao từ 90 điểm" in words(admin.get(reverse("criteria:decision", args=[law.pk])))
    assert sheetfiles.load_sheet(h.COFFEE).sha256 == rubric.content_hash
