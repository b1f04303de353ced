"""A sheet as a workbook and back: equal for every shipped sheet, and every fault of a workbook with leaf and row."""

import io
import zipfile
from dataclasses import replace

import pytest
import python_calamine
import xlsxwriter
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations import fault_messages, sheetbooks, sheetfiles
from evaluations.criteriafiles import value_text
from evaluations.sheetbooks import book_of, empty_value, read_book
from evaluations.sheetfiles import load_sheet, parse_sheet, sheet_ids, sheet_of
from products.regulationfiles import load_regulation, regulation_codes

LAWS = {load_regulation(code).number: load_regulation(code) for code in regulation_codes()}


def value_of(code):
    (path,) = (sheetfiles.FOLDER / code[:-3]).glob(f"{code[-2:]}-*.yaml")
    return yaml.load(path.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


WATER = value_of("26-2026/16")


def told(faults):
    return [(fault_messages.place(f), fault_messages.sentence(f)) for f in faults]


@pytest.mark.parametrize("code", sheet_ids())
def test_yaml_to_workbook_and_back_is_the_same_sheet(code):
    value, faults = read_book(book_of(value_of(code)), "phieu.xlsx")
    assert faults == []
    found, faults = sheet_of(value, "phieu.xlsx", LAWS, load_sheet(code).sha256)
    assert told(faults) == []
    assert found == load_sheet(code)


@pytest.mark.parametrize("code", ["26-2026/11", "26-2026/26", "148-2023/03"])
def test_the_text_that_is_kept_of_a_workbook_is_the_same_sheet(code):
    value, _faults = read_book(book_of(value_of(code)), "phieu.xlsx")
    found = load_sheet(code)
    text = value_text(value, "phieu.xlsx")
    again, faults = parse_sheet(text.text.encode(), "x", LAWS)
    assert (faults, replace(again, sha256="")) == ([], replace(found, sha256=""))
    assert again.sha256 == text.sha256


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), max_size=40).map(
    lambda s: sheetbooks.nfc(s).strip()
).filter(lambda s: s and not sheetbooks._ERROR.fullmatch(s) and "_x" not in s)  # fmt: skip


@settings(max_examples=10, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(["=1+1", "+84", "-5", "@x", "1.10", "007", "1e5", "01/02/2026", "TRUE"]))
def test_what_looks_like_a_formula_a_number_or_a_date_stays_text(name, label, odd):
    value = value_of("26-2026/16")
    criterion = value["parts"][0]["sections"][0]["criteria"][0]
    criterion["name_vi"], criterion["options"][0]["label_vi"], criterion["note"] = name, label, odd
    back, faults = read_book(book_of(value), "x.xlsx")
    assert faults == []
    found = back["parts"][0]["sections"][0]["criteria"][0]
    assert (found["name_vi"], found["options"][0]["label_vi"], found["note"]) == (name, label, odd)


def test_the_form_has_a_guide_lists_and_typed_cells():
    raw = book_of(WATER)
    book = python_calamine.load_workbook(io.BytesIO(raw))
    assert book.sheet_names == ["Hướng dẫn", "Thông tin", "Phiếu", "Điểm loại", "Nguồn và ghi chú"]
    assert book.get_sheet_by_name("Hướng dẫn").to_python()[0] == ["Mẫu nhập bộ tiêu chí, phiếu đánh giá sản phẩm OCOP"]
    rows = book.get_sheet_by_name("Phiếu").to_python()
    assert rows[1][:4] == ["Phần", "A", "Sản phẩm và sức mạnh của cộng đồng", 40.0]
    assert [r[1] for r in rows if r[0] == "Tiêu chí"][:2] == ["1.1", "1.2"]
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sheet = archive.read("xl/worksheets/sheet3.xml").decode()
    assert "<dataValidation " in sheet
    assert "<f>" not in sheet


def test_an_empty_form_reads_and_tells_what_is_to_be_filled_in():
    value, faults = read_book(book_of(empty_value(LAWS["26/2026/QĐ-TTg"])), "x.xlsx")
    assert faults == []
    _found, faults = sheet_of(value, "x.xlsx", LAWS, "")
    assert ("trang Thông tin, slug", "Thiếu mục này. Ông/bà bổ sung.") in told(faults)
    assert ("trang Phiếu, dòng 2, A, Điểm",
            "Các mục cộng lại được 1 điểm, phần này ghi 40 điểm. Ông/bà sửa cho khớp.") in told(faults)  # fmt: skip


def edited(edit):
    """A workbook of set 16 after edit(rows of a leaf by name)."""
    book = python_calamine.load_workbook(io.BytesIO(book_of(WATER)))
    leaves = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    edit(leaves)
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    for name, rows in leaves.items():
        sheet = made.add_worksheet(name)
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write(line, place, cell)
    made.close()
    return file.getvalue()


def put(leaf, row, column, cell):
    def edit(leaves):
        leaves[leaf][row - 1][column] = cell

    return edit


BAD = [
    (lambda d: d.pop("Điểm loại"), "", "Thiếu trang tính “Điểm loại”"),
    (put("Phiếu", 1, 3, "Số điểm"), "trang Phiếu, dòng 1", "thiếu cột “Điểm”"),
    (put("Phiếu", 2, 0, "Chương"), "trang Phiếu, dòng 2", "“Chương” không phải là loại dòng"),
    (lambda d: d["Phiếu"].pop(1), "trang Phiếu, dòng 2", "Dòng “Mục” chưa có dòng “Phần”"),
    (put("Phiếu", 4, 3, "#DIV/0!"), "trang Phiếu, dòng 4, Điểm", "báo lỗi công thức"),
    (put("Thông tin", 2, 0, "decree"), "trang Thông tin, dòng 2", "tên là “decree”"),
    (put("Nguồn và ghi chú", 2, 0, "Nguon"), "trang Nguồn và ghi chú, dòng 2", "“Nguon” không phải là loại dòng"),
]


@pytest.mark.parametrize(("edit", "place", "words"), BAD)
def test_a_fault_of_the_form_names_leaf_and_row(edit, place, words):
    value, faults = read_book(edited(edit), "x.xlsx")
    assert value is None
    assert (told(faults)[0][0], words in told(faults)[0][1]) == (place, True)


def test_a_fault_of_the_content_names_leaf_and_row():
    value, faults = read_book(edited(put("Phiếu", 6, 3, 2.5)), "x.xlsx")
    assert faults == []
    _found, faults = sheet_of(value, "x.xlsx", LAWS, "")
    assert told(faults) == [
        ("trang Phiếu, dòng 6, A.1.1, mức 1, Điểm", "“2.5” không phải là số nguyên từ 0 đến 100. Ông/bà sửa lại số.")
    ]


def test_numbers_typed_as_numbers_and_a_lost_zero_are_understood():
    def edit(leaves):
        leaves["Thông tin"][2][2] = 16
        leaves["Phiếu"][3][1] = 1.1
        leaves["Phiếu"][1][3] = "40"

    value, faults = read_book(edited(edit), "x.xlsx")
    assert faults == []
    found, faults = sheet_of(value, "x.xlsx", LAWS, "")
    assert (told(faults), found.rubric.id) == ([], "26-2026/16")
    assert "A.1.1" in found.rubric.criteria


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 40_000_000)
    return file.getvalue()


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"hello", bomb(), book_of(WATER)[:3000], b"%PDF-1.4\n%%EOF\n"])
def test_what_is_no_workbook_is_told(raw):
    value, faults = read_book(raw, "x.xlsx")
    assert value is None
    assert len(told(faults)) == 1
