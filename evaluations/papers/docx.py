"""The DOCX of an official paper, for the office that goes on editing: same blocks, same order as the PDF."""

import io
from datetime import datetime

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from core.archives import without_clock
from evaluations.papers import blocks
from evaluations.papers.pdf import heads, moment

FONT = "Times New Roman"
TALL, WIDE = 165, 257  # mm of text width
ALIGNS = {"l": ALIGN.LEFT, "k": ALIGN.LEFT, "c": ALIGN.CENTER, "r": ALIGN.RIGHT}


def render(data: dict) -> bytes:
    """The document's bytes: the same from the same data."""
    doc = Document()
    _setup(doc, data)
    for number, copy in enumerate(data["copies"] or [{"fields": [], "code": "", "signer": ""}]):
        if number:
            _page_start(doc.add_section(WD_SECTION.NEW_PAGE))
        _body(doc, data, copy)
    for part in data["annexes"]:
        _annex(doc, data, part)
    out = io.BytesIO()
    doc.save(out)
    return without_clock(out.getvalue())


def _setup(doc, data: dict) -> None:
    """A4, margins of the Decree, page number centred on top but for page 1, language Vietnamese, properties."""
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    if data["landscape"]:
        _wide(section)
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
    for level in (1, 2):
        heading = doc.styles[f"Heading {level}"]
        heading.font.name, heading.font.size, heading.font.bold = FONT, Pt(13.5), True
        heading.font.color.rgb = RGBColor(0, 0, 0)
        fonts = heading.element.rPr.rFonts
        for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(name), None)
        fonts.set(qn("w:ascii"), FONT)
        fonts.set(qn("w:hAnsi"), FONT)
        heading.paragraph_format.space_before = Pt(8)
    properties = doc.core_properties
    properties.title, properties.author = f"{data['type']}: {data['subject']}"[:255], data["issuer"][:255]
    when: datetime = moment(data).replace(tzinfo=None)
    properties.created = properties.modified = when
    properties.language, properties.last_modified_by = "vi", ""


def _wide(section) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)


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


def _page_start(section) -> None:
    """Pages of an annex or of a copy are numbered on their own."""
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    section._sectPr.find(qn("w:cols")).addprevious(numbering)  # the schema wants it before the columns


def _paragraph(where, text, *, align=ALIGN.JUSTIFY, before=6, indent=True, lead="", **look):
    """A new paragraph; `lead` stands before the text in bold."""
    paragraph = where.add_paragraph()
    if lead:
        paragraph.add_run(f"{lead} ").bold = True
    return _fill(paragraph, text, align=align, indent=indent, before=before, **look)


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


def _body(doc, data: dict, copy: dict) -> None:
    code = copy["code"] or data["code"]
    if code:
        _paragraph(doc, f"Mã phiếu: {code}", align=ALIGN.RIGHT, bold=True, size=11, indent=False, before=0)
    _head(doc, data["letter"], WIDE if data["landscape"] else TALL)
    _paragraph(doc, data["type"], align=ALIGN.CENTER, bold=True, size=14, indent=False, before=18)
    if data["subject"]:
        _paragraph(doc, data["subject"], align=ALIGN.CENTER, bold=True, size=14, indent=False, before=0)
    if data["replaces"]:
        _paragraph(doc, f"({data['replaces']})", align=ALIGN.CENTER, italic=True, size=12, indent=False, before=2)
    if data["authority"]:
        _paragraph(doc, data["authority"], align=ALIGN.CENTER, bold=True, indent=False, before=12)
    _addressees(doc, data)
    for label, value in copy["fields"]:
        _field(doc, label, value)
    for block in data["blocks"]:
        _block(doc, block, WIDE if data["landscape"] else TALL)
    _signature(doc, data["sign"], copy.get("signer", ""))


