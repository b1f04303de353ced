"""Official forms: read from their files, filled from the data, frozen at filing with their hash, printed in their words."""

import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from core import audit, clock, files, jobs
from core.datafiles import DataError
from core.documents import pdf_ready
from core.models import AuditEvent, Job
from evaluations import formdefs
from evaluations.models import DossierForm, FiledForm
from evaluations.selectors.formvalues import drawn, forms_for
from evaluations.selectors.seals import filed_forms
from evaluations.services import dossierforms, dossiers, filedforms, intake
from tests.evaluations import helpers as h

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(world, frozen):
    h.ready(h.COFFEE)
    return dossiers.open_dossier(cycle=h.completed_cycle(world, world.le_thuy, world.producer), actor=world.producer)


def words(rows):
    """The rows as text, one line each."""
    lines = []
    for row in rows:
        runs = (
            [row["runs"]]
            if row["type"] == "p"
            else [runs for runs, _look in row["lines"]]
            if row["type"] == "sign"
            else []
        )
        runs += row["left"] + row["right"] if row["type"] == "two" else []
        lines += [
            "".join({"on": "[x]", "off": "[ ]", "dots": "…"}.get(kind, text) for text, kind in one) for one in runs
        ]
        lines += [" | ".join(texts) for texts in row.get("rows", [])]
    return lines


# --- the files -------------------------------------------------------------------------------------------------------


def test_the_forms_of_the_eras_are_read_with_their_state():
    new, old = formdefs.forms_of("26-2026"), formdefs.forms_of("1048-2019")
    assert [(f.number, f.confidence, len(f.fields)) for f in new.values()] == [
        ("Mẫu số 01", "found", 18), ("Mẫu số 02", "found", 36), ("Mẫu số 03", "found", 17),
    ]  # fmt: skip
    assert [(f.number, f.confidence) for f in old.values()] == [(f"Biểu số 0{n}", "partial") for n in (1, 2, 3, 4)]
    assert formdefs.forms_of("148-2023") == {}


