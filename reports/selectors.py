"""Reads behind the figures: a constant number of queries, whatever the size; counting is in indicators.py."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, Count, F, Q, Sum, When
from django.utils.translation import gettext as _

from core import clock
from core.exceptions import Refused
from core.formats import show_date, show_number
from core.models import AuditEvent, Job
from districts.enums import Level
from districts.exceptions import UnitError
from districts.models import AdministrativeUnit, AnnualPlan, DocumentSettings, Target, UnitName, UnitSuccession
from districts.selectors import parse_unit_argument, resolve_unit
from evaluations.enums import DecisionKind, ImportKind, SessionState
from evaluations.models import Certificate, CouncilSession, DecisionItem, Result
from producers.models import OutreachActivity, TrainingCourse
from producers.selectors import held_trained
from products.enums import CycleKind
from products.models import FINAL_STATES, Cycle, Product, SupportGrant
from reports import messages
from reports.indicators import POTENTIAL_STARS, Entered, Held, Place, Producing, Proposed
from reports.models import Report
from reports.periods import Period, year_before

STEPS = ("file_dossier", "report_by_commune", "forward", "return_dossier", "refuse")
HINTS = {
    ImportKind.UPGRADE.value: "upgraded",
    ImportKind.RENEWAL.value: "renewed",
    ImportKind.RENEWAL_DISTRICT.value: "renewed",
    CycleKind.UPGRADE.value: "upgraded",
    CycleKind.RENEWAL.value: "renewed",
}


@dataclass
class Ground:
    """The map that a report counts by: rows of its tables and where every older unit belongs."""

    unit: AdministrativeUnit
    name: str
    row_level: str
    places: list[Place]
    row_of: dict[int, int | None] = field(default_factory=dict)
    province_ids: frozenset[int] = frozenset()

    def within(self, prefix: str = "") -> Q:
        """Rows of this ground: by province for a province, else by unit."""
        if self.unit.level == Level.PROVINCE:
            return Q(**{f"{prefix}province_id__in": self.province_ids})
        return Q(**{f"{prefix}unit_id__in": list(self.row_of)})

    def place(self, unit_id: int) -> int | None:
        return self.row_of.get(unit_id)


@dataclass
class Gathered:
    """Everything that a report says, as plain rows, up to the cut-off."""

    ground: Ground
    held: list[Held]
    proposed: list[Proposed]
    entered: list[Entered]
    undecided: int
    targets: list[dict]
    outreach: dict
    training: dict
    trained: dict[int, list[date]]
    meetings: dict
    money: dict
    letterhead: DocumentSettings | None


def may_fetch(user, report_id: int) -> bool:
    """The gate of a report's files: who sees the report."""
    return Report.objects.visible_to(user).filter(pk=report_id).exists()


def unit_choices(user):
    """Units whose reports the person may ask for, those of today first: for the ministry provinces only."""
    rows = AdministrativeUnit.objects.reached_by(user)
    if user.scope.nation:
        rows = rows.filter(level=Level.PROVINCE)
    order = Case(*(When(level=level, then=n) for n, level in enumerate((Level.PROVINCE, Level.DISTRICT))), default=2)
    return rows.order_by(F("valid_to").desc(nulls_first=True), order, "sort_key", "pk")


def training_units(user, year: int) -> list[AdministrativeUnit]:
    """Units whose training of the year the person may look over, the widest first: one query. The ministry: provinces."""
    rows = AdministrativeUnit.objects.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=date(year, 12, 31)))
    rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=date(year, 1, 1))).reached_by(user)
    if user.scope.nation:
        rows = rows.filter(level=Level.PROVINCE)
    elif user.scope.province_ids:
        rows = rows.exclude(parent__level=Level.DISTRICT)  # a province looks at districts; their communes stand inside
    order = Case(*(When(level=level, then=n) for n, level in enumerate((Level.PROVINCE, Level.DISTRICT))), default=2)
    return list(rows.order_by(order, F("valid_to").desc(nulls_first=True), "sort_key", "pk"))


def job_of(report: Report) -> Job | None:
    """The newest job of a report that is not built yet: one that was run again stands before the failed one."""
    if report.job_id is None:
        return None
    return Job.objects.filter(key=report.job.key).order_by("-pk").first()


def summary(data: dict) -> list[tuple[str, str, str]]:
    """(label, value, note) of the chief figures of a snapshot, for its page."""
    f = data["figures"]
    stars = [_("%(n)s sản phẩm %(star)s sao") % {"n": show_number(f["valid"][s]), "star": s} for s in ("3", "4", "5")]
    change = f["valid"]["total"] - f["previous"]["valid"]["total"]
    year = _("cùng kỳ năm trước: %(n)s")
    return [
        (_("Sản phẩm còn hiệu lực"), show_number(f["valid"]["total"]), ", ".join(stars)),
        (_("So với cùng kỳ năm trước"), f"{change:+d}" if change else "0", _("sản phẩm còn hiệu lực")),
        (_("Tiềm năng 5 sao"), show_number(f["potential"]), _("thống kê riêng, không cộng vào tổng")),
        (
            _("Công nhận trong kỳ"),
            show_number(f["changes"]["recognised"]),
            year % {"n": show_number(f["previous"]["changes"]["recognised"])},
        ),
        (_("Đăng ký trong kỳ"), show_number(f["funnel"]["registered"]), ""),
        (_("Hết hiệu lực trong 180 ngày tới"), show_number(f["expiring"]), ""),
        (_("Chủ thể có sản phẩm còn hiệu lực"), show_number(f["producers"]["producers"]), ""),
        (_("Chưa xác định kết quả phân hạng"), show_number(f["undecided"]), _("không tính vào số liệu")),
    ]


