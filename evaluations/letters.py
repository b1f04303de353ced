"""Words and heads of the letters of this room. Official papers are Vietnamese whatever the reader's language is, so
they do not pass through gettext.
"""

from datetime import date

from core.formats import show_date
from districts.models import DocumentSettings

REASONS = {"self": "tự đánh giá của chủ thể", "council": "kết quả đã chốt của Hội đồng"}


def head_of(office, day: date) -> dict:
    """Letterhead and signature of an office, by its DocumentSettings, else what a unit of its kind writes (Decree 30/2020)."""
    settings = DocumentSettings.objects.filter(unit=office).first()
    name = office.full_name
    return {
        "superior": settings.superior_line if settings else "",
        "agency": (settings.agency_lines if settings else None) or ["ỦY BAN NHÂN DÂN", name.upper()],
        "place": (settings.place if settings else "") or office.name,
        "symbol": "UBND",
        "authority": (settings.authority_lines if settings else None)
        or ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        "signer": settings.signer_name if settings else "",
        "archive": settings.archive_line if settings else "Lưu: VT.",
        "year": day.year,
    }


def shortfall_letter(dossier, advice, result, office, day: date) -> dict:
    """What the letter's template takes. Without an office it is the producer's own list, without number and seal."""
    cycle = dossier.cycle
    return {
        "cycle": cycle,
        "advice": advice,
        "head": head_of(office, day) if office else None,
        "basis": REASONS["council" if advice.source == "hoi-dong" and result else "self"],
        "day": show_date(day),
        "moment": day,
        "blank": "\u00a0" * 7,
    }
