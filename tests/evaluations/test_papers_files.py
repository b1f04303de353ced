"""Files of official papers: drawn by the job from stored words, read back, and reached only by whom they are for."""

import io
import json
import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from core import files, jobs
from core.documents import pdf_ready
from core.models import AuditEvent, Job
from evaluations.enums import PaperKind
from evaluations.models import IssuedPaper
from evaluations.papercodes import read_code, sheet_code
from evaluations.papers import docx, pdf
from evaluations.selectors.papers.listing import Target
from evaluations.services import certificatefiles, closing, papers
from tests.evaluations import helpers as h
from tests.evaluations.conftest import NOW
from tests.evaluations.papers import decided, told_session, words

pytestmark = [pytest.mark.django_db, pytest.mark.pdf, pytest.mark.skipif(pdf_ready() is not None, reason="no Pango")]


def read(content):
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]
    assert all(unicodedata.is_normalized("NFC", page) for page in pages)
    return pages


def word_text(content):
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(p.text for p in document.paragraphs), *cells]).split())


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def fetch(user, file):
    response = client_of(user).get(reverse("core:file", args=[file.pk]))
    content = b"".join(response.streaming_content) if response.streaming else b""
    return response.status_code, content


def press(user, name, pk, **data):
    response = client_of(user).post(reverse(f"evaluations:{name}", args=[pk]), data)
    assert response.status_code == 302, response.content.decode()[-1500:]
    return response["Location"]


def run_all():
    """Every waiting job of papers, as the runner does it."""
    for row in Job.objects.filter(kind="evaluations.papers", state="queued"):
        assert jobs.run(row.pk) == "done"


def test_from_the_closed_session_to_the_files_of_every_reader(world, frozen):
    session = told_session(world)
    assert press(world.secretary, "session_papers", session.pk, paper=f"minutes/session:{session.pk}").startswith(
        "/viec"
    )
    run_all()
    minutes = IssuedPaper.objects.get(kind=PaperKind.MINUTES)
    status, content = fetch(world.secretary, minutes.pdf)
    assert status == 200
    pages = read(content)
    assert "Số: ………/BC-HĐ" in pages[0]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in pages[0]
    assert [pages[0].endswith(" 1"), pages[1].endswith(" 2")] == [False, True]  # numbered from the second page on
    assert "Kèm theo Báo cáo số" in pages[-1]
    assert fetch(world.leadership, minutes.pdf)[0] == 404  # a draft
    press(world.secretary, "paper_issue", minutes.pk, number="5", issued_on="11/11/2026", signer="Cao Thị Vân",
          authority="TM. HỘI ĐỒNG\r\nCHỦ TỊCH")  # fmt: skip
    run_all()
    minutes.refresh_from_db()
    status, content = fetch(world.leadership, minutes.pdf)
    assert (status, "Số: 05/BC-HĐ" in read(content)[0]) == (200, True)
    assert content == pdf.render(json.loads(json.dumps(minutes.data)))  # from the stored words alone, byte for byte
    word = files.path_of(minutes.docx).read_bytes()
    assert word == docx.render(minutes.data)
    told = word_text(word)
    wanted = ["Số: 05/BC-HĐ", "Vòng 2: 3 phiếu được tính, điểm trung bình 74,00", "XĐ", "CHỦ TỊCH"]
    assert [one for one in wanted if one not in told] == []
    readers = {name: fetch(world.users[name], minutes.pdf)[0] for name in ("province", "chair", "member1", "producer")}
    assert readers == {"province": 200, "chair": 200, "member1": 404, "producer": 404}
    press(world.province, "session_papers", session.pk, paper="all")
    rest = Job.objects.get(kind="evaluations.papers", state="queued")  # one job for all that is still missing
    kinds = IssuedPaper.objects.filter(pk__in=rest.parameters["papers"]).values_list("kind", flat=True)
    assert sorted(set(kinds)) == ["advisory", "notice", "recognition", "slip", "submission", "summary"]
    events = AuditEvent.objects.filter(verb="paper.files", object_id=str(minutes.pk)).order_by("number")
    assert events.last().after["pdf"] == minutes.pdf.sha256


def test_the_producer_finds_notice_and_certificate_at_the_dossier(world, frozen):
    session = told_session(world)
    decision = decided(world, session)
    item = session.items.order_by("position").first()
    paper = papers.make_paper(
        target=Target(PaperKind.NOTICE, h.fresh(session), item=h.fresh(item)), actor=world.province
    )
    page = reverse("evaluations:dossier", args=[item.dossier_id])
    assert "Thông báo kết quả" not in client_of(world.producer).get(page).content.decode()
    papers.issue_paper(
        paper=paper, number="3", issued_on=NOW.date(), signer="Nguyễn Thị Hoa", authority=["CHÁNH VĂN PHÒNG"],
        actor=world.province,
    )  # fmt: skip
    papers.ask(papers=[paper], actor=world.province)
    run_all()
    paper.refresh_from_db()
    certificate = decision.certificates.get()
    jobs.run(certificatefiles.ask(certificate=certificate, actor=world.province).pk)
    kept = IssuedPaper.objects.get(kind=PaperKind.CERTIFICATE)
    certificate.refresh_from_db()
    assert (kept.pdf_id, kept.number, kept.state) == (certificate.file_id, certificate.number, "issued")
    text = client_of(world.producer).get(page).content.decode()
    wanted = ["Thông báo kết quả", "Số 03/TB-VPĐP ngày 11/11/2026", "Giấy chứng nhận"]
    assert [one for one in wanted if one not in text] == []
    status, content = fetch(world.producer, paper.pdf)
    pages = " ".join(read(content))
    assert (status, "Số: 03/TB-VPĐP" in pages, "3981/QĐ-UBND" in pages) == (200, True, True)
    who = ("commune", "neighbour_commune", "stranger_producer")
    assert [fetch(world.users[name], paper.pdf)[0] for name in who] == [200, 404, 404]


