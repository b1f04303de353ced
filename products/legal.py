"""Legal bases of official papers, chosen by their period. Only decisions whose number, day, issuer and subject are known are cited."""

from dataclasses import dataclass
from datetime import date

from core.formats import show_long_date

PRIME_MINISTER = "Thủ tướng Chính phủ"


@dataclass(frozen=True)
class LegalBasis:
    """A paper with its first and last day as a basis (both included; `to` None = still)."""

    number: str
    issued_on: date
    issuer: str
    subject: str
    since: date
    to: date | None = None

    @property
    def text(self) -> str:
        """First citation in full: type, number, date, issuer, subject (Decree 30/2020, Appendix I)."""
        return f"Quyết định số {self.number} {show_long_date(self.issued_on)} của {self.issuer} {self.subject}"


NATIONAL = (
    LegalBasis(
        "490/QĐ-TTg", date(2018, 5, 7), PRIME_MINISTER,
        "phê duyệt Chương trình mỗi xã một sản phẩm giai đoạn 2018 - 2020", date(2018, 5, 7), date(2020, 12, 31),
    ),
    LegalBasis(
        "919/QĐ-TTg", date(2022, 8, 1), PRIME_MINISTER,
        "phê duyệt Chương trình mỗi xã một sản phẩm giai đoạn 2021 - 2025", date(2022, 8, 1), date(2025, 12, 31),
    ),
    LegalBasis(
        "1048/QĐ-TTg", date(2019, 8, 21), PRIME_MINISTER,
        "ban hành Bộ tiêu chí đánh giá, phân hạng sản phẩm Chương trình mỗi xã một sản phẩm",
        date(2019, 8, 21), date(2023, 2, 23),
    ),
    LegalBasis(
        "781/QĐ-TTg", date(2020, 6, 8), PRIME_MINISTER,
        "sửa đổi, bổ sung Quyết định số 1048/QĐ-TTg",
        date(2020, 6, 8), date(2023, 2, 23),
    ),
    LegalBasis(
        "148/QĐ-TTg", date(2023, 2, 24), PRIME_MINISTER,
        "ban hành Bộ tiêu chí và quy trình đánh giá, phân hạng sản phẩm Chương trình mỗi xã một sản phẩm",
        date(2023, 2, 24), date(2026, 7, 21),
    ),
    LegalBasis(
        "1489/QĐ-TTg", date(2025, 7, 6), PRIME_MINISTER,
        "sửa đổi, bổ sung Quyết định số 148/QĐ-TTg",
        date(2025, 7, 6), date(2026, 7, 21),
    ),
    LegalBasis(
        "26/2026/QĐ-TTg", date(2026, 5, 22), PRIME_MINISTER,
        "ban hành Bộ tiêu chí và quy trình đánh giá, phân hạng sản phẩm mỗi xã một sản phẩm", date(2026, 5, 22),
    ),
)  # fmt: skip


def bases(start: date, end: date, own: list[dict]) -> list[str]:
    """Citations for a period, without closing mark: the nation's, oldest first, then the province's own.

    A paper is cited when it was in force on some day of the period. `own`: DocumentSettings.legal_bases, newest first:
    {"text": …, "from": "YYYY-MM-DD", "to": "YYYY-MM-DD" or None}.
    """
    national = [b.text for b in NATIONAL if b.since <= end and (b.to is None or b.to >= start)]
    local = [
        row["text"].strip().rstrip(".;")
        for row in reversed(own)
        if row.get("text")
        and (not row.get("from") or date.fromisoformat(row["from"]) <= end)
        and (not row.get("to") or date.fromisoformat(row["to"]) >= start)
    ]
    return national + local


def regulation_number(day: date) -> str:
    """The number of the decision whose sheets score on `day`, with its amendment: for running text."""
    if day >= date(2026, 5, 22):
        return "26/2026/QĐ-TTg"
    return "148/QĐ-TTg" if day >= date(2023, 2, 24) else "1048/QĐ-TTg"
