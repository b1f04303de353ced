"""Decisions that issue the criteria (quyết định ban hành bộ tiêu chí), one era per file in `products/regulations/`.

Reads and validates the files into frozen dataclasses; a bad file is refused with file, place and reason. Pure but for
reading files, and read once per process. A value that is None or empty is not in the decision or was not found: whoever
needs it asks a person, nothing is assumed. Days are calendar days unless said; months and points are whole.
"""

import hashlib
import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from core.datafiles import DataError, Node, parse_yaml, read_yaml
from products.regulationdefs import (
    Deadline,
    EvidenceLine,
    Form,
    Level,
    LevelPath,
    ProductCode,
    ProductSetDef,
    Regulation,
    Renewal,
    Round,
    Sector,
    SetGroup,
    SheetPart,
    StarBand,
    Transition,
)

FOLDER = Path(__file__).resolve().parent / "regulations"
LEVELS = ("commune", "district", "province", "centre")  # from the bottom up
KINDS = ("first", "upgrade", "renewal")
CONFIDENCE = ("found", "partial", "memory")
CODE_PARTS = ("province", "district", "commune", "serial", "year")
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_CODE = re.compile(r"[0-9]{1,4}-[0-9]{4}")


class RegulationError(DataError):
    """A regulation file that is refused, or a code without a file."""


def regulation_codes() -> tuple[str, ...]:
    """Codes of every regulation, oldest first."""
    return tuple(sorted((p.stem for p in FOLDER.glob("*.yaml")), key=lambda c: (c.rpartition("-")[2], len(c), c)))


@cache
def load_regulation(code: str) -> Regulation:
    """The regulation with this code, with the sectors of the one whose sets it shares. Raises RegulationError where
    there is none, or its file is bad.
    """
    if not _CODE.fullmatch(code) or code not in regulation_codes():
        raise RegulationError(code[:40], "", "no such regulation")
    found = read_regulation(FOLDER / f"{code}.yaml")
    return replace(found, sectors=load_regulation(found.sets_of).sectors) if found.sets_of else found


def regulation_on(day: date) -> Regulation | None:
    """The regulation for a dossier first filed on `day`: the latest one in force, so an amendment before what it
    amends.
    """
    found = [r for r in map(load_regulation, regulation_codes()) if r.in_force_from <= day]
    return max(found, key=lambda r: r.in_force_from, default=None)


def read_regulation(path: Path) -> Regulation:
    """Read and validate one file. Raises RegulationError."""
    top = read_yaml(path, RegulationError)
    code = top.code("code")
    if path.name != f"{code}.yaml":
        top.fail(f"the file of {code!r} should be called {code}.yaml, as 26-2026", "code")
    return _regulation(top, hashlib.sha256(path.read_bytes()).hexdigest())


def parse_regulation(raw: bytes, name: str) -> tuple[Regulation | None, list[RegulationError]]:
    """The regulation of an uploaded text, or None and every fault that was found. Reads no other file; raises nothing."""
    try:
        value = parse_yaml(raw, name, RegulationError)
    except RegulationError as fault:
        return None, [fault]
    return regulation_of(value, name, hashlib.sha256(raw).hexdigest())


def regulation_of(value, name: str, sha256: str) -> tuple[Regulation | None, list[RegulationError]]:
    """The same from a value that is parsed already."""
    faults: list[RegulationError] = []
    found = _regulation(Node(value, name, "", RegulationError, faults), sha256)
    return (None if faults else found), faults


def _regulation(top: Node, sha256: str) -> Regulation:
    code = top.code("code")
    if not _CODE.fullmatch(code):
        top.fail(f"{code!r} is not a number and a year, as 26-2026", "code", code="regulation_code", value=code[:40])
    certificate, samples = top.child("certificate"), top.child("samples")
    kinds, also = top.child("request_kinds_vi"), top.children("applicants_also")
    found = Regulation(
        code=code,
        number=top.text("number"),
        title=top.text("title_vi", ""),
        issued=top.day("issued"),
        in_force_from=top.day("in_force_from"),
        in_force_to=top.day("in_force_to", None),
        amends=top.code("amends", None),
        amended_by=top.texts("amended_by_vi"),
        replaces=top.texts("replaces"),
        sets_of=top.code("sets_of", None),
        confidence=top.choice("confidence", CONFIDENCE),
        parts=tuple(_sheet_part(n) for n in top.children("parts")),
        bands=tuple(_band(n) for n in top.children("bands")),
        paths=tuple(_path(n) for n in top.children("paths")),
        commune_report=top.texts("commune_report_vi"),
        rounds=tuple(_round(n) for n in top.children("rounds")),
        deadlines=tuple(_deadline(n) for n in top.children("deadlines")),
        certificate_months=certificate.whole("months", 1, 120),
        renewal=_renewal(top.child("renewal")),
        transition=tuple(_transition(n) for n in top.children("transition")),
        forms=tuple(_form(n) for n in top.children("forms")),
        request_kinds={kind: kinds.text(kind) for kind in KINDS if kind in kinds.value},
        sample_count=samples.whole("count", 1, 100, None),
        sample_except_sets=_numbers(samples, "except_sets", 1, 99),
        product_code=_product_code(top.child("product_code")),
        applicants=top.texts("applicants_vi"),
        applicants_also={n.whole("set", 1, 99): n.texts("kinds_vi") for n in also},
        sectors=tuple(_sector(n, code) for n in top.children("sectors")),
        notes=top.texts("notes"),
        sources=top.texts("sources"),
        evidence=tuple(_evidence(n) for n in top.children("evidence", [])),
        sha256=sha256,
    )
    certificate.text("note", "")
    for node in (certificate, samples, kinds, *also, top):
        node.done()
    _check(top, found)
    return found


