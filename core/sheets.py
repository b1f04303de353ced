"""Lists as files: CSV with a byte order mark, streamed, and XLSX without formulas (craft §11). Pure but for the answer."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse

from core.formats import safe_cell, show_date, show_moment

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def escaped(value) -> str:
    """The text of a cell; one that a spreadsheet would take for a formula begins with an apostrophe."""
    if isinstance(value, datetime):
        return show_moment(value)
    if isinstance(value, date):
        return show_date(value)
    text = "" if value is None else str(value)
    return text if isinstance(value, int) else safe_cell(text)


class _Echo:
    def write(self, value):
        return value


def csv_answer(name: str, head: list, rows: Iterable) -> StreamingHttpResponse:
    """`name`.csv as an attachment: UTF-8 with byte order mark, comma, rows written as they come."""
    writer = csv.writer(_Echo())

    def lines():
        yield "\ufeff" + writer.writerow([str(cell) for cell in head])
        for row in rows:
            yield writer.writerow([escaped(cell) for cell in row])

    answer = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def xlsx_answer(name: str, title: str, head: list, rows: Iterable) -> HttpResponse:
    """`name`.xlsx as an attachment, one sheet; numbers stay numbers, everything else is text."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "text_wrap": True})
    sheet = book.add_worksheet(title[:31])
    for column, cell in enumerate(head):
        sheet.write_string(0, column, str(cell), bold)
    for line, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int) and not isinstance(cell, bool):
                sheet.write_number(line, column, cell)
            else:
                sheet.write_string(line, column, show_date(cell) if isinstance(cell, date) else str(cell or ""))
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(head) - 1, 0), 24)
    book.close()
    answer = HttpResponse(file.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer
