"""The workbook of a report: one sheet per table with typed cells, filters, frozen heads, print areas, source and time."""

import io
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

from core.formats import safe_cell
from reports.document import day

FORMATS = {
    "int": {"num_format": '#,##0;-#,##0;"-"', "align": "right"},
    "percent": {"num_format": "#,##0.0", "align": "right"},
    "index": {"num_format": "0", "align": "center"},
    "text": {"text_wrap": True},
    "date": {"num_format": "dd/mm/yyyy", "align": "center"},
}
ANNEX = (
    ("TT", 6, "index", None),
    ("Địa bàn", 24, "text", "place"),
    ("Sản phẩm", 44, "text", "product"),
    ("Chủ thể", 44, "text", "producer"),
    ("Hạng sao", 9, "int", "stars"),
    ("Số giấy chứng nhận", 20, "text", "certificate"),
    ("Số quyết định", 20, "text", "decision"),
    ("Ngày cấp", 12, "date", "issued_on"),
    ("Hiệu lực đến", 12, "date", "valid_to"),
    ("Ghi chú", 26, "text", "note"),
)
ASSUMED = "Không rõ ngày, lấy 31/12"


def render(data: dict) -> bytes:
    """The workbook's bytes: the same from the same data (no clock of its own)."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = datetime.fromisoformat(data["as_of"])
    book.set_properties(
        {
            "title": f"Báo cáo {data['title']}",
            "author": data["letter"]["committee"],
            "created": made,
            "comments": data["hash"],
        }
    )
    styles = _styles(book)
    _cover(book, styles, data)
    for block in data["blocks"]:
        if block["type"] == "table":
            _table(book, styles, data, block)
    _annex(book, styles, data)
    book.close()
    return out.getvalue()


def _styles(book) -> dict:
    base = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
    made = {kind: book.add_format({**base, "border": 1, **fmt}) for kind, fmt in FORMATS.items()}
    made |= {
        f"sum_{kind}": book.add_format({**base, "border": 1, "bold": True, **fmt}) for kind, fmt in FORMATS.items()
    }
    made["head"] = book.add_format(
        {**base, "bold": True, "border": 1, "align": "center", "text_wrap": True, "bg_color": "#EDEDED"}
    )
    made["title"] = book.add_format({**base, "bold": True, "font_size": 13})
    made["plain"] = book.add_format({**base, "text_wrap": True})
    made["label"] = book.add_format({**base, "bold": True})
    made["note"] = book.add_format({**base, "italic": True})
    return made


def _source(data: dict) -> str:
    return f"Nguồn: cơ sở dữ liệu OCOP của {data['letter']['committee']}. Số liệu đến hết ngày {day(data['as_of'])}."


def _cover(book, styles, data) -> None:
    sheet = book.add_worksheet("Thông tin")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, f"Báo cáo {data['title']}", styles["title"])
    rows = [
        ("Đơn vị", data["letter"]["committee"]),
        ("Kỳ báo cáo", f"{data['period']['words']} ({day(data['period']['start'])} - {day(data['period']['end'])})"),
        ("Số liệu đến hết ngày", day(data["as_of"])),
        ("Phiên bản mẫu", data["template"]),
        ("Mã băm số liệu (SHA-256)", data["hash"]),
    ]
    for index, (label, text) in enumerate(rows, start=2):
        sheet.write_string(index, 0, label, styles["label"])
        sheet.write_string(index, 1, text, styles["plain"])
    notes = [block["text"] for block in data["blocks"] if block["type"] == "note"]
    for index, text in enumerate(notes, start=len(rows) + 3):
        sheet.write_string(index, 0, text, styles["note"])
    _page(sheet, len(rows) + 3 + len(notes), 1)


def _page(sheet, last_row: int, last_column: int, *, landscape: bool = False) -> None:
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, last_row, last_column)
    sheet.set_footer("&C&P/&N")


def _write(sheet, row: int, column: int, value, kind: str, style) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif kind == "date":
        sheet.write_datetime(row, column, datetime.combine(date.fromisoformat(value), datetime.min.time()), style)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, style)
    elif kind == "percent":
        sheet.write_number(row, column, Decimal(value), style)
    else:
        sheet.write_string(row, column, safe_cell(value), style)


def _table(book, styles, data, block) -> None:
    """Caption, unit, head on row 4 (frozen), rows with filter, total, note, source."""
    sheet = book.add_worksheet(block["caption"].partition(".")[0])
    sheet.write_string(0, 0, block["caption"], styles["title"])
    sheet.write_string(1, 0, f"({block['unit_note']})" if block["unit_note"] else "", styles["note"])
    kinds = [column["kind"] for column in block["columns"]]
    for index, column in enumerate(block["columns"]):
        sheet.set_column(index, index, max(7, column["width"]))
        sheet.write_string(3, index, column["head"], styles["head"])
    row = 4
    for values in block["rows"]:
        for index, (value, kind) in enumerate(zip(values, kinds, strict=True)):
            _write(sheet, row, index, value, kind, styles[kind])
        row += 1
    last = len(kinds) - 1
    if block["rows"]:
        sheet.autofilter(3, 0, row - 1, last)
    if block["total"]:
        for index, (value, kind) in enumerate(zip(block["total"], kinds, strict=True)):
            _write(sheet, row, index, value, kind, styles[f"sum_{kind}"])
        row += 1
    for text in (f"Ghi chú: {block['note']}" if block["note"] else "", _source(data)):
        if text:
            sheet.write_string(row, 0, text, styles["note"])
            row += 1
    sheet.freeze_panes(4, 2)
    sheet.repeat_rows(3)
    _page(sheet, row - 1, last)


def _annex(book, styles, data) -> None:
    sheet = book.add_worksheet("Phụ lục I")
    until = day(data["as_of"])
    sheet.write_string(0, 0, f"Danh sách sản phẩm OCOP còn hiệu lực công nhận đến hết ngày {until}", styles["title"])
    sheet.write_string(1, 0, _source(data), styles["note"])
    for index, (head, width, _kind, _key) in enumerate(ANNEX):
        sheet.set_column(index, index, width)
        sheet.write_string(3, index, head, styles["head"])
    for number, record in enumerate(data["annex"], start=1):
        values = {**record, "note": ASSUMED if record["assumed"] else ""}
        for index, (_head, _width, kind, key) in enumerate(ANNEX):
            _write(sheet, number + 3, index, values[key] if key else number, kind, styles[kind])
    if data["annex"]:
        sheet.autofilter(3, 0, len(data["annex"]) + 3, len(ANNEX) - 1)
    sheet.freeze_panes(4, 3)
    sheet.repeat_rows(3)
    _page(sheet, len(data["annex"]) + 3, len(ANNEX) - 1, landscape=True)
