"""Writes of reports: asking for one, freezing its figures, keeping its files."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import translation

from accounts.models import User
from core import audit, clock, jobs
from core.exceptions import NotAllowed, Stale
from core.models import File
from districts.models import AdministrativeUnit
from reports import figures, messages, selectors
from reports.models import Report, Snapshot
from reports.periods import Period, cut_off, parse_kind, parse_period
from reports.rules import may_request

JOB = "reports.build"
FILE_OWNER = "reports.report"  # whose gate guards the files


def requester(pk: int | None):
    """The person who asked, or the system where nobody did."""
    return User.objects.filter(pk=pk).first() or audit.SYSTEM


def compose(
    *, kind: str, unit: AdministrativeUnit, period: Period, as_of: date, reconciling: Callable[[], None] | None = None
) -> dict:
    """The data of a report, read in one moment and reconciled; Vietnamese whatever the language of the page.

    Writes nothing. `reconciling` is called between reading and reconciling. Refused when the sums do not agree.
    """
    with translation.override("vi"):
        with transaction.atomic():
            gathered = selectors.gather(unit, period, as_of)
        if reconciling is not None:
            reconciling()
        return figures.compose(kind, period, as_of, gathered)


def request_report(
    *, actor, kind: str, unit: AdministrativeUnit, period: str, as_of: date | None = None, at: datetime | None = None
) -> Report:
    """Ask for a report: a new version with its job, or the one that is being built for the same unit, period and day.

    One version has one job key and one snapshot, so a key never has two results; a later wish for the same period is a
    new version. In order: checks, Report, Job, one AuditEvent `report.request`. NotAllowed out of reach, Refused for a
    wrong period or unit, Stale when somebody asked at the same moment.
    """
    moment = at or clock.now()
    if not may_request(actor, unit):
        raise NotAllowed(messages.NOT_YOUR_UNIT % {"unit": unit.full_name}, code="report_unit")
    chosen = parse_kind(kind)
    span = parse_period(period, chosen)
    selectors.check_unit(unit, span)
    day = cut_off(span, clock.local_day(moment), as_of)
    same = Report.objects.filter(kind=chosen, unit=unit, period=span.code)
    live = same.filter(as_of=day, job__state__in=jobs.LIVE_JOB_STATES).first()
    if live is not None:
        return live
    try:
        with transaction.atomic():
            version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
            report = Report(
                kind=chosen,
                unit=unit,
                province_id=unit.province_id or unit.pk,
                period=span.code,
                as_of=day,
                version=version,
                created_at=moment,
            )
            report.full_clean(validate_constraints=False)
            report.save(force_insert=True)
            report.job = jobs.enqueue(
                kind=JOB,
                key=f"{JOB}:{report.pk}",
                parameters={"report": report.pk, "actor": actor.pk},
                actor=actor,
                title=f"{report.title}, {unit.full_name}",
                province_id=report.province_id,
            )
            report.save(update_fields=["job"])
            audit.record(
                "report.request",
                actor=actor,
                obj=report,
                after={"kind": chosen, "unit": unit.pk, "period": span.code, "as_of": day, "version": version},
                province_id=report.province_id,
                at=at,
            )
    except IntegrityError as error:
        raise Stale(messages.SOMEBODY_FASTER, code="report_race") from error
    return report


@transaction.atomic
def freeze(*, actor, unit: AdministrativeUnit, data: dict) -> Snapshot:
    """Keep the data under its hash; the same data of the same unit again is the same snapshot. One AuditEvent when new."""
    sealed = audit.digest(data)
    known = Snapshot.objects.filter(unit=unit, hash=sealed).first()
    if known is not None:
        return known
    snapshot = Snapshot(
        kind=data["kind"],
        unit=unit,
        period=data["period"]["code"],
        as_of=date.fromisoformat(data["as_of"]),
        template_version=data["template"],
        data=data,
        hash=sealed,
    )
    snapshot.full_clean()
    snapshot.save(force_insert=True)
    audit.record(
        "report.freeze", actor=actor, obj=snapshot, after={"hash": sealed}, province_id=unit.province_id or unit.pk
    )
    return snapshot


@transaction.atomic
def finish_report(*, report: Report, actor, snapshot: Snapshot, files: dict[str, File], job_id: int) -> Report:
    """Give a version its snapshot and its three files, once: guarded by the version being without. One AuditEvent."""
    written = Report.objects.filter(pk=report.pk, snapshot__isnull=True).update(
        snapshot=snapshot, pdf=files["pdf"], xlsx=files["xlsx"], docx=files["docx"], job_id=job_id
    )
    if written != 1:
        raise Stale(messages.SOMEBODY_FASTER, code="report_built", obj=report)
    report.refresh_from_db()
    audit.record(
        "report.build",
        actor=actor,
        obj=report,
        parent=snapshot,
        after={"hash": snapshot.hash, **{ending: file.sha256 for ending, file in files.items()}},
        province_id=report.province_id,
    )
    return report
