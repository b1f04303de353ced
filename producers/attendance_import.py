"""An attendance list as a file: every line is added, known already, or wrong with its sentence; with one wrong line nothing
is written. A second reading of the same file changes nothing.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.exceptions import Refused
from core.tables import columns_of, read_upload
from core.text import fold
from districts.models import AdministrativeUnit
from producers import messages, validators
from producers.enums import Audience
from producers.models import Attendance, Producer, TrainingCourse
from producers.selectors import core_name, officers_of, units_of
from producers.step1_services import add_attendances

MAX_ROWS = 1000
COLUMNS = {
    "person": ("ho ten", "ho va ten", "ho ten nguoi du", "nguoi du"),
    "producer": ("chu the", "ten chu the", "don vi, chu the"),
    "tax_code": ("ma so thue", "mst"),
    "commune": ("xa", "xa, phuong", "phuong, xa", "dia ban"),
    "agency": ("don vi cong tac", "co quan", "don vi", "chuc vu, don vi"),
    "username": ("ten dang nhap", "tai khoan"),
    "present": ("co mat", "diem danh"),
}
ADDED, KNOWN, ABSENT, WRONG = "added", "known", "absent", "wrong"
AWAY = ("", "khong", "vang", "0")  # in the column "Có mặt", where there is one


@dataclass(frozen=True)
class Line:
    """What became of one line of the file: `number` as the spreadsheet counts, from the heading = 1."""

    number: int
    outcome: str
    person: str
    sentence: str = ""


@dataclass
class Outcome:
    """All lines, none left out; `written` says whether the new ones stand now."""

    lines: list[Line] = field(default_factory=list)
    written: bool = False

    def count(self, outcome: str) -> int:
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def wrong(self) -> list[Line]:
        return [line for line in self.lines if line.outcome == WRONG]

    @property
    def summary(self) -> str:
        return messages.IMPORT_SUMMARY % {
            "all": len(self.lines), "added": self.count(ADDED), "known": self.count(KNOWN),
            "absent": self.count(ABSENT), "wrong": self.count(WRONG),
        }  # fmt: skip


class _Book:
    """Producers, officers and people that are there already, asked once for the whole file: four queries."""

    def __init__(self, course: TrainingCourse, actor):
        self.course = course
        rows = Producer.objects.all() if actor is audit.SYSTEM else Producer.objects.visible_to(actor)
        self.by_code: dict[str, list[Producer]] = defaultdict(list)
        self.by_name: dict[str, list[Producer]] = defaultdict(list)
        rows = rows.filter(unit_id__in=units_of(course.province))
        for row in rows.select_related("unit").only(
            "pk", "name", "representative", "tax_code", "unit__kind", "unit__name"
        ):
            self.by_name[core_name(row.name)].append(row)
            if row.tax_code:
                self.by_code[row.tax_code].append(row)
        officers = officers_of(course) if course.audience == Audience.OFFICERS else User.objects.none()
        self.officers = {row.username.casefold(): row for row in officers}
        there = course.attendances.values_list("producer_id", "officer_id", "person", "agency")
        self.there = {_mark(*row) for row in there}


def _mark(producer_id, officer_id, person, agency) -> tuple:
    """What makes two people on a list the same: the officer; else the producer and the name; else name and agency."""
    if officer_id:
        return ("officer", officer_id)
    return ("producer", producer_id, person) if producer_id else ("name", person, agency)


@transaction.atomic
def import_attendance(
    *, course: TrainingCourse, upload, actor, dry_run: bool = False, at: datetime | None = None
) -> Outcome:
    """Read the file, say what each line is, and write the new ones when no line is wrong (and it is no dry run).

    One event `course.attend_many`. Refused: a file that cannot be read, a missing column, a course ahead or not the actor's.
    """
    lines = read_upload(upload, MAX_ROWS)
    places = columns_of(lines[0][1], COLUMNS)
    if not {"person", "producer", "tax_code", "username"} & set(places):
        raise Refused(messages.IMPORT_COLUMNS, code="upload", obj=course)
    book, outcome, fresh, first = _Book(course, actor), Outcome(), [], {}
    for number, cells in lines[1:]:
        given = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
        person = given.get("person", "")
        if fold(given.get("present", "x")) in AWAY:
            outcome.lines.append(Line(number, ABSENT, person, _("Không đánh dấu có mặt nên không ghi.")))
            continue
        try:
            row = _read(book, given)
        except Refused as refusal:
            outcome.lines.append(Line(number, WRONG, person, refusal.sentence))
            continue
        mark = _mark(row.producer_id, row.officer_id, row.person, row.agency)
        if mark in first:
            said = messages.IMPORT_TWICE % {"line": first[mark]}
            outcome.lines.append(Line(number, KNOWN, row.person, said))
        elif mark in book.there:
            outcome.lines.append(Line(number, KNOWN, row.person, _("Đã có trong danh sách.")))
        else:
            fresh.append(row)
            outcome.lines.append(Line(number, ADDED, row.person))
        first.setdefault(mark, number)
    if not outcome.lines:
        raise Refused(messages.IMPORT_EMPTY, code="upload", obj=course)
    if not outcome.wrong and not dry_run:
        add_attendances(course=course, rows=fresh, actor=actor, at=at)
        outcome.written = True
    return outcome


def _read(book: _Book, given: dict[str, str]) -> Attendance:
    """The row of one line. Refused with what is wrong and how to mend it."""
    officer = _officer(book, given.get("username", ""))
    producer = _producer(book, given)
    person = given.get("person", "")
    if not person and officer:
        person = officer.full_name
    if not person and producer:
        person = producer.representative or producer.name
    agency = given.get("agency", "")
    for text, most, label in ((person, 100, _("Họ tên")), (agency, 200, _("Đơn vị công tác"))):
        if len(text) > most:
            raise Refused(messages.IMPORT_LONG % {"label": label, "most": most})
    if not person:
        raise Refused(messages.IMPORT_NOBODY)
    return Attendance(course=book.course, producer=producer, officer=officer, person=person, agency=agency)


def _officer(book: _Book, username: str) -> User | None:
    if not username:
        return None
    found = book.officers.get(username.casefold())
    if found is None:
        raise Refused(messages.IMPORT_NO_OFFICER % {"name": username[:60]})
    return found


def _producer(book: _Book, given: dict[str, str]) -> Producer | None:
    """By tax code; else by name without the words of the legal form, in the commune when one is named."""
    code, name = given.get("tax_code", ""), given.get("producer", "")
    if code:
        try:
            code = validators.clean_tax_code(code)
        except validators.BadTaxCode:
            raise Refused(messages.IMPORT_BAD_CODE % {"code": code[:30]}) from None
        if book.by_code[code]:
            return book.by_code[code][0]
        if not name:
            raise Refused(messages.IMPORT_NO_CODE % {"code": code})
    if not name:
        return None
    found = book.by_name[core_name(name)]
    if given.get("commune"):
        found = [row for row in found if _is_place(row.unit, given["commune"])]
    if len(found) > 1:
        named = "; ".join(f"{row.name} ({row.unit.full_name})" for row in found[:5])
        raise Refused(messages.IMPORT_AMBIGUOUS % {"name": name[:100], "found": named})
    if not found:
        raise Refused(messages.IMPORT_NO_PRODUCER % {"name": name[:100]})
    return found[0]


def _is_place(unit: AdministrativeUnit, typed: str) -> bool:
    return fold(typed) in (fold(unit.name), fold(unit.full_name))
