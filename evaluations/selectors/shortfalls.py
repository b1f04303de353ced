"""What a dossier lacks for a star, in words: criteria to improve, papers to add, papers that run out before the session."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.formats import plain_case
from evaluations import sheetdefs
from evaluations.enums import SessionState
from evaluations.evidencerows import Row, evidence_rows
from evaluations.models import Dossier, Result, SessionProduct
from evaluations.scoring import sheet_points
from evaluations.selectors.dossierpage import papers_in_force
from evaluations.selectors.rubrics import rubric_spec
from evaluations.selectors.told import told_result
from evaluations.shortfall import STARS, Shortfall, Step, shortfall, standing_sheet
from products.models import Regulation

SELF, COUNCIL = "tu-cham", "hoi-dong"


@dataclass(frozen=True)
class StepView:
    """One criterion to improve, as the page and the letter say it."""

    code: str
    name: str
    before: str
    after: str
    points_before: int
    points_after: int
    gain: int
    why: str


@dataclass(frozen=True)
class PaperView:
    """A line of the evidence list that the steps rest on. state: missing, expired, expiring, there; until: the first end."""

    number: str
    title: str
    note: str
    state: str
    until: date | None
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Advice:
    """Everything that the page and the letter show. `session_on`: the day the papers have to last to."""

    target: int
    source: str
    found: Shortfall
    steps: list[StepView]
    papers: list[PaperView]
    ending: list
    blocking: list[str]
    zeros: list[str]
    session_on: date | None
    knows_marks: bool

    @property
    def reached(self) -> bool:
        return self.found.reached

    @property
    def possible(self) -> bool:
        return self.found.steps is not None

    @property
    def gain(self) -> int:
        return sum(step.gain for step in self.steps)


def sources_for(user, dossier: Dossier) -> list[str]:
    """What the person may reckon from: the producer's own score, and the council's result once the person is told it."""
    found = [SELF] if hasattr(dossier, "self_assessment") else []
    return [*found, COUNCIL] if told_result(user, dossier.cycle) else found


def next_target(dossier: Dossier, source: str, result: Result | None) -> int:
    """The star to begin with: the next one above what the sheet gives, at least 3."""
    advice = [shortfall_of(dossier, source, result, stars) for stars in STARS]
    return next((found.target for found in advice if not found.reached), STARS[-1])


def self_choices(dossier: Dossier) -> dict[str, int]:
    """Criterion -> place of the producer's own score."""
    assessment = getattr(dossier, "self_assessment", None)
    if assessment is None:
        return {}
    rows = assessment.choices.select_related("criterion", "option")
    return {row.criterion.code: row.option.place if row.option else sheetdefs.NOT_MET for row in rows}


def shortfall_of(dossier: Dossier, source: str, result: Result | None, target: int) -> Shortfall:
    """By the producer's score, or by the sheet that stands for the council's counted ones of a frozen result."""
    if source == SELF or result is None:
        return shortfall(rubric_spec(dossier.rubric), self_choices(dossier), target)
    spec = rubric_spec(result.item.rubric)
    case, named = result.data["input"], result.data["input"]["findings"]["knockouts"]
    zeroed = frozenset(n for n in named if spec.knockout(n).effect == sheetdefs.REQUIREMENT)
    counted = [s["choices"] for s in case["sheets"] if set(s["choices"]) == set(spec.criteria)]
    standing = standing_sheet(spec, counted, case["council"]["gate_rule"], case["findings"]["joint"], zeroed)
    # A council's average may lie below the sheet that stands for it: that much has to be won on top.
    total = sheet_points(spec, standing, zeroed).total
    margin = max(0, -((result.total_sum - total * result.counted) // result.counted)) if result.counted else 0
    return shortfall(spec, standing, target, margin=margin, zeroed=zeroed, named=named)


def advice_for(dossier: Dossier, source: str, result: Result | None, target: int, today: date) -> Advice:
    """The shortfall in words, with the papers it needs by the official evidence list."""
    of_council = source == COUNCIL and result is not None
    spec = rubric_spec(result.item.rubric if of_council else dossier.rubric)
    found = shortfall_of(dossier, source, result, target)
    until = session_day(dossier)
    papers, lasts_to = list(papers_in_force(dossier)), max(until or today, today)
    return Advice(
        target=target,
        source=source,
        found=found,
        steps=[_step_view(spec, step) for step in found.steps or ()],
        papers=_needed(dossier, spec, found, papers, lasts_to, today),
        ending=[paper for paper in papers if paper.expires_on and paper.expires_on <= lasts_to],
        blocking=[_label(spec, name) for name in found.blocking],
        zeros=[_label(spec, name) for name in found.zeros],
        session_on=until,
        knows_marks=spec.marks_known,
    )


def session_day(dossier: Dossier) -> date | None:
    """The day of the session that the dossier waits for, or None."""
    rows = SessionProduct.objects.filter(dossier=dossier).exclude(session__state=SessionState.CLOSED)
    return rows.order_by("-session__held_on").values_list("session__held_on", flat=True).first()


def _label(spec: sheetdefs.Rubric, name: str) -> str:
    return f"{name}: {spec.knockout(name).label}"


def _option_words(criterion: sheetdefs.Criterion, place: int | None) -> str:
    if place is None:
        return _("Chưa chấm")
    return criterion.options[place - 1].label if place else _("Không đáp ứng")


def _step_view(spec: sheetdefs.Rubric, step: Step) -> StepView:
    criterion = spec.criteria[step.criterion]
    if step.requirement:
        why = _("Hội đồng kết luận chưa đáp ứng yêu cầu của tiêu chí này.")
    elif step.clears:
        why = _("Bị 0 điểm ở tiêu chí này thì hồ sơ không được đánh giá tiếp.")
    elif step.stars:
        why = _("Mức tối thiểu của hạng %(n)s sao.") % {"n": step.stars}
    else:
        why = _("Thêm điểm để đủ tổng điểm.")
    return StepView(
        code=step.criterion,
        name=plain_case(criterion.name),
        before=_option_words(criterion, step.place_before),
        after=_option_words(criterion, step.place_after),
        points_before=step.points_before,
        points_after=step.points_after,
        gain=step.gain,
        why=why,
    )


def rows_of(criterion: sheetdefs.Criterion, regulation: Regulation) -> list[Row]:
    """Lines of the evidence list that the sheet names for a criterion: its text begins with the line's title."""
    return [row for row in evidence_rows(regulation) if any(text.startswith(row.title) for text in criterion.evidence)]


def _needed(dossier, spec, found, papers, lasts_to, today) -> list[PaperView]:
    regulation = dossier.cycle.regulation
    wanted: dict[str, tuple[Row, list[str]]] = {}
    for step in found.steps or ():
        for row in rows_of(spec.criteria[step.criterion], regulation):
            wanted.setdefault(row.number, (row, []))[1].append(step.criterion)
    views = []
    for number in sorted(wanted):
        row, codes = wanted[number]
        own = [paper for paper in papers if paper.row == number]
        ends = sorted(p.expires_on for p in own if p.expires_on)
        state = "there"
        if not own:
            state = "missing"
        elif ends and ends[0] < today:
            state = "expired"
        elif ends and ends[0] <= lasts_to:
            state = "expiring"
        views.append(PaperView(number, row.title, row.note, state, ends[0] if ends else None, tuple(codes)))
    return views
