"""A dossier of re-evaluation begins with what is still valid of the one before, and shows what is different."""

from datetime import date

import pytest

from core import files
from core.models import AuditEvent
from evaluations.models import Certificate, Dossier, DossierForm
from evaluations.selectors.dossierpage import papers_in_force, troubled
from evaluations.selectors.renewaldiff import asked_again, paper_changes, text_changes
from evaluations.services import dossierforms, dossiers
from tests.evaluations import helpers as h
from tests.evaluations.test_written import open_renewal
from tests.evaluations.walk import Walker
from tests.factories.core import pdf_bytes, upload

pytestmark = pytest.mark.django_db


def add(dossier, actor, row, title, pages, **more):
    return dossiers.add_evidence(
        dossier=dossier, row=row, title=title, upload=upload(f"{title}.pdf", pdf_bytes(pages)), actor=actor, **more
    )


@pytest.fixture
def before(world, frozen):
    """A recognised dossier with four papers (one ended, one to be brought up to date) and a filled form."""
    h.ready(h.COFFEE)
    dossier = dossiers.open_dossier(cycle=h.completed_cycle(world, world.le_thuy, world.producer), actor=world.producer)
    who = world.producer
    add(dossier, who, "01", "ĐKKD", 1)
    material = add(dossier, who, "03", "Hợp đồng", 3, issued_on=date(2025, 1, 5), expires_on=date(2027, 1, 5))
    dossiers.cite(evidence=material, criterion="A.1.1", page_from=2, page_to=3, actor=who)
    add(dossier, who, "12", "Kiểm nghiệm", 4, expires_on=date(2026, 11, 10))
    gone = add(dossier, who, "10", "Tờ rơi", 5)
    dossiers.remove_evidence(evidence=gone, actor=who)
    dossierforms.save_form(
        dossier=dossier, code="mau-02", values={"i.lich_su": "Lập năm 2019.", "i.co.shtt": True}, actor=who
    )
    dossier.cycle.state = "recognised"
    dossier.cycle.save()
    product = dossier.cycle.product
    product.stars, product.recognised_on, product.valid_until = 4, date(2023, 12, 1), date(2026, 12, 1)
    product.save()
    return h.fresh(dossier)


@pytest.fixture
def renewal(world, before):
    product = before.cycle.product
    certificate = Certificate.objects.create(
        number="1/GCN", code="ABCDEFGH00X", product=product, cycle=before.cycle, stars=4, issuer="UBND tỉnh",
        product_name=product.name, producer_name="HTX", issued_on=date(2023, 12, 1), valid_to=date(2026, 12, 1),
    )  # fmt: skip
    return h.fresh(open_renewal(world, certificate))


def test_what_is_still_valid_comes_with_its_hash_dates_and_citations(before, renewal):
    old = {paper.row: paper for paper in papers_in_force(before)}
    new = {paper.row: paper for paper in papers_in_force(renewal)}
    assert (sorted(old), sorted(new)) == (["01", "03", "12"], ["01", "03"])
    for row, paper in new.items():
        assert (paper.carried_from, paper.file.sha256) == (old[row], old[row].file.sha256)
        assert paper.file.pk != old[row].file.pk
        assert files.path_of(paper.file).samefile(files.path_of(old[row].file))
        assert (paper.file.owner_type, paper.file.owner_id) == ("evaluations.dossier", renewal.pk)
    assert (new["03"].issued_on, new["03"].expires_on) == (date(2025, 1, 5), date(2027, 1, 5))
    assert [(c.criterion.code, c.page_from, c.page_to) for c in new["03"].citations.all()] == [("A.1.1", 2, 3)]
    assert DossierForm.objects.get(dossier=renewal).values == {"i.lich_su": "Lập năm 2019."}
    event = AuditEvent.objects.get(verb="dossier.carry_over")
    assert event.after == {"from": before.pk, "papers": {str(p.pk): p.file.sha256 for p in new.values()}}


def test_a_file_that_is_no_longer_what_it_was_is_not_carried(world, before):
    paper = papers_in_force(before).get(row="01")
    files.path_of(paper.file).write_bytes(b"%PDF-1.4 tampered\n%%EOF\n")
    certificate = Certificate.objects.create(
        number="1/GCN", code="ABCDEFGH00X", product=before.cycle.product, cycle=before.cycle, stars=4, issuer="UBND tỉnh",
        product_name="x", producer_name="HTX", issued_on=date(2023, 12, 1), valid_to=date(2026, 12, 1),
    )  # fmt: skip
    renewal = open_renewal(world, certificate)
    assert [p.row for p in papers_in_force(renewal)] == ["03"]


def test_only_what_ended_or_must_be_brought_up_to_date_is_asked_for(world, renewal):
    assert [(change.number, change.tone, change.words) for change in asked_again(renewal)] == [
        ("03", "soon", "Giữ nguyên; Điều 6 khoản 1 điểm c yêu cầu cập nhật nội dung này"),
        ("12", "bad", "Bản trong hồ sơ trước đã hết hạn ngày 10/11/2026, cần nộp bản mới"),
    ]  # fmt: skip
    hub = Walker(world).see("producer", "dossier", renewal.pk, holds=["Còn phải nộp mới hoặc cập nhật:"])
    assert "12. Phiếu kết quả kiểm nghiệm" in hub


def test_the_council_sees_the_difference(world, before, renewal):
    add(renewal, world.producer, "12", "Kiểm nghiệm 2026", 2, expires_on=date(2027, 11, 1))
    add(renewal, world.producer, "15", "Giải thưởng", 1)
    contract = papers_in_force(renewal).get(row="03")
    dossiers.replace_evidence(evidence=contract, upload=upload("b.pdf", pdf_bytes(8)), actor=world.producer)
    dossierforms.save_form(dossier=renewal, code="mau-02", values={"i.lich_su": "Mở rộng 2025."}, actor=world.producer)
    assert [(change.number, change.tone) for change in paper_changes(renewal)] == [
        ("01", "ok"), ("03", "info"), ("12", "info"), ("15", "info"),
    ]  # fmt: skip
    assert [(row.before, row.now) for row in text_changes(renewal)] == [("Lập năm 2019.", "Mở rộng 2025.")]
    walk = Walker(world)
    walk.see("province", "dossier_changes", renewal.pk, holds=[
        "Giữ nguyên, đúng mã băm", "Đã thay đổi hoặc bổ sung", "Mở rộng 2025.", before.cycle.number])  # fmt: skip
    assert walk.client("neighbour_commune").get(f"/danh-gia/ho-so/{renewal.pk}/so-voi-ho-so-truoc/").status_code == 404
    assert walk.client("province").get(f"/danh-gia/ho-so/{before.pk}/so-voi-ho-so-truoc/").status_code == 404


def test_a_change_of_legal_form_names_the_papers_it_touches(world, renewal):
    producer = renewal.cycle.producer
    assert troubled(renewal, None) == []
    type(producer).objects.filter(pk=producer.pk).update(kind="enterprise")
    renewal = Dossier.objects.get(pk=renewal.pk)
    assert [(paper.row, paper.trouble) for paper in troubled(renewal, None)] == [
        ("01", "Cấp khi chủ thể là “Hợp tác xã”, nay là “Doanh nghiệp”: cần bản cấp cho chủ thể mới"),
    ]  # fmt: skip
    add(renewal, world.producer, "02", "ATTP", 2)
    assert [paper.row for paper in troubled(renewal, None)] == ["01"]
