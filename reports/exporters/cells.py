"""How a raw cell of the document model is shown in PDF and DOCX (report-format §3)."""

import csv
import io

from core.formats import safe_cell
from reports.document import UNPLACED, day


def show(value, kind: str) -> str:
    """1.234 for numbers, 12,5 for per cents, "-" for zero, nothing for None; texts as they are."""
    if value is None:
        return ""
    if kind == "percent":
        return {"0.0": "-", "100.0": "100"}.get(value, str(value).replace(".", ","))
    if kind == "int" and isinstance(value, int):
        return f"{value:,d}".replace(",", ".") if value else "-"
    return str(value)


def rows(table: dict) -> list[list[str]]:
    """All rows of a table as texts, without the total."""
    kinds = [column["kind"] for column in table["columns"]]
    return [[show(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in table["rows"]]


def total(table: dict) -> list[str]:
    """The total row as texts; empty without one."""
    if not table["total"]:
        return []
    kinds = [column["kind"] for column in table["columns"]]
    return [show(value, kind) for value, kind in zip(table["total"], kinds, strict=True)]


def decision(row: dict) -> str:
    """Number and date under "Quyết định công nhận": "3981/QĐ-UBND, 05/08/2026"; an assumed date is marked."""
    when = day(row["issued_on"]) + ("*" if row["assumed"] else "")
    return f"{row['decision']}, {when}" if row["decision"] else when


def grouped(annex: list[dict]) -> list[dict]:
    """Annex rows under their localities: [{"place", "rows": [{"index", …}]}]; the index runs through the whole list."""
    groups: list[dict] = []
    for index, row in enumerate(annex, start=1):
        if not groups or groups[-1]["unit"] != row["unit"]:
            groups.append({"unit": row["unit"], "place": row["place"] or UNPLACED, "rows": []})
        groups[-1]["rows"].append({**row, "index": index, "decided": decision(row), "until": day(row["valid_to"])})
    return groups


def annex_csv(data: dict) -> bytes:
    """The annex as CSV with BOM, ISO dates; cells that a spreadsheet would run are escaped (craft §11)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        [
            "TT",
            "Địa bàn",
            "Sản phẩm",
            "Chủ thể",
            "Hạng sao",
            "Số giấy chứng nhận",
            "Số quyết định",
            "Ngày cấp",
            "Hiệu lực đến",
        ]
    )
    for index, r in enumerate(data["annex"], start=1):
        texts = [r["place"], r["product"], r["producer"]]
        papers = [r["certificate"], r["decision"], r["issued_on"], r["valid_to"]]
        writer.writerow([index, *map(safe_cell, texts), r["stars"], *map(safe_cell, papers)])
    return ("\ufeff" + out.getvalue()).encode()
