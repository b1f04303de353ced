"""Official sheets from `evaluations/rubrics/<regulation>/<number>-<slug>.yaml` into the engine's dataclasses.

A bad file is refused with file, place and reason; a sheet that is partial in the public record loads as incomplete,
with its gaps, and the engine refuses to score with it. Pure but for reading files; one sheet is read once per process.
Form of a file: `evaluations/rubrics/README.md`.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.datafiles import DataError, Node, parse_yaml, read_yaml
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
    number, slug = top.text("code"), top.code("slug")
    if path.name != f"{number}-{slug}.yaml":
        top.fail(f"the file should be called {number}-{slug}.yaml, and the code have two digits", "code")
    return _sheet(top, regulation, hashlib.sha256(path.read_bytes()).hexdigest())


def parse_sheet(raw: bytes, name: str, regulations: Mapping[str, Regulation]) -> tuple[SheetFile | None, list]:
    """The sheet of an uploaded YAML text, or None and every fault that was found; raises nothing.

    regulations: by number ("26/2026/QĐ-TTg"); the text's `decision` says which one the sheet belongs to.
    """
    try:
        value = parse_yaml(raw, name, SheetError)
    except SheetError as fault:
        return None, [fault]
    return sheet_of(value, name, regulations, hashlib.sha256(raw).hexdigest())


def sheet_of(value, name: str, regulations: Mapping[str, Regulation], sha256: str) -> tuple[SheetFile | None, list]:
    """The same from a value that is parsed already (of YAML, or of a workbook)."""
    faults: list[SheetError] = []
    top = Node(value, name, "", SheetError, faults)
    decision = top.value.get("decision")
    regulation = regulations.get(decision) if isinstance(decision, str) else None
    if regulation is None and isinstance(decision, str) and decision.strip():
        # Without its decision nothing says which parts and bands hold; the rest would be guessed against another's.
        known = ", ".join(sorted(regulations))
        top.fail("no such decision", "decision", code="no_decision", value=decision[:60], known=known)
        return None, faults
    if regulation is None:
        top.text("decision")
        return None, faults
    found = _sheet(top, regulation, sha256)
    return (None if faults else found), faults


def _sheet(top: Node, regulation: Regulation, sha256: str) -> SheetFile:
    decision, number, slug = top.text("decision"), top.text("code"), top.code("slug")
    if decision != regulation.number:
        top.check(
            f"{decision!r} is not {regulation.number!r} of regulation {regulation.code}", "decision",
            code="other_decision", value=decision[:60], want=regulation.number,
        )  # fmt: skip
    if not re.fullmatch(r"[0-9]{2}", number):
        top.fail(f"the file should be called {number}-{slug}.yaml, and the code have two digits", "code", code="number")
    elif regulation.set(int(number)) is None:
        top.check(f"{regulation.code} has no set {number}", "code", code="no_set", value=number, law=regulation.number)
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
        top.fail("at least one source is needed", "sources", taints=False, code="no_source")
    for key in ("amended_by", "managing_agency_vi"):
        top.text(key, "")
    for key in ("issued", "replaced_on", "effective_from", "effective_to"):
        top.day(key, None)
    top.done()
    return SheetFile(
        rubric, regulation.code, int(number) if number.isdigit() else 0, slug, confidence=confidence, quirks=quirks,
        sha256=sha256, **meta,
    )  # fmt: skip


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
        top.check("a sheet with something missing cannot be 'found'", "confidence", code="found_with_gaps")
    if confidence != "found" and not gaps:
        top.check(f"a sheet that is {confidence!r} must say what it lacks", "missing", code="gaps_needed")
    return tuple(gaps)


def _part(node: Node, quirks: tuple[str, ...], partial: bool) -> Part:
    code = node.choice("code", ("A", "B", "C"))
    node.place = code
    sections = tuple(_section(child, code, quirks) for child in node.children("sections"))
    part = Part(code, node.text("name_vi"), node.whole("max_points", 1, TOTAL), sections)
    _unique(node, [s.code for s in sections], "section")
    held = sum(s.max_points for s in sections)
    if held != part.max_points and not partial:
        node.check(
            f"sections sum to {held}, {part.max_points} declared",
            "max_points", code="part_sum", held=held, declared=part.max_points,
        )  # fmt: skip
    node.done()
    return part


def _section(node: Node, part: str, quirks: tuple[str, ...]) -> Section:
    code = f"{part}.{node.code('code')}"
    node.place, node.fence = code, True
    groups = tuple(_group(child, part) for child in node.children("groups", ()))
    criteria = tuple(_criterion(child, part, quirks) for child in node.children("criteria"))
    section = Section(code, node.text("name_vi"), node.whole("max_points", 1, TOTAL), criteria, groups)
    missing = node.text("missing", "")
    held = sum(c.max_points for c in criteria)
    if held != section.max_points and not missing:
        node.check(
            f"criteria sum to {held}, {section.max_points} declared",
            "max_points", code="section_sum", held=held, declared=section.max_points,
        )  # fmt: skip
    _unique(node, [g.code for g in groups], "group")
    for criterion in criteria:
        if criterion.group and criterion.group not in {g.code for g in groups}:
            node.check(
                f"{criterion.code} names group {criterion.group}, which is not declared",
                "groups", code="group_unknown", criterion=criterion.code, group=criterion.group,
            )  # fmt: skip
    for group in groups:
        held = sum(c.max_points for c in criteria if c.group == group.code)
        if held != group.max_points:
            node.check(
                f"group {group.code}: criteria sum to {held}, {group.max_points} declared",
                "groups", code="group_sum", group=group.code, held=held, declared=group.max_points,
            )  # fmt: skip
    node.done()
    return section


def _group(node: Node, part: str) -> Group:
    group = Group(f"{part}.{node.code('code')}", node.text("name_vi"), node.whole("max_points", 1, TOTAL))
    node.done()
    return group


def _criterion(node: Node, part: str, quirks: tuple[str, ...]) -> Criterion:
    printed = node.code("code")
    code = f"{part}.{printed}"
    node.place, node.fence = code, True
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
        node.check("no option", "options", code="no_option")
        return
    order = list(dict.fromkeys(o.case for o in options))
    if order != (declared or [""]) or [o.case for o in options] != sorted((o.case for o in options), key=order.index):
        node.check(
            f"cases of the options {order} are not the declared {declared}, each in one block",
            "options", code="cases", found=", ".join(order), declared=", ".join(declared),
        )  # fmt: skip
    for case in order:
        points = [o.points for o in options if o.case == case]
        if points != sorted(points) or (len(set(points)) != len(points) and not equal_allowed):
            node.check(
                f"points do not ascend: {points}",
                "options", code="ascend", points=", ".join(map(str, points)),
            )  # fmt: skip
    if max(o.points for o in options) != criterion.max_points:
        best = max(o.points for o in options)
        node.check(
            f"best option {best}, {criterion.max_points} declared",
            "max_points", code="best_option", best=best, declared=criterion.max_points,
        )  # fmt: skip
    implied = [o.points for o in options if o.implied]
    if implied and (implied != [0, 1] or len(options) != 2):
        node.check("implied options are không = 0 and có = 1", "options", code="implied")


def _whole(top: Node, parts: tuple[Part, ...], regulation: Regulation, partial: bool) -> None:
    """100 points in the parts of the regulation, and names that are unique in the sheet."""
    top.whole("total_points", TOTAL, TOTAL)
    criteria = [c for p in parts for s in p.sections for c in s.criteria]
    _unique(top, [p.code for p in parts], "part")
    _unique(top, [c.code for c in criteria], "criterion")
    declared = {p.code: p.max_points for p in regulation.parts}
    for part in parts:
        if declared.get(part.code) != part.max_points:
            top.check(
                f"{part.max_points} points, {declared.get(part.code)} in {regulation.code}",
                f"part {part.code}", code="part_points",
                held=part.max_points, declared=declared.get(part.code, 0), law=regulation.number,
            )  # fmt: skip
    if not partial:
        if [p.code for p in parts] != list(declared):
            top.check(
                f"parts are {[p.code for p in parts]}, not {list(declared)}",
                "parts", code="parts", found=", ".join(p.code for p in parts), want=", ".join(declared),
            )  # fmt: skip
        if sum(c.max_points for c in criteria) != TOTAL:
            held = sum(c.max_points for c in criteria)
            top.check(
                f"criteria sum to {held}, not {TOTAL}", "parts", deep=True, code="total", held=held, declared=TOTAL
            )
    known = {c.code: c for c in criteria}
    for criterion in criteria:
        rule = criterion.applies_if
        if rule is None:
            continue
        target = known.get(rule.criterion)
        if target is None or target is criterion or target.applies_if or rule.min_points > target.max_points:
            top.check(
                f"{rule.criterion} with {rule.min_points} points cannot be its condition",
                criterion.code, deep=True, code="condition", other=rule.criterion, points=rule.min_points,
            )  # fmt: skip


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
        top.check(
            f"gates and the marks of the options differ: {', '.join(odd)}",
            "gates",
            deep=True,
            code="gates",
            odd=", ".join(odd),
        )
    for criterion in criteria:
        asked = sorted((m.stars, m.required) for m in marks if m.criterion == criterion.code)
        if len({s for s, _ in asked}) != len(asked) or [p for _, p in asked] != sorted(p for _, p in asked):
            top.check(
                f"marks of {criterion.code} contradict each other: {asked}",
                "gates", deep=True, code="marks", criterion=criterion.code,
            )  # fmt: skip
    return tuple(sorted(marks, key=lambda m: m.stars))  # stable: by stars, then in the order of the sheet


def _knockouts(top: Node, parts: tuple[Part, ...]) -> tuple[Knockout, ...]:
    sections = {s.code for p in parts for s in p.sections}
    criteria = {c.code for p in parts for s in p.sections for c in s.criteria}
    found = []
    for node in top.children("knockouts"):
        criterion, section = node.code("criterion", None), node.code("section", None)
        if (criterion is None) == (section is None) or not (criterion in criteria or section in sections):
            node.check(
                f"{criterion or section} is not a criterion or section of the sheet",
                deep=True, code="knockout_place", value=str(criterion or section),
            )  # fmt: skip
        effect = node.choice("effect", EFFECTS)
        when = node.choice("when", (ANY_ZERO, IS_ZERO), "")
        if (when == ANY_ZERO and not section) or (when == IS_ZERO and not criterion):
            node.check("does not fit its place", "when", code="knockout_when")
        if effect == REQUIREMENT and (when or not criterion):
            node.check(
                "a requirement stands at one criterion and is found by the session", "effect", code="requirement"
            )
        found.append(Knockout(criterion or section or "", effect, node.text("label_vi"), when))
        node.done()
    lines = top.texts("disqualifiers_vi")
    found += [Knockout(f"D{i}", "disqualify", line) for i, line in enumerate(lines, start=1)]
    _unique(top, [k.name for k in found], "knock-out")
    return tuple(found)


def _unique(node: Node, codes: list[str], what: str) -> None:
    for code in dict.fromkeys(codes):
        if codes.count(code) > 1 and code[-1:] not in ("", "."):  # no code was read there
            node.check(f"{what} {code} stands twice", code="twice", what=what, value=code)
