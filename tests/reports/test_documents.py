"""The three files read back: text in NFC, numbers, pages, fonts, tags; the same bytes from the same data."""

import copy
import csv
import io
import json
import re
import time
import unicodedata
import zipfile
from datetime import date

import pytest
from docx import Document
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from core import documents
from core import messages as core_messages
from core.exceptions import Refused
from reports import builder, services
from reports.exporters import cells, docx, pdf, xlsx
from reports.periods import parse_period
from tests.factories import reports as make
from tests.factories.districts import unit
from tests.reports.conftest import needs_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maps")]


@pytest.fixture(scope="module")
def frozen(maps, django_db_blocker):
    """Quảng Bình, fourth quarter of 2020: 30 products, one with 4 stars, over eight districts. Taken back with the maps."""
    with django_db_blocker.unblock():
        return compose()


@pytest.fixture
def data(frozen):
    return copy.deepcopy(frozen)


@pytest.fixture(scope="module")
def content(frozen):
    return pdf.render(frozen)


@pytest.fixture
def reader(content):
    return PdfReader(io.BytesIO(content))


def compose():
    homes = [unit(code) for code in ("458", "455", "450", "457", "452", "456", "454", "453")]
    for index in range(29):
        kind = ("cooperative", "household", "enterprise")[index % 3]
        producer = make.make_producer(homes[index % 8], kind=kind, representative_sex="female" if index % 2 else "male")
        make.make_certificate(make.make_product(homes[index % 8], producer=producer), date(2020, 11, 2), 3)
    make.recognise(unit("455"), date(2020, 12, 15), 4, name="Mật ong Phong Nha – Kẻ Bàng")
    period = parse_period("2020Q4")
    made = services.compose(kind="quarterly", unit=unit("44"), period=period, as_of=date(2020, 12, 31))
    return {**made, "hash": builder.seal(made)}


def fonts_of(reader):
    found = set()
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            found.add(str(font.get_object()["/BaseFont"]))
    return found


def number(page):
    """The page number as it is printed (the last thing that the page draws), or nothing."""
    last = page.extract_text().strip().splitlines()[-1].strip()
    return last if last.isdigit() else ""


def annex_start(pages):
    return next(n for n, page in enumerate(pages) if "DANH SÁCH SẢN PHẨM" in page.extract_text())


@needs_pdf
@pytest.mark.pdf
def test_the_pdf_reads_back(reader, data):
    pages = [page.extract_text() for page in reader.pages]
    text = "\n".join(pages)
    flat = " ".join(text.replace("\u00a0", " ").split())
    assert text == unicodedata.normalize("NFC", text)
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "TỈNH QUẢNG BÌNH",
        "/BC-UBND",
        "Kết quả thực hiện Chương trình Mỗi xã một sản phẩm (OCOP) quý IV năm 2020",
        "- Bộ Nông nghiệp và Phát triển nông thôn; - Văn phòng Điều phối nông thôn mới Trung ương.",
        "Căn cứ Quyết định số 1048/QĐ-TTg ngày 21 tháng 8 năm 2019 của Thủ tướng Chính phủ",
        "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH",
        "toàn tỉnh có 30 sản phẩm OCOP còn hiệu lực công nhận, trong đó 29 sản phẩm đạt 3 sao và 01 sản phẩm đạt 4 sao.",
        "Biểu 2. Sản phẩm OCOP còn hiệu lực công nhận theo địa bàn và hạng sao",
        "IV. NHIỆM VỤ TRỌNG TÂM QUÝ I NĂM 2021",
        "Ủy ban nhân dân tỉnh Quảng Bình kính báo cáo./.",
        "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
        "- Lưu: VT, KT.",
        "Phụ lục I",
        "Mật ong Phong Nha – Kẻ Bàng",
    ):
        assert words in flat, words
    for place in data["figures"]["places"]:
        assert place["name"] in flat
    assert len(re.findall(r"^\d+\s*Sản phẩm mẫu|^\d+\s*Mật ong", text, flags=re.M)) == 30


