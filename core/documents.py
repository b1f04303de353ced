"""The one place that makes PDF files, and small parts that every document needs (security §7, report-format §4).

WeasyPrint is imported on first use: the web server never pays for it, the job runner does. Same HTML, same `created`, same
bytes: documents are rebuilt identical from frozen data (design §8).
"""

import ctypes
import functools
import gc
import io
import logging
import re
import threading
import warnings
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree  # nosec B405

import segno
import xlsxwriter
from django.conf import settings
from django.template.loader import render_to_string
from fontTools.ttLib import TTFont, TTLibError

from core import clock, messages
from core.exceptions import Refused

log = logging.getLogger("ocop.documents")
FONT = "Liberation Serif"
FONT_FILE = "LiberationSerif-Regular.ttf"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
PROOF = 0x1EBF  # ế: Debian's older fonts-liberation lacks the Vietnamese letters under the same family name
# Letters that XML has no place for.
NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
# One render at a time in a process: the collector is switched off for its length.
_render = threading.Lock()


def assets() -> Path:
    """The only folder from which a document may take files: stylesheets and pictures of our own."""
    return (Path(settings.BASE_DIR) / "static").resolve()


def inside_assets(url: str) -> Path | None:
    """The real file behind a file: address when it lies in the asset folder, links and dots resolved; else None."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost") or "\0" in unquote(parts.path):
        return None
    path = Path(unquote(parts.path)).resolve()
    return path if path.is_relative_to(assets()) and path.is_file() else None


@functools.cache
def _locked():
    """The fetcher class, made when WeasyPrint is there: data: addresses and our own assets, nothing else, no redirects."""
    from weasyprint.urls import URLFetcher  # noqa: PLC0415  heavy, and absent without Pango

    class Locked(URLFetcher):
        """Refuses every address that is neither data: nor a file of the asset folder (real path compared)."""

        def __init__(self):
            super().__init__(timeout=2, allowed_protocols={"file", "data"}, allow_redirects=False)

        def fetch(self, url, headers=None):
            """ValueError "blocked"; WeasyPrint then leaves the resource out."""
            if url.startswith("data:"):
                return super().fetch(url, headers)
            path = inside_assets(url)
            if path is None:
                log.warning("a document asked for an address that is not ours")
                raise ValueError("blocked")
            return super().fetch(path.as_uri(), headers)

    return Locked


@functools.cache
def pdf_ready() -> str | None:
    """None when PDF files can be made; otherwise a Vietnamese sentence with the command that installs what is missing."""
    try:
        _locked()
    except OSError:
        return str(messages.PDF_NO_PANGO)
    found = [path for folder in FONT_FOLDERS for path in Path(folder).expanduser().rglob(FONT_FILE)]
    if not found:
        return str(messages.PDF_NO_FONT)
    return None if all(_speaks_vietnamese(path) for path in found) else str(messages.PDF_OLD_FONT)


def _speaks_vietnamese(path: Path) -> bool:
    try:
        with path.open("rb") as file, TTFont(file, lazy=True) as font:
            return PROOF in font.getBestCmap()
    except (OSError, TTLibError):
        return False


@dataclass(frozen=True)
class Attached:
    """A file inside a PDF/A-3: the data behind the report. `relationship`: Data, Source, Supplement."""

    name: str
    content: bytes
    relationship: str = "Data"
    description: str = ""


@contextmanager
def _quiet_collector():
    """The cyclic collector walks WeasyPrint's boxes again and again; off for the render, one pass after (report-format §4)."""
    with _render, warnings.catch_warnings():
        # WeasyPrint 70 leaves its colour profile to the collector to close.
        warnings.filterwarnings("ignore", "unclosed file .*sRGB2014", ResourceWarning)
        was = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if was:
                gc.enable()
            gc.collect()
            _give_back()


def _give_back() -> None:
    """Hand freed memory to the system: glibc keeps it in pieces, beside which the next document of a worker would grow."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # other C libraries have no such call
    if trim is not None:
        trim(0)


@functools.cache
def _source_class():
    """A document read as XML, made when WeasyPrint is there: C reads it, where HTML is read by Python at thirty times the cost."""
    from cssselect2 import ElementWrapper  # noqa: PLC0415  comes with WeasyPrint
    from weasyprint import CSS, HTML  # noqa: PLC0415  heavy: only where PDF files are made

    base = CSS(string=Path(__file__).with_name("paper.css").read_text(encoding="utf-8"))

    class Source(HTML):
        """What WeasyPrint's own constructor sets, from a tree of ours; and our base sheet in place of its own."""

        def __init__(self, text: str, base_url: str, url_fetcher):
            # Our own template with every value escaped: no document type, so no entities.
            tree = ElementTree.fromstring(NOT_XML.sub("", text))  # noqa: S314  # nosec B314
            self.base_url, self.url_fetcher, self.media_type = base_url, url_fetcher, "print"
            self.wrapper_element = ElementWrapper.from_html_root(tree, content_language=None)
            self.etree_element = self.wrapper_element.etree_element

        def _ua_stylesheets(self, forms=False):
            return [base]

    return Source


