"""The printed certificate: one page, its own frozen words, made once."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from core import files, jobs
from core.documents import pdf_ready
from core.models import AuditEvent, File, Job
from evaluations.models import Certificate
from evaluations.services import certificatefiles, decisions
from tests.evaluations import helpers as h
from tests.evaluations.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]


@pytest.fixture
def certificate(world, session):
    h.scored(world, session, (72, 74, 75, 76))
    h.close(world, session)
    decisions.record_decision(
        session=session, items=[session.items.get()], number="3981/QĐ-UBND", decided_on=NOW.date(),
        issuer="Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị", signer="Hoàng Nam", actor=world.province,
    )  # fmt: skip
    return Certificate.objects.get()


@pytest.mark.skipif(pdf_ready() is not None, reason=str(pdf_ready()))
def test_the_pdf_is_one_page_with_the_frozen_words(world, certificate):
    product = certificate.product
    product.name = "Tên mới sau khi cấp"
    product.save()
    job = certificatefiles.ask(certificate=certificate, actor=world.producer)
    assert certificatefiles.ask(certificate=certificate, actor=world.province).pk == job.pk
    jobs.run(job.pk)
    job = Job.objects.get(pk=job.pk)
    assert (job.state, job.message) == ("done", "")
    certificate.refresh_from_db()
    reader = PdfReader(io.BytesIO(files.path_of(certificate.file).read_bytes()))
    assert len(reader.pages) == 1
    text = " ".join(reader.pages[0].extract_text().split())
    wanted = [
        "GIẤY CHỨNG NHẬN",
        "Cà phê bột Sa Mù",
        "44-19249-01-2026",
        "36 tháng, từ 11/11/2026 đến hết 11/11/2029",
        "Chương trình Mỗi xã một sản phẩm (OCOP) năm 2026",
        "3981/QĐ-UBND",
    ]
    assert [words for words in wanted if words not in text] == []
    assert AuditEvent.objects.filter(verb="certificate.print").count() == 1
    assert File.objects.filter(owner_type="evaluations.certificate").count() == 1
    address = reverse("core:file", args=[certificate.file_id])
    for who, status in ((world.producer, 200), (world.province, 200), (world.neighbour_commune, 404)):
        client = Client()
        client.force_login(who)
        response = client.get(address)
        assert response.status_code == status
        if response.streaming:
            list(response.streaming_content)