def _check(top: Node, found: Regulation) -> None:
    """What holds between the keys: 100 points, falling bands down to 0, paths by date, sets numbered once."""
    if [p.code for p in found.parts] != ["A", "B", "C"] or sum(p.max_points for p in found.parts) != 100:
        top.check("parts are not A, B, C with 100 points", "parts", code="regulation_parts")
    lowers = [b.lower for b in found.bands]
    if (
        [b.stars for b in found.bands] != [5, 4, 3, 2, 1]
        or lowers != sorted(set(lowers), reverse=True)
        or lowers[-1:] != [0]
    ):
        top.check("bands must be 5, 4, 3, 2, 1 stars with falling bounds down to 0", "bands", code="bands")
    starts = [p.valid_from for p in found.paths]
    if not starts or starts != sorted(set(starts)) or starts[0] != found.in_force_from:
        top.check("paths must follow each other in time, the first from in_force_from", "paths", code="paths_time")
    for path in found.paths:
        stars = sorted(r for lv in path.levels for r in lv.recognises)
        if stars != [b.stars for b in reversed(found.bands) if b.certificate]:
            top.check(
                f"{path.code}: stars with a certificate are recognised by one level each, not {stars}",
                "paths", code="path_stars", path=path.code, stars=stars,
            )  # fmt: skip
    if found.in_force_to and found.in_force_to < found.in_force_from:
        top.check("ends before it starts", "in_force_to", code="force_order")
    numbers = [s.number for s in found.sets]
    if bool(found.sectors) == bool(found.sets_of) or numbers != list(range(1, len(numbers) + 1)):
        top.check("either sets_of, or sectors with sets numbered 1, 2, 3 … once each", "sectors", code="sectors")
    lines = [line.number for line in found.evidence]
    if len(set(lines)) != len(lines):
        top.check("two lines of the list have the same number", "evidence", code="evidence_twice")
    if not found.sources:
        top.fail("at least one source is needed", "sources", taints=False, code="no_source")


def _evidence(node: Node) -> EvidenceLine:
    number = node.text("number")
    if not re.fullmatch(r"[0-9]{2}", number):
        node.fail(
            f"{number!r} is not a number of two digits, as 01", "number", code="evidence_number", value=number[:10]
        )
    line = EvidenceLine(number, node.text("code", ""), node.text("title_vi"), node.text("note_vi", ""))
    node.done()
    return line


def _sheet_part(node: Node) -> SheetPart:
    part = SheetPart(node.code("code"), node.text("name_vi"), node.whole("max_points", 1, 100))
    node.done()
    return part


def _band(node: Node) -> StarBand:
    band = StarBand(node.whole("stars", 1, 5), node.whole("lower", 0, 100), node.flag("certificate"))
    node.done()
    return band


def _path(node: Node) -> LevelPath:
    path = LevelPath(
        code=node.code("code"),
        valid_from=node.day("valid_from"),
        confidence=node.choice("confidence", CONFIDENCE),
        note=node.text("note", ""),
        levels=tuple(_level(child) for child in node.children("levels")),
    )
    order = [LEVELS.index(lv.level) for lv in path.levels]
    if not order or order != sorted(set(order)):
        node.check("levels stand once each, from the bottom up", "levels", code="levels_order")
    ups = [lv.level for lv in path.levels[1:]] + [None]
    if [lv.forwards_to for lv in path.levels] != ups:
        node.check(f"each level forwards to the next: {ups}", "levels", code="levels_chain")
    node.done()
    return path


def _level(node: Node) -> Level:
    level = Level(
        level=node.choice("level", LEVELS),
        body=node.text("body_vi"),
        receives=node.flag("receives"),
        reports=node.flag("reports"),
        scores=node.flag("scores"),
        recognises=_numbers(node, "recognises", 1, 5),
        forwards_to=node.choice("forwards_to", LEVELS, None),
        forwards_from=node.whole("forwards_from", 0, 100, None),
        working_days=node.whole("working_days", 1, 365, None),
        note=node.text("note", ""),
        hands_back=node.flag("hands_back", default=False),
    )
    if (level.forwards_to is None) != (level.forwards_from is None):
        node.check("forwards_to and forwards_from go together", "forwards_from", code="forwards_pair")
    if level.recognises and not level.scores:
        node.check("a level that does not score recognises nothing", "recognises", code="level_recognises")
    node.done()
    return level


