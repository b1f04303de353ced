"""The DOCX of a report, for the officer who goes on editing the words: same blocks, same order as the PDF."""

import io
from datetime import datetime
from xml.sax.saxutils import escape  # nosec B406

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Mm, Pt, RGBColor

from core.archives import without_clock
from core.documents import NOT_XML
from reports.document import day
from reports.exporters import cells, charts

FONT = "Times New Roman"
NO = ' w:val="0"'
BLANK = "\u00a0" * 7
ANNEX_WIDTHS = (10, 74, 76, 15, 47, 25)  # mm


def render(data: dict) -> bytes:
    """The document's bytes: the same from the same data."""
    doc = Document()
    _setup(doc, data)
    _head(doc, data)
    for line, last in _ends(data["legal"]):
        _paragraph(doc, f"Căn cứ {line}{'.' if last else ';'}", italic=True)
    for block in data["blocks"]:
        _block(doc, block)
    _signature(doc, data["letter"])
    if data["annex"]:
        _annex(doc, data)
    out = io.BytesIO()
    doc.save(out)
    return without_clock(out.getvalue())


def _ends(items: list):
    return [(item, index == len(items) - 1) for index, item in enumerate(items)]


def _setup(doc, data) -> None:
    """A4, margins of the Decree, page number centred on top but for page 1, language Vietnamese, properties."""
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    style = doc.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.rPr.append(language)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(6), Pt(0)
    for level in (1, 2, 3):
        heading = doc.styles[f"Heading {level}"]
        heading.font.name, heading.font.size, heading.font.bold = FONT, Pt(13.5), True
        heading.font.color.rgb = RGBColor(0, 0, 0)
        fonts = heading.element.rPr.rFonts
        for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(name), None)
        fonts.set(qn("w:ascii"), FONT)
        fonts.set(qn("w:hAnsi"), FONT)
        heading.paragraph_format.space_before = Pt(8)
    properties, moment = doc.core_properties, datetime.fromisoformat(data["as_of"])
    properties.title, properties.author = f"Báo cáo {data['title']}", data["letter"]["committee"]
    properties.created = properties.modified = moment
    properties.language, properties.comments, properties.last_modified_by = "vi", data["hash"], ""


def _page_number(paragraph) -> None:
    paragraph.alignment = ALIGN.CENTER
    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = text
        run._r.append(part)


def _paragraph(where, text, *, align=ALIGN.JUSTIFY, bold=False, italic=False, size=None, indent=True, before=6):
    paragraph = where.add_paragraph()
    return _fill(paragraph, text, align=align, bold=bold, italic=italic, size=size, indent=indent, before=before)


def _fill(paragraph, text, *, align=ALIGN.CENTER, bold=False, italic=False, size=None, indent=False, before=0):
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    if size:
        run.font.size = Pt(size)
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    if indent:
        paragraph.paragraph_format.first_line_indent = Cm(1.27)
    return paragraph


