"""The pages of paper sheets, each pressed by the person whose work it is."""

import re

import pytest
from django.urls import reverse

from core.files import reachable
from evaluations.models import PaperEntry, ScoreSheet
from evaluations.services import closing
from tests.evaluations import helpers as h
from tests.evaluations.walk import Walker

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk(world, session):
    return Walker(world)


@pytest.fixture
def entry(walk, world, session, item):
    member = session.council.members.get(user=world.member1)
    walk.see("secretary", "session", session.pk, holds=["Phiếu giấy"])
    walk.press(
        "secretary", "paper_sheets", session.pk, item=item.pk, member=member.pk, reason="Điểm cầu không có mạng."
    )
    return PaperEntry.objects.get()


def filled(entry, places, **more):
    return {f"p-{code}": place for code, place in places.items()} | {"code": entry.code, "no_conflict": "on"} | more


def test_from_the_blank_sheet_to_the_sealed_one(walk, world, session, item, entry):
    blank = walk.see("secretary", "papers_print", session.pk, holds=[entry.code, "Thành viên Hội đồng 1"])
    assert blank.count("psheet-box--l") == len(h.places_for(item.rubric, 71))
    places = h.places_for(item.rubric, 71)
    address = reverse("evaluations:paper_find", args=[session.pk])
    found = walk.client("advisor").get(address, {"ma": f" {entry.code.lower()} "})
    assert found["Location"] == reverse("evaluations:paper_type", args=[entry.pk])
    walk.see("advisor", "paper_type", entry.pk, holds=[f'id="p-{next(iter(places))}"'])
    walk.press("advisor", "paper_type", entry.pk, **filled(entry, places))
    again = walk.see("advisor", "paper_type", entry.pk, holds=["Ông/bà đã nhập phiếu này."])
    assert "data-paper" not in again
    # The second one starts from empty boxes.
    page = walk.see("secretary", "paper_type", entry.pk)
    assert set(re.findall(r'name="p-[^"]+" value="([^"]*)"', page)) == {""}
    code = next(iter(places))
    other = places | {code: 1 - min(places[code], 1)}
    walk.press("secretary", "paper_type", entry.pk, **filled(entry, other))
    assert (ScoreSheet.objects.count(), PaperEntry.objects.get().state) == (0, "differs")
    walk.press("advisor", "paper_scan", entry.pk, upload=h.upload())
    walk.see("chair", "paper_compare", entry.pk, holds=["1 tiêu chí khác nhau", "Lần 1", "Mở bản quét"])
    walk.refused("chair", "paper_compare", entry.pk, status=422, note="", holds=["Căn cứ quyết định"])
    data = {f"p-{code}": places[code], "note": "Ô ghi số đó."}
    walk.press("chair", "paper_compare", entry.pk, **data)
    assert (ScoreSheet.objects.get().total, ScoreSheet.objects.get().source) == (71, "paper")
    walk.see("chair", "item", item.pk, holds=["đã nộp (phiếu giấy)"])
    closing.end_scoring(item=h.fresh(item), actor=world.chair)
    walk.see("chair", "session", session.pk, holds=["phiếu giấy"])


def test_what_was_typed_wrong_is_named_and_kept(walk, item, entry):
    places = h.places_for(item.rubric, 71)
    first, second, *_rest = places
    wrong = filled(entry, places) | {f"p-{first}": "99", f"p-{second}": "", "code": "1-1-1-11"}
    page = walk.refused("advisor", "paper_type", entry.pk, status=422, holds=[
        "Mã này là của phiếu khác", "Chưa nhập.", "Nhập số từ 0 đến", f"ở tiêu chí: {first}, {second}.", 'value="99"',
    ], **wrong)  # fmt: skip
    assert page.count('aria-invalid="true"') == 3
    walk.refused("advisor", "paper_type", entry.pk, status=422, holds=["báo thư ký hủy phiếu giấy"],
                 **(filled(entry, places) | {"no_conflict": ""}))  # fmt: skip


def test_a_wrong_code_is_told(walk, session, entry):
    for text in ("", "khong-phai-ma", "ZZZZZZZZZZ-1-1-00"):
        client = walk.client("advisor")
        page = client.get(reverse("evaluations:paper_find", args=[session.pk]), {"ma": text}, follow=True)
        assert "Mã này không đúng" in page.content.decode()


def test_the_secretary_takes_it_back(walk, session, entry):
    walk.press("secretary", "paper_cancel", entry.pk, reason="Đã có mạng.")
    walk.see("secretary", "paper_sheets", session.pk, holds=["Đã hủy"])


def test_the_scan_is_for_those_who_handle_the_paper(walk, world, session, entry):
    walk.press("advisor", "paper_scan", entry.pk, upload=h.upload())
    walk.refused("advisor", "paper_scan", entry.pk, status=422, holds=["Chưa có tệp nào được chọn."])
    scan = PaperEntry.objects.get().scan_id
    reach = {name for name, user in world.users.items() if reachable(user, scan)}
    assert reach == {"advisor", "secretary", "province"}
