"""Lists for the tests of the import: real rows, small ones, and the same as a workbook."""

import csv
import io
from pathlib import Path

import xlsxwriter

from evaluations.importing.tables import COLUMNS

REAL = Path(__file__).resolve().parent.parent / "data" / "real-products.csv"
ROW = {
    "product_name": "Khoai deo Hải Ninh",
    "province": "Quảng Bình",
    "district": "Quảng Ninh",
    "commune": "Hải Ninh",
    "geo_basis": "source",
    "producer": "Hợp tác xã Hải Ninh",
    "producer_type": "Hợp tác xã",
    "star": "3",
    "product_set_inferred": "Chế biến từ rau, củ, quả, hạt",
    "decision_number": "100/QĐ-UBND",
    "decision_date": "2020-06-01",
    "recognition_year": "2020",
    "recognition_type": "new",
    "confidence": "source",
    "note": "Cơ quan công nhận: UBND tỉnh Quảng Bình",
}


def real_rows() -> list[dict]:
    with REAL.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def row(**changes) -> dict:
    """A row without any trap but that its province has ended, with these cells changed."""
    return dict.fromkeys(COLUMNS, "") | ROW | changes


def csv_bytes(rows: list[dict], encoding="utf-8", columns=COLUMNS, mark=",") -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, delimiter=mark, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def write_csv(path: Path, rows: list[dict], **options) -> Path:
    path.write_bytes(csv_bytes(rows, **options))
    return path


def write_xlsx(path: Path, rows: list[dict], formulas: dict | None = None) -> Path:
    """The same list as a workbook: stars, years and scores are numbers, days are dates, as people type them.

    `formulas`: (row of the sheet from 1, column name) to (formula, value kept beside it).
    """
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Danh sách")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, COLUMNS)
    for number, cells in enumerate(rows, 1):
        for place, column in enumerate(COLUMNS):
            value = cells[column]
            if value and column in ("star", "recognition_year", "score"):
                sheet.write_number(number, place, float(value))
            elif value and column in ("decision_date", "valid_until"):
                sheet.write_formula(number, place, f'=DATEVALUE("{value}")', day, _serial(value))
            else:
                sheet.write_string(number, place, value)
    for (number, column), (formula, value) in (formulas or {}).items():
        sheet.write_formula(number - 1, COLUMNS.index(column), formula, None, value)
    book.close()
    return path


def _serial(text: str) -> int:
    from datetime import date

    return (date.fromisoformat(text) - date(1899, 12, 30)).days
