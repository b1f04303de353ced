"""The PDF of an official paper: PDF/A-3a, tagged, with the head and the signature block of Decree 30/2020/NĐ-CP."""

import re
from datetime import UTC, datetime, time

from django.template.loader import get_template, render_to_string

from core import documents
from evaluations.papers import blocks

WHOLE = re.compile(r"(\S*/\S*[^\s;:,.)])")


def render(data: dict) -> bytes:
    """The PDF's bytes: the same from the same data. Refused without Pango or the report font."""
    return documents.render_pdf(html(data), stylesheets=[stylesheet(data)], created=moment(data))


def moment(data: dict) -> datetime:
    """The only clock of the file: the day of issue, else the day on which the draft was built."""
    day = datetime.fromisoformat(data["letter"]["on"] or data["built_on"]).date()
    return datetime.combine(day, time(), tzinfo=UTC)


def html(data: dict) -> str:
    """The paper as HTML, without its stylesheet."""
    copies = [{**copy, "page": f"copy{n % 2}"} for n, copy in enumerate(data["copies"] or [{"fields": [], "code": ""}])]
    annexes = [
        {
            **part,
            "page": f"{'wide' if part['landscape'] else 'tall'}{n % 2}",
            "attached": blocks.attached_line(data, part["parent"]) if part["parent"] else "",
            "drawn": [_drawn(block) for block in part["blocks"]],
        }
        for n, part in enumerate(data["annexes"])
    ]
    words = {
        "d": data,
        "code": data["code"],
        "copies": copies,
        "many": bool(data["copies"]),
        "drawn": [_drawn(block, last=n == len(data["blocks"]) - 1) for n, block in enumerate(data["blocks"])],
        "annexes": annexes,
        "number": blocks.number_line(data["letter"]),
        "place": blocks.place_line(data["letter"]),
    }
    return render_to_string("evaluations/documents/paper.html", words)


def pieces(text: str) -> list[tuple[str, bool]]:
    """The text in parts; True for those that no line break may cut: numbers of papers ("26/2026/QĐ-TTg") and dates."""
    found, end = [], 0
    for match in WHOLE.finditer(text):
        found += [(text[end : match.start()], False), (match.group(), True)]
        end = match.end()
    return [part for part in [*found, (text[end:], False)] if part[0]]


def _drawn(block: dict, *, last: bool = False) -> dict:
    if block["type"] == "p":
        return {**block, "pieces": pieces(block["text"]), "last": last}
    if block["type"] == "lines":
        return {**block, "range": range(block["count"])}
    if block["type"] == "table":
        return {
            **block,
            "heads": heads(block["columns"]),
            "lines": [_line(row, block["columns"]) for row in block["rows"]],
        }
    return block


def heads(columns: list[dict]) -> dict:
    """One or two rows of heads: {"top": [{"text", "columns", "rows"}], "under": [text]}."""
    if not any(c["over"] for c in columns):
        return {"top": [{"text": c["head"], "columns": 1, "rows": 1} for c in columns], "under": []}
    top, under = [], []
    for index, col in enumerate(columns):
        if not col["over"]:
            top.append({"text": col["head"], "columns": 1, "rows": 2})
            continue
        under.append(col["head"])
        if index and columns[index - 1]["over"] == col["over"]:
            top[-1]["columns"] += 1
        else:
            top.append({"text": col["over"], "columns": 1, "rows": 1})
    return {"top": top, "under": under}


def _line(row, columns: list[dict]) -> dict:
    if isinstance(row, dict) and "group" in row:
        return {"group": row["group"], "span": len(columns)}
    bold = isinstance(row, dict)
    texts = row["sum"] if bold else row
    return {"bold": bold, "cells": [_cell(text, c) for text, c in zip(texts, columns, strict=True)]}


def _cell(text: str, col: dict) -> tuple[str, str, str]:
    """(bold first line, the rest, align)."""
    first, line, rest = text.partition("\n") if col["lead"] else ("", "", text)
    return first, line + rest, col["align"]


def stylesheet(data: dict) -> str:
    """The sheet of all papers, with one rule for every column width in use."""
    parts = [data["blocks"], *(part["blocks"] for part in data["annexes"])]
    widths = {c["width"] for part in parts for block in part if block["type"] == "table" for c in block["columns"]}
    rules = "".join(f".w{width} {{ width: {width / 10:.1f}%; }}\n" for width in sorted(widths))
    return get_template("evaluations/documents/paper.css").template.source + rules
