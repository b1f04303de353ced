"""A sheet as an XLSX workbook for who types it in, and back: value of a YAML file -> workbook -> equal value. No database.

One row per part, section, group, criterion, case, option, note or paper on the leaf "Phiếu"; the star marks are the column
"Sao", from which `gates` is written again. Cells of text are text, so that 6.10 stays 6.10 and no formula is ever read.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace

import python_calamine
import xlsxwriter

from core import filekinds
from core.datafiles import Lined
from core.exceptions import Refused
from core.text import nfc
from evaluations.bookmessages import GUIDE, SETTINGS
from evaluations.sheetdefs import ANY_ZERO, EFFECTS, IS_ZERO
from evaluations.sheetfiles import CONFIDENCE, SheetError

MAX_BYTES = 2_000_000
MAX_UNPACKED = 20_000_000
MAX_ROWS = 3000
MAX_COLUMNS = 40
LEAF_GUIDE, LEAF_SETTINGS, LEAF_SHEET, LEAF_KNOCKOUTS, LEAF_NOTES = (
    "Hướng dẫn", "Thông tin", "Phiếu", "Điểm loại", "Nguồn và ghi chú",
)  # fmt: skip
PART, SECTION, GROUP, CRITERION, CASE, OPTION, NOTE, PAPER = (
    "Phần", "Mục", "Nhóm", "Tiêu chí", "Trường hợp", "Mức", "Lưu ý", "Minh chứng",
)  # fmt: skip
KINDS = (PART, SECTION, GROUP, CRITERION, CASE, OPTION, NOTE, PAPER)
ABOVE = {SECTION: PART, GROUP: SECTION, CRITERION: SECTION} | dict.fromkeys((CASE, OPTION, NOTE, PAPER), CRITERION)
SOURCE, QUIRK, DISQUALIFIER, GAP = "Nguồn", "Ghi chú nguồn", "Loại hồ sơ", "Phần thiếu"
NOTE_KINDS = (SOURCE, QUIRK, DISQUALIFIER, GAP)
YES, NO = "có", "không"
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]?")


@dataclass(frozen=True)
class Column:
    """A column of a leaf: its heading, the key that it fills, how it is read, its width."""

    head: str
    key: str
    kind: str = "text"  # text, whole, flag
    width: int = 12
    among: tuple[str, ...] = ()


SHEET_COLUMNS = (
    Column("Loại dòng", "row", width=12, among=KINDS),
    Column("Mã", "code", width=9),
    Column("Tên, nội dung", "name_vi", width=70),
    Column("Điểm", "points", "whole", 7),
    Column("Sao", "min_for_stars", "whole", 6),
    Column("Trường hợp", "case", width=11),
    Column("Nhóm", "group", width=8),
    Column("Chủ quan", "subjective", "flag", 9, (YES, NO)),
    Column("Chỉ tính khi tiêu chí", "if_criterion", width=12),
    Column("có ít nhất (điểm)", "if_points", "whole", 10),
    Column("Mức ngầm định", "implied", "flag", 9, (YES, NO)),
    Column("Độ tin cậy", "confidence", width=10, among=CONFIDENCE),
    Column("Điểm in trong văn bản", "points_printed", width=12),
    Column("Mã in trong văn bản", "code_printed", width=12),
    Column("Ghi chú của người nhập", "note", width=40),
    Column("Còn thiếu", "missing", width=20),
)
KNOCKOUT_COLUMNS = (
    Column("Tiêu chí", "criterion"),
    Column("Mục", "section"),
    Column("Hậu quả", "effect", width=14, among=EFFECTS),
    Column("Tự phát hiện khi", "when", width=24, among=(ANY_ZERO, IS_ZERO)),
    Column("Lời văn", "label_vi", width=90),
)
NOTE_COLUMNS = (
    Column("Loại", "row", width=16, among=NOTE_KINDS),
    Column("Mã", "id"),
    Column("Nội dung", "text", width=80),
    Column("Nơi công bố", "where", width=50),
    Column("Bản", "commit", width=20),
    Column("Đã có (điểm)", "found", "whole"),
    Column("Cần có (điểm)", "expected", "whole"),
)
SETTING_COLUMNS = (
    Column("Khóa", "key", width=24),
    Column("Ý nghĩa", "meaning", width=60),
    Column("Giá trị", "value", width=60),
)
FLAGS = ("sample_product_required",)


# --- out -------------------------------------------------------------------------------------------------------------


def book_of(value: dict) -> bytes:
    """The workbook of a sheet's value (as YAML gives it); of a value with only a frame, a form to fill in."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    styles = SimpleNamespace(
        head=book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E8EEF0", "valign": "top", "border": 1}),
        text=book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        strong=book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "bold": True}),
        whole=book.add_format({"num_format": "0", "valign": "top"}),
        title=book.add_format({"bold": True, "font_size": 14}),
    )
    guide = book.add_worksheet(LEAF_GUIDE)
    guide.set_column(0, 0, 110)
    for row, line in enumerate(GUIDE):
        guide.write_string(row, 0, str(line), styles.title if row == 0 else styles.text)
    settings = [{"key": key, "meaning": str(meaning), "value": _said(value.get(key))} for key, meaning in SETTINGS]
    _leaf(book, styles, LEAF_SETTINGS, SETTING_COLUMNS, settings)
    _leaf(book, styles, LEAF_SHEET, SHEET_COLUMNS, _sheet_rows(value))
    _leaf(book, styles, LEAF_KNOCKOUTS, KNOCKOUT_COLUMNS, value.get("knockouts") or [])
    _leaf(book, styles, LEAF_NOTES, NOTE_COLUMNS, _note_rows(value))
    book.close()
    return file.getvalue()


