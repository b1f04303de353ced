"""What an official scoring sheet is, as frozen dataclasses: whole points, no framework, no database, no files.

Filled by `sheetfiles`, read by `scoring` and by the pages. Form: 26/2026/QĐ-TTg Appendix II, 1048/QĐ-TTg Appendix III.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

DISQUALIFY, INELIGIBLE, STOP, REQUIREMENT = "disqualify", "ineligible", "stop", "requirement"
EFFECTS = (DISQUALIFY, INELIGIBLE, STOP, REQUIREMENT)
ANY_ZERO, IS_ZERO = "any_criterion_is_zero", "criterion_is_zero"
NOT_MET = 0  # the choice "không đáp ứng": scored, worth 0; an absent choice is "chưa chấm"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer. `place` counts from 1 through all cases of the criterion; `stars` is the sheet's mark beside it,
    or None.
    """

    place: int
    points: int
    label: str
    case: str = ""
    stars: int | None = None
    implied: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """`applies_if`: the criterion counts only where `criterion` has at least `min_points` on the same sheet."""

    criterion: str
    min_points: int


@dataclass(frozen=True, slots=True)
class Case:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the sheet: exactly one of its options is chosen. `code` carries the part, as in `C.6.1`."""

    code: str
    name: str
    max_points: int
    options: tuple[Option, ...]
    applies_if: Condition | None = None
    cases: tuple[Case, ...] = ()
    group: str = ""
    subjective: bool = False
    notes: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    confidence: str = "found"

    def points_at(self, place: int) -> int:
        """Points of the option at `place`; 0 for `NOT_MET`."""
        return 0 if place == NOT_MET else self.options[place - 1].points


@dataclass(frozen=True, slots=True)
class Group:
    """A third level inside a section (6.1 Ngoại hình > 6.1.1 Tạp chất). `code` carries the part."""

    code: str
    name: str
    max_points: int


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    name: str
    max_points: int
    criteria: tuple[Criterion, ...]
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    code: str
    name: str
    max_points: int
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Dấu sao tối thiểu: for `stars`, `criterion` must have at least `required` points."""

    stars: int
    criterion: str
    required: int


@dataclass(frozen=True, slots=True)
class Knockout:
    """Điểm loại. `name` is the criterion or section it stands at, or D1, D2 … for a line of `disqualifiers_vi`.

    when: `ANY_ZERO` or `IS_ZERO` where the engine finds it itself; "" = only the session finds it.
    """

    name: str
    effect: str
    label: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """`stars` from `lower` points on, inclusive, up to the next band."""

    stars: int
    lower: int
    certificate: bool = False


@dataclass(frozen=True)
class Rubric:
    """A whole sheet. `marks` in order of stars, then of the sheet; `bands` from the highest; `id` as `26-2026/01`.

    marks_known: False where the decision has minimum conditions that the public record does not hold (781/QĐ-TTg).
    gaps: why the sheet is incomplete in the public record; empty = complete. An incomplete sheet is never scored with.
    """

    id: str
    name: str
    parts: tuple[Part, ...]
    bands: tuple[Band, ...]
    marks: tuple[Mark, ...] = ()
    knockouts: tuple[Knockout, ...] = ()
    marks_known: bool = True
    gaps: tuple[str, ...] = ()
    criteria: Mapping[str, Criterion] = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        found = {c.code: c for p in self.parts for s in p.sections for c in s.criteria}
        object.__setattr__(self, "criteria", found)

    @property
    def complete(self) -> bool:
        return not self.gaps

    def section(self, code: str) -> Section | None:
        return next((s for p in self.parts for s in p.sections if s.code == code), None)

    def knockout(self, name: str) -> Knockout | None:
        return next((k for k in self.knockouts if k.name == name), None)