def unit_at_end(text: str, period: Period) -> AdministrativeUnit:
    """The unit of a command-line argument as it stood at the period's end (design §4). Refused with a sentence otherwise.

    A date forced in the text finds the unit; the unit must still stand on the period's last day.
    """
    try:
        forced = parse_unit_argument(text).on
        unit = resolve_unit(text, None, forced or period.end)
    except UnitError as error:
        raise Refused(str(error), code="unit") from error
    check_unit(unit, period)
    return unit


def check_unit(unit: AdministrativeUnit, period: Period) -> None:
    """Refused unless the unit stood on the period's last day."""
    name = unit.full_name[0].upper() + unit.full_name[1:]
    if unit.valid_to and unit.valid_to < period.end:
        words = {"unit": name, "ended": show_date(unit.valid_to), "end": show_date(period.end)}
        raise Refused(messages.UNIT_ENDED % words, code="unit")
    if unit.valid_from and unit.valid_from > period.end:
        words = {"unit": name, "begins": show_date(unit.valid_from), "end": show_date(period.end)}
        raise Refused(messages.UNIT_NOT_YET % words, code="unit")


def ground_of(unit: AdministrativeUnit, day: date) -> Ground:
    """The map of `day` under `unit`: districts where there are any, else communes; three queries."""
    below = {Level.PROVINCE: Q(province=unit), Level.DISTRICT: Q(parent=unit) | Q(pk=unit.pk)}
    units = list(
        AdministrativeUnit.objects.on(day).filter(below.get(unit.level, Q(pk=unit.pk))).order_by("sort_key", "pk")
    )
    names = {
        name.unit_id: f"{name.kind} {name.name}"
        for name in UnitName.objects.filter(Q(unit=unit) | Q(unit__in=[u.pk for u in units]))
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day))
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    }
    has_districts = any(u.level == Level.DISTRICT for u in units)
    row_level = Level.DISTRICT if unit.level == Level.PROVINCE and has_districts else Level.COMMUNE
    rows = [u for u in units if u.level == row_level]
    known = {u.pk for u in rows}
    row_of: dict[int, int | None] = {unit.pk: unit.pk if unit.pk in known else None}
    for u in units:
        row_of[u.pk] = u.pk if u.pk in known else (u.parent_id if u.parent_id in known else None)
    provinces = {unit.pk}
    older = UnitSuccession.objects.filter(new__in=[u.pk for u in units] + [unit.pk], main=True)
    for old, old_level, new in older.values_list("old_id", "old__level", "new_id"):
        row_of.setdefault(old, row_of.get(new))
        if old_level == Level.PROVINCE:
            provinces.add(old)
    places = [Place(u.pk, u.code, _capital(names.get(u.pk, u.full_name))) for u in rows]
    return Ground(unit, names.get(unit.pk, unit.full_name), row_level, places, row_of, frozenset(provinces))


def gather(unit: AdministrativeUnit, period: Period, as_of: date) -> Gathered:
    """Rows up to `as_of` for a report of `unit`: 18 queries."""
    ground = ground_of(unit, period.end)
    end = min(as_of, period.end)
    return Gathered(
        ground=ground,
        held=held_of(ground, as_of),
        proposed=_proposed(ground, as_of),
        entered=_entered(ground, as_of),
        undecided=Product.objects.filter(ground.within(), undecided=True).count(),
        targets=_targets(unit, period.year),
        outreach=_outreach(ground, period.start, end),
        training=_training(ground, period.start, end),
        trained=_trained(ground, year_before(period.year_start), end),
        meetings=_meetings(ground, period.start, end),
        money=_money(ground, period.start, end),
        letterhead=DocumentSettings.objects.filter(unit=unit).first(),
    )


