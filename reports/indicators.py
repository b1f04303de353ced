"""Figures of a report from plain rows: definitions of every indicator in one place. Pure, no database.

A product counts on a day when it holds a certificate issued on or before the day, whose last day (included) has not
passed, and which was neither withdrawn nor replaced by then. Of several such certificates the newest speaks.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.exceptions import Refused
from producers.enums import ProducerKind, Sex
from reports import messages

STARS = (3, 4, 5)
POTENTIAL_STARS = 5
SOON_DAYS = 180  # "sắp hết hiệu lực" (design §6)
# Kinds that every table of producers names, also with 0 (guide: cooperative, enterprise, household, group).
MAIN_KINDS = (
    ProducerKind.COOPERATIVE,
    ProducerKind.ENTERPRISE,
    ProducerKind.HOUSEHOLD,
    ProducerKind.COOPERATIVE_GROUP,
)


@dataclass(frozen=True)
class Place:
    """A row of the by-locality tables: a unit of the right level as it stood at the period's end."""

    id: int
    code: str
    name: str


@dataclass(frozen=True)
class Producing:
    """Who makes a product."""

    id: int
    name: str
    kind: str
    sex: str = ""
    ethnicity: str = ""
    disabled: bool = False


@dataclass(frozen=True)
class Held:
    """One certificate. `place`: id of its row, None where no row is known. `hint`: kind that dossier or import names."""

    id: int
    product_id: int
    product: str
    product_order: str
    producer: Producing
    place: int | None
    stars: int
    issued_on: date
    valid_to: date
    withdrawn_on: date | None = None
    superseded_on: date | None = None
    assumed: bool = False
    number: str = ""
    decision: str = ""
    decided_on: date | None = None
    hint: str = ""

    def stands_on(self, day: date) -> bool:
        return (
            self.issued_on <= day <= self.valid_to
            and (self.withdrawn_on is None or self.withdrawn_on > day)
            and (self.superseded_on is None or self.superseded_on > day)
        )


@dataclass(frozen=True)
class Proposed:
    """A result of 90 points or more, approved and sent up for 5 stars."""

    product_id: int
    place: int | None
    decided_on: date


@dataclass(frozen=True)
class Entered:
    """One registration (cycle): the day it was made, and days of its steps by name of the transition."""

    id: int
    place: int | None
    created_on: date
    producer_id: int
    steps: dict[str, tuple[date, ...]] = field(default_factory=dict)
    evaluated_on: tuple[date, ...] = ()
    ended_on: date | None = None  # the day it came to a final state
    first: bool = True  # a first evaluation, not an upgrade or renewal

    def open_on(self, day: date) -> bool:
        return self.created_on <= day and (self.ended_on is None or self.ended_on > day)


def standing(held: list[Held], day: date) -> list[Held]:
    """The certificate that speaks for each product on `day`."""
    newest: dict[int, Held] = {}
    for row in held:
        if row.stands_on(day):
            best = newest.get(row.product_id)
            if best is None or (row.issued_on, row.id) > (best.issued_on, best.id):
                newest[row.product_id] = row
    return list(newest.values())


def by_star(rows: list[Held]) -> dict[str, int]:
    """{"3": n, "4": n, "5": n, "total": n}; keys are texts, as JSON has them."""
    count = Counter(row.stars for row in rows)
    return {**{str(star): count[star] for star in STARS}, "total": len(rows)}


def issued(held: list[Held], start: date, end: date) -> dict[str, list[Held]]:
    """Certificates issued in start..end by what they were: new, renewed, upgraded, downgraded."""
    previous: dict[int, Held] = {}
    found: dict[str, list[Held]] = {name: [] for name in ("new", "renewed", "upgraded", "downgraded")}
    for row in sorted(held, key=lambda r: (r.issued_on, r.id)):
        before = previous.get(row.product_id)
        previous[row.product_id] = row
        if not start <= row.issued_on <= end:
            continue
        if before is None:
            name = row.hint if row.hint in ("renewed", "upgraded") else "new"
        elif row.stars == before.stars:
            name = "renewed"
        else:
            name = "upgraded" if row.stars > before.stars else "downgraded"
        found[name].append(row)
    return found


def kept(held: list[Held], start: date, end: date) -> tuple[list[Held], int]:
    """Products in force on the day before `start` that still are on `end`, and how many were in force before."""
    before = {row.product_id for row in standing(held, start - timedelta(days=1))}
    return [row for row in standing(held, end) if row.product_id in before], len(before)


def changes(held: list[Held], start: date, end: date) -> dict[str, int]:
    """What certificates issued in start..end were: new, renewed, upgraded, downgraded; and withdrawn, expired."""
    count = {name: len(rows) for name, rows in issued(held, start, end).items()}
    at_end = {row.product_id for row in standing(held, end)}
    gone = {
        row.product_id
        for row in held
        if start <= row.valid_to + timedelta(days=1) <= end
        and row.withdrawn_on is None
        and (row.superseded_on is None or row.superseded_on > row.valid_to)
    }
    return {
        "recognised": sum(count.values()),
        **count,
        "withdrawn": sum(row.withdrawn_on is not None and start <= row.withdrawn_on <= end for row in held),
        "expired": len(gone - at_end),
    }


