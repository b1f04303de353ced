"""A sheet as a page draws it: parts, sections and criteria with choice, points, papers, self-score. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formats import plain_case
from core.prepared import Prepared
from evaluations import sheetdefs
from evaluations.models import (
    Citation,
    Dossier,
    Evidence,
    ScoreSheet,
    SelfAssessmentChoice,
    SessionProduct,
    SheetReopening,
)
from evaluations.scoring import SheetState
from evaluations.selectors.comments import places_owing
from evaluations.selectors.guidance import guidance_for
from evaluations.selectors.lastcycle import LastCycle
from evaluations.selectors.rubrics import rubric_keys, rubric_spec
from evaluations.selectors.visibility import seat_holder

TOPIC_WORDS = {
    "materials": ("nguyên liệu", "nguồn gốc sản phẩm"),
    "labour": ("lao động",),
    "idea": ("ý tưởng",),
    "identity": ("bản sắc", "trí tuệ"),
}

MISSING_SHOWN = 8  # the bar names the next ones; the rest is a number

TOPICS = [
    ("materials", gettext_lazy("Nguyên liệu")),
    ("labour", gettext_lazy("Lao động")),
    ("idea", gettext_lazy("Ý tưởng")),
    ("identity", gettext_lazy("Bản sắc, trí tuệ địa phương")),
]


@dataclass(frozen=True)
class Paper:
    """A paper in force beside the sheet."""

    pk: int
    row: str
    title: str
    file_id: int
    pages: int | None
    expires_on: date | None = None
    ends: object = field(default=None, compare=False)  # evaluations.selectors.paperdates.Ends, on a page with a day


@dataclass(frozen=True)
class Cited:
    """Pages of a paper, cited for a criterion."""

    evidence: Paper
    page_from: int
    page_to: int

    @property
    def pages(self) -> str:
        """ "3", or "3–7"."""
        return Citation.pages.fget(self)


@dataclass
class Line:
    """One criterion on the page. `place` None = chưa chấm; `commune`: the commune's finding on it, if it has one.

    idle: its condition does not hold, so it counts 0; owing: places that owe a comment; last: the previous cycle's mean.
    """

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
    owing: frozenset[int] = frozenset()
    last: str = ""
    guidance: str = ""

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
    def condition(self) -> str:
        """When the criterion applies, in words; empty for one that always does."""
        rule = self.criterion.applies_if
        if rule is None:
            return ""
        return _("Chỉ tính khi tiêu chí %(code)s đạt từ %(points)s điểm.") % {
            "code": rule.criterion, "points": rule.min_points,
        }  # fmt: skip

    @property
    def owes(self) -> bool:
        """Whether the present choice owes a comment."""
        return self.place in self.owing and not self.idle

    @property
    def free(self) -> bool:
        return not self.owes

    @property
    def owes_now(self) -> bool:
        """Whether the comment that the choice owes is still missing."""
        return self.owes and not self.comment

    @property
    def unscored(self) -> bool:
        return self.place is None

    @property
    def scored(self) -> bool:
        return self.place is not None

    @property
    def not_zero(self) -> bool:
        """Whether "không đáp ứng" is not the choice."""
        return self.place != sheetdefs.NOT_MET

    @property
    def applies(self) -> bool:
        return not self.idle

    @property
    def self_scored(self) -> bool:
        return self.self_place is not None

    @property
    def owing_words(self) -> str:
        """Places for the page's script."""
        return " ".join(map(str, sorted(self.owing)))

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
    def full(self) -> bool:
        return not self.missing

    @property
    def name(self) -> str:
        """ "3. Sức mạnh cộng đồng"."""
        return f"{self.section.code.partition('.')[2]}. {plain_case(self.section.name)}"


@dataclass
class PartView:
    part: sheetdefs.Part
    sections: list[SectionView]
    points: int


def bare_lines(rubric) -> dict[str, Line]:
    """Every criterion of a sheet with its group and knock-out, and nothing of a dossier."""
    spec = rubric_spec(rubric)
    groups = {g.code: f"{g.code} {g.name}" for part in spec.parts for s in part.sections for g in s.groups}
    lines = {code: Line(c, group=groups.get(c.group, "")) for code, c in spec.criteria.items()}
    for knockout in spec.knockouts:
        if knockout.name in lines:
            lines[knockout.name].knockout = knockout
    return lines


_papers = Prepared(
    lambda dossier_id: (
        Evidence.objects.filter(dossier_id=dossier_id, removed_at__isnull=True, replaced_by__isnull=True)
        .order_by("row", "pk", "citations__criterion", "citations__page_from")
        .values_list(
            "pk", "row", "title", "file_id", "file__pages", "expires_on", "citations__criterion_id", "citations__page_from",
            "citations__page_to",
        )
    )
)  # fmt: skip
_own_choices = Prepared(
    lambda dossier_id: SelfAssessmentChoice.objects.filter(assessment__dossier_id=dossier_id).values_list(
        "criterion__code", "option__place", "description"
    )
)
_dossiers = Prepared(
    lambda pk: Dossier.objects.filter(pk=pk).select_related(
        "cycle__product", "cycle__producer", "cycle__unit", "self_assessment", "commune_report"
    )
)


def papers_of(dossier_id: int) -> dict[Paper, list[tuple[int, Cited]]]:
    """Papers that were neither removed nor replaced, by row: each with (criterion key, pages cited). One statement."""
    found: dict[Paper, list] = {}
    for *facts, criterion, first, last in _papers.rows(dossier_id):
        paper = Paper(*facts)
        cited = found.setdefault(paper, [])
        if criterion is not None:
            cited.append((criterion, Cited(paper, first, last)))
    return found