def held_of(ground: Ground, as_of: date) -> list[Held]:
    rows = (
        Certificate.objects.filter(ground.within("product__"), issued_on__lte=as_of, product__undecided=False)
        .order_by("pk")
        .values_list(
            "pk", "product_id", "product_name", "product__sort_key", "producer_name", "product__unit_id", "stars",
            "issued_on", "valid_to", "withdrawal__decided_on", "superseded_on", "date_assumed", "number",
            "decision__number", "decision__decided_on", "imported__kind", "cycle__kind",
            "product__producer_id", "product__producer__kind", "product__producer__representative_sex",
            "product__producer__representative_ethnicity", "product__producer__representative_disabled",
        )
    )  # fmt: skip
    return [
        Held(
            id=r[0], product_id=r[1], product=r[2], product_order=r[3], place=ground.place(r[5]), stars=r[6],
            issued_on=r[7], valid_to=r[8], withdrawn_on=r[9], superseded_on=r[10], assumed=r[11], number=r[12],
            decision=r[13] or "", decided_on=r[14], hint=HINTS.get(r[15] or r[16] or "", ""),
            producer=Producing(r[17], r[4], r[18], r[19], r[20], r[21]),
        )
        for r in rows
    ]  # fmt: skip


def _proposed(ground: Ground, as_of: date) -> list[Proposed]:
    rows = DecisionItem.objects.filter(
        ground.within("product__"),
        decision__kind=DecisionKind.APPROVE,
        decision__decided_on__lte=as_of,
        stars=POTENTIAL_STARS,
        product__undecided=False,
    )
    rows = rows.order_by("decision__decided_on", "pk")
    values = rows.values_list("product_id", "product__unit_id", "decision__decided_on")
    return [Proposed(product, ground.place(unit), day) for product, unit, day in values]


def _entered(ground: Ground, as_of: date) -> list[Entered]:
    """Registrations with the days of their steps from the audit chain: what happened, not what stands today."""
    cycles = [
        (
            pk,
            unit,
            clock.local_day(created),
            producer,
            kind == CycleKind.FIRST,
            clock.local_day(changed) if state in FINAL_STATES else None,
        )
        for pk, unit, created, producer, kind, state, changed in Cycle.objects.filter(ground.within())
        .order_by("pk")
        .values_list("pk", "unit_id", "created_at", "producer_id", "kind", "state", "state_changed_at")
        if clock.local_day(created) <= as_of
    ]
    steps: dict[int, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    events = AuditEvent.objects.filter(
        verb__in=[f"cycle.{name}" for name in STEPS],
        object_type=Cycle._meta.label_lower,
        refused=False,
        province_id__in=ground.province_ids if ground.unit.level == Level.PROVINCE else [ground.unit.province_id],
    )
    for verb, object_id, at in events.order_by("number").values_list("verb", "object_id", "at"):
        day = clock.local_day(at)
        if day <= as_of:
            steps[int(object_id)][verb.removeprefix("cycle.")].append(day)
    results: dict[int, list[date]] = defaultdict(list)
    closed = Result.objects.filter(ground.within("item__cycle__")).order_by("pk")
    for cycle, at in closed.values_list("item__cycle_id", "closed_at"):
        results[cycle].append(clock.local_day(at))
    return [
        Entered(
            id=pk,
            place=ground.place(unit),
            created_on=created,
            producer_id=producer,
            steps={name: tuple(days) for name, days in steps[pk].items()},
            evaluated_on=tuple(results[pk]),
            ended_on=ended,
            first=first,
        )
        for pk, unit, created, producer, first, ended in cycles
    ]


def _targets(unit: AdministrativeUnit, year: int) -> list[dict]:
    plans = AnnualPlan.objects.in_force().filter(unit=unit, year=year)
    rows = Target.objects.filter(plan__in=plans).order_by("pk")
    return list(
        rows.values("indicator", "unit", "value", "value_to", "plan__number", "plan__issued_on", "plan__issuer")
    )


def _outreach(ground: Ground, start: date, end: date) -> dict:
    rows = OutreachActivity.objects.counted().filter(ground.within(), held_on__range=(start, end))
    found = rows.aggregate(activities=Count("pk"), people=Sum("people"), cost=Sum("cost"))
    return {name: value or 0 for name, value in found.items()}


def _training(ground: Ground, start: date, end: date) -> dict:
    rows = TrainingCourse.objects.counted().filter(ground.within(), held_on__range=(start, end))
    found = rows.aggregate(courses=Count("pk", distinct=True), people=Count("attendances"))
    return {name: value or 0 for name, value in found.items()}


def _trained(ground: Ground, start: date, end: date) -> dict[int, list[date]]:
    """Days of training of each producer of this ground, whoever held the course, from a year before the year of the report."""
    rows = held_trained(start, end).filter(ground.within("producer__"))
    found: dict[int, list[date]] = defaultdict(list)
    for producer, day in rows.order_by("pk").values_list("producer_id", "course__held_on"):
        found[producer].append(day)
    return dict(found)


def _meetings(ground: Ground, start: date, end: date) -> dict:
    rows = CouncilSession.objects.filter(ground.within("council__"), held_on__range=(start, end))
    return rows.aggregate(held=Count("pk"), closed=Count("pk", filter=Q(state=SessionState.CLOSED)))


def _money(ground: Ground, start: date, end: date) -> dict:
    rows = SupportGrant.objects.filter(ground.within("cycle__"), granted_on__range=(start, end))
    found = rows.aggregate(grants=Count("pk"), planned=Sum("planned"), paid=Sum("paid"))
    return {name: value or 0 for name, value in found.items()}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
