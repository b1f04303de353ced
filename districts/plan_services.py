"""Writes of annual plans and targets: entered by the unit, approved by the province (design §2, regulation.md §11)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import audit, clock, files
from core.exceptions import NotAllowed, Refused, Stale
from core.text import clean_line
from districts import messages, rules
from districts.enums import Level, PlanState
from districts.models import AdministrativeUnit, AnnualPlan, Target

FILES = "districts.plan"
PLAN_FIELDS = ("number", "issued_on", "issuer", "due_on", "below_due_on")


@transaction.atomic
def keep_plan(
    *, unit: AdministrativeUnit, year: int, targets: list[dict], actor, at: datetime | None = None, **values
) -> AnnualPlan:
    """The plan of a unit for a year, as it was signed: `values` number, issued_on, issuer, due_on; `targets` each
    indicator, value and perhaps unit, value_to, note. Brings an earlier one to what is given. Event `plan.keep`.
    """
    plan = AnnualPlan.objects.filter(unit=unit, year=year).first() or AnnualPlan(unit=unit, year=year)
    plan.province_id, plan.state = unit.province_id, PlanState.APPROVED
    for name, value in values.items():
        setattr(plan, name, value)
    plan.full_clean()
    plan.save()
    _keep_targets(plan, targets)
    audit.record(
        "plan.keep", actor=actor, obj=plan, after={"year": year, "number": plan.number, "targets": len(targets)}, at=at
    )
    return plan


def _keep_targets(plan: AnnualPlan, targets: list[dict]) -> None:
    """Bring the targets to what is given: a row that is right is not touched."""
    known = {row.indicator: row for row in plan.targets.all()}
    for line in targets:
        row = known.pop(line["indicator"], None) or Target(plan=plan)
        if row.pk and all(getattr(row, name) == value for name, value in line.items()):
            continue
        for name, value in line.items():
            setattr(row, name, value)
        row.full_clean(validate_unique=False)
        row.save()
    plan.targets.filter(pk__in=[row.pk for row in known.values()]).delete()


def _check_dates(unit: AdministrativeUnit, year: int, values: dict, today: date) -> None:
    issued, below = values.get("issued_on"), values.get("below_due_on")
    if issued and issued > today:
        raise Refused(messages.PLAN_DAY_AHEAD, code="issued_on")
    for name in ("issued_on", "due_on", "below_due_on"):
        day = values.get(name)
        if day and not date(year - 1, 7, 1) <= day <= date(year, 12, 31):
            raise Refused(messages.PLAN_DAY_YEAR % {"year": year, "before": year - 1}, code=name)
    if below and unit.level != Level.PROVINCE:
        raise Refused(messages.PLAN_BELOW_ONLY, code="below_due_on")
    if issued and below and below < issued:
        raise Refused(messages.PLAN_BELOW_DUE, code="below_due_on")


def _check_time(unit: AdministrativeUnit, year: int) -> None:
    """The unit stood on a day of the year: a plan belongs to the map of its time."""
    begins_late = unit.valid_from is not None and unit.valid_from > date(year, 12, 31)
    ended = unit.valid_to is not None and unit.valid_to < date(year, 1, 1)
    if begins_late or ended:
        raise Refused(messages.PLAN_UNIT_TIME % {"unit": _capital(unit.full_name), "year": year}, code="unit")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@transaction.atomic
def enter_plan(
    *,
    unit: AdministrativeUnit,
    year: int,
    targets: list[dict],
    actor,
    upload=None,
    at: datetime | None = None,
    **values,
) -> AnnualPlan:
    """A new plan as a draft. In order: right, map of the year, dates, row, targets, file; event `plan.enter`, last.

    Errors: NotAllowed, Refused with the field as code (unit of another time, plan known already, dates out of order, file).
    """
    if not rules.may_write_plan(actor, unit):
        raise NotAllowed(messages.PLAN_UNIT_NOT_YOURS, code="unit")
    _check_time(unit, year)
    moment = at or clock.now()
    _check_dates(unit, year, values, clock.local_day(moment))
    plan = AnnualPlan(unit=unit, province_id=unit.province_id or unit.pk, year=year, created_at=moment)
    for name in PLAN_FIELDS:
        setattr(plan, name, _value(values.get(name, getattr(plan, name))))
    plan.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError:
        words = {"unit": _capital(unit.full_name), "year": year}
        raise Refused(messages.PLAN_KNOWN % words, code="unit") from None
    _keep_targets(plan, targets)
    _attach(plan, upload, actor)
    audit.record("plan.enter", actor=actor, obj=plan, after={"year": year, "targets": len(targets)}, at=at)
    return plan


def _value(value):
    return clean_line(value) if isinstance(value, str) else value


def _attach(plan: AnnualPlan, upload, actor) -> None:
    """Keep the signed paper; an earlier one stays stored behind the plan's gate."""
    if not upload:
        return
    file = files.store(upload, owner_type=FILES, owner_id=plan.pk, actor=actor, province_id=plan.province_id)
    AnnualPlan.objects.filter(pk=plan.pk).update(file=file)
    plan.file = file


