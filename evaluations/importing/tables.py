"""A file into rows of text: CSV (UTF-8, with or without BOM) or XLSX, in NFC, with the columns of the list.

An XLSX is checked as a zip before anything opens it: members, sizes and ratio. Formulas are read as the value that the
file keeps for them, never computed.
"""

import csv
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import python_calamine

from core.text import nfc
from evaluations import import_messages as messages

COLUMNS = (
    "product_name", "province", "district", "commune", "geo_basis", "producer", "producer_type", "star", "score",
    "product_group_inferred", "product_set_inferred", "decision_number", "decision_date", "recognition_year",
    "valid_until", "recognition_type", "confidence", "note", "source_url",
)  # fmt: skip
REQUIRED = ("product_name", "province", "star")
MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_MEMBERS = 1000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 150
ZIP = b"PK\x03\x04"


class Unreadable(Exception):
    """The file is no list of ours; `str(error)` is a Vietnamese sentence."""

    def __init__(self, sentence, **words):
        super().__init__(str(sentence % words))


@dataclass(frozen=True)
class RawRow:
    """One line as it stands: `number` counts from the heading = 1; `cells` hold every column, empty where absent."""

    number: int
    cells: dict[str, str]
    beyond: bool = False  # cells stand to the right of the heading


@dataclass(frozen=True)
class Table:
    """The rows of a file, its columns that nobody reads, and the columns that it does not have."""

    rows: list[RawRow]
    ignored: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


def read_table(path: Path) -> Table:
    """The rows of a CSV or XLSX file, blank ones left out. Raises Unreadable."""
    name = path.name
    try:
        if not path.is_file():
            raise Unreadable(messages.FILE_MISSING, file=name)
        if path.stat().st_size > MAX_BYTES:
            raise Unreadable(messages.FILE_TOO_LARGE, file=name, rows=MAX_ROWS)
        content = path.read_bytes()
    except OSError:
        raise Unreadable(messages.FILE_MISSING, file=name) from None
    return read_content(content, name)


def read_content(content: bytes, name: str) -> Table:
    """The same from bytes; `name` is for the sentences."""
    lines = _xlsx(content, name) if content.startswith(ZIP) else _csv(content, name)
    heading = next(lines, None)
    if heading is None or not any(heading):
        raise Unreadable(messages.FILE_EMPTY, file=name)
    columns = [re.sub(r"\s+", "_", cell.strip().casefold()) for cell in heading]
    while columns and not columns[-1]:
        columns.pop()
    missing = [c for c in REQUIRED if c not in columns]
    if missing:
        raise Unreadable(messages.COLUMNS_MISSING, file=name, columns=", ".join(missing))
    twice = sorted({c for c in columns if c and columns.count(c) > 1})
    if twice:
        raise Unreadable(messages.COLUMN_TWICE, file=name, columns=", ".join(twice))
    rows = []
    for number, line in enumerate(lines, 2):
        if not any(line):
            continue
        if len(rows) == MAX_ROWS:
            raise Unreadable(messages.FILE_TOO_LARGE, file=name, rows=MAX_ROWS)
        given = dict(zip(columns, line, strict=False))
        rows.append(RawRow(number, {c: given.get(c, "") for c in COLUMNS}, any(line[len(columns) :])))
    ignored = tuple(c for c in columns if c and c not in COLUMNS)
    return Table(rows, ignored, tuple(c for c in COLUMNS if c not in columns))


def _csv(content: bytes, name: str):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(messages.FILE_NOT_UTF8, file=name) from None
    if "\x00" in text:
        raise Unreadable(messages.FILE_KIND, file=name)
    first = text.partition("\n")[0]
    # Spreadsheets save with ; where the comma is the decimal sign, as in Vietnam.
    mark = max(",;\t", key=first.count)
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True):
            yield [_clean(cell) for cell in line]
    except csv.Error:
        raise Unreadable(messages.FILE_BROKEN, file=name) from None


def _xlsx(content: bytes, name: str):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Unreadable(messages.FILE_BROKEN, file=name) from None
    unpacked = sum(m.file_size for m in members)
    swollen = any(m.file_size > MAX_RATIO * max(m.compress_size, 1) and m.file_size > 1024 * 1024 for m in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or swollen:
        raise Unreadable(messages.FILE_TOO_LARGE, file=name, rows=MAX_ROWS)
    if not any(m.filename == "xl/workbook.xml" for m in members):
        raise Unreadable(messages.FILE_KIND, file=name)
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        if sheet.total_height > MAX_ROWS + 1 or sheet.total_width > MAX_COLUMNS:
            raise Unreadable(messages.FILE_TOO_LARGE, file=name, rows=MAX_ROWS)
        lines = sheet.to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, ValueError, IndexError):
        raise Unreadable(messages.FILE_BROKEN, file=name) from None
    for line in lines:
        yield [_clean(_text(cell)) for cell in line]


def _text(value) -> str:
    """A cell of a sheet as the list writes it: whole numbers without decimals, days as 2026-08-05."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _clean(cell: str) -> str:
    """One line in NFC; invisible signs that a copy from a page brings along are dropped."""
    text = nfc(cell)
    if not text.isprintable():
        text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return re.sub(r"\s+", " ", text).strip()
