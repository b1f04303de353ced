"""How dates, numbers, money and codes are shown and read in Vietnamese (ux §4). Pure functions."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

DASH = "–"
# What a spreadsheet takes for the beginning of a formula, or skips before one (security §2).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
DAY_NAMES = (_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ Nhật"))


def show_date(value: date | datetime | None) -> str:
    """05/11/2026; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def show_moment(value: datetime | None) -> str:
    """14:05, 05/11/2026; nothing for None."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{local.hour:02d}:{local.minute:02d}, {show_date(local)}"


def show_long_date(value: date) -> str:
    """Date of an official paper: leading 0 for days below 10 and for months 1 and 2 only (Decree 30/2020, Appendix I)."""
    month = f"{value.month:02d}" if value.month <= 2 else str(value.month)
    return f"ngày {value.day:02d} tháng {month} năm {value.year}"


def show_number(value: int | Decimal | str | None, places: int | None = None) -> str:
    """1.234,5 with `places` decimals (half up); None keeps the decimals that the value has. Nothing for None."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value))
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{number:,f}"
    return text.translate(str.maketrans({",": ".", ".": ","}))


def show_money(value: int | Decimal | None) -> str:
    """1.250.000 đồng; nothing for None."""
    return "" if value is None else f"{show_number(value, 0)} đồng"


def show_percent(part: int | Decimal, whole: int | Decimal) -> str:
    """85,3 %; nothing when there is no whole."""
    if not whole:
        return ""
    return f"{show_number(Decimal(part) * 100 / Decimal(whole), 1)} %"


def plain_case(name: str) -> str:
    """A heading that the decision prints in capitals, as a sentence: the page does not shout. The data stays as printed."""
    return name.capitalize() if name.isupper() else name


def show_size(count: int) -> str:
    """A file's size: 640 B, 12,3 kB, 4,5 MB."""
    if count < 1000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{show_number(Decimal(count) / 1000, 1)} kB"
    return f"{show_number(Decimal(count) / 1_000_000, 1)} MB"


def parse_date(text: str) -> date:
    """5/11/2026, 5-11-2026, 5.11.2026, 05112026. Anything else, a 13th month or 30 February: ValueError."""
    raw = text.strip()
    found = re.fullmatch(r"([0-9]{1,2})\s*[/.\-]\s*([0-9]{1,2})\s*[/.\-]\s*([0-9]{4})", raw)
    if not found:
        found = re.fullmatch(r"([0-9]{2})([0-9]{2})([0-9]{4})", raw)
    if not found:
        raise ValueError("shape")
    day, month, year = (int(part) for part in found.groups())
    return date(year, month, day)


def parse_number(text: str) -> Decimal:
    """A Vietnamese number: 1.234,5 or 1234,5; a lone dot with other than three digits behind it is a comma (7.5 is 7,5)."""
    raw = re.sub(r"\s", "", text)
    if not re.fullmatch(r"-?[0-9][0-9.,]*", raw, flags=re.ASCII):
        raise ValueError("shape")
    sign, raw = ("-", raw[1:]) if raw.startswith("-") else ("", raw)
    if "," in raw:
        whole, _comma, rest = raw.partition(",")
        if "," in rest or "." in rest or (("." in whole) and not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", whole)):
            raise ValueError("shape")
        raw = whole.replace(".", "") + "." + (rest or "0")
    elif re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", raw):
        raw = raw.replace(".", "")
    elif raw.count(".") > 1:
        raise ValueError("shape")
    try:
        return Decimal(sign + raw)
    except InvalidOperation:
        raise ValueError("shape") from None


def parse_money(text: str) -> int:
    """Whole đồng; 1.234 is one thousand two hundred and thirty-four (ux §4). Anything else: ValueError."""
    raw = re.sub(r"(đồng|đ|vnđ|vnd)$", "", re.sub(r"\s", "", text.casefold()))
    if not re.fullmatch(r"[0-9]+|[0-9]{1,3}(\.[0-9]{3})+", raw, flags=re.ASCII):
        raise ValueError("shape")
    return int(raw.replace(".", ""))


def clean_phone(text: str) -> str:
    """0912345678 from +84, 84, spaces, dots and dashes. Not 10 or 11 digits beginning with 0: ValueError."""
    digits = re.sub(r"[\s.\-()]", "", text)
    digits = re.sub(r"^(\+84|84)(?=[0-9]{9,10}$)", "0", digits)
    if not re.fullmatch(r"0[0-9]{9,10}", digits, flags=re.ASCII):
        raise ValueError("shape")
    return digits


def show_phone(digits: str) -> str:
    """0912 345 678."""
    if len(digits) == 10:
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    return digits


def mask_personal_number(number: str) -> str:
    """•••••••••123 for a 12-digit personal number, anything else as it is (security §9)."""
    return "•" * 9 + number[-3:] if len(number) == 12 else number


def safe_cell(text: str) -> str:
    """Text for a cell of a CSV file: what a spreadsheet would take for a formula gets an apostrophe in front."""
    return "'" + text if text.startswith(FORMULA) else text
