"""An uploaded list into lines of text: CSV (UTF-8, with or without BOM) or XLSX, in NFC (craft §11).

A list of a few hundred rows is read in the request, so its limits are small; an XLSX passes the allow-list of uploads (zip
directory, ratio, macros, password) before anything opens it. Formulas are read as the value that the file keeps for them.
"""

import csv
import io
import unicodedata
from datetime import date, datetime
from pathlib import PurePosixPath

import python_calamine

from core import filekinds, messages
from core.exceptions import Refused
from core.formats import show_date
from core.text import clean_line, fold

MAX_BYTES = 2 * filekinds.MB
MAX_COLUMNS = 60


def read_upload(upload, limit: int) -> list[tuple[int, list[str]]]:
    """(number of the line in the file, its cells) of every line that is not blank, the heading first; at most `limit` below it.

    Raises Refused with code "upload" and what is wrong with the file.
    """
    extension = PurePosixPath(filekinds.clean_name(upload.name)).suffix.lower()
    if extension not in (".csv", ".xlsx"):
        raise _refused(messages.TABLE_KIND)
    if upload.size > MAX_BYTES:
        raise _refused(messages.TABLE_LARGE, rows=limit)
    try:
        if extension == ".xlsx":
            filekinds.recognise(upload, (filekinds.XLSX,))
    except Refused as refusal:
        raise Refused(refusal.sentence, code="upload") from None
    content = upload.read()
    lines = _xlsx(content, limit) if extension == ".xlsx" else _csv(content)
    found = []
    for number, cells in enumerate(lines, 1):
        if any(cells):
            found.append((number, cells))
        if len(found) > limit + 1:
            raise _refused(messages.TABLE_LARGE, rows=limit)
    if not found:
        raise _refused(messages.FILE_EMPTY)
    return found


def columns_of(heading: list[str], known: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """Name of ours -> place in the heading, for every column that is there. `known`: name -> words that mean it, folded.

    Refused (code "upload") when two columns mean the same.
    """
    found: dict[str, int] = {}
    for place, cell in enumerate(heading):
        name = next((name for name, words in known.items() if fold(cell) in words), None)
        if name is None:
            continue
        if name in found:
            raise _refused(messages.TABLE_COLUMN_TWICE, column=cell)
        found[name] = place
    return found


def _refused(sentence, **words) -> Refused:
    return Refused(sentence % words if words else sentence, code="upload")


def _csv(content: bytes):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(messages.TABLE_NOT_UTF8) from None
    if "\x00" in text:
        raise _refused(messages.TABLE_KIND)
    # Spreadsheets save with ; where the comma is the decimal sign, as in Vietnam.
    mark = max(",;\t", key=text.partition("\n")[0].count)
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True):
            yield [_clean(cell) for cell in line]
    except csv.Error:
        raise _refused(messages.TABLE_BROKEN) from None


def _xlsx(content: bytes, limit: int):
    try:
        sheet = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0)
        if sheet.total_height > 2 * limit + 100 or sheet.total_width > MAX_COLUMNS:
            raise _refused(messages.TABLE_LARGE, rows=limit)
        lines = sheet.to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, ValueError, IndexError):
        raise _refused(messages.TABLE_BROKEN) from None
    for line in lines:
        yield [_clean(_text(cell)) for cell in line]


def _text(value) -> str:
    """A cell as a person would type it: whole numbers without decimals, days as 05/11/2026."""
    if isinstance(value, datetime | date):
        return show_date(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _clean(cell: str) -> str:
    """One line in NFC, without the invisible signs that a copy from a page brings along."""
    return clean_line("".join(c for c in cell if unicodedata.category(c) != "Cf"))
