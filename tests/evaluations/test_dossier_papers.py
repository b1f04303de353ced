"""Papers of a dossier: sent in chunks, replaced with their citations, held against the session's day, read by the page."""

import hashlib
import io
import os
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from core import clock, files, jobs, pages
from core.messages import FILE_NOT_READ
from core.models import File, Job, UploadSession
from evaluations.models import Dossier, Evidence
from evaluations.selectors.dossierpage import older_versions, troubled
from evaluations.selectors.paperdates import ends
from evaluations.services import dossiers
from tests.evaluations import helpers as h
from tests.factories.core import pdf_bytes, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(world, frozen):
    h.ready(h.COFFEE)
    return dossiers.open_dossier(cycle=h.completed_cycle(world, world.le_thuy, world.producer), actor=world.producer)


@pytest.fixture
def client(world):
    browser = Client()
    browser.force_login(world.producer)
    return browser


def add(dossier, actor, row="03", content=None, **more):
    return dossiers.add_evidence(
        dossier=dossier, row=row, title="Hợp đồng", upload=upload("a.pdf", content), actor=actor, **more
    )


def sent(client, dossier, content, name="hồ sơ quét.pdf"):
    """What static/js/upload.js does; the number of the finished upload."""
    new = {"place": "evaluations.dossier", "owner": dossier.pk, "name": name, "size": len(content), "mark": "1"}
    address = reverse("core:upload", args=[client.post(reverse("core:upload_create"), new).json()["id"]])
    for at in range(0, len(content), 400):
        client.put(f"{address}?offset={at}", content[at : at + 400], content_type="application/octet-stream")
    seal = hashlib.sha256(content).hexdigest()
    return client.post(f"{address}xong/", {"sha256": seal}).json()["id"]


def test_a_paper_that_came_in_chunks_survives_a_wrong_form(client, dossier):
    content, page = pdf_bytes(5), reverse("evaluations:evidence", args=[dossier.pk])
    key = sent(client, dossier, content)
    shown = client.get(page).content.decode()
    assert "hồ sơ quét.pdf: đã tải xong. Chọn lại đúng tệp này để đưa vào hồ sơ, không phải tải lại." in shown
    wrong = client.post(page, {"row": "03", "title": "", "uploaded": key})
    text = wrong.content.decode()
    assert wrong.status_code == 422
    assert f'name="uploaded" value="{key}"' in text
    assert 'data-ready="hồ sơ quét.pdf"' in text
    assert "Hãy chọn tệp cho mục" not in text
    assert client.post(page, {"row": "03", "title": "Hợp đồng", "uploaded": key}).status_code == 302
    file = Evidence.objects.get().file
    assert (file.sha256, file.original_name) == (hashlib.sha256(content).hexdigest(), "hồ sơ quét.pdf")
    assert UploadSession.objects.count() == 0
    again = client.post(page, {"row": "03", "title": "Hợp đồng", "uploaded": key})
    assert "Tệp này đã được dùng hoặc đã quá hạn giữ." in again.content.decode()
    assert (again.status_code, Evidence.objects.count()) == (422, 1)


def test_replacing_keeps_the_old_version_its_dates_and_citations(client, world, dossier):
    old = add(dossier, world.producer, content=pdf_bytes(9), expires_on=date(2026, 11, 1))
    for criterion, first, last in (("A.1.1", 2, 4), ("A.1.2", 3, 3)):
        dossiers.cite(evidence=old, criterion=criterion, page_from=first, page_to=last, actor=world.producer)
    address = reverse("evaluations:evidence_replace", args=[old.pk])
    data = {"upload": upload("b.pdf", pdf_bytes(7)), "issued_on": "02/11/2026", "expires_on": "02/11/2027"}
    assert client.post(address, data).status_code == 302
    new = Evidence.objects.get(replaced_by=None)
    assert (new.issued_on, new.expires_on, new.title) == (date(2026, 11, 2), date(2027, 11, 2), "Hợp đồng")
    shown = [[(c.criterion.code, c.page_from, c.page_to) for c in row.citations.all()] for row in (old, new)]
    assert shown == [[("A.1.1", 2, 4), ("A.1.2", 3, 3)]] * 2
    assert older_versions(new) == [old]
    page = client.get(reverse("evaluations:evidence_detail", args=[new.pk])).content.decode()
    assert "Các bản trước" in page
    assert f'href="{reverse("core:file", args=[old.file_id])}"' in page
    before = client.post(reverse("evaluations:evidence_replace", args=[new.pk]),
                         {"upload": upload("c.pdf"), "issued_on": "02/11/2026", "expires_on": "01/11/2026"})  # fmt: skip
    assert (before.status_code, Evidence.objects.count()) == (422, 2)