def _leaf(book, styles, name: str, columns: tuple[Column, ...], rows) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width, styles.whole if column.kind == "whole" else styles.text)
        sheet.write_string(0, place, column.head, styles.head)
        if column.among:
            sheet.data_validation(1, place, MAX_ROWS, place, {"validate": "list", "source": list(column.among)})
        elif column.kind == "whole":
            sheet.data_validation(
                1, place, MAX_ROWS, place, {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 100}
            )
    for line, row in enumerate(rows, start=1):
        strong = styles.strong if row.get("row") in (PART, SECTION, CRITERION) else styles.text
        for place, column in enumerate(columns):
            cell = row.get(column.key)
            if isinstance(cell, bool) or cell is None:
                cell = _said(cell)
            if isinstance(cell, int):
                sheet.write_number(line, place, cell, styles.whole)
            elif cell:
                sheet.write_string(line, place, str(cell), strong)


def _said(cell) -> str:
    if isinstance(cell, bool):
        return YES if cell else NO
    return "" if cell is None else str(cell)


def _sheet_rows(value: dict) -> Iterator[dict]:
    for part in value.get("parts") or ():
        yield _head(part, PART)
        for section in part.get("sections") or ():
            yield _head(section, SECTION)
            for group in section.get("groups") or ():
                yield _head(group, GROUP)
            for criterion in section.get("criteria") or ():
                yield from _criterion_rows(criterion)


def _head(item: dict, kind: str) -> dict:
    return {**item, "row": kind, "points": item["max_points"]}


def _criterion_rows(criterion: dict) -> Iterator[dict]:
    rule = criterion.get("applies_if") or {}
    yield {
        **_head(criterion, CRITERION), "if_criterion": rule.get("criterion"), "if_points": rule.get("min_points"),
    }  # fmt: skip
    for text in criterion.get("notes_vi") or ():
        yield {"row": NOTE, "name_vi": text}
    for text in criterion.get("evidence_vi") or ():
        yield {"row": PAPER, "name_vi": text}
    for case in criterion.get("cases") or ():
        yield {"row": CASE, "code": case["code"], "name_vi": case["label_vi"]}
    for option in criterion.get("options") or ():
        yield {**option, "row": OPTION, "name_vi": option["label_vi"]}


def _note_rows(value: dict) -> Iterator[dict]:
    for source in value.get("sources") or ():
        yield {**source, "row": SOURCE, "text": source["title"]}
    yield from ({"row": QUIRK, "text": text} for text in value.get("source_quirks") or ())
    yield from ({"row": DISQUALIFIER, "text": text} for text in value.get("disqualifiers_vi") or ())
    for gap in value.get("missing") or ():
        yield {**gap, "row": GAP, "id": gap.get("part"), "text": gap.get("note") or gap.get("what")}


def empty_value(regulation, number: str = "01") -> dict:
    """The frame of a sheet of `regulation` to be filled in: its parts with their points, one row of each kind."""
    one = regulation.set(int(number))
    criterion = {
        "code": "1.1", "name_vi": "Tên tiêu chí", "max_points": 1, "kind": "choice", "subjective": False,
        "options": [{"points": 0, "label_vi": "Không"}, {"points": 1, "label_vi": "Có"}],
    }  # fmt: skip
    section = {"code": "1", "name_vi": "Tên mục", "max_points": 1, "criteria": [criterion]}
    return {
        "decision": regulation.number, "code": number, "slug": "", "name_vi": one.sheet_name if one else "",
        "confidence": "found", "total_points": 100,
        "parts": [
            {"code": p.code, "name_vi": p.name, "max_points": p.max_points, "sections": [section]}
            for p in regulation.parts
        ],
    }  # fmt: skip


