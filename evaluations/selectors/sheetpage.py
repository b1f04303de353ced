"""A sheet as a page draws it: parts, sections and criteria with choice, points, papers, self-score. Plain values."""

from dataclasses import dataclass, field

from evaluations import sheetdefs
from evaluations.models import Citation, Dossier
from evaluations.scoring import SheetState
from evaluations.selectors.rubrics import rubric_spec

TOPIC_WORDS = {
    "materials": ("nguyên liệu", "nguồn gốc sản phẩm"),
    "labour": ("lao động",),
    "idea": ("ý tưởng",),
    "identity": ("bản sắc", "trí tuệ"),
}


def plain_case(name: str) -> str:
    """A heading that the decision prints in capitals, as a sentence: the page does not shout. The data stays as printed."""
    return name.capitalize() if name.isupper() else name


@dataclass
class Line:
    """One criterion on the page. `place` None = chưa chấm; `commune`: the commune's finding on it, if it has one."""

    criterion: sheetdefs.Criterion
    place: int | None = None
    comment: str = ""
    papers: list = field(default_factory=list)
    self_place: int | None = None
    self_note: str = ""
    commune: str = ""
    knockout: sheetdefs.Knockout | None = None
    idle: bool = False
    group: str = ""

    @property
    def code(self) -> str:
        return self.criterion.code

    @property
    def name(self) -> str:
        return plain_case(self.criterion.name)

    @property
    def short(self) -> str:
        """ "2.4" of "A.2.4": as the sheet prints it."""
        return self.code.partition(".")[2]

    @property
    @property
    def has_zero(self) -> bool:
        """Whether the sheet prints an option worth nothing of its own."""
        return any(o.points == 0 for o in self.criterion.options)

    @property
    def self_points(self) -> int | None:
        return None if self.self_place is None else self.criterion.points_at(self.self_place)

    @property
    def options(self) -> list:
        """(option, heading of its case where a new one begins)."""
        cases, last, rows = {c.code: c.label for c in self.criterion.cases}, None, []
        for option in self.criterion.options:
            rows.append((option, cases.get(option.case, "") if option.case != last else ""))
            last = option.case
        return rows


@dataclass
class SectionView:
    section: sheetdefs.Section
    lines: list[Line]
    points: int
    missing: int
    open: bool = False

    @property
    def name(self) -> str:
        """ "3. Sức mạnh cộng đồng"."""
        return f"{self.section.code.partition('.')[2]}. {plain_case(self.section.name)}"


@dataclass
class PartView:
    part: sheetdefs.Part
    sections: list[SectionView]
    points: int


def lines_of(dossier: Dossier, rubric) -> dict[str, Line]:
    """Every criterion of the sheet with papers, self-score and the commune's finding."""
    spec = rubric_spec(rubric)
    groups = {g.code: f"{g.code} {g.name}" for part in spec.parts for s in part.sections for g in s.groups}
    lines = {code: Line(c, group=groups.get(c.group, "")) for code, c in spec.criteria.items()}
    for knockout in spec.knockouts:
        if knockout.name in lines:
            lines[knockout.name].knockout = knockout
    cited = Citation.objects.filter(
        evidence__dossier=dossier, evidence__removed_at__isnull=True, evidence__replaced_by__isnull=True
    ).select_related("evidence__file", "criterion")
    for citation in cited:
        if citation.criterion.code in lines:
            lines[citation.criterion.code].papers.append(citation)
    assessment = getattr(dossier, "self_assessment", None)
    if assessment:
        for choice in assessment.choices.select_related("criterion", "option"):
            line = lines.get(choice.criterion.code)
            if line:
                line.self_place = choice.option.place if choice.option else 0
                line.self_note = choice.description
    report = getattr(dossier, "commune_report", None)
    if report:
        for code, line in lines.items():
            name = line.criterion.name.lower()
            for topic, words in TOPIC_WORDS.items():
                if code.startswith(("A.", "B.")) and any(word in name for word in words):
                    line.commune = getattr(report, topic)
                    break
    return lines


def part_views(spec: sheetdefs.Rubric, lines: dict[str, Line], state: SheetState) -> list[PartView]:
    """The sheet's tree with points; the first section that misses something stands open, else the first one."""
    views = []
    for part in spec.parts:
        sections = []
        for section in part.sections:
            own = [lines[c.code] for c in section.criteria]
            for line in own:
                line.idle = line.code in state.points.not_applying and line.place is not None
            missing = sum(line.place is None for line in own)
            sections.append(SectionView(section, own, state.points.sections[section.code], missing))
        views.append(PartView(part, sections, state.points.parts[part.code]))
    everything = [section for view in views for section in view.sections]
    first = next((s for s in everything if s.missing), everything[0])
    first.open = True
    return views


def verdict(spec: sheetdefs.Rubric, state: SheetState) -> dict:
    """The bar under the sheet: totals, provisional stars and what keeps them below the points."""
    band = state.band
    held = [m for m in state.unmet if m.stars <= band]
    return {
        "total": state.points.total,
        "parts": [(p.code, state.points.parts[p.code], p.max_points) for p in spec.parts],
        "stars": state.stars,
        "band": band,
        "unmet": list(dict.fromkeys(m.criterion for m in held)),
        "missing": list(state.points.missing),
        "done": len(spec.criteria) - len(state.points.missing),
        "all": len(spec.criteria),
        "knockouts": [spec.knockout(name) for name in state.knockouts],
    }
