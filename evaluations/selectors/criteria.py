"""Reads for the administration of criteria: what is loaded, in which state, and the texts behind it."""

from collections import defaultdict
from dataclasses import dataclass, field

from core.exceptions import Refused
from evaluations import criteria_messages as messages
from evaluations import sheetfiles
from evaluations.criteriafiles import with_sectors
from evaluations.enums import DraftKind
from evaluations.models import CriteriaDraft, Rubric
from evaluations.sheetfiles import SheetFile, load_sheet, parse_sheet
from products import regulationdefs
from products.models import Regulation
from products.regulationfiles import parse_regulation
from products.selectors.regulations import all_specs

USED, IN_FORCE, INCOMPLETE, RETIRED, ABSENT = "used", "in_force", "incomplete", "retired", "absent"


@dataclass
class SetRow:
    """One product set of a decision on the list."""

    number: str
    name: str
    rubric: Rubric | None = None
    draft: CriteriaDraft | None = None

    @property
    def state(self) -> str:
        return state_of(self.rubric) if self.rubric else ABSENT


@dataclass
class LawRow:
    """One decision on the list with its sets. `used`: sheets that dossiers were filed on."""

    regulation: Regulation | None
    draft: CriteriaDraft | None
    number: str
    title: str
    sets: list[SetRow] = field(default_factory=list)

    @property
    def ready(self) -> int:
        return sum(row.state in (USED, IN_FORCE) for row in self.sets)

    @property
    def used(self) -> int:
        return sum(row.state == USED for row in self.sets)

    @property
    def drafts(self) -> int:
        return sum(row.draft is not None for row in self.sets) + (self.draft is not None)


def state_of(rubric: Rubric) -> str:
    """The word of a sheet's state for pages: retired, incomplete, used by a dossier, in force."""
    if rubric.retired_at:
        return RETIRED
    if not rubric.complete:
        return INCOMPLETE
    return USED if rubric.used_at else IN_FORCE


def law_rows(user) -> list[LawRow]:
    """Every decision, the newest first, with its sets, sheets and live drafts. Four queries."""
    drafts = {d.code: d for d in CriteriaDraft.objects.visible_to(user).live().defer("text")}
    rubrics = {r.code: r for r in Rubric.objects.visible_to(user).filter(retired_at__isnull=True)}
    rows = []
    for law in Regulation.objects.prefetch_related("product_sets").order_by("-in_force_from"):
        found = LawRow(law, None, law.number, law.title)
        for one in sorted(law.product_sets.all(), key=lambda s: s.number):
            code = f"{law.code}/{one.number}"
            found.sets.append(SetRow(one.number, one.name, rubrics.get(code), drafts.get(code)))
        rows.append(found)
    known = {row.regulation.code for row in rows}
    orphans = defaultdict(list)
    for code, draft in drafts.items():
        if draft.kind == DraftKind.SHEET and code.partition("/")[0] not in known:
            orphans[code.partition("/")[0]].append(SetRow(code[-2:], draft.title, None, draft))
    fresh = [
        LawRow(None, draft, draft.title, "", orphans[code])
        for code, draft in drafts.items()
        if draft.kind == DraftKind.DECISION
    ]
    return fresh + rows


def known_laws() -> dict[str, regulationdefs.Regulation]:
    """Decisions by number that a sheet may belong to: loaded ones, and live drafts, which stand behind them."""
    found = {spec.number: spec for spec in all_specs()}
    for draft in CriteriaDraft.objects.live().filter(kind=DraftKind.DECISION):
        spec, _faults = parse_regulation(draft.text.encode(), draft.file_name)
        if spec is not None and spec.number not in found:
            found[spec.number] = with_sectors(spec, found)
    return found


def draft_law(draft: CriteriaDraft) -> regulationdefs.Regulation | None:
    """The decision that a draft lays down, with its sectors."""
    spec, _faults = parse_regulation(draft.text.encode(), draft.file_name)
    return with_sectors(spec, known_laws()) if spec else None


def draft_sheet(draft: CriteriaDraft) -> SheetFile | None:
    """The sheet of a draft by the decisions that stand now; None where it no longer fits them."""
    return parse_sheet(draft.text.encode(), draft.file_name, known_laws())[0]


def sheet_text(rubric: Rubric) -> str:
    """The YAML that a version was loaded from. Refused where the shipped file is no longer the one that was loaded."""
    draft = CriteriaDraft.objects.filter(rubric=rubric).first()
    if draft is not None:
        return draft.text
    try:
        if load_sheet(rubric.code).sha256 == rubric.content_hash:
            (path,) = (sheetfiles.FOLDER / rubric.code[:-3]).glob(f"{rubric.code[-2:]}-*.yaml")
            return path.read_text("utf-8")
    except sheetfiles.SheetError:
        pass
    raise Refused(messages.TEXT_NOT_KEPT, code="no_text")
