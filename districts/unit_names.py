"""Names of units as people type them: kinds taken off, accents compared. Pure, no database."""

import re
import unicodedata
from dataclasses import dataclass

from core.text import clean_line, fold

# The long form first. A short form needs its full stop, capitals or a number behind it: "h." and "TX", never "x" alone.
PREFIXES = (
    ("thành phố", r"thành phố|thanh pho|tp\.|t\.p\.?|tp(?=\s)"),
    ("thị trấn", r"thị trấn|thi tran|tt\.|tt(?=\s)"),
    ("thị xã", r"thị xã|thi xa|tx\.|tx(?=\s)"),
    ("đặc khu", r"đặc khu|dac khu"),
    ("phường", r"phường|phuong(?=\s)|p\.|p(?=\s?\d)"),
    ("huyện", r"huyện|huyen(?=\s)|h\."),
    ("quận", r"quận|quan(?=\s)|q\.|q(?=\s?\d)"),
    ("tỉnh", r"tỉnh|tinh(?=\s)|t\."),
    ("xã", r"xã|xa(?=\s)|x\."),
)
KIND = re.compile("|".join(f"(?P<k{n}>{pattern})" for n, (_, pattern) in enumerate(PREFIXES)), re.IGNORECASE)


@dataclass(frozen=True)
class TypedName:
    """`kind` is empty when the person gave none; `name` is the proper name as typed, in NFC."""

    kind: str
    name: str


def split_kind(text: str) -> TypedName:
    """("thành phố", "Đồng Hới") from "TP. Đồng Hới"; a text that is nothing but a kind is a name."""
    line = clean_line(text)
    found = KIND.match(line)
    rest = line[found.end() :] if found else ""
    name = rest.lstrip(" .:")
    # "xãAn" is no kind with a name, "P4" and "TP.Huế" are.
    if not found or not name or not (rest[0] in " .:" or found.group().endswith(".") or rest[0].isdigit()):
        return TypedName("", line)
    return TypedName(PREFIXES[int(found.lastgroup[1:])][0], name)


def accents(name: str) -> list[tuple[str, frozenset]]:
    """Per word its bare letters and its marks; where the tone stands in the word does not matter (hoà = hòa)."""
    words = []
    for word in clean_line(name).casefold().replace("-", " ").split():
        letters, marks = [], set()
        for char in unicodedata.normalize("NFD", word):
            if unicodedata.category(char) != "Mn":
                letters.append("d" if char == "đ" else char)
                if char == "đ":
                    marks.add((len(letters), "đ"))
            elif char in "\u0302\u0306\u031b":  # circumflex, breve, horn belong to their letter
                marks.add((len(letters), char))
            else:  # one tone a word
                marks.add((0, char))
        words.append(("".join(letters), frozenset(marks)))
    return words


def matches(typed: str, name: str) -> int:
    """2: the same name; 1: the typed one only lacks marks (without any, or "Đăk" for "Đắk"); 0: another name.

    A mark that the name does not have makes it another name: "Đồng Trạch" is not "Đông Trạch".
    """
    given, known = accents(typed), accents(name)
    if given == known:
        return 2
    if [w for w, _ in given] == [w for w, _ in known] and all(
        g <= k for (_, g), (_, k) in zip(given, known, strict=True)
    ):
        return 1
    return 0


def search_part(typed: str) -> str:
    """The folded text to look for in `search_text`."""
    return fold(typed)
