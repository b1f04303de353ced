"""Progress of a plan: what the records say of each promise, and the rows behind every figure (design §3, §8).

A figure is always the length of its list, never counted by another way. An indicator without a source in `SOURCES` has no
records yet and says so; the room that brings them adds one function here: (records) -> lines.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.db.models import Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import RoleAssignment
from core import clock
from core.formats import show_date, show_number
from core.reference import per_process
from districts.enums import Indicator, TargetUnit
from districts.models import AdministrativeUnit, AnnualPlan, Target
from districts.plan_selectors import map_day
from producers.enums import RecordSource
from producers.models import Producer
from producers.selectors import OFFICES, held_trained
from products.enums import CycleKind
from products.models import Cycle
from reports import indicators
from reports.indicators import Held, percent
from reports.selectors import Ground, ground_of, held_of

MET, OPEN, MISSED, UNKNOWN = "met", "open", "missed", "unknown"


@dataclass(frozen=True)
class Line:
    """One row of the list behind a figure. `place`: id of its unit on the map of the time, None where none is known.

    `key` is the record's own; `url` is empty where the record has no page.
    """

    key: int
    title: str
    url: str
    under: str
    place: int | None
    day: date | None
    words: str = ""


@per_process
def ground_on(unit_pk: int, day: date) -> Ground:
    """The map of a day below a unit: a reference table, so it is kept by the process."""
    return ground_of(AdministrativeUnit.objects.select_related("province").get(pk=unit_pk), day)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _link(name: str, pk: int) -> str:
    return reverse(name, args=[pk])


class Records:
    """The records of a year on the ground of a unit, each table asked once, when a figure first needs it."""

    def __init__(self, unit: AdministrativeUnit, year: int):
        self.ground = ground_on(unit.pk, map_day(unit, year))
        self.start, self.last = date(year, 1, 1), date(year, 12, 31)
        self.end = min(clock.today(), self.last)

    @property
    def over(self) -> bool:
        return clock.today() > self.last

    @cached_property
    def held(self) -> list[Held]:
        return held_of(self.ground, self.end)

    @cached_property
    def participants(self) -> list[Line]:
        """Producers on the portal by the end; one that came by a list of recognitions, or was at a course, took part before."""
        at_course = held_trained(self.start, self.end, producer__isnull=False).order_by().values("producer_id")
        there = Q(source=RecordSource.IMPORT) | Q(created_at__lt=_moment(self.end + timedelta(days=1)))
        there |= Q(pk__in=at_course)
        rows = Producer.objects.filter(self.ground.within(), there).order_by("sort_key", "pk")
        return [
            Line(pk, name, _link("producers:detail", pk), person, self.ground.place(unit), None)
            for pk, name, person, unit in rows.values_list("pk", "name", "representative", "unit_id")
        ]

    @cached_property
    def trained(self) -> list[Line]:
        """The same producers, those that had anybody at a course of the year, with the last of these courses."""
        found: dict[int, Line] = {}
        rows = held_trained(self.start, self.end).filter(self.ground.within("producer__"))
        columns = (
            "producer_id", "producer__name", "person", "producer__unit_id", "course__held_on", "course__title",
        )  # fmt: skip
        for pk, name, person, unit, day, title in rows.order_by("course__held_on", "pk").values_list(*columns):
            found[pk] = Line(pk, name, _link("producers:detail", pk), person, self.ground.place(unit), day, title)
        return self._in_order(found)

    def _in_order(self, found: dict[int, Line]) -> list[Line]:
        order = {line.key: n for n, line in enumerate(self.participants)}
        return sorted(found.values(), key=lambda line: order.get(line.key, len(order)))

    @cached_property
    def officers(self) -> list[Line]:
        """Officers with an account who held an office of the programme on this ground on a day of the year, each once."""
        held = RoleAssignment.objects.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=self.end),
            Q(valid_to__isnull=True) | Q(valid_to__gte=self.start),
            Q(ended_at__isnull=True) | Q(ended_at__gte=_moment(self.start)),
            role__in=OFFICES, unit_id__in=list(self.ground.row_of), user__is_active=True,
        )  # fmt: skip
        rows = held.order_by("user__sort_key", "user_id", "pk")
        found: dict[int, Line] = {}
        for pk, name, post, unit in rows.values_list("user_id", "user__full_name", "user__post", "unit_id"):
            found.setdefault(pk, Line(pk, name, "", post, self.ground.place(unit), None))
        return list(found.values())

    @cached_property
    def officers_trained(self) -> list[Line]:
        """Those of them who were at a course of the year, with the last of these courses."""
        rows = held_trained(self.start, self.end, officer_id__in=[line.key for line in self.officers])
        rows = rows.order_by("course__held_on", "pk").values_list("officer_id", "course__held_on", "course__title")
        last = {pk: (day, title) for pk, day, title in rows}
        return [replace(o, day=last[o.key][0], words=last[o.key][1]) for o in self.officers if o.key in last]

    def of_certificates(self, rows: list[Held]) -> list[Line]:
        words = _("%(stars)s sao, giấy chứng nhận %(number)s")
        return [
            Line(
                row.id, row.product, _link("products:detail", row.product_id), row.producer.name, row.place, row.issued_on,
                words % {"stars": row.stars, "number": row.number or "–"},
            )
            for row in sorted(rows, key=lambda r: (r.product_order, r.id))
        ]  # fmt: skip

    @cached_property
    def issued(self) -> dict[str, list[Held]]:
        return indicators.issued(self.held, self.start, self.end)

    @cached_property
    def kept(self) -> tuple[list[Held], int]:
        return indicators.kept(self.held, self.start, self.end)


def _new_products(records: Records) -> list[Line]:
    """First registrations made in the year."""
    span = (_moment(records.start), _moment(records.end + timedelta(days=1)))
    rows = Cycle.objects.filter(
        records.ground.within(), kind=CycleKind.FIRST, created_at__gte=span[0], created_at__lt=span[1]
    )
    columns = ("pk", "number", "product__name", "producer__name", "unit_id", "created_at")
    return [
        Line(
            pk, product, _link("products:cycle", pk), producer, records.ground.place(unit), clock.local_day(at), number
        )
        for pk, number, product, producer, unit, at in rows.order_by("product__sort_key", "pk").values_list(*columns)
    ]


def _new_producers(records: Records) -> list[Line]:
    """Producers whose first registration of all lies in the year."""
    rows = Cycle.objects.filter(records.ground.within(), created_at__lt=_moment(records.end + timedelta(days=1)))
    rows = rows.values_list("producer_id", "producer__name", "producer__representative", "producer__unit_id")
    rows = rows.annotate(first=Min("created_at")).filter(first__gte=_moment(records.start))
    return [
        Line(pk, name, _link("producers:detail", pk), person, records.ground.place(unit), clock.local_day(first))
        for pk, name, person, unit, first in rows.order_by("producer__sort_key", "producer_id")
    ]


# Sales points and fairs have no entry: their records come with step 6, and with them their two lines here.
SOURCES: dict[Indicator, Callable[[Records], list[Line]]] = {
    Indicator.NEW_3_UP: lambda records: records.of_certificates(records.issued["new"]),
    Indicator.NEW_PRODUCTS: _new_products,
    Indicator.UPGRADED: lambda records: records.of_certificates(records.issued["upgraded"]),
    Indicator.RENEWED: lambda records: records.of_certificates(records.issued["renewed"]),
    Indicator.KEPT: lambda records: records.of_certificates(records.kept[0]),
    Indicator.NEW_PRODUCERS: _new_producers,
    Indicator.TRAINED: lambda records: records.trained,
}
# What a per cent is of.
WHOLES: dict[Indicator, Callable[[Records], int]] = {
    Indicator.TRAINED: lambda records: len(records.participants),
    Indicator.KEPT: lambda records: records.kept[1],
}
MEANING = {
    Indicator.NEW_3_UP: _lazy("Giấy chứng nhận cấp lần đầu trong năm cho sản phẩm."),
    Indicator.NEW_PRODUCTS: _lazy("Sản phẩm đăng ký ý tưởng lần đầu trong năm."),
    Indicator.UPGRADED: _lazy("Giấy chứng nhận cấp trong năm, số sao cao hơn lần trước."),
    Indicator.RENEWED: _lazy("Giấy chứng nhận cấp lại trong năm, số sao như lần trước."),
    Indicator.KEPT: _lazy("Sản phẩm còn hiệu lực vào cuối năm trước và vẫn còn hiệu lực đến ngày chốt."),
    Indicator.NEW_PRODUCERS: _lazy("Chủ thể có hồ sơ đăng ký đầu tiên trong năm."),
    Indicator.TRAINED: _lazy(
        "Chủ thể có người dự ít nhất một lớp tập huấn trong năm, trên tổng số chủ thể có trên cổng."
    ),
}


def lines_of(indicator: Indicator, records: Records, place: int | None = None) -> list[Line] | None:
    """The rows behind a figure (of one place, where one is asked for); None where no records exist yet."""
    source = SOURCES.get(Indicator(indicator))
    if source is None:
        return None
    return [line for line in source(records) if place is None or line.place == place]


@dataclass(frozen=True)
class Progress:
    """One promise and what became of it so far. `done` is None where no records exist yet."""

    target: Target
    done: int | None
    whole: int | None
    over: bool

    @property
    def of_whole(self) -> bool:
        return self.target.unit == TargetUnit.PERCENT

    @property
    def done_words(self) -> str:
        """ "12", or "45/60 (75,0 %)" of a whole."""
        if self.done is None:
            return ""
        if not self.of_whole:
            return show_number(self.done)
        share = percent(self.done, self.whole or 0)
        words = f"{show_number(self.done)}/{show_number(self.whole or 0)}"
        return f"{words} ({share.replace('.', ',')} %)" if share else words

    @property
    def share(self) -> int | None:
        """Whole per cent of what was promised, for the bar: rounded down, at most 100; None without a figure."""
        if self.done is None or not self.target.value:
            return None
        promised = self.target.value * (self.whole or 0) if self.of_whole else self.target.value * 100
        return min(100, self.done * 10_000 // promised) if promised else None

    @property
    def state(self) -> str:
        if self.done is None or (self.of_whole and not self.whole):
            return UNKNOWN
        met = self.done * 100 >= self.target.value * self.whole if self.of_whole else self.done >= self.target.value
        return MET if met else MISSED if self.over else OPEN


def progress_of(plan: AnnualPlan, records: Records) -> list[Progress]:
    """Every target of the plan, in the order of the indicators."""
    found = {row.indicator: row for row in plan.targets.all()}
    rows = []
    for indicator in Indicator:
        target = found.get(indicator.value)
        if target is None:
            continue
        lines, whole = lines_of(indicator, records), WHOLES.get(indicator)
        rows.append(
            Progress(target, None if lines is None else len(lines), whole(records) if whole else None, records.over)
        )
    return rows


@dataclass(frozen=True)
class PlaceProgress:
    """A unit below, its plan, and what it did of the indicator that the table shows."""

    place: indicators.Place
    plan: AnnualPlan | None
    target: Target | None
    done: int

    @property
    def short(self) -> bool:
        return self.target is not None and self.done < self.target.value


def progress_below(plan: AnnualPlan, records: Records, indicator: Indicator) -> list[PlaceProgress]:
    """One row for every unit below on the map of the time, also with 0. Two queries beside the records."""
    plans = {
        row.unit_id: row
        for row in AnnualPlan.objects.filter(
            unit_id__in=[place.id for place in records.ground.places], year=plan.year
        ).prefetch_related("targets")
    }
    count: dict[int | None, int] = {}
    for line in lines_of(indicator, records) or []:
        count[line.place] = count.get(line.place, 0) + 1
    rows = []
    for place in records.ground.places:
        own = plans.get(place.id)
        target = next((t for t in own.targets.all() if t.indicator == indicator), None) if own else None
        rows.append(PlaceProgress(place, own, target, count.get(place.id, 0)))
    return rows


@dataclass(frozen=True)
class TrainingRow:
    """Training of one place in a year."""

    place: int | None
    name: str
    all: int
    trained: int

    @property
    def untrained(self) -> int:
        return self.all - self.trained

    @property
    def share(self) -> str:
        found = percent(self.trained, self.all)
        return f"{found.replace('.', ',')} %" if found else ""


def training_by_place(records: Records, everybody: list[Line], trained: list[Line]) -> list[TrainingRow]:
    """A row for every place of the map of the time, also with 0; one more for those without a place, where there are any."""
    places = [(place.id, place.name) for place in records.ground.places]
    if any(line.place is None for line in everybody):
        places.append((None, _("Cơ quan cấp trên, hoặc chưa xác định được xã, phường")))
    return [
        TrainingRow(pk, name, sum(line.place == pk for line in everybody), sum(line.place == pk for line in trained))
        for pk, name in places
    ]


def until(records: Records) -> str:
    """ "05/08/2026": the last day that the figures know."""
    return show_date(records.end)