def _head(doc, letter: dict, width: int) -> None:
    box = doc.add_table(rows=2, cols=2)
    box.autofit = False
    for row in box.rows:
        row.cells[0].width, row.cells[1].width = Mm(width * 0.41), Mm(width * 0.59)
    left, right = box.rows[0].cells
    lines = [(line, False) for line in letter["superior"]] + [(line, True) for line in letter["agency"]]
    for index, (line, bold) in enumerate(lines):
        last = _fill(left.paragraphs[0] if not index else left.add_paragraph(), line, bold=bold, size=12.5)
    last.runs[0].underline = True
    _fill(right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=12.5)
    motto = _fill(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", bold=True, size=13.5)
    motto.runs[0].underline = True
    number, place = box.rows[1].cells
    _fill(number.paragraphs[0], blocks.number_line(letter), size=13, before=6)
    _fill(place.paragraphs[0], blocks.place_line(letter), italic=True, before=6)


def _addressees(doc, data: dict) -> None:
    if len(data["to"]) == 1:
        words = f"{data['to_label']}: {data['to'][0]}."
        _paragraph(doc, words, align=ALIGN.CENTER, indent=False, before=12)
    elif data["to"]:
        _paragraph(doc, f"{data['to_label']}:", align=ALIGN.LEFT, before=12)
        for index, line in enumerate(data["to"]):
            mark = "." if index == len(data["to"]) - 1 else ";"
            paragraph = _paragraph(doc, f"- {line}{mark}", align=ALIGN.LEFT, indent=False, before=0)
            paragraph.paragraph_format.left_indent = Cm(3.5)


def _field(doc, label: str, value: str) -> None:
    paragraph = _paragraph(doc, f"{label}: ", align=ALIGN.LEFT, indent=False, before=3)
    paragraph.add_run(value).bold = True


def _block(doc, block: dict, width: int) -> None:
    kind = block["type"]
    if kind == "h":
        heading = doc.add_heading(block["text"], level=block["level"])
        heading.paragraph_format.first_line_indent = Cm(1.27)
    elif kind == "p":
        style = block["style"]
        text = f"- {block['text']}" if style == "item" else block["text"]
        center = style in ("center", "order")
        _paragraph(
            doc, text, align=ALIGN.CENTER if center else ALIGN.JUSTIFY, bold=style in ("bold", "order"),
            italic=style == "basis", indent=not center and style != "plain", lead=block["lead"],
        )  # fmt: skip
    elif kind == "fields":
        for label, value in block["rows"]:
            _field(doc, label, value)
    elif kind == "lines":
        for _line in range(block["count"]):
            _paragraph(doc, blocks.WIDE_DOTS, align=ALIGN.LEFT, indent=False)
    else:
        _table(doc, block, width)


def _table(doc, block: dict, width: int) -> None:
    if block["caption"]:
        caption = _paragraph(doc, block["caption"], align=ALIGN.CENTER, bold=True, size=12, indent=False, before=10)
        caption.paragraph_format.keep_with_next = True
    columns, top = block["columns"], heads(block["columns"])
    above = 2 if top["under"] else 1
    grid = doc.add_table(rows=len(block["rows"]) + above, cols=len(columns))
    grid.style, grid.alignment, grid.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for box, col in zip(grid.columns, columns, strict=True):
        box.width = Mm(width * col["width"] / 1000)
    _heads(grid, columns, top, block["size"])
    for line, row in zip(grid.rows[above:], block["rows"], strict=True):
        _keep_row(line)
        boxes = line.cells
        if isinstance(row, dict) and "group" in row:
            whole = boxes[0].merge(boxes[-1])
            _fill(whole.paragraphs[0], row["group"], align=ALIGN.LEFT, bold=True, size=block["size"])
            whole.paragraphs[0].paragraph_format.keep_with_next = True
            continue
        bold = isinstance(row, dict)
        for box, text, col in zip(boxes, row["sum"] if bold else row, columns, strict=True):
            box.width = Mm(width * col["width"] / 1000)
            first, line_, rest = text.partition("\n") if col["lead"] else ("", "", text)
            if first:
                run = box.paragraphs[0].add_run(first)
                run.bold, run.font.size = True, Pt(block["size"])
            _fill(box.paragraphs[0], line_ + rest, align=ALIGNS[col["align"]], bold=bold, size=block["size"])
    if block["note"]:
        _paragraph(doc, block["note"], align=ALIGN.LEFT, italic=True, size=11, indent=False, before=3)


def _heads(grid, columns: list[dict], top: dict, size: int) -> None:
    rows = grid.rows
    _keep_row(rows[0], head=True)
    if top["under"]:
        _keep_row(rows[1], head=True)
    place, under = 0, iter(top["under"])
    for cell in top["top"]:
        box = rows[0].cells[place]
        if cell["columns"] > 1:
            box = box.merge(rows[0].cells[place + cell["columns"] - 1])
        if cell["rows"] > 1:
            box = box.merge(rows[1].cells[place])
        elif top["under"]:
            for offset in range(cell["columns"]):
                _fill(rows[1].cells[place + offset].paragraphs[0], next(under), bold=True, size=size)
        _fill(box.paragraphs[0], cell["text"], bold=True, size=size)
        place += cell["columns"]
    for index, col in enumerate(columns):
        rows[0].cells[index].width = Mm(max(1, grid.columns[index].width.mm)) if col["width"] else None


def _keep_row(line, *, head: bool = False) -> None:
    properties = line._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))


def _signature(doc, sign: dict, name: str) -> None:
    if not sign["columns"]:
        return
    if doc.paragraphs:
        doc.paragraphs[-1].paragraph_format.keep_with_next = True  # no page with the signature alone
    doc.add_paragraph().paragraph_format.keep_with_next = True
    beside = [None] if sign["recipients"] or len(sign["columns"]) == 1 else []
    box = doc.add_table(rows=1, cols=len(beside) + len(sign["columns"]))
    _keep_row(box.rows[0])
    cells = list(box.rows[0].cells)
    if sign["recipients"]:
        left = cells[0]
        _fill(left.paragraphs[0], "Nơi nhận:", align=ALIGN.LEFT, bold=True, italic=True, size=12)
        for line in [*(f"- {one};" for one in sign["recipients"]), f"- {sign['archive']}"]:
            _fill(left.add_paragraph(), line, align=ALIGN.LEFT, size=11)
    for cell, signer in zip(cells[len(beside) :], sign["columns"], strict=True):
        for index, line in enumerate(signer["lines"]):
            _fill(cell.paragraphs[0] if not index else cell.add_paragraph(), line, bold=True)
        if signer["note"]:
            _fill(cell.add_paragraph(), signer["note"], italic=True)
        for _line in range(4):
            cell.add_paragraph()
        _fill(cell.add_paragraph(), name or signer["name"], bold=True)


def _annex(doc, data: dict, part: dict) -> None:
    section = doc.add_section(WD_SECTION.NEW_PAGE)
    if part["landscape"]:
        _wide(section)
    else:
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
    _page_start(section)
    title = doc.add_heading(part["label"], level=1)
    title.alignment = ALIGN.CENTER
    if part["title"]:
        _paragraph(doc, part["title"], align=ALIGN.CENTER, bold=True, indent=False, before=0)
    if part["parent"]:
        words = blocks.attached_line(data, part["parent"])
        _paragraph(doc, words, align=ALIGN.CENTER, italic=True, indent=False, before=0)
    for block in part["blocks"]:
        _block(doc, block, WIDE if part["landscape"] else TALL)