def _round(node: Node) -> Round:
    bounds = []
    for key in ("proposed_before", "done_before"):
        match = _MONTH_DAY.fullmatch(node.text(key))
        if not match:
            node.fail("is not a month and day as 04-30", key, code="month_day")
        bounds.append((int(match[1]), int(match[2])) if match else (1, 1))
    found = Round(
        node.choice("level", LEVELS),
        node.whole("number", 1, 12),
        *bounds,
        excludes_day=node.flag("excludes_day"),
        next_year=node.flag("next_year", default=False),
    )
    node.done()
    return found


def _deadline(node: Node) -> Deadline:
    found = Deadline(
        node.code("code"),
        node.whole("days", 1, 365),
        node.flag("working"),
        node.text("starts"),
        node.text("source"),
    )
    node.done()
    return found


def _renewal(node: Node) -> Renewal:
    keys = ("file_from_days", "file_to_days", "result_days", "grace_days", "notify_days")
    days = {key: node.whole(key, 1, 400, None) for key in keys}
    if days["file_from_days"] and days["file_to_days"] and days["file_from_days"] <= days["file_to_days"]:
        node.check("the window closes before it opens", "file_to_days", code="renewal_window")
    found = Renewal(**days, council=node.text("council_vi", ""), note=node.text("note", ""))
    node.done()
    return found


def _transition(node: Node) -> Transition:
    node.choice("under", ("previous",))
    found = Transition(
        filed_before=node.day("filed_before"),
        kinds=_kinds(node),
        days=node.whole("days", 1, 400),
        last_day=node.day("last_day"),
        note=node.text("note", ""),
    )
    if (found.last_day - found.filed_before).days != found.days:
        node.check(f"is not {found.days} days after filed_before", "last_day", code="transition_days", days=found.days)
    node.done()
    return found


def _form(node: Node) -> Form:
    found = Form(node.code("code"), node.text("name_vi"), node.choice("by", ("producer", *LEVELS)), _kinds(node))
    node.done()
    return found


def _product_code(node: Node) -> ProductCode:
    found = ProductCode(
        parts=node.texts("parts"),
        pattern=node.text("pattern", ""),
        serial_by=node.choice("serial_by", LEVELS, None),
        confidence=node.choice("confidence", CONFIDENCE),
        note=node.text("note", ""),
    )
    named = tuple(re.findall(r"{(\w+)}", found.pattern))
    if named != found.parts or not set(named) <= set(CODE_PARTS):
        node.check(f"the pattern names {named}, the parts are {found.parts}", "pattern", code="code_pattern")
    node.done()
    return found


def _sector(node: Node, code: str) -> Sector:
    groups = tuple(_set_group(child, code) for child in node.children("groups"))
    found = Sector(node.code("code"), node.text("name_vi"), node.text("name_en"), groups)
    node.done()
    return found


def _set_group(node: Node, code: str) -> SetGroup:
    sets = tuple(_product_set(child, code) for child in node.children("sets"))
    found = SetGroup(node.code("code"), node.text("name_vi"), node.text("name_en"), sets)
    node.done()
    return found


def _product_set(node: Node, code: str) -> ProductSetDef:
    name = node.text("name_vi")
    found = ProductSetDef(
        number=node.whole("number", 1, 99),
        code=node.code("code"),
        name=name,
        name_en=node.text("name_en"),
        sheet_name=node.text("sheet_name_vi", name),
        agencies=node.texts("managing_agencies_vi"),
        rubric=node.text("rubric", None),
        confidence=node.choice("confidence", CONFIDENCE),
        note=node.text("note", ""),
    )
    if found.rubric not in (None, f"{code}/{found.number:02d}"):
        node.check(
            f"the sheet of set {found.number} is {code}/{found.number:02d}",
            "rubric", code="set_sheet", want=f"{code}/{found.number:02d}",
        )  # fmt: skip
    if not found.agencies:
        node.fail("at least one managing agency is needed", "managing_agencies_vi", taints=False, code="no_agency")
    node.done()
    return found


def _kinds(node: Node) -> tuple[str, ...]:
    kinds = node.texts("kinds")
    if not kinds or not set(kinds) <= set(KINDS):
        node.fail(f"kinds are {', '.join(KINDS)}", "kinds", code="kinds", allowed=", ".join(KINDS))
    return kinds


def _numbers(node: Node, key: str, low: int, high: int) -> tuple[int, ...]:
    values = node.take(key, ())
    if not isinstance(values, list | tuple) or any(type(v) is not int or not low <= v <= high for v in values):
        node.fail(f"a list of whole numbers from {low} to {high} is expected", key, code="numbers", low=low, high=high)
        return ()
    return tuple(values)
