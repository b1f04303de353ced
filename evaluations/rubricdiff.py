"""Two sheets side by side, criterion by criterion: pure, also across eras. What a person compares, not lines of text.

Criteria are paired by code and name, then by name alone (moved), then by code and a name that is near (renamed), then
by a name that is nearer still within the section; what is left was removed or added. An option is paired by its wording, then by its place; marks are read beside the options.
"""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from evaluations.sheetdefs import Criterion, Knockout, Option, Part, Rubric, Section

SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"
NEAR = 0.6  # names at least so alike under one code are one criterion that was renamed
NEARER = 0.75  # the same under another code of the section


@dataclass(frozen=True)
class OptionPair:
    """An option before and after; one of them may be missing. what: "points", "label", "stars", "case"."""

    old: Option | None
    new: Option | None
    what: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        return _state(self.old, self.new, self.what)


@dataclass(frozen=True)
class CriterionPair:
    """A criterion before and after. what: "code", "name", "max_points", "options", "applies_if", "group", "notes" …"""

    old: Criterion | None
    new: Criterion | None
    options: tuple[OptionPair, ...] = ()
    what: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        return _state(self.old, self.new, self.what)

    @property
    def code(self) -> str:
        return (self.new or self.old).code


@dataclass(frozen=True)
class HeadPair:
    """A part or a section before and after, by code."""

    old: Part | Section | None
    new: Part | Section | None
    what: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        return _state(self.old, self.new, self.what)


@dataclass(frozen=True)
class KnockoutPair:
    """A knock-out before and after, by its name."""

    old: Knockout | None
    new: Knockout | None
    what: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        return _state(self.old, self.new, self.what)


@dataclass(frozen=True)
class Diff:
    """Everything, also what is the same; pages show `changed` first."""

    heads: tuple[HeadPair, ...]
    criteria: tuple[CriterionPair, ...]
    knockouts: tuple[KnockoutPair, ...]
    bands: bool
    name: bool

    @property
    def empty(self) -> bool:
        """Whether both say the same."""
        pairs = (*self.heads, *self.criteria, *self.knockouts)
        return not self.bands and not self.name and all(pair.state == SAME for pair in pairs)

    def count(self, state: str) -> int:
        return sum(pair.state == state for pair in self.criteria)


def _state(old, new, what) -> str:
    if old is None or new is None:
        return ADDED if old is None else REMOVED
    return CHANGED if what else SAME


def folded(text: str) -> str:
    """A text for comparing: case, runs of spaces and the mark at the end do not matter."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split()).strip(" .;:,")


def compare(old: Rubric, new: Rubric) -> Diff:
    """What `new` says otherwise than `old`."""
    heads = [
        *_heads(old.parts, new.parts),
        *_heads([s for p in old.parts for s in p.sections], [s for p in new.parts for s in p.sections]),
    ]
    knockouts = _by_key(old.knockouts, new.knockouts, lambda k: k.name)
    return Diff(
        heads=tuple(heads),
        criteria=_criteria(tuple(old.criteria.values()), tuple(new.criteria.values())),
        knockouts=tuple(KnockoutPair(a, b, _differs(a, b, ("effect", "label", "when"))) for a, b in knockouts),
        bands=old.bands != new.bands,
        name=folded(old.name) != folded(new.name),
    )


def _heads(old: Iterable, new: Iterable) -> list[HeadPair]:
    return [HeadPair(a, b, _differs(a, b, ("name", "max_points"))) for a, b in _by_key(old, new, lambda h: h.code)]


def _by_key(old: Iterable, new: Iterable, key: Callable) -> list[tuple]:
    """Pairs in the order of `new`, then what only `old` has. A key met twice is paired in order."""
    left: dict = {}
    for item in old:
        left.setdefault(key(item), []).append(item)
    pairs = [(left[key(item)].pop(0) if left.get(key(item)) else None, item) for item in new]
    return pairs + [(item, None) for items in left.values() for item in items]


def _differs(old, new, names: tuple[str, ...]) -> tuple[str, ...]:
    if old is None or new is None:
        return ()
    return tuple(n for n in names if _plain(getattr(old, n)) != _plain(getattr(new, n)))


def _plain(value):
    if isinstance(value, str):
        return folded(value)
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


def _criteria(old: tuple[Criterion, ...], new: tuple[Criterion, ...]) -> tuple[CriterionPair, ...]:
    """Pairs in the order of the new sheet; a removed criterion stands behind the one that it followed."""
    partner = _partners(old, new)
    rows = [((number, 0, 0), _pair(partner.get(c.code), c)) for number, c in enumerate(new)]
    taken = {c.code for c in partner.values()}
    at = {partner[c.code].code: number for number, c in enumerate(new) if c.code in partner}
    behind = -1
    for number, criterion in enumerate(old):
        if criterion.code in taken:
            behind = at[criterion.code]
        else:
            rows.append(((behind, 1, number), _pair(criterion, None)))
    return tuple(pair for _key, pair in sorted(rows, key=lambda row: row[0]))


def _partners(old, new) -> dict[str, Criterion]:
    """Code of a new criterion -> the old one that it continues."""
    found: dict[str, Criterion] = {}
    left, open_ = list(old), list(new)

    def settle(fits: Callable) -> None:
        for criterion in list(open_):
            match = next((c for c in left if fits(c, criterion)), None)
            if match is not None:
                found[criterion.code] = match
                left.remove(match)
                open_.remove(criterion)

    settle(lambda a, b: a.code == b.code and folded(a.name) == folded(b.name))
    settle(lambda a, b: a.code[0] == b.code[0] and folded(a.name) == folded(b.name))
    settle(lambda a, b: a.code == b.code and _alike(a.name, b.name, NEAR))
    settle(lambda a, b: _section(a) == _section(b) and _alike(a.name, b.name, NEARER))
    return found


def _alike(a: str, b: str, ratio: float) -> bool:
    return SequenceMatcher(None, folded(a), folded(b), autojunk=False).ratio() >= ratio


def _section(criterion: Criterion) -> list[str]:
    return criterion.code.split(".")[:2]


def _pair(old: Criterion | None, new: Criterion | None) -> CriterionPair:
    if old is None or new is None:
        return CriterionPair(
            old, new, tuple(OptionPair(None, o) if new else OptionPair(o, None) for o in (new or old).options)
        )
    options = _options(old.options, new.options)
    what = list(_differs(old, new, ("code", "name", "max_points", "applies_if", "group", "notes", "evidence")))
    if any(pair.state != SAME for pair in options):
        what.append("options")
    return CriterionPair(old, new, options, tuple(what))


def _options(old: tuple[Option, ...], new: tuple[Option, ...]) -> tuple[OptionPair, ...]:
    """By wording within the same case, then by place among those that are left."""
    by_words = _by_key(old, new, lambda o: (folded(o.label), o.case))
    left = [a for a, b in by_words if b is None]
    pairs = []
    for before, after in by_words:
        if after is None:
            continue
        if before is None:
            before = next((o for o in left if o.place == after.place), None)
            if before is not None:
                left.remove(before)
        pairs.append(OptionPair(before, after, _differs(before, after, ("points", "label", "stars", "case"))))
    return (*pairs, *(OptionPair(o, None) for o in left))
