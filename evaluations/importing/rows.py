"""One row's cells into checked values. Errors reject the row; nothing here looks beyond the row."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.formats import parse_date, parse_number, show_date
from evaluations import import_messages as messages
from evaluations.enums import ImportKind
from evaluations.importing.tables import RawRow

FIRST_YEAR, LAST_YEAR = 2000, 2100
LIMITS = {
    "product_name": 250, "producer": 200, "province": 100, "district": 100, "commune": 100, "score": 20,
    "product_set_inferred": 200, "decision_number": 60, "source_url": 2000, "note": 5000,
}  # fmt: skip
STAR = re.compile(r"([0-9]+)(?:[.,]0+)?\s*(?:sao|\*|★)?", re.IGNORECASE)
IN_FORCE = re.compile(r"in_force_([0-9]{4})")
PROPOSED = re.compile(r"(?:(district|provincial|province)_)?(?:result_)?(?:([0-9])_stars?_)?proposed")


@dataclass(frozen=True)
class Row:
    """A row's values. `kind` is None for a recognition type that we do not know; `proposed` the stars asked for above."""

    number: int
    cells: dict[str, str] = field(repr=False)
    name: str
    star: int | None
    score: Decimal | None
    decided_on: date | None
    year: int | None
    valid_until: date | None
    kind: ImportKind | None
    in_force: int | None = None
    proposed: int | None = None
    result_level: str = ""

    @property
    def date_given(self) -> bool:
        return self.decided_on is not None

    @property
    def issued_on(self) -> date | None:
        """The decision's day, else 31/12 of the year of recognition (design §4)."""
        return self.decided_on or (date(self.year, 12, 31) if self.year else None)


def parse_row(raw: RawRow) -> tuple[Row | None, list[str]]:
    """The row's values, or None with every Vietnamese sentence that says why it is rejected."""
    cells, errors = raw.cells, []
    if raw.beyond:
        errors.append(str(messages.CELLS_BEYOND))
    if not cells["product_name"]:
        errors.append(str(messages.NO_NAME))
    for column, limit in LIMITS.items():
        if len(cells[column]) > limit:
            errors.append(str(messages.TOO_LONG % {"column": column, "limit": limit}))
    star = _star(cells["star"], errors)
    decided_on = _day(cells["decision_date"], messages.BAD_DATE, errors)
    until = _day(cells["valid_until"], messages.BAD_UNTIL, errors)
    year = _year(cells["recognition_year"], errors)
    begin = decided_on or (date(year, 1, 1) if year else None)
    if until and begin and until < begin:
        errors.append(str(messages.UNTIL_BEFORE % {"until": show_date(until)}))
    if errors:
        return None, errors
    kind, words = _kind(cells["recognition_type"])
    row = Row(
        raw.number, cells, cells["product_name"], star, _score(cells["score"]), decided_on, year, until, kind, **words
    )
    return row, []


def _star(text: str, errors: list[str]) -> int | None:
    if not text:
        return None
    found = STAR.fullmatch(text)
    if not found or not 1 <= int(found[1][:3]) <= 5:
        errors.append(str(messages.BAD_STAR % {"value": text[:40]}))
        return None
    return int(found[1])


def _day(text: str, sentence, errors: list[str]) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else parse_date(text)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError(text)
    except ValueError:
        errors.append(str(sentence % {"value": text[:40]}))
        return None
    return day


def _year(text: str, errors: list[str]) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        words = {"value": text[:40], "first": FIRST_YEAR, "last": LAST_YEAR}
        errors.append(str(messages.BAD_YEAR % words))
        return None
    return int(text)


def _score(text: str) -> Decimal | None:
    """Points, 91.14 or 91,14; None where the cell is no number up to 100: the text is kept beside."""
    try:
        score = parse_number(text) if text else None
    except ValueError:
        return None
    return score if score is not None and 0 <= score <= 100 else None


def _kind(text: str) -> tuple[ImportKind | None, dict]:
    """What kind of recognition the row speaks of; any `*_proposed` is a result that waits for the level above."""
    word = text.casefold()
    if not word:
        return ImportKind.NEW, {}
    in_force = IN_FORCE.fullmatch(word)
    if in_force:
        return ImportKind.IN_FORCE, {"in_force": int(in_force[1])}
    proposed = PROPOSED.search(word)
    if word.endswith("_proposed") and proposed:
        level = "province" if "provinc" in word else "district" if "district" in word else ""
        kind = ImportKind.PROVINCE_PROPOSED if word == ImportKind.PROVINCE_PROPOSED else ImportKind.PROPOSED
        return kind, {"proposed": int(proposed[2]) if proposed[2] else None, "result_level": level}
    try:
        return ImportKind(word), {}
    except ValueError:
        return None, {}
