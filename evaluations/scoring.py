"""The scoring engine: official sheets and members' choices in, stars out. Dataclasses only: no framework, no
database, no files.

Points are whole, averages exact fractions; nothing is rounded before it is compared. Sources: 26/2026/QĐ-TTg Article
3.3 and Appendix II, 1048/QĐ-TTg with 781/QĐ-TTg; what the decisions leave to the council's own Quy chế (quorum,
spread, how a mark is read) is `CouncilRules`. Where the decisions are silent, the reading taken is written at the
function that takes it.
"""

import re
import unicodedata
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from evaluations.sheetdefs import ANY_ZERO, IS_ZERO, NOT_MET, REQUIREMENT, Band, Knockout, Rubric

GATE_RULES = ("majority", "all", "joint")

_DECIMAL = re.compile(r"[0-9]{1,6}(\.[0-9]{1,9})?")
_RATIO = re.compile(r"([0-9]{1,4})/([0-9]{1,4})")


class ScoringError(ValueError):
    """An input that the engine refuses. `code` names the reason (see `scoring_messages`), the rest is its place.

    member: the member of the sheet; criterion: a criterion or the name of a knock-out; values: figures for the
    sentence.
    """

    def __init__(self, code: str, *, member: Hashable = None, criterion: str | None = None, **values):
        self.code, self.member, self.criterion, self.values = code, member, criterion, values
        place = [f"member {member!r}"] if member is not None else []
        place += [f"criterion {criterion!r}"] if criterion is not None else []
        super().__init__(": ".join([*place, code]) + (f" {values}" if values else ""))


# --- what a session gives -------------------------------------------------------------------------------------------


def exact(value) -> Fraction:
    """The exact value of a whole number, Decimal, Fraction, or a string such as "0.75", "10" or "2/3".

    A float is refused: 0.1 is not a tenth there. So are booleans, signs, exponents in strings and absurdly long
    numbers.
    """
    if isinstance(value, str):
        if _DECIMAL.fullmatch(value):
            return Fraction(Decimal(value))
        ratio = _RATIO.fullmatch(value)
        if ratio and int(ratio[2]):
            return Fraction(int(ratio[1]), int(ratio[2]))
    elif isinstance(value, Fraction):
        return value
    elif isinstance(value, Decimal):
        if value.is_finite() and -12 <= value.as_tuple().exponent <= 6 and abs(value) < 1_000_000:
            return Fraction(value)
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1_000_000:
        return Fraction(value)
    raise ScoringError("not_exact", value=str(value)[:40])


@dataclass(frozen=True)
class CouncilRules:
    """Rules of one council (its Quy chế). members: those entitled for this product: recused out, abstained and
    absent in.

    quorum: share of the members, 0 to 1; spread_limit: points. Both are read by `exact`. More sheets than members
    are not refused: who may score is settled before the engine is asked, and `members` is only the base of the quorum.
    """

    members: int
    chair_present: bool
    quorum: Fraction = Fraction(3, 4)
    spread_limit: Fraction = Fraction(10)
    gate_rule: str = "majority"

    def __post_init__(self):
        if type(self.members) is not int or not 1 <= self.members <= 100_000:
            raise ScoringError("council_members", value=str(self.members)[:40])
        if type(self.chair_present) is not bool:
            raise ScoringError("council_chair", value=str(self.chair_present)[:40])
        if self.gate_rule not in GATE_RULES:
            raise ScoringError("council_rule", value=str(self.gate_rule)[:40])
        for name, top in (("quorum", 1), ("spread_limit", 1000)):
            try:
                number = exact(getattr(self, name))
            except ScoringError as error:
                raise ScoringError(f"council_{name}", **error.values) from None
            if not 0 <= number <= top:
                raise ScoringError(f"council_{name}", value=str(getattr(self, name))[:40])
            object.__setattr__(self, name, number)