@needs_pdf
@pytest.mark.pdf
def test_pages_are_numbered_as_the_decree_wants(reader):
    pages = list(reader.pages)
    annex = annex_start(pages)
    assert [number(page) for page in pages[:annex]] == ["", *map(str, range(2, annex + 1))]
    assert [number(page) for page in pages[annex:]] == ["", *map(str, range(2, len(pages) - annex + 1))]
    boxes = [(round(p.mediabox.width), round(p.mediabox.height)) for p in pages]
    assert boxes == [(595, 842)] * annex + [(842, 595)] * (len(pages) - annex)


@needs_pdf
@pytest.mark.pdf
def test_the_pdf_is_archivable_and_accessible(reader, data):
    root = reader.trailer["/Root"]
    assert {str(name).partition("+")[2] for name in fonts_of(reader)} <= {
        "Liberation-Serif", "Liberation-Serif-Bold", "Liberation-Serif-Italic", "Liberation-Serif-Bold-Italic",
    }  # fmt: skip
    assert str(root["/Lang"]) == "vi"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == f"Ủy ban nhân dân tỉnh Quảng Bình: Báo cáo {data['title']}"
    marks = root["/Metadata"].get_object().get_data().decode()
    assert (re.findall(r"part[>=\"]+(\d)", marks), re.findall(r"conformance[>=\"]+(\w)", marks)) == (["3"], ["A"])
    headings = [item.title for item in reader.outline if not isinstance(item, list)]
    assert headings == [
        "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", "II. KẾT QUẢ THỰC HIỆN", "III. ĐÁNH GIÁ CHUNG",
        "IV. NHIỆM VỤ TRỌNG TÂM QUÝ I NĂM 2021", "V. ĐỀ XUẤT, KIẾN NGHỊ", "Phụ lục I",
    ]  # fmt: skip
    tags = []
    walk(root["/StructTreeRoot"], tags)
    # Four tables of the body; the annex is one for each of its pages.
    pages = list(reader.pages)
    assert [t for t, _alt in tags].count("/Table") == 4 + len(pages) - annex_start(pages)
    assert [alt for t, alt in tags if t == "/Figure"] == [
        next(b for b in data["blocks"] if b["type"] == "chart")["alt"]
    ]


def walk(node, found):
    node = node.get_object()
    if not isinstance(node, dict):
        return
    if "/S" in node:
        found.append((str(node["/S"]), str(node.get("/Alt", ""))))
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        if not isinstance(kid, int):
            walk(kid, found)


@needs_pdf
@pytest.mark.pdf
def test_the_annex_is_attached_as_data(reader, data):
    assert list(reader.attachments) == ["san-pham.csv"]
    assert len(reader.trailer["/Root"]["/AF"]) == 1
    content = reader.attachments["san-pham.csv"][0]
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 31
    assert rows[0][:5] == ["TT", "Địa bàn", "Sản phẩm", "Chủ thể", "Hạng sao"]
    assert rows[1][2] == data["annex"][0]["product"]


@needs_pdf
@pytest.mark.pdf
def test_the_same_data_gives_the_same_bytes_later(data):
    stored = json.loads(json.dumps(data))  # as a database gives it back
    sealed = stored.pop("hash")
    first = builder.build(stored, sealed, "quarterly-44-2020Q4")
    time.sleep(2.1)  # zip dates count in two seconds
    again = builder.build(json.loads(json.dumps(stored, sort_keys=True)), sealed, "quarterly-44-2020Q4")
    assert [file.name for file in first] == [f"quarterly-44-2020Q4.{ending}" for ending in ("pdf", "xlsx", "docx")]
    assert [file.content for file in first] == [file.content for file in again]


def test_data_that_is_not_what_was_sealed_is_refused(data):
    sealed = data.pop("hash")
    data["figures"]["valid"]["total"] += 1
    with pytest.raises(Refused, match="không còn khớp với mã băm"):
        builder.build(data, sealed, "x")


def test_what_is_missing_is_named_with_its_package(data, monkeypatch):
    monkeypatch.setattr(documents, "pdf_ready", lambda: str(core_messages.PDF_NO_PANGO))
    with pytest.raises(Refused, match="apt-get install libpango"):
        pdf.render(data)


