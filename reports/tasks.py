"""The job behind a report: figures, three files, one commit (craft §10)."""

from core import audit, files
from core.exceptions import Refused
from core.formats import show_size
from core.jobs import job
from reports import messages, services
from reports.models import Report
from reports.periods import parse_period

STEPS = (
    messages.STEP_READ,
    messages.STEP_RECONCILE,
    messages.STEP_PDF,
    messages.STEP_XLSX,
    messages.STEP_DOCX,
    messages.STEP_KEEP,
)
STEP_OF = {"pdf": 3, "xlsx": 4, "docx": 5}


@job(services.JOB, title=messages.JOB_TITLE, steps=STEPS)
def build_report(progress, parameters):
    """Build one version of a report. Slow work first, nothing written; then snapshot, files and row in one transaction.

    A killed worker leaves nothing; the next one reads again. A version that already has its files keeps them.
    """
    # WeasyPrint, python-docx and XlsxWriter are slow to load and of no use to the web server, which knows this job too.
    from reports import builder  # noqa: PLC0415

    report = Report.objects.select_related("unit", "unit__province").filter(pk=parameters["report"]).first()
    if report is None:
        raise Refused(messages.REPORT_GONE, code="report_gone")
    if report.snapshot_id:
        return {"links": [{"url": report.get_absolute_url(), "label": str(messages.OPEN_REPORT)}]}
    period = parse_period(report.period)
    progress(1)
    data = services.compose(
        kind=report.kind, unit=report.unit, period=period, as_of=report.as_of, reconciling=lambda: progress(2)
    )
    name = builder.stem(report.kind, report.unit.code, period)
    built = builder.build(data, audit.digest(data), name, lambda ending: progress(STEP_OF[ending]))
    progress(6)
    actor = services.requester(parameters.get("actor"))

    def commit():
        snapshot = services.freeze(actor=actor, unit=report.unit, data=data)
        kept = {
            one.ending: files.store_made(
                one.content,
                name=one.name,
                content_type=builder.TYPES[one.ending],
                owner_type=services.FILE_OWNER,
                owner_id=report.pk,
                actor=actor,
                province_id=report.province_id,
            )
            for one in built
        }
        services.finish_report(report=report, actor=actor, snapshot=snapshot, files=kept, job_id=progress.pk)
        return {
            "files": [
                {
                    "id": kept[ending].pk,
                    "label": f"{ending.upper()}: {messages.FILE_LABELS[ending]}",
                    "note": show_size(kept[ending].size),
                }
                for ending in STEP_OF
            ],
            "links": [{"url": report.get_absolute_url(), "label": str(messages.OPEN_REPORT)}],
        }

    return commit