@dataclass(frozen=True)
class Sheet:
    """One member's sheet: criterion -> place of the chosen option (0 = không đáp ứng; absent = chưa chấm)."""

    member: Hashable
    choices: Mapping[str, int]


@dataclass(frozen=True)
class Findings:
    """What the session finds jointly: names of knock-outs, and for the rule `joint` criterion -> place of the option
    found.
    """

    knockouts: Iterable[str] = ()
    joint: Mapping[str, int] = field(default_factory=dict)


# --- what comes out -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SheetPoints:
    """Points of one sheet as they count. points: per criterion, 0 where unscored; sections and parts: sums by code.

    missing: criteria without a choice, in the order of the sheet; not_applying: those whose `applies_if` does not hold.
    """

    points: Mapping[str, int]
    sections: Mapping[str, int]
    parts: Mapping[str, int]
    total: int
    missing: tuple[str, ...]
    not_applying: frozenset[str]

    @property
    def complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class MarkState:
    """A mark of the sheet and how it fared. met_by: counted sheets (under every rule) that reach it."""

    stars: int
    criterion: str
    required: int
    met_by: int
    met: bool


@dataclass(frozen=True)
class Result:
    """The result of a session for one product. `sheets` pairs each member with its points, in the order given.

    average: exact, `average_shown` with two decimals and a point ("71.67"), both None like band and stars while no
    sheet is counted; spread: whole points, 0 then; marks: every mark of the sheet; knockouts: names in force, in the
    sheet's order.
    """

    sheets: tuple[tuple[Hashable, SheetPoints], ...]
    counted: int
    average: Fraction | None
    average_shown: str | None
    band: int | None
    marks: tuple[MarkState, ...]
    knockouts: tuple[str, ...]
    stars: int | None
    spread: int
    needs_rescore: bool
    quorum_met: bool
    marks_known: bool

    @property
    def gates_failed(self) -> tuple[MarkState, ...]:
        """Every mark that is not met, for all stars, whatever the band."""
        return tuple(m for m in self.marks if not m.met)


@dataclass(frozen=True)
class SheetState:
    """One running sheet: its points, and the band and stars that it alone would give (provisional while criteria miss).

    marks: every mark against this sheet's own choices; knockouts: those that the engine finds on it.
    """

    points: SheetPoints
    band: int
    stars: int | None
    marks: tuple[MarkState, ...]
    knockouts: tuple[str, ...]

    @property
    def unmet(self) -> tuple[MarkState, ...]:
        return tuple(m for m in self.marks if not m.met)


# --- the rules ------------------------------------------------------------------------------------------------------


def check_choices(rubric: Rubric, choices: Mapping[str, int], member: Hashable = None) -> None:
    """Refuse a choice of an unknown criterion, of another type than a whole number, or outside the criterion's
    options.
    """
    for code, place in choices.items():
        criterion = rubric.criteria.get(code)
        if criterion is None:
            raise ScoringError("unknown_criterion", member=member, criterion=str(code)[:40])
        if type(place) is not int:
            raise ScoringError("choice_type", member=member, criterion=code)
        if not NOT_MET <= place <= len(criterion.options):
            raise ScoringError("choice_range", member=member, criterion=code, top=len(criterion.options))


