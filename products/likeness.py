"""Whether two products of like names are one product, two of a family, or namesakes of different firms: pure.

Names are compared word by word, with their marks: "mứt dừa" and "mứt dứa" are two things; a name typed without marks may
mean either. Order of words, case, spaces, punctuation and words that say nothing (OCOP, 500 g) do not count; dialect pairs do
as one (chè and trà). What is likely is said to a person, who decides: nothing is refused here.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from core.text import clean_line, fold
from producers.selectors import FORM_WORDS, alike
from products.enums import Likeness

# Words of a name that tell no product from another; folded.
SAYS_NOTHING = frozenset({"san", "pham", "ocop", "sp"})
SIZES = re.compile(r"\b\d+([.,]\d+)?\s*(g|gr|gam|kg|ml|l|lit|goi|hop|chai|tui)\b", re.IGNORECASE)
WORDS = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")
SAME_THING = ((("chè",), ("trà",)), (("chanh", "leo"), ("chanh", "dây")), (("đậu", "phộng"), ("lạc",)))
FAMILY_SHARE = 0.5  # of the shorter name's words


@dataclass(frozen=True)
class Named:
    """A product as it is compared. `set`: number or name of its set, empty where unknown; `commune`: empty where unknown."""

    name: str
    producer: str = ""
    producer_key: int | None = None
    set: str = ""
    commune: str = ""


def _word(text: str) -> tuple[str, str]:
    """(letters without marks, its marks in order): "hoà" and "hòa" are one."""
    plain = unicodedata.normalize("NFD", text.casefold())
    marks = sorted(c for c in plain if unicodedata.category(c) == "Mn") + ["đ"] * plain.count("đ")
    return fold(text), "".join(marks)


def _may_be(word: str, wanted: str) -> bool:
    """Whether a word is this one, or is typed without marks and may be."""
    return word == wanted or (word.isascii() and word == fold(wanted))


def words_of(name: str) -> list[tuple[str, str]]:
    """The words of a name that tell it from others, sizes and dialect aside."""
    found = [word.casefold() for word in WORDS.findall(SIZES.sub(" ", clean_line(name)))]
    for ours, theirs in SAME_THING:
        for place in range(len(found) - len(theirs), -1, -1):
            if all(_may_be(word, wanted) for word, wanted in zip(found[place:], theirs, strict=False)):
                found[place : place + len(theirs)] = ours
    words = [_word(word) for word in found]
    return [word for word in words if word[0] not in SAYS_NOTHING] or words


def same_name(one: str, other: str) -> bool:
    """Whether two names say the same, in any order; a word without marks may stand for one with."""
    a, b = words_of(one), words_of(other)
    if Counter(word for word, _marks in a) != Counter(word for word, _marks in b):
        return "".join(w for w, _m in a) == "".join(w for w, _m in b) and [m for _w, m in a if m] == [
            m for _w, m in b if m
        ]
    left = Counter(b)
    for word in a:
        if left[word]:
            left[word] -= 1
    rest_a = list((Counter(a) - Counter(b)).elements())
    rest_b = list((Counter(b) - Counter(a)).elements())
    for letters, marks in rest_a:
        twin = next((w for w in rest_b if w[0] == letters and not (w[1] and marks)), None)
        if twin is None:
            return False
        rest_b.remove(twin)
    return not rest_b


def one_family(one: str, other: str) -> bool:
    """Whether two different names share at least half of the shorter one's words, and two words at least."""
    a, b = Counter(words_of(one)), Counter(words_of(other))
    shared = (a & b).total()
    return shared >= 2 and shared >= FAMILY_SHARE * min(a.total(), b.total())


def same_producer(one: Named, other: Named) -> bool:
    """The same record, or two records of one firm: names alike, in the same commune or in one that is not known."""
    if one.producer_key is not None and one.producer_key == other.producer_key:
        return True
    if not _core(one.producer) or not _core(other.producer):
        return False
    near = not one.commune or not other.commune or one.commune == other.commune
    return near and alike(one.producer, other.producer)


def _core(producer: str) -> str:
    return " ".join(FORM_WORDS.sub(" ", fold(producer)).split())


def compare(one: Named, other: Named) -> Likeness | None:
    """What `other`, which stands already, is to `one`, which is registered: twin, namesake, family, or None.

    - the same name of the same producer: a twin, also under another set (a set is often chosen wrongly);
    - the same name where one producer is not known: a twin, unless the communes are known to differ;
    - the same name of another producer: a namesake;
    - another name of the same producer in the same set that shares at least half its words: a family.
    """
    same, own = same_name(one.name, other.name), same_producer(one, other)
    if same:
        if own:
            return Likeness.TWIN
        unknown = not one.producer.strip() or not other.producer.strip()
        apart = bool(one.commune and other.commune) and one.commune != other.commune
        return Likeness.TWIN if unknown and not apart else Likeness.NAMESAKE
    kin = own and (not one.set or not other.set or one.set == other.set)
    return Likeness.FAMILY if kin and one_family(one.name, other.name) else None
