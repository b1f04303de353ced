"""Official papers: what they say, issue, correction, who reads them when, and that nobody changes them afterwards."""

import json
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from core.audit import digest
from core.exceptions import NotAllowed, Refused, Stale
from core.models import AuditEvent
from evaluations.enums import PaperKind, PaperState
from evaluations.guards import reaches_paper
from evaluations.models import Conflict, IssuedPaper, PaperEntry, ScoreSheet
from evaluations.papercodes import sheet_code
from evaluations.papers import blocks, pdf
from evaluations.querysets import PaperQuerySet
from evaluations.selectors.papers.build import build
from evaluations.selectors.papers.listing import Target, slots
from evaluations.selectors.papers.scored import scored_items
from evaluations.selectors.seals import issued_papers
from evaluations.services import papers, papersettings
from tests.evaluations import helpers as h
from tests.evaluations.conftest import NOW
from tests.evaluations.papers import decided, told_session, words
from tests.evaluations.walk import Walker

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(world, frozen):
    return told_session(world)


def made(kind, session, actor, **more):
    return papers.make_paper(target=Target(kind, session, **more), actor=actor)


def issue(paper, actor, number="5", on=None, signer="Cao Thị Vân"):
    return papers.issue_paper(
        paper=paper, number=number, issued_on=on or NOW.date(), signer=signer, authority=["TM. HỘI ĐỒNG", "CHỦ TỊCH"],
        actor=actor,
    )  # fmt: skip


def lacks(text, *wanted):
    return [one for one in wanted if one not in text]


def test_the_report_tells_the_whole_session(world, told):
    sheet = ScoreSheet.objects.get(item__position=1, scoring_round=2, member__user=world.member3)
    PaperEntry.objects.create(
        item=sheet.item, member=sheet.member, scoring_round=2, state="filled", reason="Mất mạng tại hội trường",
        allowed_by=world.secretary, sheet=sheet,
    )  # fmt: skip
    data = made(PaperKind.MINUTES, told, world.secretary).data
    text = words(data)
    assert (data["type"], blocks.number_line(data["letter"])) == ("BÁO CÁO", "Số: ………/BC-HĐ")
    assert (
        lacks(
            text,
            "Vắng: đi công tác",
            "Thành viên Hội đồng 1: Cà phê rang xay Hướng Phùng (lý do: Là người thân của chủ thể);",
            "(lý do: theo kết luận của Cao Thị Vân: Có góp vốn với chủ thể).",
            "Cà phê bột Sa Mù: phiếu của Thành viên Hội đồng 3 (lý do: Nhập nhầm mức).",
            "Cà phê bột Sa Mù: Thành viên Hội đồng 2 không cho điểm ở vòng 1 (lý do: Chưa đủ thông tin về vùng nguyên liệu).",
            f"phiếu của Thành viên Hội đồng 3 ở vòng 2 (mã phiếu {sheet_code(sheet.item_id, sheet.member_id, 2)}; lý do dùng "
            "phiếu giấy: Mất mạng tại hội trường).",
            "Vòng 1: 3 phiếu được tính, điểm trung bình 69,00, chênh lệch giữa phiếu cao nhất và thấp nhất 15 điểm, vượt mức 10 "
            "điểm, phải chấm lại.",
            "Lý do chấm lại: Điểm cảm quan chênh nhau nhiều.",
            "Vòng 2: 3 phiếu được tính, điểm trung bình 74,00, chênh lệch giữa phiếu cao nhất và thấp nhất 4 điểm.",
            "điểm trung bình 45,33",
            "đạt hạng 2 sao; không thuộc diện cấp giấy chứng nhận",
            "khi số phiếu hợp lệ đạt từ 50%",
            "Quyết định số 26/2026/QĐ-TTg ngày 22 tháng 5 năm 2026",
        )
        == []
    )
    assert data["to"] == ["Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị"]


def test_the_summary_has_a_column_per_member_and_a_line_per_round(world, told):
    table = made(PaperKind.SUMMARY, told, world.secretary).data["blocks"][1]
    heads = [c["head"] for c in table["columns"]]
    assert heads.count("Sở Công Thương") == 5
    first = heads.index("Sở Công Thương")
    assert [row[first : first + 5] for row in table["rows"]] == [
        ["60", "75", "KĐ", "72", "KC"],
        ["72", "74", "KC", "76", "KC"],
        ["44", "XĐ", "45", "47", "XĐ"],
    ]
    assert [row[first - 1] for row in table["rows"]] == ["1", "2", "1"]


