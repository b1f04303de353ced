"""Pages of reports: the list, the request without JavaScript, the report with its files; scope for owner, neighbour, stranger."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import jobs
from core.models import AuditEvent, Job
from reports import services
from reports.models import Report
from tests.factories import reports as make
from tests.reports.conftest import needs_pdf

pytestmark = pytest.mark.django_db
ASK = reverse("reports:request")
LIST = reverse("reports:list")
LIST_BUDGET = 2  # count and page; the person's session, user and roles are apart


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-11T09:00:00+07:00", tick=False):
        yield


def ask(world, who="leadership", unit="quang_tri", **fields):
    words = {"kind": "quarterly", "period": "2026Q3", **fields}
    return services.request_report(actor=getattr(world, who), unit=getattr(world, unit), **words)


def text(answer):
    return " ".join(answer.content.decode().split())


def test_the_request_leads_to_the_job(client, world):
    client.force_login(world.leadership)
    page = client.get(ASK, {"unit": world.quang_tri.pk, "period": "2026Q3"})
    assert page.status_code == 200
    assert f'<option value="{world.quang_tri.pk}" selected>Tỉnh Quảng Trị</option>' in text(page)
    assert '<option value="2026Q3" selected>Quý III năm 2026</option>' in text(page)
    assert "Tỉnh Quảng Bình (đến 30/06/2025)" in text(page)
    answer = client.post(ASK, {"unit": world.quang_tri.pk, "period": "2026Q3", "as_of": "14/9/2026"})
    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, reverse("core:job", args=[job.pk]))
    report = Report.objects.get()
    assert (report.kind, report.period, report.as_of, report.job) == ("quarterly", "2026Q3", date(2026, 9, 14), job)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"unit": "quang_binh", "period": "2026Q3"}, "Tỉnh Quảng Bình đã kết thúc hoạt động từ ngày 30/06/2025"),
        ({"unit": "quang_tri", "period": "2027Q1"}, "Kỳ báo cáo"),
        ({"unit": "quang_tri", "period": "2026Q4", "as_of": "31/12/2026"}, "Ngày chốt số liệu 31/12/2026 chưa tới."),
        ({"unit": "quang_tri", "period": "2026Q3", "as_of": "32/13/2026"}, "32/13/2026"),
        ({"unit": "dien_bien", "period": "2026Q3"}, "Đơn vị lập báo cáo"),
        ({"unit": "quang_tri", "period": ""}, "Kỳ báo cáo"),
    ],
)
def test_bad_input_stays_on_the_page_with_its_sentence(client, world, fields, sentence):
    client.force_login(world.province)
    typed = {**fields, "unit": getattr(world, fields["unit"]).pk}
    answer = client.post(ASK, typed)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert text(answer).split("<title>")[1].startswith("Lỗi: ")
    if fields.get("as_of"):
        assert f'value="{fields["as_of"]}"' in text(answer)
    assert (Report.objects.count(), Job.objects.count(), AuditEvent.objects.filter(refused=False).count()) == (0, 0, 0)


def test_who_has_no_unit_may_not_ask(client, world):
    for who in ("producer", "admin", "member1", "old_province"):
        client.force_login(getattr(world, who))
        answer = client.get(ASK)
        assert (answer.status_code, "Tài khoản của ông/bà không lập báo cáo." in text(answer)) == (403, True), who


def test_the_list_holds_what_one_sees(client, world):
    mine = ask(world)
    commune = ask(world, "commune", "le_thuy")
    expected = {
        "leadership": {mine, commune}, "province": {mine, commune}, "ministry": {mine, commune}, "commune": {commune},
        "neighbour_commune": set(), "stranger_province": set(), "producer": set(),
    }  # fmt: skip
    for who, reports in expected.items():
        client.force_login(getattr(world, who))
        assert set(client.get(LIST).context["page"].object_list) == reports, who
        for report in (mine, commune):
            status = 200 if report in reports else 404
            assert client.get(report.get_absolute_url()).status_code == status, (who, report.unit)


def test_the_list_filters_by_unit_without_marks_kind_and_year(client, world):
    ask(world)
    ask(world, "province", "le_thuy", kind="annual", period="2025")
    client.force_login(world.province)
    found = [
        [r.unit.name for r in client.get(LIST, query).context["page"]]
        for query in ({"q": "le thuy"}, {"q": "LỆ"}, {"loai": "quarterly"}, {"nam": "2025"}, {"q": "dien"})
    ]
    assert found == [["Lệ Thủy"], ["Lệ Thủy"], ["Quảng Trị"], ["Lệ Thủy"], []]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_a_fixed_number_of_queries(client, world, many):
    for number in range(many):
        ask(world, period=f"2026Q{number + 1}")
    client.force_login(world.province)
    client.get(LIST)
    with CaptureQueriesContext(connection) as asked:
        assert len(client.get(LIST).context["page"]) == many
    own = [q["sql"] for q in asked if not any(t in q["sql"] for t in ("django_session", "accounts_", "SAVEPOINT"))]
    frame = [sql for sql in own if "reports_report" not in sql]
    assert (len(own) - len(frame), len(frame) <= 1) == (LIST_BUDGET, True), own


def test_a_waiting_report_leads_to_its_progress_and_a_failed_one_says_why(client, world):
    report = ask(world)
    client.force_login(world.leadership)
    page = text(client.get(report.get_absolute_url()))
    assert "Báo cáo đang được lập." in page
    assert reverse("core:job", args=[report.job_id]) in page
    Job.objects.filter(pk=report.job_id).update(state="failed", message="Ổ đĩa đã đầy.")
    page = text(client.get(report.get_absolute_url()))
    assert ("Báo cáo chưa được lập." in page, "Ổ đĩa đã đầy." in page) == (True, True)


@needs_pdf
@pytest.mark.pdf
def test_a_finished_report_shows_figures_hashes_and_files_that_download(client, world):
    make.recognise(world.le_thuy, date(2026, 8, 1), 4)
    report = ask(world)
    jobs.run(report.job_id)
    report.refresh_from_db()
    client.force_login(world.leadership)
    page = text(client.get(report.get_absolute_url()))
    assert "<h1>Báo cáo quý III năm 2026</h1>" in page
    assert "0 sản phẩm 3 sao, 1 sản phẩm 4 sao, 0 sản phẩm 5 sao" in page
    assert f"sha256: {report.snapshot.hash}" in page
    for file in (report.pdf, report.xlsx, report.docx):
        assert (reverse("core:file", args=[file.pk]) in page, f"sha256: {file.sha256}" in page) == (True, True)
    content = client.get(reverse("core:file", args=[report.pdf_id]))
    assert content.status_code == 200
    assert b"".join(content)[:5] == b"%PDF-"
    client.force_login(world.stranger_province)
    assert client.get(reverse("core:file", args=[report.pdf_id])).status_code == 404
    ask(world, "province")
    client.force_login(world.leadership)
    assert "Mở bản 2" in text(client.get(report.get_absolute_url()))
