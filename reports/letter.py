"""Head, receivers and signature of a report: the unit's DocumentSettings, else what a unit of its kind writes.

Words of an official paper are Vietnamese whatever the language of the pages is, so they do not pass through gettext:
a frozen report must not change with the reader.
"""

from datetime import date, timedelta

from districts.enums import Level

COMMITTEE = "Ủy ban nhân dân"
# The ministry took its present name on 1/3/2025.
MINISTRY_SINCE = date(2025, 3, 1)
TITLE_START = "Kết quả thực hiện Chương trình Mỗi xã một sản phẩm (OCOP)"


def ministry(day: date) -> str:
    """The ministry that answers for the programme on `day`."""
    return "Bộ Nông nghiệp và Môi trường" if day >= MINISTRY_SINCE else "Bộ Nông nghiệp và Phát triển nông thôn"


def compose(unit, unit_name: str, settings, as_of: date, day: date) -> dict:
    """The letter's fixed parts as JSON. `day`: the period's last day, `settings`: DocumentSettings or None."""
    issued = as_of + timedelta(days=1)
    letter = {
        "superior": settings.superior_line if settings else "",
        "agency": (settings.agency_lines if settings else None) or ["ỦY BAN NHÂN DÂN", unit_name.upper()],
        "symbol": settings.report_symbol if settings else "BC-UBND",
        "place": (settings.place if settings else "") or unit.name,
        "year": issued.year,
        "committee": f"{COMMITTEE} {unit_name}",
        "short": f"UBND {unit.kind}",
        "to": (settings.report_to if settings else None) or _receivers(unit, day),
        "authority": (settings.authority_lines if settings else None)
        or ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        "signer": settings.signer_name if settings else "",
        "recipients": (settings.recipients if settings else None)
        or ["Như trên", f"Chủ tịch, các Phó Chủ tịch UBND {unit.kind}", *_office(unit)],
        "archive": settings.archive_line if settings else "Lưu: VT, KT.",
    }
    return {**letter, "to": [_bare(x) for x in letter["to"]], "recipients": [_bare(x) for x in letter["recipients"]]}


def _bare(text: str) -> str:
    return text.strip().lstrip("-").rstrip(".;").strip()


def _receivers(unit, day: date) -> list[str]:
    if unit.level == Level.PROVINCE:
        return [ministry(day), "Văn phòng Điều phối nông thôn mới Trung ương"]
    above = unit.parent if unit.parent_id else unit.province
    return [f"{COMMITTEE} {above.full_name}"] if above else []


def _office(unit) -> list[str]:
    if unit.level == Level.PROVINCE:
        return ["Văn phòng UBND tỉnh"] if unit.kind == "tỉnh" else ["Văn phòng UBND thành phố"]
    return []
