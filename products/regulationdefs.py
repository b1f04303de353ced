"""What a decision that issues the criteria lays down, as frozen dataclasses. Filled by `regulationfiles`.

A value that is None or empty is not in the decision or was not found: whoever needs it asks a person, nothing is
assumed. Days are calendar days unless said; months and points are whole.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class SheetPart:
    code: str
    name: str
    max_points: int


@dataclass(frozen=True, slots=True)
class StarBand:
    """`stars` from `lower` points on, inclusive; certificate: whether that many stars get one."""

    stars: int
    lower: int
    certificate: bool


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a path. recognises: the stars it recognises itself; forwards_from: points from which it sends up.

    hands_back: a result below its stars goes back to the level below, which decides on it or scores again.
    0 = every complete dossier goes up; None = never. working_days: for its own report, None = not in the decision.
    """

    level: str
    body: str
    receives: bool
    reports: bool
    scores: bool
    recognises: tuple[int, ...]
    forwards_to: str | None
    forwards_from: int | None
    working_days: int | None
    note: str
    hands_back: bool = False


@dataclass(frozen=True, slots=True)
class LevelPath:
    """The way of a dossier from `valid_from` on, from the lowest level up. confidence partial: see the note."""

    code: str
    valid_from: date
    confidence: str
    note: str
    levels: tuple[Level, ...]

    def level(self, name: str) -> Level | None:
        return next((lv for lv in self.levels if lv.level == name), None)

    def recognising(self, stars: int) -> Level | None:
        """The level that recognises `stars`; None for 1 and 2 stars."""
        return next((lv for lv in self.levels if stars in lv.recognises), None)

    @property
    def entry(self) -> Level:
        """The level that takes the dossier from the producer."""
        return self.levels[0]


@dataclass(frozen=True, slots=True)
class Round:
    """A round (đợt) of each year. The two bounds are (month, day); excludes_day: "trước ngày" leaves the day itself
    out; next_year: both days fall into the year after the round's (the ministry's second round).
    """

    level: str
    number: int
    proposed_before: tuple[int, int]
    done_before: tuple[int, int]
    excludes_day: bool
    next_year: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    code: str
    days: int
    working: bool
    starts: str
    source: str


@dataclass(frozen=True, slots=True)
class Renewal:
    """Re-evaluation. file_from_days and file_to_days count back from the certificate's end; None = no rule was
    found.
    """

    file_from_days: int | None
    file_to_days: int | None
    result_days: int | None
    grace_days: int | None
    notify_days: int | None
    council: str
    note: str


@dataclass(frozen=True, slots=True)
class Transition:
    """Dossiers of `kinds` filed before `filed_before` finish under the previous regulation until `last_day`."""

    filed_before: date
    kinds: tuple[str, ...]
    days: int
    last_day: date
    note: str


@dataclass(frozen=True, slots=True)
class Form:
    code: str
    name: str
    by: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One line of the decision's list of papers, as it prints it; `number` of two digits is kept with each paper."""

    number: str
    code: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class ProductCode:
    """Mã số sản phẩm. parts in printed order, pattern for str.format; both empty where the format was not found."""

    parts: tuple[str, ...]
    pattern: str
    serial_by: str | None
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class ProductSetDef:
    """A product set (bộ sản phẩm). number: of its scoring sheet; rubric: id of the sheet that the project holds, or
    None.
    """

    number: int
    code: str
    name: str
    name_en: str
    sheet_name: str
    agencies: tuple[str, ...]
    rubric: str | None
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class SetGroup:
    code: str
    name: str
    name_en: str
    sets: tuple[ProductSetDef, ...]


@dataclass(frozen=True, slots=True)
class Sector:
    code: str
    name: str
    name_en: str
    groups: tuple[SetGroup, ...]


@dataclass(frozen=True)
class Regulation:
    """One era. bands from five stars down, paths by date; sets_of: the regulation whose sectors this one
    shares; title: empty where it was not read; evidence: its list of papers, empty where it is not in this text;
    sha256: of the file.
    """

    code: str
    number: str
    title: str
    issued: date
    in_force_from: date
    in_force_to: date | None
    amends: str | None
    amended_by: tuple[str, ...]
    replaces: tuple[str, ...]
    sets_of: str | None
    confidence: str
    parts: tuple[SheetPart, ...]
    bands: tuple[StarBand, ...]
    paths: tuple[LevelPath, ...]
    commune_report: tuple[str, ...]
    rounds: tuple[Round, ...]
    deadlines: tuple[Deadline, ...]
    certificate_months: int
    renewal: Renewal
    transition: tuple[Transition, ...]
    forms: tuple[Form, ...]
    request_kinds: dict[str, str]
    sample_count: int | None
    sample_except_sets: tuple[int, ...]
    product_code: ProductCode
    applicants: tuple[str, ...]
    applicants_also: dict[int, tuple[str, ...]]
    sectors: tuple[Sector, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    evidence: tuple[EvidenceLine, ...] = ()
    sha256: str = field(default="", compare=False)

    @property
    def sets(self) -> tuple[ProductSetDef, ...]:
        """Every product set in order of its sheet."""
        found = [s for sector in self.sectors for group in sector.groups for s in group.sets]
        return tuple(sorted(found, key=lambda s: s.number))

    def set(self, number: int) -> ProductSetDef | None:
        return next((s for s in self.sets if s.number == number), None)

    def path_on(self, day: date) -> LevelPath | None:
        """The path for a dossier filed on `day`; None before the regulation's first day."""
        return next((p for p in reversed(self.paths) if p.valid_from <= day), None)

    def deadline(self, code: str) -> Deadline | None:
        return next((d for d in self.deadlines if d.code == code), None)

    def takes_sample(self, number: int) -> bool | None:
        """Whether the set hands in sample products; None where the decision's rule was not found."""
        return None if self.sample_count is None else number not in self.sample_except_sets