def test_the_same_rows_give_the_same_words_and_the_words_are_all_there_is(world, told):
    draft = made(PaperKind.RECOGNITION, told, world.province)
    assert build(draft) == draft.data
    decision = decided(world, told)
    items = list(told.items.order_by("position"))
    kinds = [PaperKind.MINUTES, PaperKind.SUMMARY, PaperKind.SUBMISSION, PaperKind.ADVISORY]
    rows = [made(kind, told, world.province) for kind in kinds]
    rows.append(made(PaperKind.RECOGNITION, told, world.province, decision=decision))
    rows += [made(PaperKind.NOTICE, told, world.province, item=item) for item in items]
    for paper in rows:
        kept = IssuedPaper.objects.get(pk=paper.pk)
        assert digest(build(kept)) == digest(kept.data) == kept.hash
        again = json.loads(json.dumps(kept.data))
        assert pdf.html(again) == pdf.html(kept.data)
        text = words(kept.data)
        assert unicodedata.is_normalized("NFC", text)
        assert lacks(text, "OCOP") == []


def test_averages_by_criterion_sum_to_the_average(told):
    for one in scored_items(told):
        sums = sum(Decimal(mean.replace(",", ".")) for _code, _name, _top, mean in one.averages())
        assert abs(sums - Decimal(one.result.average_shown)) < Decimal("0.2")  # each of some 30 lines is rounded


def test_a_notice_says_what_was_decided_and_why(world, told):
    high, low = told.items.order_by("position")
    with pytest.raises(Refused, match="chưa có quyết định"):
        made(PaperKind.NOTICE, told, world.province, item=high)
    decided(world, told)
    told.refresh_from_db()
    high, low = told.items.select_related("session__council", "cycle").order_by("position")
    good = words(made(PaperKind.NOTICE, told, world.province, item=high).data)
    assert lacks(good, "3981/QĐ-UBND", "001/GCN-OCOP-2026", "11/11/2029", "Ủy ban nhân dân xã Lệ Thủy") == []
    bad = words(made(PaperKind.NOTICE, told, world.province, item=low).data)
    assert lacks(bad, "Điểm trung bình 45,33 chưa đạt 50 điểm", "không thuộc diện công nhận") == []
    assert "Thành viên Hội đồng" not in good + bad  # no member's points leave the council


def test_issue_freezes_and_a_correction_is_a_new_version(world, told):
    draft = made(PaperKind.MINUTES, told, world.secretary)
    papers.save_entered(paper=draft, entered={"conclusion": "Giao Tổ tư vấn theo dõi"}, actor=world.secretary)
    draft.refresh_from_db()
    with pytest.raises(Refused, match="sau hôm nay"):
        issue(draft, world.secretary, on=NOW.date() + timedelta(days=1))
    with pytest.raises(Refused, match="nhập số"):
        issue(draft, world.secretary, number=" ")
    first = issue(draft, world.secretary)
    assert (first.number, first.state, first.data["letter"]["on"]) == ("05/BC-HĐ", "issued", "2026-11-11")
    assert "Giao Tổ tư vấn theo dõi." in words(first.data)
    with pytest.raises(Refused, match="đã ban hành"):
        made(PaperKind.MINUTES, told, world.secretary)
    with pytest.raises(Refused, match="lý do"):
        papers.correct_paper(paper=first, reason=" ", actor=world.secretary)
    second = papers.correct_paper(paper=first, reason="Sai tên đại biểu", actor=world.secretary)
    assert (second.version, second.state, first.state) == (2, "draft", "issued")
    assert "Thay thế bản số 05/BC-HĐ ngày 11/11/2026; lý do: Sai tên đại biểu" in words(second.data)
    with pytest.raises(Refused, match="đã dùng"):
        issue(second, world.secretary, number="05")
    issue(second, world.secretary, number="6")
    first.refresh_from_db()
    assert (first.state, first.number) == (PaperState.REPLACED, "05/BC-HĐ")
    verbs = ["paper.draft", "paper.draft", "paper.issue", "paper.correct", "paper.issue"]
    events = AuditEvent.objects.filter(verb__startswith="paper.").order_by("number")
    assert [event.verb for event in events] == verbs
    assert list(issued_papers()) == []


def test_verify_names_a_paper_whose_words_changed(world, told):
    paper = issue(made(PaperKind.MINUTES, told, world.secretary), world.secretary)
    other = {**paper.data, "subject": "Khác"}
    IssuedPaper.objects.filter(pk=paper.pk).update(data=other, hash=digest(other))  # hash and words together
    said = list(issued_papers())
    assert len(said) == 1
    assert f"Văn bản {paper.pk} " in said[0]