def _take(plan: AnnualPlan, version: int, states, sentence, **values) -> None:
    """Write where the plan is still as the person saw it; Stale otherwise."""
    held = AnnualPlan.objects.filter(pk=plan.pk, version=version, state__in=states)
    if held.update(version=version + 1, **values) != 1:
        raise Stale(sentence, code="stale", obj=plan)


def _check_writer(plan: AnnualPlan, actor) -> None:
    if not rules.may_write_plan(actor, plan.unit):
        raise NotAllowed(messages.PLAN_NOT_YOURS, code="not_your_plan", obj=plan)


def _check_approver(plan: AnnualPlan, actor) -> None:
    if not rules.may_approve_plan(actor, plan.unit):
        raise NotAllowed(messages.PLAN_APPROVE_NOT_YOURS, code="not_your_plan", obj=plan)


@transaction.atomic
def update_plan(
    *, plan: AnnualPlan, version: int, targets: list[dict], actor, upload=None, at: datetime | None = None, **values
) -> AnnualPlan:
    """Mend a plan that is a draft or was returned; `version` is the one that the person saw. Event `plan.update`, last.

    Errors: NotAllowed, Refused (not open, dates, file), Stale.
    """
    _check_writer(plan, actor)
    if not plan.editable:
        raise Refused(messages.PLAN_SHUT, code="state", obj=plan)
    _check_dates(plan.unit, plan.year, values, clock.local_day(at or clock.now()))
    values = {name: _value(values[name]) for name in PLAN_FIELDS if name in values}
    changed = sorted(name for name, value in values.items() if getattr(plan, name) != value)
    for name, value in values.items():
        setattr(plan, name, value)
    plan.full_clean(validate_unique=False, validate_constraints=False)
    _take(plan, version, (PlanState.DRAFT, PlanState.RETURNED), messages.PLAN_STALE, **values)
    _keep_targets(plan, targets)
    _attach(plan, upload, actor)
    plan.refresh_from_db()
    audit.record("plan.update", actor=actor, obj=plan, after={"fields": changed, "targets": len(targets)}, at=at)
    return plan


def missing_of(plan: AnnualPlan) -> list[str]:
    """What a plan still needs before it can be sent, in words."""
    found = [
        (plan.number, _("số kế hoạch")), (plan.issued_on, _("ngày ban hành")), (plan.issuer, _("cơ quan ban hành")),
        (plan.targets.exists(), _("ít nhất một chỉ tiêu")),
    ]  # fmt: skip
    return [str(words) for value, words in found if not value]


@transaction.atomic
def submit_plan(*, plan: AnnualPlan, version: int, actor, at: datetime | None = None) -> AnnualPlan:
    """Send the plan to the province; what the province itself enters is in force at once. Event `plan.submit`.

    Errors: NotAllowed, Refused (incomplete), Stale.
    """
    _check_writer(plan, actor)
    missing = missing_of(plan)
    if missing:
        raise Refused(messages.PLAN_INCOMPLETE % {"missing": ", ".join(missing)}, code="missing", obj=plan)
    state = PlanState.APPROVED if rules.may_approve_plan(actor, plan.unit) else PlanState.SUBMITTED
    before = plan.state
    _take(plan, version, (PlanState.DRAFT, PlanState.RETURNED), messages.PLAN_MOVED, state=state, return_reason="")
    plan.refresh_from_db()
    audit.record("plan.submit", actor=actor, obj=plan, before={"state": before}, after={"state": state}, at=at)
    return plan


@transaction.atomic
def approve_plan(*, plan: AnnualPlan, version: int, actor, at: datetime | None = None) -> AnnualPlan:
    """The province takes a plan that was sent. Event `plan.approve`. Errors: NotAllowed, Stale (not sent, moved meanwhile)."""
    _check_approver(plan, actor)
    before = plan.state
    _take(plan, version, (PlanState.SUBMITTED,), messages.PLAN_MOVED, state=PlanState.APPROVED)
    plan.refresh_from_db()
    audit.record("plan.approve", actor=actor, obj=plan, before={"state": before}, after={"state": plan.state}, at=at)
    return plan


@transaction.atomic
def return_plan(*, plan: AnnualPlan, version: int, reason: str, actor, at: datetime | None = None) -> AnnualPlan:
    """The province gives a plan back to be mended, also one in force (its own, to adjust it). Event `plan.return`.

    Errors: NotAllowed, Refused (no reason), Stale.
    """
    _check_approver(plan, actor)
    reason = clean_line(reason)
    if not reason:
        raise Refused(messages.PLAN_WHY, code="reason", obj=plan)
    before, states = plan.state, (PlanState.SUBMITTED, PlanState.APPROVED)
    _take(plan, version, states, messages.PLAN_MOVED, state=PlanState.RETURNED, return_reason=reason[:500])
    plan.refresh_from_db()
    after = {"state": plan.state}
    audit.record("plan.return", actor=actor, obj=plan, before={"state": before}, after=after, reason=reason, at=at)
    return plan
