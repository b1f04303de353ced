"""What an official paper is made of: JSON values only, so that a stored one is drawn again word for word.

data: {"template", "kind", "type" ("BIÊN BẢN"), "subject", "letter", "to", "blocks", "sign", "annexes", "copies", "code",
"sources", "version", "replaces"}. Number, day and signer are empty in a draft and filled at issue (`issued`).
Official papers are Vietnamese whatever the language of the pages is: their words do not pass through gettext.
"""

from datetime import date

from core.formats import show_long_date

TEMPLATE = "papers-1"
DOTS = "…" * 3
WIDE_DOTS = "." * 96


def p(text: str, *, style: str = "", lead: str = "") -> dict:
    """A paragraph, begun by `lead` in bold ("Điều 1."). style: "" (indented), "plain", "center", "basis" (italic), "bold",
    "order" (centred, bold), "item" (after a hyphen).
    """
    return {"type": "p", "text": text, "style": style, "lead": lead}


def item(text: str) -> dict:
    return p(text, style="item")


def h(text: str, level: int = 1) -> dict:
    """A heading of the body: level 1 "I. THÀNH PHẦN", level 2 "1. Thành viên"."""
    return {"type": "h", "text": text, "level": level}


def fields(*pairs: tuple[str, str]) -> dict:
    """Lines "label: value" of a form."""
    return {"type": "fields", "rows": [[label, value] for label, value in pairs]}


def column(head: str, width: int, align: str = "l", over: str = "", lead: bool = False) -> dict:
    """`width` in thousandths of the table; align l, c, r, or k (left, never broken: codes); columns with the same `over`
    stand under one head; `lead`: the first line of a cell is bold.
    """
    return {"head": head, "width": width, "align": align, "over": over, "lead": lead}


def table(columns: list[dict], rows: list, *, caption: str = "", note: str = "", size: int = 11, keep: bool = False):
    """Rows: a list of texts, {"group": text} over the whole width, or {"sum": texts} in bold."""
    return {
        "type": "table", "columns": columns, "rows": rows, "caption": caption, "note": note, "size": size, "keep": keep,
    }  # fmt: skip


def lines(count: int) -> dict:
    """Dotted lines to write on."""
    return {"type": "lines", "count": count}


def letter(*, superior: list[str], agency: list[str], place: str, year: int, symbol: str = "") -> dict:
    """The head of the first page. Without `symbol` the paper has no number of its own."""
    return {
        "superior": superior, "agency": agency, "symbol": symbol, "number": "", "place": place, "on": None, "year": year,
    }  # fmt: skip


def signature(*columns: dict, recipients: list[str] | None = None, archive: str = "") -> dict:
    """The last block: with recipients they stand left and one column right; without, columns side by side."""
    return {"recipients": recipients or [], "archive": archive, "columns": list(columns)}


def signer(lines_: list[str], name: str = "", note: str = "") -> dict:
    """`lines_`: authority and post in capitals; `note`: "(Ký, ghi rõ họ tên)"."""
    return {"lines": lines_, "name": name, "note": note}


def annex(label: str, title: str, blocks: list[dict], *, parent: str = "", landscape: bool = True) -> dict:
    """`parent`: "Quyết định", for "(Kèm theo Quyết định số … ngày … của …)"."""
    return {"label": label, "title": title, "parent": parent, "landscape": landscape, "blocks": blocks}


def number_line(head: dict) -> str:
    """ "Số: 05/BB-HĐ"; dots before the number in a draft; nothing where the paper has none."""
    if head["number"]:
        return f"Số: {head['number']}"
    return f"Số: {DOTS}/{head['symbol']}" if head["symbol"] else ""


def day_words(head: dict) -> str:
    """ "ngày 05 tháng 01 năm 2026"; dots for day and month in a draft."""
    if head["on"]:
        return show_long_date(date.fromisoformat(head["on"]))
    return f"ngày {DOTS} tháng {DOTS} năm {head['year']}"


def place_line(head: dict) -> str:
    return f"{head['place']}, {day_words(head)}"


def attached_line(data: dict, parent: str) -> str:
    """ "(Kèm theo Quyết định số … ngày … của …)" under the title of an annex."""
    head = data["letter"]
    number = head["number"] or f"{DOTS}/{head['symbol']}"
    numbered = f" số {number}" if head["number"] or head["symbol"] else ""
    return f"(Kèm theo {parent}{numbered} {day_words(head)} của {data['issuer']})"


def full_number(typed: str, symbol: str) -> str:
    """ "05/BB-HĐ" from "5", "05" or "05/BB-HĐ": a number below 10 has a leading 0 (Decree 30/2020, Appendix I)."""
    head, slash, rest = typed.partition("/")
    if head.isascii() and head.isdigit():
        head = head.lstrip("0").zfill(2) if len(head.lstrip("0")) < 2 else head
    if slash or not symbol:
        return f"{head}{slash}{rest}"
    return f"{head}/{symbol}"


def issued(data: dict, *, number: str, on: date, signer_name: str, authority: list[str]) -> dict:
    """The same paper with number, day and signer: what is frozen at issue."""
    columns = [*data["sign"]["columns"]]
    if columns:
        columns[-1] = {**columns[-1], "lines": authority or columns[-1]["lines"], "name": signer_name}
    return {
        **data,
        "letter": {**data["letter"], "number": number, "on": on.isoformat(), "year": on.year},
        "sign": {**data["sign"], "columns": columns},
    }