def test_an_old_draft_is_not_issued(world, told):
    submission = made(PaperKind.SUBMISSION, told, world.province)
    issue(made(PaperKind.MINUTES, told, world.secretary), world.secretary)
    with pytest.raises(Refused, match="Số liệu đã đổi"):
        issue(submission, world.province)
    again = made(PaperKind.SUBMISSION, told, world.province)
    assert again.pk == submission.pk
    assert "Báo cáo số 05/BC-HĐ ngày 11 tháng 11 năm 2026" in words(again.data)
    assert issue(again, world.province, number="9/TTr-VPĐP").number == "09/TTr-VPĐP"


def test_a_decision_has_number_day_and_signer_of_the_recorded_one(world, told):
    draft = made(PaperKind.RECOGNITION, told, world.province)
    text = words(draft.data)
    assert blocks.number_line(draft.data["letter"]) == "Số: ………/QĐ-UBND"
    assert lacks(text, "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ", "Điều 1.", "SẢN PHẨM ĐẠT HẠNG") == []
    with pytest.raises(Refused, match="ghi quyết định"):
        issue(draft, world.province)
    with pytest.raises(Refused, match="chuyển cấp trên"):
        made(PaperKind.APPROVAL, told, world.province)
    decision = decided(world, told)
    paper = made(PaperKind.RECOGNITION, told, world.province, decision=decision)
    issued = issue(paper, world.province, number="lạ", on=date(2020, 1, 1), signer="Người khác")
    assert (issued.number, issued.issued_on, issued.signer) == ("3981/QĐ-UBND", NOW.date(), "Hoàng Nam")
    rows = issued.data["annexes"][0]["blocks"][0]["rows"]
    stars = h.fresh(told.items.order_by("position").first()).result.stars
    assert rows == [
        {"group": f"SẢN PHẨM ĐẠT HẠNG {stars} SAO (1 sản phẩm)"},
        ["1", "44-19249-01-2026", "Cà phê bột Sa Mù", "HTX Cà phê bột Sa Mù", "xã Lệ Thủy, tỉnh Quảng Trị",
         "Cà phê, ca cao", "Lần đầu", "74,00", f"{stars} sao", "11/11/2029"],
    ]  # fmt: skip


def test_settings_of_the_province_word_the_papers(world, told):
    values = {"minutes_form": "minutes", "prints_points": False, "mark_name": "nhãn hiệu OCOP Quảng Trị",
              "office_name": "Chi cục Phát triển nông thôn", "term_start": "signing"}  # fmt: skip
    row = papersettings.save_settings(unit=world.quang_tri, version=0, actor=world.province, **values)
    with pytest.raises(Stale):
        papersettings.save_settings(unit=world.quang_tri, version=0, actor=world.province, **values)
    with pytest.raises(NotAllowed):
        papersettings.save_settings(unit=world.quang_tri, version=row.version, actor=world.department, **values)
    minutes = made(PaperKind.MINUTES, told, world.secretary).data
    assert (minutes["type"], minutes["letter"]["symbol"], minutes["to"]) == ("BIÊN BẢN", "BB-HĐ", [])
    assert [c["lines"] for c in minutes["sign"]["columns"]] == [["THƯ KÝ"], ["CHỦ TRÌ"]]
    decision = made(PaperKind.RECOGNITION, told, world.province).data
    assert (
        lacks(words(decision), "nhãn hiệu OCOP Quảng Trị", "kể từ ngày ký Quyết định này", "Chi cục Phát triển") == []
    )
    heads = [c["head"] for c in decision["annexes"][0]["blocks"][0]["columns"]]
    assert "Điểm trung bình" not in heads


def test_a_member_has_the_own_slip_before_the_closing_and_nobody_else_has(world, session, item):
    sheet = h.fill(item, world.member1, h.places_for(item.rubric, 71))
    target = Target(PaperKind.SLIP, session, item=sheet.item, member=sheet.member, sheet=sheet)
    with pytest.raises(NotAllowed):
        papers.make_paper(target=target, actor=world.member2)
    for early in (world.secretary, world.province):
        with pytest.raises(Refused, match="sau khi đóng phiên"):
            papers.make_paper(target=target, actor=early)
    slip = papers.make_paper(target=target, actor=world.member1)
    assert papers.make_paper(target=target, actor=world.member1).pk == slip.pk
    assert (slip.state, slip.signer, slip.data["sign"]["columns"][0]["name"]) == ("issued", "", "Thành viên Hội đồng 1")
    sums = [row["sum"] for row in slip.data["blocks"][1]["rows"] if isinstance(row, dict) and "sum" in row]
    assert sums[-1][3:5] == ["100", "71"]
    readers = {name for name in ("member1", "member2", "chair", "secretary", "province", "leadership", "producer")
               if IssuedPaper.objects.visible_to(world.users[name]).filter(pk=slip.pk).exists()}  # fmt: skip
    assert readers == {"member1"}