def _head(doc, data) -> None:
    letter = data["letter"]
    box = doc.add_table(rows=2, cols=2)
    box.autofit = False
    for row in box.rows:
        row.cells[0].width, row.cells[1].width = Mm(66), Mm(99)
    left, right = box.rows[0].cells
    lines = [(letter["superior"], False)] if letter["superior"] else []
    lines += [(line, True) for line in letter["agency"]]
    for index, (line, bold) in enumerate(lines):
        _fill(left.paragraphs[0] if not index else left.add_paragraph(), line, bold=bold, size=12.5)
    _fill(right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=12.5)
    motto = _fill(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", bold=True, size=13.5)
    motto.runs[0].underline = True
    number, place = box.rows[1].cells
    _fill(number.paragraphs[0], f"Số: {BLANK}/{letter['symbol']}", size=13, before=6)
    when = f"{letter['place']}, ngày {BLANK} tháng {BLANK} năm {letter['year']}"
    _fill(place.paragraphs[0], when, italic=True, before=6)
    _paragraph(doc, "BÁO CÁO", align=ALIGN.CENTER, bold=True, size=14, indent=False, before=18)
    _paragraph(doc, data["title"], align=ALIGN.CENTER, bold=True, size=14, indent=False, before=0)
    if len(letter["to"]) == 1:
        _paragraph(doc, f"Kính gửi: {letter['to'][0]}.", align=ALIGN.CENTER, indent=False, before=12)
    elif letter["to"]:
        _paragraph(doc, "Kính gửi:", align=ALIGN.LEFT, before=12)
        for line, last in _ends(letter["to"]):
            paragraph = _paragraph(doc, f"- {line}{'.' if last else ';'}", align=ALIGN.LEFT, indent=False, before=0)
            paragraph.paragraph_format.left_indent = Cm(3.5)


def _block(doc, block) -> None:
    kind = block["type"]
    if kind in ("h1", "h2"):
        heading = doc.add_heading(block["text"], level=1 if kind == "h1" else 2)
        heading.paragraph_format.first_line_indent = Cm(1.27)
    elif kind == "p":
        _paragraph(doc, block["text"])
    elif kind == "item":
        _paragraph(doc, f"- {block['text']}")
    elif kind == "note":
        _paragraph(doc, block["text"], align=ALIGN.LEFT, italic=True, size=11, indent=False, before=3)
    elif kind == "chart":
        picture = doc.add_paragraph()
        picture.alignment = ALIGN.CENTER
        picture.add_run().add_picture(io.BytesIO(charts.picture(block)), width=Mm(160))
        picture._p.find(f".//{qn('wp:docPr')}").set("descr", block["alt"])
        _paragraph(doc, block["caption"], align=ALIGN.CENTER, italic=True, size=12, indent=False, before=2)
    else:
        _table(doc, block)


def _table(doc, block) -> None:
    caption = _paragraph(doc, block["caption"], align=ALIGN.CENTER, bold=True, size=12, indent=False, before=10)
    caption.paragraph_format.keep_with_next = True
    if block["unit_note"]:
        note = f"({block['unit_note']})"
        below = _paragraph(doc, note, align=ALIGN.CENTER, italic=True, size=11, indent=False, before=0)
        below.paragraph_format.keep_with_next = True
    heads = [column["head"] for column in block["columns"]]
    rows = [(row, False) for row in cells.rows(block)]
    if block["total"]:
        rows.append((cells.total(block), True))
    _grid(doc, heads, rows, [165 * column["width"] // 100 for column in block["columns"]], {1}, 11)
    if block["note"]:
        _paragraph(doc, f"Ghi chú: {block['note']}", align=ALIGN.LEFT, italic=True, size=11, indent=False, before=3)


def _grid(doc, heads, rows, widths, left_columns, size) -> None:
    """A ruled table whose head repeats on each page; rows are (texts, bold). One text spans the row.

    The rows are written as XML and read at once: a row of objects costs fifty times as much.
    """
    grid = doc.add_table(rows=0, cols=len(heads))
    grid.style, grid.alignment, grid.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    sides = [Mm(width).twips for width in widths]
    lines = [_row([(text, side, "center") for text, side in zip(heads, sides, strict=True)], True, size, head=True)]
    places = ["left" if place in left_columns else "center" for place in range(len(heads))]
    for texts, bold in rows:
        one = [(texts[0], sum(sides), "left")] if len(texts) == 1 else zip(texts, sides, places, strict=True)
        lines.append(_row(one, bold, size, span=len(heads) if len(texts) == 1 else 1))
    for line in parse_xml(f"<w:tbl {nsdecls('w')}>{''.join(lines)}</w:tbl>"):
        grid._tbl.append(line)


def _row(boxes, bold: bool, size: int, *, head: bool = False, span: int = 1) -> str:
    """<w:tr>: boxes of (text, width in twentieths of a point, alignment); never cut by a page's end."""
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    look = f'<w:rPr><w:b{"" if bold else NO}/><w:i{NO}/><w:sz w:val="{2 * size}"/></w:rPr>'
    cells_ = "".join(
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/>{wide}</w:tcPr><w:p><w:pPr><w:spacing w:before="0"/>'
        f'<w:jc w:val="{align}"/></w:pPr><w:r>{look}<w:t xml:space="preserve">{escape(NOT_XML.sub("", text))}</w:t></w:r></w:p></w:tc>'
        for text, width, align in boxes
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{cells_}</w:tr>"


def _signature(doc, letter) -> None:
    doc.add_paragraph()
    box = doc.add_table(rows=1, cols=2)
    left, right = box.rows[0].cells
    _fill(left.paragraphs[0], "Nơi nhận:", align=ALIGN.LEFT, bold=True, italic=True, size=12)
    for line in [*(f"- {name};" for name in letter["recipients"]), f"- {letter['archive']}"]:
        _fill(left.add_paragraph(), line, align=ALIGN.LEFT, size=11)
    for index, line in enumerate(letter["authority"]):
        _fill(right.paragraphs[0] if not index else right.add_paragraph(), line, bold=True)
    for _line in range(4):
        right.add_paragraph()
    _fill(right.add_paragraph(), letter["signer"], bold=True)


def _annex(doc, data) -> None:
    section = doc.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(25)
    numbering = OxmlElement("w:pgNumType")  # pages of an annex are numbered on their own
    numbering.set(qn("w:start"), "1")
    section._sectPr.find(qn("w:cols")).addprevious(numbering)  # the schema wants it before the columns
    title = doc.add_heading("Phụ lục I", level=1)
    title.alignment = ALIGN.CENTER
    until = day(data["as_of"])
    words = f"DANH SÁCH SẢN PHẨM OCOP CÒN HIỆU LỰC CÔNG NHẬN ĐẾN HẾT NGÀY {until}"
    _paragraph(doc, words, align=ALIGN.CENTER, bold=True, indent=False, before=0)
    letter = data["letter"]
    with_ = (
        f"(Kèm theo Báo cáo số {BLANK}/{letter['symbol']} ngày {BLANK} tháng {BLANK} năm {letter['year']} "
        f"của {letter['committee']})"
    )
    _paragraph(doc, with_, align=ALIGN.CENTER, italic=True, indent=False, before=0)
    rows: list = []
    for group in cells.grouped(data["annex"]):
        rows.append(([f"{group['place']} ({len(group['rows'])} sản phẩm)"], True))
        rows.extend(
            ([str(r["index"]), r["product"], r["producer"], str(r["stars"]), r["decided"], r["until"]], False)
            for r in group["rows"]
        )
    heads = ["TT", "Sản phẩm", "Chủ thể", "Hạng sao", "Quyết định công nhận", "Hiệu lực đến"]
    _grid(doc, heads, rows, ANNEX_WIDTHS, {1, 2}, 10)