# --- in --------------------------------------------------------------------------------------------------------------


def read_book(raw: bytes, name: str) -> tuple[Lined | None, list[SheetError]]:
    """The value of a workbook, or None and every fault of its form. What it says is judged by `sheetfiles.sheet_of`."""
    try:
        leaves = _leaves(raw, name)
    except SheetError as fault:
        return None, [fault]
    reader = _Reader(name)
    value = reader.value(leaves)
    return (None if reader.faults else value), reader.faults


def _leaves(raw: bytes, name: str) -> dict[str, list[list]]:
    """Cells of the four leaves. The archive is checked and read once, within a limit, before anything parses it."""
    upload = io.BytesIO(raw)
    upload.name, upload.size = name, len(raw)
    try:
        filekinds.recognise(upload, (filekinds.XLSX,))
        with zipfile.ZipFile(upload) as archive:
            if len(raw) > MAX_BYTES or sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise SheetError(name, "", "too large", code="book_large")
            if archive.testzip():
                raise SheetError(name, "", "broken archive", code="book_broken")
        book = python_calamine.load_workbook(io.BytesIO(raw))
        found = {}
        for leaf in (LEAF_SETTINGS, LEAF_SHEET, LEAF_KNOCKOUTS, LEAF_NOTES):
            if leaf not in book.sheet_names:
                raise SheetError(name, "", f"no leaf {leaf}", code="book_sheet", name=leaf)
            sheet = book.get_sheet_by_name(leaf)
            if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
                raise SheetError(name, "", "too many rows", code="book_rows", limit=MAX_ROWS, leaf=leaf)
            found[leaf] = sheet.to_python(skip_empty_area=False)
    except Refused as refusal:
        raise SheetError(name, "", "is refused as a file", code="file", sentence=refusal.sentence) from None
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError) as fault:
        if isinstance(fault, SheetError):
            raise
        raise SheetError(name, "", "cannot be read", code="book_broken") from None
    return found


