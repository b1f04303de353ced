"""Uploaded files of a decision and its sheets into definitions: all of them, or every fault of every file. No database.

Texts are kept as they were uploaded; what was read from a workbook is kept as YAML, so that one form is published.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import yaml

from core.datafiles import DataError, parse_yaml
from evaluations.sheetfiles import SheetError, SheetFile, sheet_of
from products.regulationdefs import Regulation
from products.regulationfiles import RegulationError, regulation_of

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
DECISION_KEYS = frozenset({"bands", "paths", "sectors", "sets_of"})  # no sheet has one of them
WIDTH = 140


@dataclass(frozen=True)
class Text:
    """What a file says: its YAML, the value of it, and the file's name. fault: why there is no value."""

    name: str
    text: str
    value: object
    fault: DataError | None = None

    @property
    def is_decision(self) -> bool:
        return isinstance(self.value, dict) and not DECISION_KEYS.isdisjoint(self.value)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass
class Bundle:
    """What was uploaded together. `decision` and `sheets` are whole only where `faults` is empty."""

    decision: tuple[Regulation, Text] | None = None
    sheets: list[tuple[SheetFile, Text]] = field(default_factory=list)
    faults: list[DataError] = field(default_factory=list)


def yaml_text(raw: bytes, name: str) -> Text:
    """An uploaded YAML file."""
    try:
        value = parse_yaml(raw, name)
    except DataError as fault:
        return Text(name, "", None, fault)
    return Text(name, raw.decode("utf-8-sig"), value)


def value_text(value: dict, name: str) -> Text:
    """A value read from a workbook, as the text that will be kept. The value keeps its rows for the faults."""
    return Text(name, dumped(value), value)


def dumped(value: dict) -> str:
    """YAML of a sheet's value, keys in their order, Vietnamese as it is."""
    return yaml.dump(_plain(value), Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=WIDTH)


def _plain(value):
    """Mappings that know their lines as plain ones; a value met twice as two, so that no alias is written."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def read_bundle(texts: list[Text], laws: Mapping[str, Regulation], published: frozenset[str]) -> Bundle:
    """All texts against each other and against what is known.

    laws: decisions by number that a sheet may belong to, published and drafts; published: codes that never change again.
    """
    found = Bundle(faults=[text.fault for text in texts if text.fault])
    known, unread = dict(laws), set()
    for text in (t for t in texts if t.is_decision):
        spec = _decision(text, found, laws, published)
        if spec is None:
            unread.add(str(text.value.get("number")))
        elif found.decision is not None:
            found.faults.append(
                DataError(text.name, "", "two decisions", code="decisions", other=found.decision[1].name)
            )
        else:
            found.decision = (spec, text)
            known[spec.number] = spec
    unread -= set(laws)  # a decision that stands already judges its sheets
    names: dict[str, str] = {}
    for text in (t for t in texts if not t.is_decision and t.fault is None):
        if _decision_named(text.value) in unread:
            continue  # its decision stands in this upload and has faults of its own; the sheet is read once that is mended
        sheet, faults = sheet_of(text.value, text.name, known, text.sha256)
        found.faults += faults
        if sheet is None:
            continue
        code = sheet.rubric.id
        if code in names:
            found.faults.append(
                SheetError(text.name, "", "sheet twice", code="same_sheet", other=names[code], value=code)
            )
        names.setdefault(code, text.name)
        found.sheets.append((sheet, text))
    return found


def _decision_named(value) -> str | None:
    named = value.get("decision") if isinstance(value, dict) else None
    return named if isinstance(named, str) else None


def _decision(text: Text, found: Bundle, laws: Mapping[str, Regulation], published: frozenset[str]):
    spec, faults = regulation_of(text.value, text.name, text.sha256)
    if spec is not None:
        faults = list(_clashes(spec, text.name, laws, published))
    found.faults += faults
    if faults:
        return None
    return with_sectors(spec, laws)


def _clashes(spec: Regulation, name: str, laws: Mapping[str, Regulation], published: frozenset[str]):
    """What a decision may not take from those that stand."""
    if spec.code in published:
        yield RegulationError(name, "code", "is published", code="code_taken", value=spec.code)
    other = laws.get(spec.number)
    if other is not None and other.code != spec.code:
        yield RegulationError(name, "number", "is another's", code="number_taken", value=spec.number)
    if spec.sets_of and all(law.code != spec.sets_of for law in laws.values()):
        yield RegulationError(name, "sets_of", "is unknown", code="sets_of_unknown", value=spec.sets_of)


def with_sectors(spec: Regulation, laws: Mapping[str, Regulation]) -> Regulation:
    """The decision with the sectors of the one whose sets it shares."""
    if not spec.sets_of:
        return spec
    shared = next(law for law in laws.values() if law.code == spec.sets_of)
    return replace(spec, sectors=shared.sectors)
