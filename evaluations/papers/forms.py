"""PDF and DOCX of an official form, from its drawn rows alone: the same from the same data (evaluations/formdefs.py)."""

import io
from datetime import datetime

from django.template.loader import get_template, render_to_string
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from core import documents
from core.archives import without_clock

FONT = "Times New Roman"
ALIGNS = {"left": ALIGN.LEFT, "center": ALIGN.CENTER, "right": ALIGN.RIGHT, "justify": ALIGN.JUSTIFY}
WIDTH = 165  # mm of text
BOX = {"on": "☑", "off": "☐"}


def pdf(data: dict) -> bytes:
    """PDF/A-3a. Refused without Pango or the report font."""
    widths = {width for row in data["rows"] if row["type"] == "table" for width in row["widths"]}
    rules = "".join(f".w{width} {{ width: {width}%; }}\n" for width in sorted(widths))
    sheet = get_template("evaluations/documents/form.css").template.source + rules
    html = render_to_string("evaluations/documents/form.html", {"d": data})
    return documents.render_pdf(html, stylesheets=[sheet], created=datetime.fromisoformat(data["filed_at"]))


def docx(data: dict) -> bytes:
    """The same rows in Word, for who goes on by hand."""
    doc = Document()
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    style = doc.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(4), Pt(0)
    properties = doc.core_properties
    properties.title, properties.language = f"{data['number']}: {data['name']}"[:255], "vi"
    properties.author = properties.last_modified_by = ""
    properties.created = properties.modified = datetime.fromisoformat(data["filed_at"]).replace(tzinfo=None)
    for row in data["rows"]:
        WRITERS[row["type"]](doc, row)
    out = io.BytesIO()
    doc.save(out)
    return without_clock(out.getvalue())


def _write(paragraph, runs, look="", align="left"):
    for text, kind in runs:
        run = paragraph.add_run(BOX.get(kind, text))
        run.bold, run.italic = look == "bold" or kind == "v" and look == "", look == "italic"
        if kind == "v":
            run.bold = True
    paragraph.alignment = ALIGNS[align]
    return paragraph


def _line(doc, row):
    _write(doc.add_paragraph(), row["runs"], row["look"], row["align"])


def _two(doc, row):
    table = doc.add_table(rows=1, cols=2)
    for cell, side in zip(table.rows[0].cells, ("left", "right"), strict=True):
        for number, runs in enumerate(row[side]):
            _write(cell.paragraphs[0] if number == 0 else cell.add_paragraph(), runs, "bold", "center")


def _sign(doc, row):
    table = doc.add_table(rows=1, cols=2)
    cell = table.rows[0].cells[1]
    for number, (runs, look) in enumerate(row["lines"]):
        _write(cell.paragraphs[0] if number == 0 else cell.add_paragraph(), runs, look, "center")
    for _ in range(3):
        cell.add_paragraph()


def _dots(doc, row):
    for _ in range(row["count"]):
        doc.add_paragraph("." * 100)


def _rule(doc, _row):
    doc.add_paragraph("_" * 40).alignment = ALIGN.CENTER


def _table(doc, row):
    table = doc.add_table(rows=1, cols=len(row["columns"]))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for cell, text in zip(table.rows[0].cells, row["columns"], strict=True):
        _write(cell.paragraphs[0], [[text, ""]], "bold", "center")
    for texts in row["rows"]:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.paragraphs[0].add_run(text).font.size = Pt(11)
    for line in table.rows:
        for cell, width in zip(line.cells, row["widths"], strict=True):
            cell.width = Mm(WIDTH * width / 100)


WRITERS = {"p": _line, "two": _two, "sign": _sign, "dots": _dots, "rule": _rule, "table": _table}
