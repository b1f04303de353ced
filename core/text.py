"""Vietnamese text: one form (NFC), search without marks, and the order of a Vietnamese dictionary (craft §9, ux §4).

No database folds or orders Vietnamese as people expect, on either of ours; so services fill `search_text` and `sort_key`.
"""

import re
import unicodedata

SPACES = re.compile(r"\s+")
# a ă â b c d đ e ê ... the letters of the Vietnamese alphabet in order; f j w z stand where Latin order puts them.
LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
ORDER = {letter: format(index + 36, "02x") for index, letter in enumerate(LETTERS)}
# Dictionary order of tones: level, huyền, hỏi, ngã, sắc, nặng.
TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
SHAPES = {"\u0306", "\u0302", "\u031b"}  # breve, circumflex, horn: part of the letter


def nfc(value: str) -> str:
    """The text in Unicode NFC, without control characters but line breaks and tabs."""
    if value.isascii() and value.isprintable():  # codes, numbers, hashes: nothing to do
        return str(value)
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
    if text.isprintable():  # no control characters: the usual case, and ten times as fast
        return text
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def clean_line(value: str) -> str:
    """One line in NFC: runs of white space become one space, none at the ends."""
    return SPACES.sub(" ", nfc(value)).strip()


def fold(value: str) -> str:
    """Search form: casefolded, đ as d, without marks, single spaces. `fold("Hoà Bình") == fold("Hòa Bình") == "hoa binh"`."""
    text = unicodedata.normalize("NFD", value.casefold().replace("đ", "d"))
    return SPACES.sub(" ", "".join(c for c in text if unicodedata.category(c) != "Mn")).strip()


def search_text(*values: str) -> str:
    """The stored, folded text in which a list searches; parts are kept apart by a space."""
    return fold(" ".join(v for v in values if v))


def sort_key(value: str) -> str:
    """A plain string whose byte order is Vietnamese order: word by word, letters first, then tones, then case.

    "Chè" < "Chẻ" < "Chế"; "Dừa" < "Đậu"; numbers order by value up to twelve digits. ASCII only, so every database agrees.
    """
    letters, tones = [], []
    text = unicodedata.normalize("NFD", clean_line(value).casefold())
    for token in re.findall(r"\d+|\S|\s", text):
        if token.isdigit() and token.isascii():
            letters.append("1" + token.zfill(12)[-12:])
            continue
        if token.isspace():
            letters.append("0")
            continue
        if token in TONES:
            tones.append(f"{len(letters):02x}{TONES[token]}")
            continue
        if token in SHAPES and letters:
            base = _base(letters[-1])
            joined = unicodedata.normalize("NFC", base + token) if base else ""
            if joined in ORDER:
                letters[-1] = ORDER[joined]
            continue
        if unicodedata.category(token) == "Mn":
            continue
        letters.append(ORDER.get(token) or "2" + format(ord(token), "05x"))
    return ("".join(letters) + " " + "".join(tones)).strip()[:400]


def _base(code: str) -> str:
    for letter, own in ORDER.items():
        if own == code:
            return letter
    return ""


def person_sort_key(full_name: str) -> str:
    """People sort by the last word, then by the rest (ux §4): Nguyễn Thị Hoa stands under Hoa."""
    words = clean_line(full_name).split(" ")
    return sort_key(" ".join([words[-1], *words[:-1]]))


def search_words(query: str, limit: int = 6) -> list[str]:
    """Folded words of a query, at most `limit`, without repeats: every one of them must be contained."""
    return list(dict.fromkeys(fold(query)[:120].split(" ")))[:limit] if fold(query) else []
