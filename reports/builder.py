"""The three files of a frozen report. No database: data in, bytes out, so a rebuild months later is the same."""

from collections.abc import Callable
from dataclasses import dataclass

from core import audit
from core.exceptions import Refused
from reports import messages
from reports.exporters import docx, pdf, xlsx
from reports.periods import Period

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
RENDERERS = (("pdf", pdf.render), ("xlsx", xlsx.render), ("docx", docx.render))


@dataclass(frozen=True)
class Built:
    """`name` without folder: quarterly-44-2026Q3.pdf."""

    ending: str
    name: str
    content: bytes


def stem(kind: str, code: str, period: Period) -> str:
    """ "quarterly-44-2026Q3": the files' name without ending (design §7)."""
    return f"{kind}-{code}-{period.code}"


def seal(data: dict) -> str:
    """SHA-256 over the data of a report: what a snapshot is sealed with."""
    return audit.digest(data)


def build(data: dict, sealed: str, name: str, begin: Callable[[str], None] = lambda ending: None) -> list[Built]:
    """PDF, XLSX and DOCX of the data, or an exception and nothing. `begin(ending)` is told which one is under way.

    Refused when the data is not what was sealed, and without Pango or font.
    """
    if seal(data) != sealed:
        raise Refused(messages.SNAPSHOT_CHANGED, code="snapshot_changed")
    pdf.check_ready()
    built = []
    for ending, render in RENDERERS:
        begin(ending)
        built.append(Built(ending, f"{name}.{ending}", render({**data, "hash": sealed})))
    return built