def render_pdf(
    html: str,
    *,
    xml: bool = False,
    variant: str = "pdf/a-3a",
    stylesheets: Sequence[str] = (),
    attachments: Iterable[Attached] = (),
    created: datetime | None = None,
) -> bytes:
    """The PDF of a whole HTML document (lang, title and headings in order; font "Liberation Serif" named in its CSS).

    `xml`: the text is well-formed XML too, elements without namespace (every element closed, no named entity but XML's five).
    `variant`: pdf/a-3a (archive, attachments) or pdf/ua-1. `stylesheets`: CSS text, or names of files in static/ that end in
    .css. `created`: the moment of the frozen data, aware; it and nothing else dates the file. Refused when Pango or the font
    is missing.
    """
    reason = pdf_ready()
    if reason:
        raise Refused(reason, code="pdf.not_ready")
    from weasyprint import CSS, HTML, Attachment  # noqa: PLC0415  heavy: only where PDF files are made

    moment = created or clock.now()
    stamp = moment.replace(microsecond=0).isoformat()
    fetcher = _locked()()
    base = assets().as_uri() + "/"
    sheets = []
    for sheet in stylesheets:
        text = (assets() / sheet).read_text(encoding="utf-8") if sheet.endswith(".css") else sheet
        sheets.append(CSS(string=text, url_fetcher=fetcher, base_url=base))
    enclosed = [
        Attachment(
            string=item.content,
            name=item.name,
            description=item.description or None,
            relationship=item.relationship,
            created=moment,
            modified=moment,
        )
        for item in attachments
    ]
    options = {"pdf_variant": variant, "stylesheets": sheets, "attachments": enclosed}
    with _quiet_collector():
        if xml:
            source = _source_class()(html, base, fetcher)
        else:
            source = HTML(string=html, base_url=base, url_fetcher=fetcher)
        return _write(source, stamp, options)


def _write(source, stamp: str, options: dict) -> bytes:
    """Lay out and write. A function of its own: the boxes must be unreachable when the collector comes."""
    document = source.render(**options)
    document.metadata.created = document.metadata.modified = stamp
    document.metadata.attachments = []
    return document.write_pdf(finisher=_finish, **options)


def _finish(_document, pdf) -> None:
    """Last touch before the file is written: each attachment named once, each object turned into its bytes once."""
    listed = pdf.catalog.get("AF")
    if listed:  # WeasyPrint 70 lists an attachment twice in /AF of the catalogue
        once = list(dict.fromkeys(listed))
        del listed[:]
        listed.extend(once)
    # pydyf asks every object for its bytes twice, for the file and for its identifier, and compresses all pages each time.
    frozen = _frozen_class()
    for place, item in enumerate(pdf.objects):
        if item.free != "f":
            pdf.objects[place] = frozen(item)


@functools.cache
def _frozen_class():
    """A PDF object that is bytes already, made when pydyf is there."""
    import pydyf  # noqa: PLC0415  comes with WeasyPrint: only where PDF files are made

    class Frozen(pydyf.Object):
        def __init__(self, item):
            super().__init__()
            self.number, self.offset, self.generation, self.free = item.number, item.offset, item.generation, item.free
            self._data, self._compressible = item.data, item.compressible
            if isinstance(item, pydyf.Stream):
                item.stream.clear()  # the page as a list of words: ten times its bytes

        @property
        def data(self):
            return self._data

        @property
        def compressible(self):
            return self._compressible

    return Frozen


def qr_svg(url: str, *, label: str):
    """Inline SVG of the QR code of an address of ours; `label` is its Vietnamese text for screen readers. Safe markup.

    Dark squares are joined into runs of one path, so the strict content security policy has nothing to object to.
    """
    path, size = _squares(url)
    return render_to_string("ui/qr.html", {"path": path, "size": size, "label": label})


@functools.lru_cache(maxsize=512)
def _squares(url: str) -> tuple[str, int]:
    """Path and side of the code of an address: the same for ever, and half the work of a certificate's page."""
    rows = segno.make(url, error="m", micro=False).matrix
    border = 4
    path = "".join(_runs(row, number + border, border) for number, row in enumerate(rows))
    return path, len(rows) + 2 * border


def _runs(row, top: int, left: int) -> str:
    parts, start = [], None
    for column, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = column
        elif not dark and start is not None:
            parts.append(f"M{left + start} {top}h{column - start}v1h-{column - start}z")
            start = None
    return "".join(parts)


@contextmanager
def workbook(*, title: str, created: datetime):
    """An XLSX under construction and its buffer: `with workbook(...) as (book, buffer)`; read the buffer after the block.

    Strings are never formulas, links or numbers; same content and `created`, same bytes.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": title, "created": created.replace(tzinfo=None, microsecond=0)})
        yield book, buffer