BAD = [
    ("forms: 3", "forms"),
    ("forms: [{code: a, number: x, name: y}]", "forms[0]"),
    ("forms: [{code: a, number: x, name: y, blocks: [{kind: lied}]}]", "forms[0].blocks[0]"),
    ("forms: [{code: a, number: x, name: y, blocks: [{kind: line, printed_vi: '{b}'}]}]", "forms[0].blocks[0]"),
    ("forms: [{code: a, number: x, name: y, blocks: [{kind: line, fields: [{key: b, input: magic, label_vi: B}]}]}]",
     "forms[0].blocks[0]"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place"), BAD)
def test_a_bad_file_is_refused_with_its_place(text, place):
    with pytest.raises(DataError) as fault:
        formdefs.read(text.encode(), "x.yaml")
    assert (fault.value.file, fault.value.place) == ("x.yaml", place)


def test_every_printed_word_of_the_decision_stands_in_the_drawn_form_in_order():
    for form in formdefs.forms_of("26-2026").values():
        text = re.sub(r"[^\w]+", " ", " ".join(words(formdefs.draw(form, {}, kind="danh-gia-lai"))))
        at = 0
        for block in form.blocks:
            for line in block.get("lines_vi") or ([block["printed_vi"]] if "printed_vi" in block else []):
                for part in formdefs.BLANK.split(line.replace("^1", "¹"))[::2]:
                    wanted = re.sub(r"[^\w]+", " ", part).strip()
                    assert wanted in text[at:], (form.code, wanted)
                    at = text.index(wanted, at)


# --- filling ---------------------------------------------------------------------------------------------------------


def test_form_01_is_filled_from_the_records(dossier):
    lines = words(drawn(dossier, forms_for(dossier)["mau-01"])["rows"])
    for line in (
        "của tỉnh Quảng Trị năm 2026", "- Tên đơn vị: HTX Cà phê bột Sa Mù", "- Họ tên người đại diện pháp lý: Phan Thị Mơ",
        "- Chức vụ: …", "- Địa chỉ liên hệ: thôn 1, xã Lệ Thủy, tỉnh Quảng Trị", "2. Tên sản phẩm: Cà phê bột Sa Mù",
        "4. Lần đăng ký đánh giá: Lần đầu [x] Nâng hạng: [ ] Đánh giá lại: [ ]", "- Sản phẩm mẫu (số lượng): 05",
        "Lệ Thủy, ngày 11 tháng 11 năm 2026", "DÀNH CHO CƠ QUAN QUẢN LÝ OCOP CẤP TỈNH",
    ):  # fmt: skip
        assert line in lines, line


def test_form_02_holds_the_self_score_the_boxes_and_what_was_written(world, dossier):
    paper = dossiers.add_evidence(dossier=dossier, row="01", title="ĐKKD", upload=h.upload(), actor=world.producer)
    dossiers.cite(evidence=paper, criterion="A.1.1", page_from=1, page_to=1, actor=world.producer)
    places = h.places_for(dossier.rubric, 71)
    dossiers.save_self_assessment(
        dossier=dossier, places=places, descriptions={"A.1.1": "Vùng 12 ha"}, actor=world.producer
    )
    dossierforms.save_form(
        dossier=dossier, code="mau-02", actor=world.producer,
        values={"i.co.dkkd": True, "i.lich_su": "Thành lập 2019.\nMở rộng 2022.", "i.ten": "Tên khác"},
    )  # fmt: skip
    lines = words(drawn(h.fresh(dossier), forms_for(dossier)["mau-02"])["rows"])
    assert "1. Tên chủ thể: HTX Cà phê bột Sa Mù" in lines  # a blank of the portal's own is not overwritten
    assert "a) Giấy đăng ký kinh doanh: [x]" in lines
    assert "b) Đã công bố chất lượng sản phẩm theo quy định: [ ]" in lines
    assert lines[lines.index("Thành lập 2019.") + 1] == "Mở rộng 2022."
    assert any(line.startswith("A.1.1 ") and "Vùng 12 ha" in line and "MC-01, tr. 1–1" in line for line in lines)
    assert "TỔNG CỘNG |  | 71 | " in lines
    assert not any("đánh giá, phân hạng lại" in line for line in lines)
    dossier.cycle.kind = "renewal"
    again = words(drawn(dossier, forms_for(dossier)["mau-02"])["rows"])
    assert any("rà soát, cập nhật những nội dung mới" in line for line in again)


def test_the_page_keeps_what_was_typed_and_refuses_an_old_version(world, dossier):
    client, address = Client(), reverse("evaluations:dossier_form", args=[dossier.pk, "mau-02"])
    client.force_login(world.producer)
    page = client.get(address).content.decode()
    name = re.search(r'name="(o\d+)"[^>]*>[^<]*</textarea>', page).group(1)
    assert client.post(address, {name: "  Lịch sử  ", "version": ""}).status_code == 302
    form = DossierForm.objects.get()
    assert (list(form.values.values()).count("Lịch sử"), form.version) == (1, 1)
    client.post(address, {name: "Bản hai", "version": "1"})
    stale = client.post(address, {name: "Bản cũ", "version": "1"})
    assert (stale.status_code, "Bản cũ" in stale.content.decode()) == (409, True)
    assert "Bản hai" in DossierForm.objects.get().values.values()
    hub = client.get(dossier.get_absolute_url()).content.decode()
    assert "Điền Mẫu số 02: Báo cáo tự đánh giá về sản phẩm" in hub


# --- as filed --------------------------------------------------------------------------------------------------------


def filed(world, dossier):
    paper = dossiers.add_evidence(dossier=dossier, row="01", title="ĐKKD", upload=h.upload(), actor=world.producer)
    assert paper
    dossiers.save_self_assessment(dossier=dossier, places=h.places_for(dossier.rubric, 71), actor=world.producer)
    return dossiers.file_dossier(dossier=dossier, actor=world.producer)


def test_filing_freezes_the_forms_and_their_hash(world, dossier):
    dossier = filed(world, dossier)
    rows = {row.code: row for row in FiledForm.objects.all()}
    assert {code: row.hash for code, row in rows.items()} == AuditEvent.objects.get(verb="cycle.file_dossier").after[
        "forms"
    ]
    assert set(rows) == {"mau-01", "mau-02"}
    assert rows["mau-02"].form_version.startswith("26-2026:")
    before = rows["mau-01"].data
    dossier.cycle.producer.name = "Tên mới"
    dossier.cycle.producer.save()
    assert FiledForm.objects.get(code="mau-01").data == before
    assert list(filed_forms()) == []
    topics = dict.fromkeys(intake.TOPICS, "Nguyên liệu của xã.")
    report = {"topics": topics, "number": "12/BC-UBND", "reported_on": clock.today(), "actor": world.commune}
    intake.save_commune_report(dossier=dossier, **report)
    intake.report_by_commune(dossier=h.fresh(dossier), actor=world.commune)
    third = words(FiledForm.objects.get(code="mau-03").data["rows"])
    assert "ỦY BAN NHÂN DÂN XÃ LỆ THỦY" in third
    assert "Nguyên liệu của xã." in third
    assert any(
        line.startswith("Ủy ban nhân dân xã Lệ Thủy đề nghị Ủy ban nhân dân tỉnh Quảng Trị đánh giá") for line in third
    )
    FiledForm.objects.filter(code="mau-03").update(data=before, hash=audit.digest(before))
    assert list(filed_forms()) == [
        f"Biểu mẫu Mẫu số 03 của hồ sơ {dossier.cycle.number} (lần nộp 1): nội dung đang lưu không còn là nội dung đã nộp."
    ]
    with pytest.raises(Exception, match="append-only|protected|không"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM evaluations_filedform")


@pytest.mark.pdf
@pytest.mark.skipif(pdf_ready() is not None, reason="needs Pango and the report font")
def test_the_files_hold_the_words_and_are_made_once(world, dossier):
    filed(world, dossier)
    job = Job.objects.get(kind=filedforms.JOB)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == ("done", "")
    for row in FiledForm.objects.select_related("pdf", "docx"):
        content = open_file(row.pdf)
        text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
        assert "HTX Cà phê bột Sa Mù" in text
        assert row.number in text
        told = "\n".join(p.text for p in Document(io.BytesIO(open_file(row.docx))).paragraphs)
        assert "HTX Cà phê bột Sa Mù" in told
        assert row.pdf.pages >= 1


def open_file(file):
    return files.path_of(file).read_bytes()
