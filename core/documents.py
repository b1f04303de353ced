"""The one place that makes PDF files, and small parts that every document needs (security §7, report-format §4).

WeasyPrint is imported on first use: the web server never pays for it, the job runner does. Same HTML, same `created`, same
bytes: documents are rebuilt identical from frozen data (design §8).
"""

import ctypes
import functools
import gc
import io
import logging
import threading
import warnings
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

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


def render_pdf(
    html: str,
    *,
    variant: str = "pdf/a-3a",
    stylesheets: Sequence[str] = (),
    attachments: Iterable[Attached] = (),
    created: datetime | None = None,
) -> bytes:
    """The PDF of a whole HTML document (lang, title and headings in order; font "Liberation Serif" named in its CSS).

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
        return _write(HTML(string=html, base_url=base, url_fetcher=fetcher), stamp, options)


def _write(source, stamp: str, options: dict) -> bytes:
    """Lay out and write. A function of its own: the boxes must be unreachable when the collector comes."""
    document = source.render(**options)
    document.metadata.created = document.metadata.modified = stamp
    document.metadata.attachments = []
    return document.write_pdf(finisher=_name_attachments_once, **options)


def _name_attachments_once(_document, pdf):
    """WeasyPrint 70 lists an attachment twice in /AF of the catalogue."""
    listed = pdf.catalog.get("AF")
    if listed:
        once = list(dict.fromkeys(listed))
        del listed[:]
        listed.extend(once)


def qr_svg(url: str, *, label: str):
    """Inline SVG of the QR code of an address of ours; `label` is its Vietnamese text for screen readers. Safe markup.

    Dark squares are joined into runs of one path, so the strict content security policy has nothing to object to.
    """
    rows = segno.make(url, error="m", micro=False).matrix
    border = 4
    path = "".join(_runs(row, number + border, border) for number, row in enumerate(rows))
    size = len(rows) + 2 * border
    return render_to_string("ui/qr.html", {"path": path, "size": size, "label": label})


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