@needs_pdf
@pytest.mark.pdf
def test_over_a_thousand_rows_go_to_sheet_and_attachment_only(data, monkeypatch):
    monkeypatch.setattr(pdf, "ANNEX_LIMIT", 29)
    text = PdfReader(io.BytesIO(pdf.render(data))).pages[-1].extract_text()
    assert "Danh sách gồm 30 sản phẩm, kèm theo báo cáo dưới dạng bảng tính" in " ".join(text.split())
    assert "Mật ong Phong Nha" not in text


def test_the_workbook_has_typed_cells_and_the_same_sums(data):
    content = xlsx.render(data)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Thông tin", "Biểu 1", "Biểu 2", "Biểu 3", "Biểu 4", "Phụ lục I"]
    places = book.get_sheet_by_name("Biểu 2").to_python()
    assert places[3] == [
        "TT",
        "Huyện, thị xã, thành phố",
        "3 sao",
        "4 sao",
        "Tiềm năng 5 sao",
        "5 sao",
        "Tổng số",
        "Chủ thể",
    ]
    assert [row[1] for row in places[4:12]] == [row["name"] for row in data["figures"]["places"]]
    assert places[12][1:] == ["Tổng cộng", 29.0, 1.0, 0.0, 0.0, 30.0, 30.0]
    assert sum(row[6] for row in places[4:12]) == 30.0
    annex = book.get_sheet_by_name("Phụ lục I").to_python()
    assert len(annex) == 34
    assert (annex[4][7], annex[4][8]) == (date(2020, 11, 2), date(2023, 11, 2))
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet3.xml").decode()
    assert '<pane xSplit="2" ySplit="4"' in sheet
    assert '<autoFilter ref="A4:H12"/>' in sheet
    names = zipfile.ZipFile(io.BytesIO(content)).read("xl/workbook.xml").decode()
    assert names.count("_xlnm.Print_Area") == 6


def test_no_cell_becomes_a_formula(data):
    data["annex"][0]["product"] = "=1+1"
    data["annex"][1]["producer"] = "@SUM(A1)"
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx.render(data)))
    rows = book.get_sheet_by_name("Phụ lục I").to_python()
    assert (rows[4][2], rows[5][3]) == ("'=1+1", "'@SUM(A1)")
    assert b"'=1+1" in cells.annex_csv(data)


def test_the_document_can_be_edited_and_says_the_same(data):
    content = docx.render(data)
    assert content == docx.render(data)
    document = Document(io.BytesIO(content))
    text = [p.text for p in document.paragraphs]
    assert [b["text"] for b in data["blocks"] if b["type"] == "p"] == [
        t for t in text if t in {b.get("text") for b in data["blocks"] if b["type"] == "p"}
    ]
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[0] == "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"
    assert headings[-1] == "Phụ lục I"
    grids = [t for t in document.tables if t.style.name == "Table Grid"]
    assert [len(grid.rows) for grid in grids] == [6, 10, 15, 6, 1 + 8 + 30]
    assert [c.text for c in grids[1].rows[-1].cells] == ["", "Tổng cộng", "29", "1", "-", "-", "30", "30"]
    assert len(document.inline_shapes) == 1
    assert document.sections[0].different_first_page_header_footer is True


def test_numbers_are_shown_as_letters_show_them():
    shown = [
        cells.show(*pair)
        for pair in (
            (0, "int"),
            (None, "int"),
            (1234567, "int"),
            ("12.5", "percent"),
            ("100.0", "percent"),
            ("0.0", "percent"),
            (7, "index"),
        )
    ]
    assert shown == ["-", "", "1.234.567", "12,5", "100", "-", "7"]


def test_numbers_of_papers_and_dates_are_never_broken():
    assert pdf.pieces("theo Quyết định số 26/2026/QĐ-TTg. Kính báo cáo./.") == [
        ("theo Quyết định số ", False), ("26/2026/QĐ-TTg", True), (". Kính báo cáo./.", False),
    ]  # fmt: skip