def lines_of(dossier: Dossier, rubric, papers: Mapping | None = None) -> dict[str, Line]:
    """Every criterion of the sheet with papers, self-score and the commune's finding. `papers`: what `papers_of` gave."""
    lines = bare_lines(rubric)
    codes = rubric_keys(rubric).codes
    papers = papers_of(dossier.pk) if papers is None else papers
    for paper in sorted(papers, key=lambda paper: paper.pk):
        for criterion, cited in papers[paper]:
            if codes.get(criterion) in lines:
                lines[codes[criterion]].papers.append(cited)
    if getattr(dossier, "self_assessment", None):
        for code, (place, note) in _self_choices(dossier.pk).items():
            if code in lines:
                lines[code].self_place, lines[code].self_note = place, note
    report = getattr(dossier, "commune_report", None)
    if report:
        for code, line in lines.items():
            name = line.criterion.name.lower()
            for topic, words in TOPIC_WORDS.items():
                if code.startswith(("A.", "B.")) and any(word in name for word in words):
                    line.commune = getattr(report, topic)
                    break
    return lines


def _self_choices(dossier_id: int) -> dict[str, tuple[int, str]]:
    rows = _own_choices.rows(dossier_id)
    return {code: (place or sheetdefs.NOT_MET, note) for code, place, note in rows}


def self_places(dossier_id: int) -> dict[str, int]:
    """The producer's self-score: code -> place, 0 = không đáp ứng."""
    return {code: place for code, (place, _note) in _self_choices(dossier_id).items()}


def _sheets(user, pk: int):
    """The gate's answer for one sheet, with seat, session and `reopened_for`, why the chair gave it back last."""
    last = SheetReopening.objects.filter(sheet=OuterRef("pk")).order_by("-pk")
    rows = (
        ScoreSheet.objects.visible_to(user)
        .filter(pk=pk)
        .order_by()
        .annotate(reopened_for=Subquery(last.values("reason")[:1]))
    )
    return rows.select_related("member__user", "item__session__council")


_own_sheets = Prepared(lambda user_id, pk: _sheets(seat_holder(user_id), pk), 2)


def seen_sheet(user, pk: int) -> ScoreSheet | None:
    """The sheet, when the person may see it. One statement."""
    rows = _own_sheets.rows(user.pk, pk) if user.scope.bare else list(_sheets(user, pk))
    return rows[0] if rows else None


def with_dossier(item: SessionProduct) -> SessionProduct:
    """The same product of a session, with what the page says of dossier and cycle read along. One statement.

    A join of these with sheet, seat, council and gate costs the database ten times as long to plan as to answer.
    """
    (dossier,) = _dossiers.rows(item.dossier_id)
    item.dossier = dossier
    if dossier.cycle_id == item.cycle_id:
        item.cycle = dossier.cycle
    return item


def guidance_of(item) -> dict[str, str]:
    """What council and province have agreed on single criteria: code -> text."""
    return guidance_for(item.rubric, item.session.council)


def aids(lines: Mapping[str, Line], *, rule: str, last: LastCycle | None, guidance: Mapping[str, str]) -> None:
    """Put beside each criterion what helps a member: places that owe a comment, the last mark, the local guidance."""
    for code, line in lines.items():
        line.owing = places_owing(line.criterion, rule, line.self_place)
        line.last = last.marks.get(code, "") if last else ""
        line.guidance = guidance.get(code, "")


def commune_topics(report) -> list[tuple[str, str]]:
    """(topic, finding) of the commune's report in the order of its form."""
    return [(str(label), getattr(report, name)) for name, label in TOPICS] if report else []


def part_views(spec: sheetdefs.Rubric, lines: dict[str, Line], state: SheetState) -> list[PartView]:
    """The sheet's tree with points; the first section that misses something stands open, else the first one."""
    views = []
    for part in spec.parts:
        sections = []
        for section in part.sections:
            own = [lines[c.code] for c in section.criteria]
            for line in own:
                rule = line.criterion.applies_if
                # Before its condition is scored nobody knows whether it applies: then only the condition is told.
                line.idle = line.code in state.points.not_applying and lines[rule.criterion].place is not None
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
        "words": star_words(state),
        "lacks": "" if held else lacking_words(spec, state),  # marks alone are told as links
        "unmet": list(dict.fromkeys(m.criterion for m in held)),
        "missing": list(state.points.missing),
        "more": max(0, len(state.points.missing) - MISSING_SHOWN),
        "done": len(spec.criteria) - len(state.points.missing),
        "all": len(spec.criteria),
        "knockouts": [spec.knockout(name) for name in state.knockouts],
    }


def star_words(state: SheetState) -> str:
    """The provisional star in words; a knock-out of the sheet says so instead of a star."""
    if state.stars is None:
        return _("có điểm loại trên phiếu")
    return _("tạm tính %(stars)s sao") % {"stars": state.stars}


def lacking_words(spec: sheetdefs.Rubric, state: SheetState) -> str:
    """What is missing for the next star, in one sentence; empty at the top and under a knock-out."""
    if state.stars is None:
        return ""
    goal = next((band for band in sorted(spec.bands, key=lambda b: b.stars) if band.stars > state.stars), None)
    if goal is None:
        return ""
    points = max(0, goal.lower - state.points.total)
    marks = list(dict.fromkeys(m.criterion for m in state.unmet if m.stars <= goal.stars))
    words = {"stars": goal.stars, "points": points, "marks": ", ".join(marks)}
    if points and marks:
        return _("Để đạt %(stars)s sao: còn thiếu %(points)s điểm và mốc của tiêu chí %(marks)s.") % words
    if points:
        return _("Để đạt %(stars)s sao: còn thiếu %(points)s điểm.") % words
    return _("Để đạt %(stars)s sao: còn thiếu mốc của tiêu chí %(marks)s.") % words