class _Reader:
    """Rows into the value; every fault is noted with leaf and row, and reading goes on."""

    def __init__(self, name: str):
        self.name, self.faults = name, []

    def fault(self, leaf: str, line: int | None, key: str, code: str, **values) -> None:
        self.faults.append(SheetError(self.name, key, code, leaf=leaf, line=line, code=code, **values))

    def rows(self, leaf: str, cells: list[list], columns: tuple[Column, ...]) -> Iterator[Lined]:
        """Rows that hold something, as mappings of the columns' keys, found by their headings."""
        heads = [nfc(str(cell)).strip() for cell in cells[0]] if cells else []
        missing = [column for column in columns if column.head not in heads and column.key != "meaning"]
        for column in missing:
            self.fault(leaf, 1, "", "book_column", name=column.head)
        if missing:
            return
        where = {column: heads.index(column.head) for column in columns if column.head in heads}
        for line, row in enumerate(cells[1:], start=2):
            found = Lined(line=line, leaf=leaf)
            for column, place in where.items():
                cell = self._cell(row[place] if place < len(row) else "", column, leaf, line)
                if cell is not None:
                    found[column.key] = cell
            if found:
                yield found

    def _cell(self, cell, column: Column, leaf: str, line: int):
        """A cell as YAML would have it: text, whole number, true or false; None where it is empty."""
        if isinstance(cell, bool):
            return cell if column.kind == "flag" else (YES if cell else NO)
        if isinstance(cell, float):
            cell = int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
            return cell if column.kind == "whole" else str(cell)
        text = nfc(str(cell)).strip()
        if not text:
            return None
        if _ERROR.fullmatch(text):
            self.fault(leaf, line, column.head, "book_formula")
            return None
        if column.kind == "whole" and re.fullmatch(r"[0-9]{1,4}", text):
            return int(text)
        if column.kind == "flag" and text.casefold() in (YES, NO):
            return text.casefold() == YES
        return text

    def value(self, leaves: dict) -> Lined:
        found = self._settings(leaves[LEAF_SETTINGS])
        found["total_points"] = 100
        notes = self._notes(leaves[LEAF_NOTES])
        found |= {key: notes[key] for key in ("sources", "source_quirks", "disqualifiers_vi") if notes[key]}
        found.setdefault("sources", [])
        if notes["missing"]:
            found["missing"] = notes["missing"]
        found["knockouts"] = list(self.rows(LEAF_KNOCKOUTS, leaves[LEAF_KNOCKOUTS], KNOCKOUT_COLUMNS))
        found["parts"] = self._parts(leaves[LEAF_SHEET])
        found["gates"] = list(_gates(found["parts"]))
        return found

    def _settings(self, cells: list[list]) -> Lined:
        found, known = Lined(line=1, leaf=LEAF_SETTINGS), {key for key, _meaning in SETTINGS}
        for row in self.rows(LEAF_SETTINGS, cells, SETTING_COLUMNS):
            key = row.get("key", "")
            if key not in known:
                self.fault(LEAF_SETTINGS, row.line, "", "book_setting", value=str(key)[:60])
            elif "value" in row:
                value = row["value"]
                found[key] = value == YES if key in FLAGS and value in (YES, NO) else value
                found.lines[key] = row.line
        if re.fullmatch(r"[0-9]", found.get("code", "")):
            found["code"] = f"0{found['code']}"  # a spreadsheet eats the zero
        return found

    def _notes(self, cells: list[list]) -> dict[str, list]:
        found: dict[str, list] = {"sources": [], "source_quirks": [], "disqualifiers_vi": [], "missing": []}
        for row in self.rows(LEAF_NOTES, cells, NOTE_COLUMNS):
            kind, text = row.pop("row", ""), row.pop("text", None)
            if kind == SOURCE:
                row["title"] = text
                found["sources"].append(row)
            elif kind in (QUIRK, DISQUALIFIER):
                found["source_quirks" if kind == QUIRK else "disqualifiers_vi"].append(text or "")
            elif kind == GAP:
                part = row.pop("id", None)
                row |= {"part": part, "note": text} if part else {"what": text}
                found["missing"].append(row)
            else:
                self.fault(LEAF_NOTES, row.line, "", "book_kind", value=kind[:60], allowed=", ".join(NOTE_KINDS))
        return found

    def _parts(self, cells: list[list]) -> list[Lined]:
        parts: list[Lined] = []
        open_: dict[str, Lined] = {}
        for row in self.rows(LEAF_SHEET, cells, SHEET_COLUMNS):
            kind = row.pop("row", "")
            if kind not in KINDS:
                self.fault(LEAF_SHEET, row.line, "", "book_kind", value=kind[:60], allowed=", ".join(KINDS))
                continue
            above = ABOVE.get(kind)
            if above is not None and above not in open_:
                self.fault(LEAF_SHEET, row.line, "", "book_order", kind=kind, above=above)
                continue
            if kind == PART:
                open_ = {PART: _headed(row, sections=[])}
                parts.append(open_[PART])
            elif kind == SECTION:
                open_ = {PART: open_[PART], SECTION: _headed(row, criteria=[])}
                open_[PART]["sections"].append(open_[SECTION])
            elif kind == CRITERION:
                open_[CRITERION] = _criterion(row)
                open_[SECTION]["criteria"].append(open_[CRITERION])
            else:
                _add(open_[above], kind, row)
        return parts


def _headed(row: Lined, **more) -> Lined:
    if "points" in row:
        row["max_points"] = row.pop("points")
    row |= more
    return row


def _criterion(row: Lined) -> Lined:
    row = _headed(row, kind="choice", evidence_vi=[], options=[])
    rule = Lined(line=row.line, leaf=row.leaf)
    if "if_criterion" in row:
        rule["criterion"] = row.pop("if_criterion")
    if "if_points" in row:
        rule["min_points"] = row.pop("if_points")
    if rule:
        row["applies_if"] = rule
    return row


def _add(above: Lined, kind: str, row: Lined) -> None:
    """A row below its section or criterion."""
    if kind == GROUP:
        above.setdefault("groups", []).append(_headed(row))
    elif kind == NOTE:
        above.setdefault("notes_vi", []).append(row.get("name_vi", ""))
    elif kind == PAPER:
        above["evidence_vi"].append(row.get("name_vi", ""))
    else:
        if "name_vi" in row:
            row["label_vi"] = row.pop("name_vi")
        above["options"].append(row) if kind == OPTION else above.setdefault("cases", []).append(row)


def _gates(parts: list) -> Iterator[dict]:
    """`gates` as the marks of the options say; what is odd about a mark is told where it stands."""
    for part in parts:
        for section in part["sections"]:
            for criterion in section["criteria"]:
                for option in criterion["options"]:
                    stars, points = option.get("min_for_stars"), option.get("points")
                    if stars in (3, 4, 5) and type(points) is int and points > 0:
                        rule = {"criterion": f"{part.get('code')}.{criterion.get('code')}", "min_points": points}
                        yield {"stars": stars, "rule": rule, "label_vi": criterion.get("name_vi") or "-"}
