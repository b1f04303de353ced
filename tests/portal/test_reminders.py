"""Reminders of many rows by one job: people told, letters in one file, never twice for the same row and day."""

import io
from datetime import date, timedelta

import pytest
import time_machine
from pypdf import PdfReader

from core import files, jobs
from core.documents import pdf_ready
from core.models import AuditEvent, File, Job, Notice
from evaluations.models import Certificate
from products.models import Cycle
from tests.portal.test_inbox import make

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(pdf_ready() is not None, reason=str(pdf_ready()))]
REMIND, RADAR = "/viec/nhac/", "/danh-gia/giay-chung-nhan/sap-het-han/nhac/"


@pytest.fixture
def late(land, monkeypatch):
    """Two reports of the commune of Lệ Thủy that are late, and a certificate with twenty days left."""
    # The heartbeat has its own connection, which does not see the rows of this test: on a slow machine it would give up.
    monkeypatch.setattr(jobs, "LEASE", timedelta(hours=1))
    land.extra["late"] = [make(land, number, "dossier_filed") for number in (600, 601)]
    Cycle.objects.filter(pk__in=[row.pk for row in land.late]).update(due_on=date(2026, 11, 2))
    Certificate.objects.filter(pk=land.a_certificate.pk).update(valid_to=date(2026, 12, 1))
    return land


def send(client, who, address, rows):
    """The answer, and the job after it ran."""
    client.force_login(who)
    answer = client.post(address, {"chon": [row.pk for row in rows]})
    job = Job.objects.filter(kind__endswith=".remind").order_by("-pk").first()
    if job is not None and job.state == "queued":
        jobs.run(job.pk)
        job.refresh_from_db()
    return answer, job


def text_of(job):
    (row,) = job.result["files"]
    pages = PdfReader(io.BytesIO(files.path_of(File.objects.get(pk=row["id"])).read_bytes())).pages
    return ["".join(page.extract_text().split()) for page in pages]  # without spaces: cells break their lines


def test_late_communes_are_told_and_get_one_letter_each(client, late):
    answer, job = send(client, late.province, REMIND, late.late)
    assert (answer.headers["Location"], job.state) == (job.get_absolute_url(), "done")
    assert set(Notice.objects.values_list("user_id", "kind")) == {(late.commune.pk, "reminder")}
    assert Notice.objects.count() == 2
    (page,) = text_of(job)
    for words in ("Kính gửi: Ủy ban nhân dân xã Lệ Thủy.", "V/v xử lý hồ sơ sản phẩm OCOP", "HS-2026-900600",
                  "HS-2026-900601", "02/11/2026", "Độc lập - Tự do - Hạnh phúc"):  # fmt: skip
        assert words.replace(" ", "") in page, words
    assert "1 văn bản; 2 thông báo" in job.result["files"][0]["note"]
    events = AuditEvent.objects.filter(verb="cycle.remind")
    assert {(e.object_id, e.actor_name) for e in events} == {(str(c.pk), "Nguyễn Thị Hoa") for c in late.late}


def test_never_twice_for_the_same_row_and_day(client, late):
    send(client, late.province, REMIND, late.late[:1])
    _answer, job = send(client, late.province, REMIND, late.late)  # one is new
    assert "bỏ qua 1 dòng" in job.result["files"][0]["note"]
    answer, _job = send(client, late.province, REMIND, late.late)
    assert answer.headers["Location"] == "/viec/danh-sach/?nhom=cho-noi-khac"
    assert "đều đã được nhắc trong hôm nay" in client.get(answer.headers["Location"]).content.decode()
    assert (Notice.objects.count(), AuditEvent.objects.filter(verb="cycle.remind").count()) == (2, 2)
    with time_machine.travel("2026-11-12T02:00:00Z", tick=False):
        send(client, late.province, REMIND, late.late)
    assert Notice.objects.count() == 4


def test_two_jobs_for_the_same_row_send_once(client, late):
    """Asked for by two officers before either job ran; the second finds nothing left."""
    from tests.world import person

    other = person("tinh-qt-2", "Trần Thị Hai", "province", late.quang_tri)
    asked = []
    for who in (late.province, other):
        client.force_login(who)
        client.post(REMIND, {"chon": [late.late[0].pk]})
        asked.append(Job.objects.filter(kind="portal.remind").latest("pk"))
    assert [jobs.run(job.pk) for job in asked] == ["done", "failed"]
    asked[1].refresh_from_db()
    assert "đều đã được nhắc" in asked[1].message
    assert Notice.objects.count() == 1


def test_one_that_went_on_meanwhile_is_left_out(client, late):
    client.force_login(late.province)
    client.post(REMIND, {"chon": [row.pk for row in late.late]})
    Cycle.objects.filter(pk=late.late[0].pk).update(state="recognised")
    job = Job.objects.get(kind="portal.remind")
    jobs.run(job.pk)
    assert list(Notice.objects.values_list("object_id", flat=True)) == [late.late[1].pk]


def test_producers_of_ending_certificates_get_letters_with_their_window(client, late):
    _answer, job = send(client, late.commune, RADAR, [late.a_certificate])
    (page,) = text_of(job)
    for words in ("Kính gửi: HTX Chè Lệ Thủy.", "1/GCN-OCOP-2026", "01/12/2026", "từ ngày 04/06/2026 đến hết ngày",
                  "26/2026/QĐ-TTg"):  # fmt: skip
        assert words.replace(" ", "") in page, words
    (notice,) = Notice.objects.all()
    assert notice.user_id == late.producer.pk
    assert "Lê Thị Hạnh nhắc: giấy chứng nhận 1/GCN-OCOP-2026" in notice.sentence
    assert notice.link == late.a_certificate.get_absolute_url()


def test_the_commune_is_told_for_a_producer_who_does_not_sign_in(client, late):
    late.a_producer.members.all().delete()
    send(client, late.province, RADAR, [late.a_certificate])
    assert set(Notice.objects.values_list("user_id", flat=True)) == {late.commune.pk}


def test_letters_are_for_who_asked_for_them(client, late):
    _answer, job = send(client, late.province, RADAR, [late.a_certificate])
    address = f"/tep/{job.result['files'][0]['id']}/"
    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")
    client.force_login(late.stranger_province)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("producer", 403), ("department", 403), ("ministry", 403)])
def test_who_only_reads_reminds_nobody(client, late, who, status):
    make(late, 602, "idea_submitted")
    for address, row in ((REMIND, Cycle.objects.get(number="HS-2026-900602")), (RADAR, late.a_certificate)):
        client.force_login(late.users[who])
        assert client.post(address, {"chon": [row.pk]}).status_code == status
    assert not Job.objects.filter(kind__endswith=".remind").exists()


def test_what_is_out_of_reach_is_not_chosen(client, late):
    Certificate.objects.filter(pk=late.far_certificate.pk).update(valid_to=date(2026, 11, 11) + timedelta(days=9))
    for address, row in ((REMIND, late.far_open_cycle), (RADAR, late.far_certificate)):
        answer, job = send(client, late.province, address, [row])
        assert (answer.status_code, job) == (302, None)
    client.force_login(late.province)
    assert "chưa chọn dòng nào" in client.get("/viec/danh-sach/?nhom=cho-noi-khac").content.decode()
