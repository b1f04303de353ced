"""When a producer learns the result, by criterion and without names; what is missing for the next star; the letter."""

import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from core import files, jobs
from core.documents import pdf_ready
from core.models import AuditEvent, File, Job
from evaluations.enums import DecisionKind
from evaluations.models import Evidence
from evaluations.selectors.told import told_result
from evaluations.services import decisions, intake
from tests.evaluations import helpers as h
from tests.evaluations.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen(frozen):
    """The clock of the session."""


def page(user, name, pk, query=""):
    client = Client()
    client.force_login(user)
    response = client.get(reverse(f"evaluations:{name}", args=[pk]) + query)
    return response.status_code, response.content.decode()


def decide(session, kind, actor):
    return decisions.record_decision(
        session=session, items=[session.items.get()], number="3981/QĐ-UBND", decided_on=NOW.date(), kind=kind,
        issuer="Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị", actor=actor,
    )  # fmt: skip


def told(world, session):
    cycle = h.fresh(session.items.get().cycle)
    return [name for name in ("producer", "commune", "province", "member1") if told_result(world.users[name], cycle)]


def test_offices_read_it_when_it_is_closed_the_producer_when_it_is_decided(world, session, item):
    assert told(world, session) == []
    h.scored(world, session, (72, 74, 75, 76))
    assert told(world, session) == []
    h.close(world, session)
    assert told(world, session) == ["commune", "province"]
    dossier = item.dossier
    status, text = page(world.producer, "dossier_result", dossier.pk)
    assert (status, "74,25" in text, "Chưa có kết quả được thông báo" in text) == (200, False, True)
    assert "hoi-dong" not in page(world.producer, "shortfall", dossier.pk, "?theo=hoi-dong")[1]
    assert "Hội đồng đã chốt kết quả." not in page(world.producer, "dossier", dossier.pk)[1]
    decide(session, DecisionKind.RECOGNISE, world.province)
    assert told(world, session) == ["producer", "commune", "province"]
    text = page(world.producer, "dossier_result", dossier.pk)[1]
    assert "74,25" in text
    assert all(member.user.full_name not in text for member in session.council.members.all())
    text = page(world.producer, "shortfall", dossier.pk, "?theo=hoi-dong&sao=5")[1]
    assert "Tính theo kết quả đã chốt của Hội đồng." in text


def test_two_stars_are_told_with_the_notice_and_nothing_is_public(world, session, item):
    h.scored(world, session, (40, 41, 42, 43))
    h.close(world, session)
    assert "producer" not in told(world, session)
    intake.refuse(dossier=h.fresh(item.dossier), actor=world.province)
    assert "producer" in told(world, session)
    text = page(world.producer, "dossier_result", item.dossier_id)[1]
    assert "41,50" in text
    assert "không được cấp giấy chứng nhận" in text
    product = h.fresh(item.cycle.product)
    assert (product.stars, Client().get(f"/san-pham/x-{product.pk}/").status_code) == (None, 404)


def test_a_result_that_goes_up_is_told_when_it_is_approved(world, session):
    h.scored(world, session, (92, 95, 96, 97))
    h.close(world, session)
    assert "producer" not in told(world, session)
    decide(session, DecisionKind.APPROVE, world.province)
    assert "producer" in told(world, session)


def test_strangers_and_seats_get_no_advice(world, session, item):
    for who, status in (
        ("producer", 200), ("commune", 200), ("province", 200), ("neighbour_commune", 404), ("member1", 404),
    ):  # fmt: skip
        assert page(world.users[who], "shortfall", item.dossier_id)[0] == status, who


def test_the_page_names_criteria_and_papers(world, session, item):
    paper = Evidence.objects.get(dossier=item.dossier)
    paper.expires_on = date(2026, 11, 1)
    paper.save()
    text = page(world.province, "shortfall", item.dossier_id, "?sao=5")[1]
    assert "Còn thiếu gì để đạt 5 sao?" in text
    assert "Cần nâng" in text
    assert "Chưa có" in text
    assert "hết hạn 01/11/2026" in text
    again = page(world.province, "shortfall", item.dossier_id, "?sao=9&theo=x")
    assert again[0] == 200


@pytest.mark.pdf
@pytest.mark.skipif(pdf_ready() is not None, reason=str(pdf_ready()))
@pytest.mark.parametrize(
    ("who", "holds", "lacks"),
    [
        ("commune", ["XÃ LỆ THỦY", "Kính gửi: HTX Cà phê bột Sa Mù", "TM. ỦY BAN NHÂN DÂN"], "TỰ RÀ SOÁT"),
        ("producer", ["BẢN TỰ RÀ SOÁT HỒ SƠ", "ĐẠI DIỆN CHỦ THỂ"], "Kính gửi"),
    ],
)
def test_the_letter(world, session, item, who, holds, lacks):
    client = Client()
    client.force_login(world.users[who])
    address = reverse("evaluations:shortfall_letter", args=[item.dossier_id])
    events = AuditEvent.objects.count()
    first, second = (client.post(address, {"sao": "5"})["Location"] for _ in range(2))
    assert first == second
    job = Job.objects.get(kind="evaluations.shortfall")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == ("done", "")
    file = File.objects.get(pk=job.result["files"][0]["id"])
    text = " ".join(
        " ".join(p.extract_text() for p in PdfReader(io.BytesIO(files.path_of(file).read_bytes())).pages).split()
    )
    assert [words for words in [*holds, "đạt 5 sao", "Mức cần đạt"] if words not in text] == []
    assert lacks not in text
    assert AuditEvent.objects.count() == events