def test_printed_sheets_have_a_code_for_every_member_and_product(world, session, item):
    target = Target(PaperKind.BLANK, session, item=item)
    paper = papers.make_paper(target=target, actor=world.secretary)
    seats = list(session.council.members.filter(scores=True))
    codes = [copy["code"] for copy in paper.data["copies"]]
    assert [read_code(code) for code in codes] == [(item.pk, seat.pk, 1) for seat in seats]
    short = {**paper.data, "copies": paper.data["copies"][:2]}
    pages = read(pdf.render(short))
    first = [number for number, page in enumerate(pages) if "CỘNG HÒA XÃ HỘI CHỦ NGHĨA" in page]
    assert first == [0, len(pages) // 2]
    for number, page in enumerate(pages):
        assert f"Mã phiếu: {sheet_code(item.pk, seats[number >= first[1]].pk, 1)}" in page
    assert "□" in pages[0]
    told = word_text(docx.render(short))
    assert [code for code in codes[:2] if code not in told] == []


def test_a_draft_that_changes_is_drawn_again_and_a_stale_drawing_is_dropped(world, frozen):
    session = told_session(world)
    paper = papers.make_paper(target=Target(PaperKind.MINUTES, session), actor=world.secretary)
    (first,) = papers.ask(papers=[paper], actor=world.secretary)
    papers.save_entered(paper=paper, entered={"conclusion": "Kết luận A"}, actor=world.secretary)
    paper.refresh_from_db()
    (second,) = papers.ask(papers=[paper], actor=world.secretary)
    assert first.pk != second.pk
    run_all()
    paper.refresh_from_db()
    assert "Kết luận A." in " ".join(read(files.path_of(paper.pdf).read_bytes()))
    assert papers.ask(papers=[paper], actor=world.secretary) == []
    stale = papers.keep_files(
        paper=IssuedPaper(pk=paper.pk, hash="0" * 64, session=session), pdf=b"", docx=b"", pages=1
    )
    assert stale == []
    old = paper.pdf_id
    papers.save_entered(paper=paper, entered={}, actor=world.secretary)
    paper.refresh_from_db()
    assert (paper.pdf_id, type(paper.docx)) == (None, type(None))
    papers.ask(papers=[paper], actor=world.secretary)
    run_all()
    paper.refresh_from_db()
    assert paper.pdf_id not in (None, old)


@time_machine.travel(datetime(2020, 10, 5, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")), tick=False)
def test_the_era_of_1048_has_minutes_with_the_statement_on_marks(world):
    h.ready(h.PROCESSED_1048)
    h.passwords(world)
    cycle = h.completed_cycle(
        world, world.kien_giang, world.producer, code=h.PROCESSED_1048, name="Tinh bột nghệ", number="HS-2020-000001"
    )
    dossier = h.checked_dossier(world, cycle, producer=world.old_commune, receiver=world.district)
    council = h.council_of(world, level="district", unit=world.le_thuy_district, actor=world.district)
    session = h.open_session(world, council, [dossier], world.district)
    h.scored(world, session, (55, 56, 57, 58))
    item = session.items.get()
    statement = "Hội đồng đã đối chiếu điều kiện tối thiểu theo Quyết định 781/QĐ-TTg"
    closing.record_findings(item=item, knockouts={}, statement=statement, actor=world.secretary)
    h.close(world, session)
    paper = papers.make_paper(target=Target(PaperKind.MINUTES, session), actor=world.district)
    assert (paper.data["type"], paper.data["letter"]["symbol"]) == ("BIÊN BẢN", "BB-HĐ")
    text = " ".join(read(pdf.render(paper.data)))
    wanted = [
        "ỦY BAN NHÂN DÂN HUYỆN LỆ THỦY", "490/QĐ-TTg", "1048/QĐ-TTg", "781/QĐ-TTg ngày 08 tháng 6 năm 2020",
        "Hôm nay, ngày 05 tháng 10 năm 2020", f"Xác nhận về điều kiện tối thiểu của hạng sao: {statement}.",
        "thị trấn Kiến Giang, huyện Lệ Thủy, tỉnh Quảng Bình", "56,50", "THƯ KÝ", "CHỦ TRÌ",
        "chuyển hồ sơ đề nghị Hội đồng đánh giá, phân hạng sản phẩm OCOP cấp tỉnh",
    ]  # fmt: skip
    assert [one for one in wanted if one not in text] == []
    assert "26/2026" not in words(paper.data)