def sheet_points(rubric: Rubric, choices: Mapping[str, int], zeroed: frozenset[str] = frozenset()) -> SheetPoints:
    """Points of one sheet (design point 1). `zeroed`: criteria made 0 by a requirement that the session found
    unfulfilled.

    A criterion whose `applies_if` does not hold counts 0 whatever was chosen; an unscored or zeroed condition does
    not hold. It still needs a choice for the sheet to be complete, and so does a zeroed one. Missing = 0 points.
    """
    points: dict[str, int] = {}
    idle: set[str] = set()
    asked = []
    for code, criterion in rubric.criteria.items():
        if criterion.applies_if is not None:
            asked.append(code)
        else:
            points[code] = 0 if code in zeroed else criterion.points_at(choices.get(code, NOT_MET))

    def count(code: str) -> int:
        if code not in points:
            criterion, rule = rubric.criteria[code], rubric.criteria[code].applies_if
            if count(rule.criterion) < rule.min_points:
                idle.add(code)
            off = code in idle or code in zeroed
            points[code] = 0 if off else criterion.points_at(choices.get(code, NOT_MET))
        return points[code]

    for code in asked:
        count(code)
    sections = {s.code: sum([points[c.code] for c in s.criteria]) for p in rubric.parts for s in p.sections}
    parts = {p.code: sum([sections[s.code] for s in p.sections]) for p in rubric.parts}
    missing = tuple(code for code in rubric.criteria if code not in choices)
    return SheetPoints(points, sections, parts, sum(parts.values()), missing, frozenset(idle))


def band_of(total: int, count: int, bands: Iterable[Band]) -> Band:
    """The highest band with lower bound × count ≤ total: an average that is never divided nor rounded (Article 3.3)."""
    return max((b for b in bands if b.lower * count <= total), key=lambda b: b.stars)


def shown_average(total: int, count: int, bands: Iterable[Band]) -> str:
    """total ÷ count with two decimals, half up; but never on a band's bound that it has not reached: 89.996 shows
    89.99.
    """
    hundredths = (200 * total + count) // (2 * count)
    for band in bands:
        if total < band.lower * count and hundredths >= band.lower * 100:
            hundredths = band.lower * 100 - 1
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _marks(rubric: Rubric, sheets: list[SheetPoints], rule: str, found: SheetPoints | None) -> tuple[MarkState, ...]:
    """Each mark against the counted sheets (design point 5).

    majority: more than half, so exactly half is not enough; all: every one; joint: only what the session found
    decides. With no counted sheet nothing is met under majority or all. A criterion that does not apply, or is
    zeroed, has 0 points here too, also in the joint finding. A mark asks for points, not for the option beside which
    it stands: an option of another case, or of equal worth, meets it.
    """
    states = []
    for mark in rubric.marks:
        met_by = sum(s.points[mark.criterion] >= mark.required for s in sheets)
        if rule == "joint":
            met = found is not None and found.points[mark.criterion] >= mark.required
        elif rule == "all":
            met = bool(sheets) and met_by == len(sheets)
        else:
            met = 2 * met_by > len(sheets)
        states.append(MarkState(mark.stars, mark.criterion, mark.required, met_by, met))
    return tuple(states)


def _zero_on(rubric: Rubric, knockout: Knockout, sheet: SheetPoints) -> bool:
    """Whether this sheet has the 0 that `knockout` looks for.

    A printed option worth 0 and "không đáp ứng" are both a 0, and so is a criterion zeroed by a requirement. One whose
    `applies_if` does not hold was not asked: its 0 is none. (No sheet so far joins these rules.)
    """
    if knockout.when == IS_ZERO:
        codes = [knockout.name]
    elif knockout.when == ANY_ZERO:
        codes = [c.code for c in rubric.section(knockout.name).criteria]
    else:
        return False
    return any(sheet.points[c] == 0 and c not in sheet.not_applying for c in codes)


def _knockouts(rubric: Rubric, sheets: list[SheetPoints], named: frozenset[str]) -> tuple[str, ...]:
    """Names in force, in the sheet's order: found by the session, or by the engine on more than half of the counted
    sheets.
    """
    return tuple(
        k.name
        for k in rubric.knockouts
        if k.name in named or 2 * sum(_zero_on(rubric, k, s) for s in sheets) > len(sheets)
    )


def _stars(rubric: Rubric, band: int, marks: Iterable[MarkState], knockouts: Iterable[str]) -> int | None:
    """Highest r with band ≥ r and every mark of stars ≤ r met; None under a knock-out other than a requirement
    (points 6, 7).

    A missed 3-star mark leaves 2 stars in band 4. A requirement has spoken already, by its 0 points.
    """
    if any(rubric.knockout(name).effect != REQUIREMENT for name in knockouts):
        return None
    return min([band, *(m.stars - 1 for m in marks if not m.met)])


