"""The PDF of a report: PDF/A-3a, tagged, with the annex attached as data; byte for byte the same from the same data."""

import re
from datetime import UTC, datetime

from django.template.loader import get_template, render_to_string

from core import documents
from core.exceptions import Refused
from reports.document import day
from reports.exporters import cells, charts

BLANK = "\u00a0" * 7  # room to write a number or a day by hand
WHOLE = re.compile(r"(\S*/\S*[^\s;,.])")
SHORT = 16  # rows of a table that is never cut by a page's end
ANNEX_LIMIT = 1000  # rows of one document (report-format §4): more go into sheet and attachment only


def check_ready() -> None:
    """Refused, with the command that mends it, where Pango or the report font is missing."""
    reason = documents.pdf_ready()
    if reason:
        raise Refused(reason, code="pdf.not_ready")


def html(data: dict) -> str:
    """The document as HTML, without its stylesheet."""
    blocks = []
    for block in data["blocks"]:
        if block["type"] == "table":
            rows, sum_ = cells.rows(block), cells.total(block)
            block = {
                **block,
                "cells": [(row[0], row[1], row[2:]) for row in rows],
                "short": len(rows) <= SHORT,
                "sum": (sum_[0], sum_[1], sum_[2:]) if sum_ else None,
            }
        elif block["type"] == "chart":
            block = {**block, "drawing": charts.stacked(block)}
        elif block["type"] in ("p", "item", "note"):
            block = {**block, "pieces": pieces(block["text"])}
        blocks.append(block)
    many = len(data["annex"]) if len(data["annex"]) > ANNEX_LIMIT else 0
    groups = [] if many else cells.grouped(data["annex"])
    words = {
        "d": data,
        "blocks": blocks,
        "groups": groups,
        "too_many": many,
        "blank": BLANK,
        "until": day(data["as_of"]),
        "legal": [pieces(line) for line in data["legal"]],
    }
    return render_to_string("reports/documents/report.html", words)


def pieces(text: str) -> list[tuple[str, bool]]:
    """The text in parts; True for those that no line break may cut: numbers of papers ("26/2026/QĐ-TTg") and dates."""
    return [(part, n % 2 == 1) for n, part in enumerate(WHOLE.split(text)) if part]


def stylesheet(data: dict) -> str:
    """The sheet of all reports, with one rule for every column width in use."""
    widths = {column["width"] for b in data["blocks"] if b["type"] == "table" for column in b["columns"]}
    rules = "".join(f".w{w} {{ width: {w}%; }}\n" for w in sorted(widths | {4, 6, 28, 31}))
    return get_template("reports/documents/report.css").template.source + rules


def render(data: dict) -> bytes:
    """The PDF's bytes. Refused without Pango or font. A report fetches nothing: the locked fetcher finds no asset in it."""
    annex = documents.Attached(
        name="san-pham.csv", content=cells.annex_csv(data), description="Phụ lục I dưới dạng bảng"
    )
    return documents.render_pdf(
        html(data), xml=True, stylesheets=[stylesheet(data)], attachments=[annex], created=_moment(data)
    )


def _moment(data: dict):
    return datetime.fromisoformat(data["as_of"]).replace(tzinfo=UTC)