def test_slips_of_a_closed_session_are_read_by_board_and_office(world, told):
    for sheet in ScoreSheet.objects.filter(item__session=told, state="submitted"):
        made(PaperKind.SLIP, told, world.secretary, item=sheet.item, member=sheet.member, sheet=sheet)
    count = {
        name: IssuedPaper.objects.visible_to(world.users[name]).filter(kind=PaperKind.SLIP).count()
        for name in (
            "secretary",
            "chair",
            "province",
            "leadership",
            "member1",
            "member2",
            "stranger_province",
            "producer",
        )
    }
    # Both rounds of three members, and three sheets of the other product; member 1 is recused from that one.
    assert count == {
        "secretary": 9, "chair": 9, "province": 9, "leadership": 9, "member1": 2, "member2": 1, "stranger_province": 0,
        "producer": 0,
    }  # fmt: skip


def test_the_page_offers_each_person_their_own_lines(world, told, django_assert_max_num_queries):
    def offered(name):
        found = slots(world.users[name], told, list(told.items.select_related("session__council", "cycle__product")))
        return sorted({str(s.target.kind) for s in found if s.writes and not s.why})

    with django_assert_max_num_queries(20):  # the same for two products and for twenty
        offered("province")
    assert offered("province") == ["advisory", "minutes", "notice", "recognition", "slip", "submission", "summary"]
    assert offered("secretary") == ["advisory", "minutes", "slip", "summary"]
    assert offered("member1") == ["slip"]
    assert offered("department") == []


def test_a_recused_chair_reads_no_paper_that_tells_of_the_product(world, told):
    item = told.items.get(position=2)
    minutes = issue(made(PaperKind.MINUTES, told, world.secretary), world.secretary)
    made(PaperKind.SUMMARY, told, world.secretary)
    walk = Walker(world)
    walk.see("chair", "paper", minutes.pk, holds=["05/BC-HĐ"])
    assert reaches_paper(world.chair, minutes.pk)
    Conflict.objects.update_or_create(
        item=item, member=told.council.members.get(user=world.chair),
        defaults={"has_conflict": True, "reason": "Người trong gia đình."},
    )  # fmt: skip
    assert not IssuedPaper.objects.visible_to(world.chair).filter(kind__in=PaperQuerySet.WHOLE).exists()
    said = "không tham gia đánh giá vì xung đột lợi ích"
    page = walk.client("chair").get(reverse("evaluations:paper", args=[minutes.pk]))
    text = page.content.decode()
    assert (page.status_code, said in text, "05/BC-HĐ" in text) == (403, True, False)
    assert not reaches_paper(world.chair, minutes.pk)  # the gate of the files
    listed = walk.see("chair", "session_papers", told.pk, holds=[said])
    assert (item.cycle.product.name in listed, f"/van-ban/{minutes.pk}/" in listed) == (False, False)
    for kind in (PaperKind.MINUTES, PaperKind.SUMMARY, PaperKind.ADVISORY):
        with pytest.raises(NotAllowed, match="xung đột lợi ích"):
            made(kind, told, world.chair)
    assert IssuedPaper.objects.visible_to(world.secretary).filter(pk=minutes.pk).exists()
    walk.see("province", "paper", minutes.pk, holds=["05/BC-HĐ"])


@pytest.mark.parametrize(
    ("typed", "symbol", "number"),
    [
        ("5", "BB-HĐ", "05/BB-HĐ"),
        ("05", "BB-HĐ", "05/BB-HĐ"),
        ("005", "BB-HĐ", "05/BB-HĐ"),
        ("12/TTr-SNN", "TTr-VPĐP", "12/TTr-SNN"),
        ("7/BB", "BB-HĐ", "07/BB"),
        ("MAU-3/QĐ", "QĐ-UBND", "MAU-3/QĐ"),
        ("0", "BB", "00/BB"),
        ("120", "", "120"),
    ],
)
def test_numbers_are_written_as_the_decree_has_them(typed, symbol, number):
    assert blocks.full_number(typed, symbol) == number