DAY, TODAY = date(2026, 12, 2), date(2026, 11, 11)


@pytest.mark.parametrize(
    ("expires_on", "day", "words"),
    [
        (None, DAY, None),
        (date(2026, 11, 10), DAY, "Đã hết hạn ngày 10/11/2026"),
        (date(2026, 11, 11), DAY, "Hết hạn ngày 11/11/2026, trước phiên họp ngày 02/12/2026"),
        (date(2026, 12, 1), DAY, "Hết hạn ngày 01/12/2026, trước phiên họp ngày 02/12/2026"),
        (date(2026, 12, 2), DAY, "Sắp hết hạn: ngày 02/12/2026"),
        (date(2026, 12, 31), DAY, "Sắp hết hạn: ngày 31/12/2026"),
        (date(2027, 1, 1), DAY, None),
        (date(2026, 11, 11), None, "Sắp hết hạn: ngày 11/11/2026"),
        (date(2026, 12, 11), None, None),
    ],
)
def test_the_end_of_a_paper_against_the_day_of_the_session(expires_on, day, words):
    found = ends(expires_on, day, TODAY)
    assert (found and found.words) == words


def test_producer_and_council_see_what_ends_before_the_session(world, item):
    paper = item.dossier.evidence.get()
    day = item.session.held_on
    Evidence.objects.filter(pk=paper.pk).update(expires_on=day - timedelta(days=1))
    words = f"MC-{paper.row}: {paper.title}"
    for who in (world.producer, world.province, world.secretary):
        browser = Client()
        browser.force_login(who)
        shown = browser.get(item.dossier.get_absolute_url()).content.decode()
        assert "Giấy tờ cần xem lại:" in shown
        assert words in shown
    assert [p.pk for p in troubled(item.dossier, day)] == [paper.pk]
    Evidence.objects.filter(pk=paper.pk).update(expires_on=day + timedelta(days=400))
    assert troubled(item.dossier, day) == []


def test_a_paper_that_cannot_be_opened_stops_the_filing(client, world, dossier):
    paper = add(dossier, world.producer)
    dossiers.save_self_assessment(dossier=dossier, places=h.places_for(dossier.rubric, 70), actor=world.producer)
    File.objects.filter(pk=paper.file_id).update(problem="Tệp có mật khẩu nên hội đồng không mở được.")
    answer = client.post(reverse("evaluations:dossier_file", args=[dossier.pk]), {"agree": "on"})
    assert answer.status_code == 422
    assert "Giấy tờ MC-03 “Hợp đồng” không mở được. Ông/bà thay bằng tệp khác rồi nộp lại." in answer.content.decode()
    assert Dossier.objects.get(pk=dossier.pk).cycle.state == "dossier_draft"
    # May be the server's own limit: pointed out only.
    File.objects.filter(pk=paper.file_id).update(problem=str(FILE_NOT_READ))
    assert [row.pk for row in troubled(dossier, None)] == [paper.pk]
    assert client.post(reverse("evaluations:dossier_file", args=[dossier.pk]), {"agree": "on"}).status_code == 302


def test_the_cited_pages_are_served_alone_through_the_same_gate(client, world, dossier):
    paper = add(dossier, world.producer, content=pdf_bytes(30))
    for job in Job.objects.filter(kind="core.inspect_file"):
        jobs.run(job.pk)
    paper.file.refresh_from_db()
    assert paper.file.pages == 30
    answer = client.get(reverse("core:file_pages", args=[paper.file_id, 12, 14]))
    body = b"".join(answer.streaming_content)
    assert (answer.status_code, len(PdfReader(io.BytesIO(body)).pages)) == (200, 3)
    assert "sandbox" in answer["Content-Security-Policy"]
    kept = pages.of(paper.file, 12, 14)
    assert kept.read_bytes() == body
    os.utime(kept, (0, 0))
    assert (pages.forget(), kept.exists()) == (1, False)
    beyond = client.get(reverse("core:file_pages", args=[paper.file_id, 31, 31]))
    assert (beyond.status_code, "Tệp chỉ có 30 trang" in beyond.content.decode()) == (422, True)
    whole = client.get(reverse("core:file_pages", args=[paper.file_id, 1, 99]))
    assert whole["Location"] == f"{reverse('core:file', args=[paper.file_id])}?xem=1#page=1"
    stranger = Client()
    stranger.force_login(world.stranger_producer)
    assert stranger.get(reverse("core:file_pages", args=[paper.file_id, 12, 14])).status_code == 404
    files.path_of(paper.file).unlink()
    assert client.get(reverse("core:file_pages", args=[paper.file_id, 2, 2])).status_code == 422
    assert clock.today() == TODAY
