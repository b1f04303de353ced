"""Periods of reports: what "2026Q3" means. Pure: no model, no database, no clock of its own."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from core.exceptions import Refused
from core.formats import show_date
from reports import messages
from reports.enums import ReportKind

ROMAN = ("I", "II", "III", "IV")
SHAPES = (
    (ReportKind.QUARTERLY, re.compile(r"(\d{4})Q([1-4])", re.ASCII)),
    (ReportKind.HALF_YEAR, re.compile(r"(\d{4})H([12])", re.ASCII)),
    (ReportKind.NINE_MONTH, re.compile(r"(\d{4})M(9)", re.ASCII)),
    (ReportKind.ANNUAL, re.compile(r"(\d{4})()", re.ASCII)),
)
EXAMPLES = {
    ReportKind.QUARTERLY: "2026Q3",
    ReportKind.HALF_YEAR: "2026H1",
    ReportKind.NINE_MONTH: "2026M9",
    ReportKind.ANNUAL: "2026",
}
FIRST_YEAR, LAST_YEAR = 2018, 2100  # the programme began with Decision 490/QĐ-TTg of 7/5/2018


@dataclass(frozen=True)
class Period:
    """`code` as it is written in file names; `start` and `end` are both included."""

    code: str
    kind: ReportKind
    year: int
    part: int  # quarter 1-4, half 1-2, 9 for nine months, 0 for the year
    start: date
    end: date

    @property
    def words(self) -> str:
        """The period in running text: "quý III năm 2026", "6 tháng đầu năm 2026", "9 tháng đầu năm 2026", "năm 2026"."""
        if self.kind == ReportKind.QUARTERLY:
            return f"quý {ROMAN[self.part - 1]} năm {self.year}"
        if self.kind == ReportKind.HALF_YEAR:
            return f"6 tháng {'đầu' if self.part == 1 else 'cuối'} năm {self.year}"
        if self.kind == ReportKind.NINE_MONTH:
            return f"9 tháng đầu năm {self.year}"
        return f"năm {self.year}"

    @property
    def year_start(self) -> date:
        return date(self.year, 1, 1)

    @property
    def previous_year(self) -> "Period":
        """The same period of the year before."""
        return build(self.kind, self.year - 1, self.part)

    @property
    def next_words(self) -> str:
        """What comes after, for the heading of tasks: "quý IV năm 2026", "6 tháng cuối năm 2026", "năm 2027"."""
        if self.kind == ReportKind.QUARTERLY and self.part < 4:
            return build(self.kind, self.year, self.part + 1).words
        if self.kind == ReportKind.QUARTERLY:
            return build(self.kind, self.year + 1, 1).words
        if self.kind == ReportKind.HALF_YEAR and self.part == 1:
            return build(self.kind, self.year, 2).words
        if self.kind == ReportKind.NINE_MONTH:
            return f"3 tháng cuối năm {self.year}"
        return f"năm {self.year + 1}"


def build(kind: ReportKind, year: int, part: int) -> Period:
    """The period of a kind, a year and a part (quarter, half, 9, 0)."""
    first = {ReportKind.QUARTERLY: 3 * part - 2, ReportKind.HALF_YEAR: 6 * part - 5}.get(kind, 1)
    length = {ReportKind.QUARTERLY: 3, ReportKind.HALF_YEAR: 6, ReportKind.NINE_MONTH: 9}.get(kind, 12)
    code = f"{year}" + {ReportKind.QUARTERLY: f"Q{part}", ReportKind.HALF_YEAR: f"H{part}"}.get(
        kind, "M9" if kind == ReportKind.NINE_MONTH else ""
    )
    start = date(year, first, 1)
    after = date(year + (first + length) // 13, (first + length - 1) % 12 + 1, 1)
    return Period(code, kind, year, part, start, after - timedelta(days=1))


def parse_kind(text: str) -> ReportKind:
    """The kind of "quarterly", "half-year", "nine-month", "annual". Anything else: Refused."""
    if text not in ReportKind.values:
        raise Refused(messages.UNKNOWN_KIND % {"kind": text}, code="kind")
    return ReportKind(text)


def parse_period(text: str, kind: ReportKind | None = None) -> Period:
    """The period of "2026Q3", "2026H1", "2026M9", "2026". Another shape, or one of another kind than `kind`: Refused."""
    for shape, pattern in SHAPES:
        found = pattern.fullmatch(text.strip())
        if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            if kind is not None and shape != kind:
                words = {"period": text, "kind": ReportKind(kind).label.lower(), "example": EXAMPLES[kind]}
                raise Refused(messages.PERIOD_OF_OTHER_KIND % words, code="period")
            return build(shape, int(found[1]), int(found[2] or 0))
    raise Refused(messages.BAD_PERIOD % {"text": text}, code="period")


def cut_off(period: Period, today: date, as_of: date | None = None) -> date:
    """The day up to which figures count: `as_of`, else the period's last day or today, whichever comes first.

    Refused: a period that has not begun, a cut-off before the period or in the future.
    """
    if period.start > today:
        words = {"title": period.words[0].upper() + period.words[1:], "start": show_date(period.start)}
        raise Refused(messages.PERIOD_NOT_BEGUN % words, code="period")
    if as_of is None:
        return min(period.end, today)
    words = {"as_of": show_date(as_of), "start": show_date(period.start), "today": show_date(today)}
    if as_of > today:
        raise Refused(messages.AS_OF_IN_FUTURE % words, code="as_of")
    if as_of < period.start:
        raise Refused(messages.AS_OF_BEFORE_PERIOD % words, code="as_of")
    return as_of


def year_before(day: date) -> date:
    """The same day a year before; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def open_periods(kind: ReportKind, today: date, count: int = 8) -> list[Period]:
    """The latest `count` periods of a kind that have begun, newest first: the choices of the request form."""
    parts = {ReportKind.QUARTERLY: (4, 3, 2, 1), ReportKind.HALF_YEAR: (2, 1), ReportKind.NINE_MONTH: (9,)}
    every = (
        build(kind, year, part) for year in range(today.year, FIRST_YEAR - 1, -1) for part in parts.get(kind, (0,))
    )
    return [period for period in every if period.start <= today][:count]
