"""The command as other programs use it: exit codes, last line, files that cannot be read."""

import unicodedata
import zipfile

import pytest
from django.core.management import CommandError, call_command

from evaluations.importing import tables
from evaluations.importing.tables import Unreadable, read_content, read_table
from products.models import Product
from products.services import load_regulations
from tests.evaluations.import_files import csv_bytes, row, write_csv, write_xlsx
from tests.factories.districts import data_of, held


@pytest.fixture(scope="module", autouse=True)
def units(django_db_setup, django_db_blocker):
    with held(data_of("44", "45"), django_db_blocker), django_db_blocker.unblock():
        load_regulations()
        with django_db_blocker.block():
            yield


def run(capsys, *arguments):
    """(exit code, lines of standard output, the sentence of the refusal)."""
    try:
        call_command("import_products", *map(str, arguments))
    except CommandError as error:
        return error.returncode, capsys.readouterr().out.splitlines(), str(error)
    return 0, capsys.readouterr().out.splitlines(), ""


@pytest.mark.django_db
def test_accepted_is_0(capsys, tmp_path):
    code, lines, said = run(capsys, write_csv(tmp_path / "a.csv", [row()]))
    assert (code, lines[-1], said) == (0, "1 created, 0 updated, 0 unchanged, 0 rejected", "")


@pytest.mark.django_db
def test_refused_is_1_and_the_last_line_stands(capsys, tmp_path):
    path = write_csv(tmp_path / "a.csv", [row(), row(star="9")])
    code, lines, said = run(capsys, path, "--report", tmp_path / "r.csv")
    assert (code, lines[-1]) == (1, "1 created, 0 updated, 0 unchanged, 1 rejected")
    assert said.startswith("Có 1 dòng bị từ chối nên chưa ghi dòng nào.")
    assert Product.objects.count() == 0
    report = (tmp_path / "r.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[:2] for line in report] == [["row", "outcome"], ["2", "created"], ["3", "rejected"]]
    code, lines, said = run(capsys, path, "--skip-bad")
    assert (code, lines[-1], said) == (0, "1 created, 0 updated, 0 unchanged, 1 rejected", "")
    assert Product.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", "tên;tỉnh\nChè;Quảng Bình\n".encode(), "Tệp a.csv thiếu cột product_name, province, star."),
        ("a.csv", b"\xff\xfe\x00a", "Tệp a.csv không ghi bằng bảng mã UTF-8."),
        ("a.csv", b"", "Tệp a.csv không có dòng tiêu đề."),
        ("a.csv", b'product_name,province,star\n"Ch', "Tệp a.csv hỏng nên không đọc được."),
        ("a.csv", b"product_name,star,province,star\n", "Tệp a.csv có hai cột star."),
        ("a.csv", b"product_name\x00,province,star\n", "Tệp a.csv không phải CSV hoặc XLSX."),
        ("a.xlsx", b"PK\x03\x04 not a zip", "Tệp a.xlsx hỏng nên không đọc được."),
    ],
)  # fmt: skip
def test_unreadable_is_2(capsys, tmp_path, name, content, sentence):
    path = tmp_path / name
    path.write_bytes(content)
    code, lines, said = run(capsys, path)
    assert (code, lines) == (2, [])
    assert said.startswith(sentence)


@pytest.mark.django_db
def test_a_missing_file_and_a_folder_are_2(capsys, tmp_path):
    assert run(capsys, tmp_path / "khong-co.csv")[0] == 2
    assert run(capsys, tmp_path)[0] == 2


@pytest.mark.django_db
def test_a_report_that_cannot_be_written_stops_before_the_import(capsys, tmp_path):
    path = write_csv(tmp_path / "a.csv", [row()])
    assert run(capsys, path, "--report", tmp_path / "khong" / "r.csv")[0] == 2
    assert Product.objects.count() == 0


@pytest.mark.django_db
def test_an_unknown_unit_is_refused_and_an_ambiguous_one_goes_by_the_rows(capsys, tmp_path):
    path = write_csv(tmp_path / "a.csv", [row(province="")])
    assert run(capsys, path, "--unit", "99")[0] == 1
    assert run(capsys, path, "--unit", "tỉnh nhà")[0] == 1
    code, lines, said = run(capsys, path, "--unit", "45@2026-01-01")
    assert (code, "tỉnh Quảng Trị" in said) == (1, True)
    assert run(capsys, path, "--unit", "44@2020-12-31")[:2][0] == 0
    assert Product.objects.get().unit.full_name == "xã Hải Ninh"
    assert run(capsys, path, "--unit", "44")[1][-1] == "0 created, 0 updated, 1 unchanged, 0 rejected"


def test_encodings_and_marks_give_the_same_rows():
    plain = read_content(csv_bytes([row()]), "a.csv").rows
    assert read_content(csv_bytes([row()], "utf-8-sig"), "a.csv").rows == plain
    assert read_content(csv_bytes([row()], mark=";"), "a.csv").rows == plain
    decomposed = {k: unicodedata.normalize("NFD", v) for k, v in row().items()}
    assert read_content(csv_bytes([decomposed]), "a.csv").rows == plain
    spaced = {k: f" {v}\u200b " if v else v for k, v in row().items()}
    assert read_content(csv_bytes([spaced]), "a.csv").rows == plain


def test_rows_count_as_a_spreadsheet_counts_them():
    text = csv_bytes([row()]).decode() + "\r\n,,\r\n" + csv_bytes([row()]).decode().splitlines()[1] + "\r\n"
    assert [r.number for r in read_content(text.encode(), "a.csv").rows] == [2, 5]


def test_columns_may_come_in_any_order_and_some_may_lack():
    content = "Ghi chú,STAR,product_name,province\nx,3,Chè,Quảng Bình\n".encode()
    table = read_content(content, "a.csv")
    assert (table.rows[0].cells["product_name"], table.ignored) == ("Chè", ("ghi_chú",))
    assert "decision_date" in table.absent


def test_cells_beyond_the_heading_are_told():
    assert read_content(b"product_name,province,star\na,b,3,c\n", "a.csv").rows[0].beyond is True


def test_formulas_are_read_as_the_value_that_the_file_keeps(tmp_path):
    path = write_xlsx(
        tmp_path / "a.xlsx", [row()], {(2, "star"): ("=1+2", 3), (2, "product_name"): ('=HYPERLINK("http://x")', "Chè")}
    )
    cells = read_table(path).rows[0].cells
    assert (cells["star"], cells["product_name"]) == ("3", "Chè")


@pytest.mark.django_db
def test_a_text_that_looks_like_a_formula_stays_text(capsys, tmp_path):
    run(capsys, write_csv(tmp_path / "a.csv", [row(product_name="=1+2")]))
    assert Product.objects.get().name == "=1+2"


def test_a_workbook_that_swells_is_not_opened(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    with pytest.raises(Unreadable, match="quá lớn"):
        read_table(path)


def test_a_zip_that_is_no_workbook_is_told(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", b"a")
    with pytest.raises(Unreadable, match="không phải CSV hoặc XLSX"):
        read_table(path)


def test_too_many_rows_are_told(monkeypatch):
    monkeypatch.setattr(tables, "MAX_ROWS", 2)
    with pytest.raises(Unreadable, match="quá lớn"):
        read_content(csv_bytes([row()] * 3), "a.csv")