def potential(proposed: list[Proposed], held: list[Held], day: date) -> list[Proposed]:
    """Proposals open on `day`: approved by then, and no certificate of the product has been issued since."""
    issued: dict[int, date] = {}
    for row in held:
        if row.issued_on <= day:
            issued[row.product_id] = max(row.issued_on, issued.get(row.product_id, row.issued_on))
    found = {}
    for row in proposed:
        if row.decided_on <= day and not issued.get(row.product_id, date.min) > row.decided_on:
            found[row.product_id] = row
    return list(found.values())


def percent(part: int, whole: int) -> str | None:
    """Per cent with one decimal, half up, as text ("66.7"); None without a whole."""
    if not whole:
        return None
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}"


def by_place(places: list[Place], valid: list[Held], open_proposals: list[Proposed]) -> list[dict]:
    """A row for every place, also with 0; last, only where records need it, one for those without a place (id None)."""
    products: dict[int | None, list[Held]] = {}
    for row in valid:
        products.setdefault(row.place, []).append(row)
    proposals = Counter(row.place for row in open_proposals)
    listed: list = [(place.id, place.code, place.name) for place in places]
    if None in products or None in proposals:
        listed.append((None, "", ""))
    return [
        {
            "unit": id_,
            "code": code,
            "name": name,
            **by_star(products.get(id_, [])),
            "potential": proposals[id_],
            "producers": len({row.producer.id for row in products.get(id_, [])}),
        }
        for id_, code, name in listed
    ]


def by_kind(valid: list[Held]) -> list[dict]:
    """Producers that hold a product in force, by kind: number, per cent, products, led by women, minorities, disabled."""
    people = {row.producer.id: row.producer for row in valid}
    products = Counter(row.producer.kind for row in valid)
    kinds = [*MAIN_KINDS, *(k for k in ProducerKind if k not in MAIN_KINDS and products[k.value])]
    rows = []
    for kind in kinds:
        own = [p for p in people.values() if p.kind == kind.value]
        rows.append(
            {
                "kind": kind.value,
                **people_counts(own),
                "share": percent(len(own), len(people)),
                "products": products[kind.value],
            }
        )
    return rows


def people_counts(own: list[Producing]) -> dict[str, int]:
    return {
        "producers": len(own),
        "women": sum(p.sex == Sex.FEMALE for p in own),
        "minority": sum(p.ethnicity.strip().casefold() not in ("", "kinh") for p in own),
        "disabled": sum(p.disabled for p in own),
    }


def quarter_of(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def expiry_calendar(valid: list[Held], day: date) -> list[dict]:
    """Quarters in which certificates end, from the quarter of `day` through 36 months; a last row for later ones."""
    year, quarter = quarter_of(day)
    rows = []
    for step in range(13):
        at = (year + (quarter - 1 + step) // 4, (quarter - 1 + step) % 4 + 1)
        ending = [row for row in valid if quarter_of(row.valid_to) == at]
        rows.append({"year": at[0], "quarter": at[1], **by_star(ending)})
    last = (rows[-1]["year"], rows[-1]["quarter"])
    later = [row for row in valid if quarter_of(row.valid_to) > last]
    if later:
        rows.append({"year": None, "quarter": None, **by_star(later)})
    return rows


def funnel(entered: list[Entered], start: date, end: date) -> dict[str, int]:
    """Registered, filed, proposed by communes, forwarded, returned, evaluated, refused in start..end; cycles, not acts."""

    def happened(name):
        return sum(any(start <= day <= end for day in row.steps.get(name, ())) for row in entered)

    return {
        "registered": sum(start <= row.created_on <= end for row in entered),
        "filed": happened("file_dossier"),
        "proposed": happened("report_by_commune"),
        "forwarded": happened("forward"),
        "returned": happened("return_dossier"),
        "evaluated": sum(any(start <= day <= end for day in row.evaluated_on) for row in entered),
        "refused": happened("refuse"),
    }


def first_registered(entered: list[Entered], start: date, end: date) -> int:
    """Producers whose first registration lies in start..end."""
    first: dict[int, date] = {}
    for row in entered:
        first[row.producer_id] = min(row.created_on, first.get(row.producer_id, row.created_on))
    return sum(start <= day <= end for day in first.values())


def reconcile(figures: dict, annex_rows: int, unit_name: str) -> None:
    """Sum of stars = total = rows of the annex = sum over places = sum of the calendar; else Refused naming the place."""
    total = figures["valid"]["total"]
    stars = sum(figures["valid"][str(star)] for star in STARS)
    checks = [
        (stars, total, messages.SUM_OF_STARS, {}),
        (annex_rows, total, messages.ANNEX_ROWS, {}),
        (sum(row["total"] for row in figures["calendar"]), total, messages.SUM_OF_MONTHS, {}),
        (sum(r["producers"] for r in figures["kinds"]), figures["producers"]["producers"], messages.SUM_OF_KINDS, {}),
    ]
    for key, label in (("3", "3 sao"), ("4", "4 sao"), ("5", "5 sao"), ("total", "Tổng")):
        sum_ = sum(row[key] for row in figures["places"])
        checks.append((sum_, figures["valid"][key], messages.SUM_OF_UNITS, {"column": label, "unit": unit_name}))
    for left, right, sentence, words in checks:
        if left != right:
            place = sentence % {"left": left, "right": right, **words}
            raise Refused(messages.NOT_RECONCILED % {"place": place}, code="not_reconciled")
