"""Asking for a report and its job: one version, one snapshot, three files, one audit event for each act."""

from datetime import date

import pytest
import time_machine

from core import files, jobs
from core.enums import JobState
from core.exceptions import NotAllowed, Refused, Stale
from core.models import AuditEvent, File, Job
from reports import services
from reports.models import Report, Snapshot
from tests.factories import reports as make
from tests.reports.conftest import needs_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-11T09:00:00+07:00", tick=False):
        yield


def ask(world, who="leadership", unit="quang_tri", **fields):
    words = {"kind": "quarterly", "period": "2026Q3", **fields}
    return services.request_report(actor=getattr(world, who), unit=getattr(world, unit), **words)


def verbs():
    return list(AuditEvent.objects.order_by("number").values_list("verb", flat=True))


def test_a_request_is_a_version_a_job_and_one_event(world):
    report = ask(world)
    assert (report.version, report.as_of, report.period, report.state) == (1, date(2026, 9, 30), "2026Q3", "draft")
    assert (report.job.kind, report.job.state, report.job.steps) == ("reports.build", JobState.QUEUED, 6)
    assert report.job.title == "Báo cáo quý III năm 2026, tỉnh Quảng Trị"
    assert verbs() == ["report.request"]


def test_asking_twice_while_it_waits_gives_the_same_report(world):
    assert ask(world) == ask(world, who="province")
    assert (Report.objects.count(), Job.objects.count()) == (1, 1)
    assert ask(world, as_of=date(2026, 9, 14)).version == 2


@pytest.mark.parametrize(
    ("who", "unit"),
    [("commune", "quang_tri"), ("neighbour_commune", "le_thuy"), ("stranger_province", "quang_tri"), ("producer", "le_thuy"),
     ("admin", "quang_tri"), ("nobody", "quang_tri"), ("old_leadership", "quang_binh")],
)  # fmt: skip
def test_who_may_not_ask(world, who, unit):
    with pytest.raises(NotAllowed):
        ask(world, who, unit, period="2024Q4" if unit == "quang_binh" else "2026Q3")
    assert (Report.objects.count(), verbs()) == (0, [])


@pytest.mark.parametrize(
    ("who", "unit", "period"),
    [("commune", "le_thuy", "2026Q3"), ("province", "le_thuy", "2026Q3"), ("department", "quang_tri", "2026Q3"),
     ("ministry", "dien_bien", "2026Q3"), ("leadership", "quang_binh", "2024Q4"), ("leadership", "le_thuy_district", "2020Q4")],
)  # fmt: skip
def test_who_may_ask(world, who, unit, period):
    assert ask(world, who, unit, period=period).unit == getattr(world, unit)


def test_a_wrong_period_or_unit_writes_nothing(world):
    for fields in ({"period": "2027Q1"}, {"period": "2026H1"}, {"unit": "quang_binh"}, {"kind": "monthly"}):
        with pytest.raises(Refused):
            ask(world, **fields)
    assert (Report.objects.count(), Job.objects.count(), verbs()) == (0, 0, [])


@needs_pdf
@pytest.mark.pdf
def test_the_job_keeps_snapshot_and_files_once(world):
    make.recognise(world.le_thuy, date(2026, 8, 1), 4)
    report = ask(world)
    assert jobs.run(report.job_id) == JobState.DONE
    report.refresh_from_db()
    assert verbs() == ["report.request", "report.freeze", "report.build"]
    assert report.snapshot.data["figures"]["valid"]["total"] == 1
    assert [f.original_name for f in (report.pdf, report.xlsx, report.docx)] == [
        f"quarterly-44-2026Q3.{ending}" for ending in ("pdf", "xlsx", "docx")
    ]
    assert AuditEvent.objects.get(verb="report.build").after["pdf"] == report.pdf.sha256
    assert files.path_of(report.pdf).read_bytes()[:8] == b"%PDF-1.7"
    assert [f["id"] for f in report.job.result["files"]] == [report.pdf_id, report.xlsx_id, report.docx_id]
    for who, reached in (("leadership", True), ("ministry", True), ("stranger_province", False), ("commune", False)):
        assert (files.reachable(getattr(world, who), report.pdf_id) is not None) is reached
    # The job's function again, as after a lost answer: the version keeps what it has.
    again = jobs.KINDS["reports.build"].function(lambda *step: None, report.job.parameters)
    assert again == {"links": [{"url": f"/bao-cao/{report.pk}/", "label": "Mở báo cáo"}]}
    assert (Snapshot.objects.count(), File.objects.count(), len(verbs())) == (1, 3, 3)
    with pytest.raises(Stale):
        kept = {"pdf": report.pdf, "xlsx": report.xlsx, "docx": report.docx}
        services.finish_report(
            report=report, actor=world.leadership, snapshot=report.snapshot, files=kept, job_id=report.job_id
        )


@needs_pdf
@pytest.mark.pdf
def test_a_later_correction_is_a_new_version_and_the_old_one_stands(world):
    make.recognise(world.le_thuy, date(2026, 8, 1), 4)
    first = ask(world)
    jobs.run(first.job_id)
    make.recognise(world.truong_phu, date(2026, 8, 2))
    second = ask(world)
    jobs.run(second.job_id)
    totals = [r.snapshot.data["figures"]["valid"]["total"] for r in Report.objects.order_by("version")]
    assert ([first.version, second.version], totals) == ([1, 2], [1, 2])
    assert first.job.key != second.job.key


def test_figures_that_disagree_fail_the_job_with_the_place_and_leave_nothing(world, monkeypatch):
    make.recognise(world.le_thuy, date(2026, 8, 1))
    report = ask(world)
    monkeypatch.setattr("reports.figures._annex", lambda got, valid: [])
    assert jobs.run(report.job_id) == JobState.FAILED
    report.refresh_from_db()
    assert report.job.message.startswith(
        "Số liệu không khớp nên báo cáo chưa được lập: Phụ lục I có 0 dòng nhưng tổng số sản phẩm là 1."
    )
    assert (report.snapshot_id, Snapshot.objects.count(), File.objects.count(), verbs()) == (
        None,
        0,
        0,
        ["report.request"],
    )


def test_same_data_is_one_snapshot(world):
    from reports.periods import parse_period

    period = parse_period("2026Q3")
    data = services.compose(kind="quarterly", unit=world.quang_tri, period=period, as_of=date(2026, 9, 30))
    first = services.freeze(actor=world.leadership, unit=world.quang_tri, data=data)
    assert services.freeze(actor=world.leadership, unit=world.quang_tri, data=data) == first
    assert verbs() == ["report.freeze"]