def _known(rubric: Rubric, names: Iterable[str]) -> frozenset[str]:
    found = frozenset(names)
    for name in sorted(found, key=str):
        if rubric.knockout(name) is None:
            raise ScoringError("unknown_finding", criterion=str(name)[:40])
    return found


def _need_complete(rubric: Rubric) -> None:
    if not rubric.complete:
        raise ScoringError("incomplete_rubric", rubric=rubric.id, gaps="; ".join(rubric.gaps))


def _same(member: Hashable) -> Hashable:
    """A name as it is compared: two spellings of one Unicode text are one member."""
    return unicodedata.normalize("NFC", member).strip() if isinstance(member, str) else member


def score(rubric: Rubric, council: CouncilRules, sheets: Iterable[Sheet], findings: Findings | None = None) -> Result:
    """The result of a session for one product: design §5, points 1 to 7.

    Raises ScoringError for an incomplete rubric, a member twice, an unknown criterion or knock-out, a choice out of
    range. Only complete sheets are counted; the others report their points. A requirement found by the session makes
    its criterion 0 on every sheet and in the joint finding, before anything else is computed. Quorum and spread are
    reported and change neither average nor band nor stars. Joint findings are checked under every rule and read
    under `joint` alone.
    """
    _need_complete(rubric)
    findings = findings or Findings()
    named = _known(rubric, findings.knockouts)
    check_choices(rubric, findings.joint)
    zeroed = frozenset(k.name for k in rubric.knockouts if k.effect == REQUIREMENT and k.name in named)
    seen: set[Hashable] = set()
    results: list[tuple[Hashable, SheetPoints]] = []
    for sheet in sheets:
        if _same(sheet.member) in seen:
            raise ScoringError("member_twice", member=sheet.member)
        seen.add(_same(sheet.member))
        check_choices(rubric, sheet.choices, sheet.member)
        results.append((sheet.member, sheet_points(rubric, sheet.choices, zeroed)))
    counted = [points for _, points in results if points.complete]
    joint = sheet_points(rubric, findings.joint, zeroed)
    marks = _marks(rubric, counted, council.gate_rule, joint)
    knockouts = _knockouts(rubric, counted, named)
    totals = [points.total for points in counted]
    n, total = len(totals), sum(totals)
    band = band_of(total, n, rubric.bands).stars if n else None
    spread = max(totals) - min(totals) if n else 0
    return Result(
        sheets=tuple(results),
        counted=n,
        average=Fraction(total, n) if n else None,
        average_shown=shown_average(total, n, rubric.bands) if n else None,
        band=band,
        marks=marks,
        knockouts=knockouts,
        stars=_stars(rubric, band, marks, knockouts) if n else None,
        spread=spread,
        needs_rescore=spread > council.spread_limit,
        quorum_met=council.chair_present and n >= council.quorum * council.members,
        marks_known=rubric.marks_known,
    )


def sheet_state(rubric: Rubric, choices: Mapping[str, int]) -> SheetState:
    """A running sheet by the same rules as a council of one: for the scoring page and the producer's self-assessment.

    Criteria not yet scored are 0 and listed in `points.missing`; a zero rule speaks only of criteria that were scored.
    """
    _need_complete(rubric)
    check_choices(rubric, choices)
    points = sheet_points(rubric, choices)
    marks = _marks(rubric, [points], "majority", None)
    asked = SheetPoints(
        points.points,
        points.sections,
        points.parts,
        points.total,
        points.missing,
        points.not_applying | frozenset(points.missing),
    )
    knockouts = _knockouts(rubric, [asked], frozenset())
    band = band_of(points.total, 1, rubric.bands).stars
    return SheetState(points, band, _stars(rubric, band, marks, knockouts), marks, knockouts)
