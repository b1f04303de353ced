"""Official sheets from `evaluations/rubrics/<regulation>/<number>-<slug>.yaml` into the engine's dataclasses.

A bad file is refused with file, place and reason; a sheet that is partial in the public record loads as incomplete,
with its gaps, and the engine refuses to score with it. Pure but for reading files; one sheet is read once per process.
Form of a file: `evaluations/rubrics/README.md`.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.datafiles import DataError, Node, read_yaml
from evaluations.sheetdefs import (
    ANY_ZERO,
    EFFECTS,
    IS_ZERO,
    REQUIREMENT,
    Band,
    Case,
    Condition,
    Criterion,
    Group,
    Knockout,
    Mark,
    Option,
    Part,
    Rubric,
    Section,
)
from products.regulationfiles import Regulation, load_regulation, regulation_codes

FOLDER = Path(__file__).resolve().parent / "rubrics"
CONFIDENCE = ("found", "partial", "memory")
TOTAL = 100
_ID = re.compile(r"([0-9]{1,4}-[0-9]{4})/([0-9]{2})")


class SheetError(DataError):
    """A sheet file that is refused, or an id without a sheet."""


@dataclass(frozen=True)
class SheetFile:
    """One file: the rubric, and what stands around it. sha256: of the file's bytes, pins what a dossier was scored
    on.
    """

    rubric: Rubric
    regulation: str
    number: int
    slug: str
    name_en: str
    sector: str
    group: str
    confidence: str
    sources: tuple[tuple[str, str, str], ...]  # id, title, where
    quirks: tuple[str, ...]
    notes: tuple[str, ...]
    sample_required: bool | None
    sha256: str


def sheet_ids() -> tuple[str, ...]:
    """Ids of every sheet that the project holds, as `26-2026/01`, in order."""
    return tuple(sorted(f"{p.parent.name}/{p.name[:2]}" for p in FOLDER.glob("*/[0-9][0-9]-*.yaml")))


@cache
def load_sheet(rubric_id: str) -> SheetFile:
    """The sheet `26-2026/01`. Raises SheetError where there is none, or its file is bad."""
    match = _ID.fullmatch(rubric_id)
    files = sorted((FOLDER / match[1]).glob(f"{match[2]}-*.yaml")) if match else []
    if len(files) != 1 or match[1] not in regulation_codes():
        raise SheetError(rubric_id[:40], "", "no such sheet" if not files else "more than one file for this sheet")
    return read_sheet(files[0], load_regulation(match[1]))


def load_rubric(rubric_id: str) -> Rubric:
    """The rubric alone: what `scoring.score` takes."""
    return load_sheet(rubric_id).rubric


def read_sheet(path: Path, regulation: Regulation) -> SheetFile:
    """Read and validate one file under the rules of its regulation (parts, bands). Raises SheetError."""
    top = read_yaml(path, SheetError)
    decision, number = top.text("decision"), top.text("code")
    slug = top.code("slug")
    if decision != regulation.number:
        top.fail(f"{decision!r} is not {regulation.number!r} of regulation {regulation.code}", "decision")
    if not re.fullmatch(r"[0-9]{2}", number) or path.name != f"{number}-{slug}.yaml":
        top.fail(f"the file should be called {number}-{slug}.yaml, and the code have two digits", "code")
    confidence = top.choice("confidence", CONFIDENCE)
    quirks = top.texts("source_quirks")
    gaps = _gaps(top, confidence)
    parts = tuple(_part(node, quirks, bool(gaps)) for node in top.children("parts"))
    _whole(top, parts, regulation, bool(gaps))
    rubric = Rubric(
        id=f"{regulation.code}/{number}",
        name=top.text("name_vi"),
        parts=parts,
        bands=tuple(Band(b.stars, b.lower, b.certificate) for b in regulation.bands),
        marks=_marks(top, parts),
        knockouts=_knockouts(top, parts),
        marks_known=top.text("missing_gates", None) is None and not gaps,
        gaps=gaps,
    )
    meta = {
        "name_en": top.text("name_en"),
        "sector": top.code("sector"),
        "group": top.text("group_vi", ""),
        "sources": tuple(_source(node) for node in top.children("sources")),
        "notes": tuple(n for n in (top.text("missing_gates", ""), top.text("code_note", "")) if n),
        "sample_required": top.flag("sample_product_required", None),
    }
    if not meta["sources"]:
        top.fail("at least one source is needed", "sources")
    for key in ("amended_by", "managing_agency_vi"):
        top.text(key, "")
    for key in ("issued", "replaced_on", "effective_from", "effective_to"):
        top.day(key, None)
    top.done()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return SheetFile(
        rubric, regulation.code, int(number), slug, confidence=confidence, quirks=quirks, sha256=digest, **meta
    )


def _source(node: Node) -> tuple[str, str, str]:
    node.text("commit", "")
    found = node.code("id"), node.text("title"), node.text("where")
    node.done()
    return found


def _gaps(top: Node, confidence: str) -> tuple[str, ...]:
    """What the public record lacks. A sheet is whole when it says `found`; else it must say what is missing."""
    gaps = []
    for node in top.children("missing", ()):
        if "part" in node.value:
            have, want = node.whole("found", 0, TOTAL), node.whole("expected", 1, TOTAL)
            gaps.append(f"{node.code('part')}: {have}/{want}; {node.text('note')}")
        else:
            gaps.append(node.text("what"))
        node.done()
    if confidence == "found" and gaps:
        top.fail("a sheet with something missing cannot be 'found'", "confidence")
    if confidence != "found" and not gaps:
        top.fail(f"a sheet that is {confidence!r} must say what it lacks", "missing")
    return tuple(gaps)


def _part(node: Node, quirks: tuple[str, ...], partial: bool) -> Part:
    code = node.choice("code", ("A", "B", "C"))
    node.place = code
    sections = tuple(_section(child, code, quirks) for child in node.children("sections"))
    part = Part(code, node.text("name_vi"), node.whole("max_points", 1, TOTAL), sections)
    _unique(node, [s.code for s in sections], "section")
    held = sum(s.max_points for s in sections)
    if held != part.max_points and not partial:
        node.fail(f"sections sum to {held}, {part.max_points} declared", "max_points")
    node.done()
    return part


def _section(node: Node, part: str, quirks: tuple[str, ...]) -> Section:
    code = f"{part}.{node.code('code')}"
    node.place = code
    groups = tuple(_group(child, part) for child in node.children("groups", ()))
    criteria = tuple(_criterion(child, part, quirks) for child in node.children("criteria"))
    section = Section(code, node.text("name_vi"), node.whole("max_points", 1, TOTAL), criteria, groups)
    missing = node.text("missing", "")
    held = sum(c.max_points for c in criteria)
    if held != section.max_points and not missing:
        node.fail(f"criteria sum to {held}, {section.max_points} declared", "max_points")
    _unique(node, [g.code for g in groups], "group")
    for criterion in criteria:
        if criterion.group and criterion.group not in {g.code for g in groups}:
            node.fail(f"{criterion.code} names group {criterion.group}, which is not declared", "groups")
    for group in groups:
        held = sum(c.max_points for c in criteria if c.group == group.code)
        if held != group.max_points:
            node.fail(f"group {group.code}: criteria sum to {held}, {group.max_points} declared", "groups")
    node.done()
    return section


def _group(node: Node, part: str) -> Group:
    group = Group(f"{part}.{node.code('code')}", node.text("name_vi"), node.whole("max_points", 1, TOTAL))
    node.done()
    return group


def _criterion(node: Node, part: str, quirks: tuple[str, ...]) -> Criterion:
    printed = node.code("code")
    code = f"{part}.{printed}"
    node.place = code
    node.choice("kind", ("choice",))
    cases = tuple(_case(child) for child in node.children("cases", ()))
    options = tuple(_option(child, place) for place, child in enumerate(node.children("options"), start=1))
    rule = node.child("applies_if", None)
    group = node.code("group", "")
    note = node.text("note", "")
    criterion = Criterion(
        code=code,
        name=node.text("name_vi"),
        max_points=node.whole("max_points", 1, TOTAL),
        options=options,
        applies_if=rule and Condition(rule.code("criterion"), rule.whole("min_points", 1, TOTAL)),
        cases=cases,
        group=f"{part}.{group}" if group else "",
        subjective=node.flag("subjective"),
        notes=(*node.texts("notes_vi"), *([note] if note else [])),
        evidence=node.texts("evidence_vi"),
        confidence=node.choice("confidence", CONFIDENCE, "found"),
    )
    node.code("code_printed", "")
    if rule:
        rule.done()
    _options(node, criterion, equal_allowed=any(printed in quirk for quirk in quirks))
    node.done()
    return criterion


def _case(node: Node) -> Case:
    case = Case(node.code("code"), node.text("label_vi"))
    node.done()
    return case


def _option(node: Node, place: int) -> Option:
    option = Option(
        place=place,
        points=node.whole("points", 0, TOTAL),
        label=node.text("label_vi"),
        case=node.code("case", ""),
        stars=node.choice("min_for_stars", (3, 4, 5), None),
        implied=node.flag("implied", False),
        note=node.text("note", ""),
    )
    node.text("points_printed", "")
    node.choice("confidence", CONFIDENCE, "found")
    node.done()
    return option


def _options(node: Node, criterion: Criterion, equal_allowed: bool) -> None:
    """Options ascend within each case, the best gives the maximum, cases are those declared and each is one block."""
    options, declared = criterion.options, [c.code for c in criterion.cases]
    if not options:
        node.fail("no option", "options")
    order = list(dict.fromkeys(o.case for o in options))
    if order != (declared or [""]) or [o.case for o in options] != sorted((o.case for o in options), key=order.index):
        node.fail(f"cases of the options {order} are not the declared {declared}, each in one block", "options")
    for case in order:
        points = [o.points for o in options if o.case == case]
        if points != sorted(points) or (len(set(points)) != len(points) and not equal_allowed):
            node.fail(f"points do not ascend: {points}", "options")
    if max(o.points for o in options) != criterion.max_points:
        node.fail(f"best option {max(o.points for o in options)}, {criterion.max_points} declared", "max_points")
    implied = [o.points for o in options if o.implied]
    if implied and (implied != [0, 1] or len(options) != 2):
        node.fail("implied options are không = 0 and có = 1", "options")


def _whole(top: Node, parts: tuple[Part, ...], regulation: Regulation, partial: bool) -> None:
    """100 points in the parts of the regulation, and names that are unique in the sheet."""
    top.whole("total_points", TOTAL, TOTAL)
    criteria = [c for p in parts for s in p.sections for c in s.criteria]
    _unique(top, [p.code for p in parts], "part")
    _unique(top, [c.code for c in criteria], "criterion")
    declared = {p.code: p.max_points for p in regulation.parts}
    for part in parts:
        if declared.get(part.code) != part.max_points:
            top.fail(f"{part.max_points} points, {declared.get(part.code)} in {regulation.code}", f"part {part.code}")
    if not partial:
        if [p.code for p in parts] != list(declared):
            top.fail(f"parts are {[p.code for p in parts]}, not {list(declared)}", "parts")
        if sum(c.max_points for c in criteria) != TOTAL:
            top.fail(f"criteria sum to {sum(c.max_points for c in criteria)}, not {TOTAL}", "parts")
    known = {c.code: c for c in criteria}
    for criterion in criteria:
        rule = criterion.applies_if
        if rule is None:
            continue
        target = known.get(rule.criterion)
        if target is None or target is criterion or target.applies_if or rule.min_points > target.max_points:
            top.fail(f"{rule.criterion} with {rule.min_points} points cannot be its condition", criterion.code)


def _marks(top: Node, parts: tuple[Part, ...]) -> tuple[Mark, ...]:
    """The marks beside the options; `gates` must say the same, and a higher star never asks for less."""
    criteria = [c for p in parts for s in p.sections for c in s.criteria]
    marks = [Mark(o.stars, c.code, o.points) for c in criteria for o in c.options if o.stars]
    gates = []
    for node in top.children("gates"):
        rule = node.child("rule")
        gates.append(Mark(node.choice("stars", (3, 4, 5)), rule.code("criterion"), rule.whole("min_points", 1, TOTAL)))
        node.text("label_vi")
        rule.done()
        node.done()
    if sorted(gates, key=str) != sorted(marks, key=str):
        odd = sorted({f"{m.criterion} {m.stars}*" for m in set(gates) ^ set(marks)}) or ["one twice"]
        top.fail(f"gates and the marks of the options differ: {', '.join(odd)}", "gates")
    for criterion in criteria:
        asked = sorted((m.stars, m.required) for m in marks if m.criterion == criterion.code)
        if len({s for s, _ in asked}) != len(asked) or [p for _, p in asked] != sorted(p for _, p in asked):
            top.fail(f"marks of {criterion.code} contradict each other: {asked}", "gates")
    return tuple(sorted(marks, key=lambda m: m.stars))  # stable: by stars, then in the order of the sheet


def _knockouts(top: Node, parts: tuple[Part, ...]) -> tuple[Knockout, ...]:
    sections = {s.code for p in parts for s in p.sections}
    criteria = {c.code for p in parts for s in p.sections for c in s.criteria}
    found = []
    for node in top.children("knockouts"):
        criterion, section = node.code("criterion", None), node.code("section", None)
        if (criterion is None) == (section is None) or not (criterion in criteria or section in sections):
            node.fail(f"{criterion or section} is not a criterion or section of the sheet")
        effect = node.choice("effect", EFFECTS)
        when = node.choice("when", (ANY_ZERO, IS_ZERO), "")
        if (when == ANY_ZERO and not section) or (when == IS_ZERO and not criterion):
            node.fail("does not fit its place", "when")
        if effect == REQUIREMENT and (when or not criterion):
            node.fail("a requirement stands at one criterion and is found by the session", "effect")
        found.append(Knockout(criterion or section, effect, node.text("label_vi"), when))
        node.done()
    lines = top.texts("disqualifiers_vi")
    found += [Knockout(f"D{i}", "disqualify", line) for i, line in enumerate(lines, start=1)]
    _unique(top, [k.name for k in found], "knock-out")
    return tuple(found)


def _unique(node: Node, codes: list[str], what: str) -> None:
    for code in codes:
        if codes.count(code) > 1:
            node.fail(f"{what} {code} stands twice")
