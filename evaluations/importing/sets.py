"""From the hint of a list to a product set: the exact name in the regulation of the day, else the table, else empty."""

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from core.text import clean_line
from districts.unit_names import accents
from products.regulationfiles import load_regulation, regulation_codes, regulation_on

TABLE = Path(__file__).resolve().parent.parent / "data" / "set-hints.csv"


@dataclass(frozen=True)
class SetFound:
    """`number` is the sheet's number ("07") in `regulation`, or empty; `known` False: the hint is no set at all."""

    regulation: str = ""
    number: str = ""
    known: bool = True


@cache
def hints() -> dict[tuple[str, tuple], list[tuple[tuple[str, ...], str]]]:
    """The table: (regulation, hint) to its lines in order, each (words of the product's name, set number or empty)."""
    found: dict = {}
    with TABLE.open(encoding="utf-8", newline="") as handle:
        for line in csv.DictReader(text for text in handle if not text.startswith("#")):
            words = tuple(w for w in clean_line(line["name_words"]).split("|") if w)
            found.setdefault((line["regulation"], key(line["hint"])), []).append((words, line["set"]))
    return found


@cache
def _names(code: str) -> dict[tuple, str]:
    names: dict[tuple, str] = {}
    for one in load_regulation(code).sets:
        for name in {one.name, one.sheet_name}:
            names[key(name)] = f"{one.number:02d}"
    return names


@lru_cache(maxsize=1000)
def key(text: str) -> tuple:
    """A name for comparing: case, spaces, commas and the place of the tone do not matter."""
    return tuple(accents(re.sub(r"[,;/()–-]", " ", text)))


@lru_cache(maxsize=1000)
def _regulation_on(day: date):
    return regulation_on(day)


def find_set(hint: str, product: str, day: date | None) -> SetFound:
    """The set that the hint means for this product under the regulation in force on `day`.

    Nothing is guessed: a hint that fits several sets or none of that regulation leaves the set empty.
    """
    if not hint:
        return SetFound()
    regulation = _regulation_on(day) if day else None
    if regulation is None:
        return SetFound(known=_known_anywhere(hint))
    table = regulation.sets_of or regulation.code
    number = _names(table).get(key(hint), "")
    if not number:
        spoken = f" {' '.join(clean_line(product).casefold().split())} "
        for words, own in hints().get((table, key(hint)), ()):
            if not words or any(f" {word} " in spoken for word in words):
                number = own
                break
    return SetFound(regulation.code, number, bool(number) or _known_anywhere(hint))


@lru_cache(maxsize=1000)
def _known_anywhere(hint: str) -> bool:
    wanted = key(hint)
    return any((code, wanted) in hints() or wanted in _names(code) for code in regulation_codes())
