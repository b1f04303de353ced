"""Reading districts/data/*.csv into checked dataclasses; no database. How the files are made: tools/units/."""

import csv
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from districts import messages
from districts.enums import Level
from districts.exceptions import UnitDataError

DATA = Path(__file__).resolve().parent / "data"
UNIT_FILES = ("units-before-2025-07.csv", "units-since-2025-07.csv")
SUCCESSION_FILE = "successions-2025-07.csv"
NAME_FILE = "names.csv"
DIGITS = {Level.PROVINCE: 2, Level.DISTRICT: 3, Level.COMMUNE: 5}
DEGREE = Decimal("0.000001")
MERGER = date(2025, 7, 1)  # first day of the new map

Key = tuple[str, str, date | None]  # level, code, valid_from: what tells two units apart


@dataclass(frozen=True)
class UnitRow:
    code: str
    level: str
    kind: str
    name: str
    parent_code: str
    lat: Decimal | None
    lon: Decimal | None
    valid_from: date | None
    valid_to: date | None

    @property
    def key(self) -> Key:
        return self.level, self.code, self.valid_from


@dataclass(frozen=True)
class NameRow:
    unit: Key
    kind: str
    name: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class SuccessionRow:
    old: Key
    new: Key
    partial: bool
    main: bool


@dataclass(frozen=True)
class UnitData:
    """Both maps and what became of each unit, provinces first, parents always before children."""

    units: list[UnitRow]
    names: list[NameRow]
    successions: list[SuccessionRow]


def read_all(folder: Path = DATA) -> UnitData:
    """Everything that ships. Links that the source made by name alone (`doubt`) are left out: docs/units.md.

    Raises UnitDataError with file, line and reason.
    """
    units = [row for name in UNIT_FILES for row in _rows(folder / name, _unit)]
    units.sort(key=lambda u: list(DIGITS).index(u.level))
    known = {u.key for u in units}
    names = list(_rows(folder / NAME_FILE, _name))
    successions = [row for row in _rows(folder / SUCCESSION_FILE, _succession) if row]
    for key in [n.unit for n in names] + [k for s in successions for k in (s.old, s.new)]:
        if key not in known:
            raise UnitDataError(messages.BAD_DATA_FILE % {"file": SUCCESSION_FILE, "line": "?", "reason": key})
    return UnitData(units, names, successions)


def restricted(data: UnitData, province_codes: list[str]) -> UnitData:
    """The same, for these provinces of the map to 30/6/2025 and the whole provinces that they became.

    Raises KeyError with the first code that is no such province.
    """
    old = {(Level.PROVINCE.value, code, None) for code in province_codes}
    missing = old - {u.key for u in data.units}
    if missing:
        raise KeyError(min(key[1] for key in missing))
    kept = old | {s.new for s in data.successions if s.old in old}
    for unit in data.units:  # parents come first
        if unit.parent_code and parent_key(unit) in kept:
            kept.add(unit.key)
    return UnitData(
        [u for u in data.units if u.key in kept],
        [n for n in data.names if n.unit in kept],
        [s for s in data.successions if s.old in kept and s.new in kept],
    )


def parent_key(unit: UnitRow) -> Key:
    """Key of the unit above: a commune of the old map stands under a district, of the new one under a province."""
    level = Level.PROVINCE if len(unit.parent_code) == DIGITS[Level.PROVINCE] else Level.DISTRICT
    return level.value, unit.parent_code, unit.valid_from


def _rows(path: Path, make) -> Iterator:
    with path.open(encoding="utf-8", newline="") as handle:
        lines = [(n, line) for n, line in enumerate(handle, 1) if not line.startswith("#")]
    reader = csv.DictReader(line for _, line in lines)
    for (number, _), row in zip(lines[1:], reader, strict=True):
        try:
            yield make(row)
        except (ValueError, KeyError, TypeError, InvalidOperation) as error:
            where = {"file": path.name, "line": number, "reason": error}
            raise UnitDataError(messages.BAD_DATA_FILE % where) from error


def _unit(row: dict) -> UnitRow:
    level = Level(row["level"])
    if not (row["code"].isascii() and row["code"].isdigit() and len(row["code"]) == DIGITS[level]):
        raise ValueError(row["code"])
    return UnitRow(
        code=row["code"],
        level=level.value,
        kind=_text(row["kind"]),
        name=_text(row["name"]),
        parent_code=row["parent_code"],
        lat=_degrees(row["lat"]),
        lon=_degrees(row["lon"]),
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
    )


def _name(row: dict) -> NameRow:
    key = (Level(row["level"]).value, row["code"], _day(row["unit_valid_from"]))
    return NameRow(key, _text(row["kind"]), _text(row["name"]), _day(row["valid_from"]), _day(row["valid_to"]))


def _succession(row: dict) -> SuccessionRow | None:
    if row["doubt"]:
        return None
    old = (Level(row["old_level"]).value, row["old_code"], None)
    new = (Level(row["new_level"]).value, row["new_code"], MERGER)
    return SuccessionRow(old, new, partial=bool(int(row["partial"])), main=bool(int(row["main"])))


def _text(value: str) -> str:
    if not value or value != unicodedata.normalize("NFC", " ".join(value.split())):
        raise ValueError(repr(value))
    return value


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _degrees(value: str) -> Decimal | None:
    return Decimal(value).quantize(DEGREE) if value else None
