"""Step 2 in full: the slip of the era, both names, review by the commune, remarks at items, the days to send again."""

from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse

from core.exceptions import NotAllowed, Refused
from core.models import AuditEvent
from districts.models import ProgrammeSettings
from products import services
from products.enums import CycleKind, CycleState
from products.models import Cycle, Idea, PaperRemark, SentPaper
from products.selectors import next_acts
from products.selectors.papers import changed_keys, sent
from tests.factories.products import make_cycle, product_set

pytestmark = pytest.mark.django_db


def act(cycle, name, actor, reason=""):
    return services.apply_transition(cycle=cycle, name=name, actor=actor, reason=reason)


@pytest.mark.parametrize(
    ("existing", "code", "words"), [(False, "bieu-01", "chưa có mẫu"), (True, "bieu-02", "C. MÔI TRƯỜNG")]
)
def test_era_one_has_its_two_forms(client, old_tea, existing, code, words):
    cycle = services.register_idea(
        actor=old_tea.producer, producer=old_tea.maker, kind=CycleKind.FIRST, product_set=product_set("1048-2019", "12"),
        product_name="Trà cà gai leo", summary="Trà túi lọc.", existing_product=existing,
    )  # fmt: skip
    assert cycle.idea.form_code == code
    client.force_login(old_tea.producer)
    page = client.get(reverse("products:idea", args=[cycle.pk])).content.decode()
    assert words in page


def test_answers_of_bieu_02_are_kept_and_shown(client, old_tea):
    cycle = make_cycle(old_tea.tea, by=old_tea.producer)
    Idea.objects.filter(cycle=cycle).update(form_code="bieu-02", existing_product=True)
    client.force_login(old_tea.producer)
    url = reverse("products:idea", args=[cycle.pk])
    sent_words = {"version": "1", "summary": "Chè búp.", "x_c_dien": ["Đã mắc"], "x_d_von_dieu_le": "1.500.000.000",
                  "x_e_dao_tao": "Có", "x_b_lich_su": "Thành lập năm 2015."}  # fmt: skip
    assert client.post(url, sent_words | {"x_c_dien": ["Điện gió"]}).status_code == 422
    assert client.post(url, sent_words).status_code == 302
    assert Idea.objects.get().answers == {
        "c.dien": ["Đã mắc"], "d.von_dieu_le": 1_500_000_000, "e.dao_tao": "Có", "b.lich_su": "Thành lập năm 2015.",
    }  # fmt: skip
    act(cycle, "submit_idea", old_tea.producer)
    page = client.get(url).content.decode()
    assert "1.500.000.000 đồng" in page
    assert "Thành lập năm 2015." in page
    assert SentPaper.objects.get().content["c.dien"] == ["Đã mắc"]


def test_both_names_are_kept_and_shown(client, tea):
    cycle = services.register_idea(
        actor=tea.commune, producer=tea.maker, kind=CycleKind.FIRST, product_set=product_set(), summary="Chè sen.",
        product_name="Chè sen", entered_for="Phan Thị Mơ",
    )  # fmt: skip
    services.save_idea(idea=cycle.idea, version=1, actor=tea.producer, summary="Chè ướp sen.")
    client.force_login(tea.province)
    page = client.get(reverse("products:idea", args=[cycle.pk])).content.decode()
    facts = page.split("Người nhập phiếu")[1].split("</section>")[0]
    assert [name in facts for name in ("Lê Thị Hạnh", "Phan Thị Mơ", "Sửa lần cuối")] == [True, True, True]


def test_where_the_province_appraises_the_commune_reviews_first(tea):
    ProgrammeSettings.objects.create(province=tea.quang_tri, appraisal_level="province")
    cycle = make_cycle(tea.tea, CycleState.IDEA_SUBMITTED, by=tea.producer)
    assert [a.row.name for a in next_acts(cycle, tea.commune) if a.open] == ["review_idea", "return_idea", "abandon"]
    assert [a.row.name for a in next_acts(cycle, tea.province) if a.open] == []
    with pytest.raises(Refused) as refusal:
        act(cycle, "accept_idea", tea.province)
    assert "chưa xem xét" in refusal.value.sentence
    with pytest.raises(NotAllowed):
        act(cycle, "accept_idea", tea.commune)
    act(cycle, "review_idea", tea.commune, "Sản phẩm có vùng nguyên liệu tại xã.")
    idea = Idea.objects.get()
    assert (idea.review, idea.reviewed_by) == ("Sản phẩm có vùng nguyên liệu tại xã.", tea.commune)
    with pytest.raises(Refused) as refusal:
        act(cycle, "return_idea", tea.commune, "Xin rút lại.")
    assert "đã được chuyển thẩm định" in refusal.value.sentence
    act(cycle, "accept_idea", tea.province)
    assert cycle.state == CycleState.PLAN_DRAFT


def test_the_commune_writes_its_opinion_on_the_page(client, tea):
    ProgrammeSettings.objects.create(province=tea.quang_tri, appraisal_level="province")
    cycle = make_cycle(tea.tea, CycleState.IDEA_SUBMITTED, by=tea.producer)
    client.force_login(tea.commune)
    assert "Đang chờ" not in client.get(cycle.get_absolute_url()).content.decode()
    url = reverse("products:transition", args=[cycle.pk, "review_idea"])
    answer = client.post(url, {"seen": "idea_submitted", "reason": ""})
    page = answer.content.decode()
    assert (answer.status_code, page.count("Ông/bà cần ghi nội dung ở ô “Ý kiến xem xét của xã”.")) == (422, 2)
    assert client.post(url, {"seen": "idea_submitted", "reason": "Có vùng chè tại xã."}).status_code == 302
    client.force_login(tea.province)
    page = client.get(reverse("products:idea", args=[cycle.pk])).content.decode()
    assert "Có vùng chè tại xã." in page.split("Ý kiến của xã")[1]


def test_where_the_commune_appraises_nothing_is_passed_on(tea):
    cycle = make_cycle(tea.tea, CycleState.IDEA_SUBMITTED, by=tea.producer)
    assert [a.row.name for a in next_acts(cycle, tea.commune)] == [
        "return_idea",
        "accept_idea",
        "decline_idea",
        "abandon",
    ]
    with pytest.raises(Refused) as refusal:
        act(cycle, "review_idea", tea.commune, "Chuyển.")
    assert "do cấp xã thẩm định" in refusal.value.sentence


def test_where_a_district_stands_it_appraises_after_the_commune(old_tea):
    cycle = make_cycle(old_tea.tea, CycleState.IDEA_SUBMITTED, by=old_tea.producer)
    with pytest.raises(Refused):
        act(cycle, "accept_idea", old_tea.district)
    act(cycle, "review_idea", old_tea.old_commune, "Đề nghị huyện xét.")
    with pytest.raises(NotAllowed):
        act(cycle, "accept_idea", old_tea.old_province)
    act(cycle, "accept_idea", old_tea.district)
    assert cycle.state == CycleState.PLAN_DRAFT


def test_remarks_stand_at_their_items_when_it_is_opened_again(client, tea, cycle):
    act(cycle, "submit_idea", tea.producer)
    client.force_login(tea.commune)
    url = reverse("products:transition", args=[cycle.pk, "return_idea"])
    words = {"seen": "idea_submitted", "reason": "Thiếu hai mục.", "remark_materials": "Ghi rõ vùng nguyên liệu.",
             "remark_x_mau_so_luong": "Cần năm mẫu."}  # fmt: skip
    assert client.post(url, words | {"reason": ""}).status_code == 422
    assert PaperRemark.objects.count() == 0
    assert client.post(url, words).status_code == 302
    assert list(PaperRemark.objects.values_list("turn", "item", "text")) == [
        (1, "materials", "Ghi rõ vùng nguyên liệu."), (1, "mau.so_luong", "Cần năm mẫu."),
    ]  # fmt: skip
    event = AuditEvent.objects.order_by("-number").first()
    assert (event.verb, event.after["remarks"]) == ("cycle.return_idea", ["materials", "mau.so_luong"])
    client.force_login(tea.producer)
    page = client.get(reverse("products:idea", args=[cycle.pk])).content.decode()
    field = page.split('name="materials"')[0].rpartition('<div class="field')[2]
    assert "Ghi rõ vùng nguyên liệu." in field
    assert 'aria-describedby="id_materials_remark"' in page
    assert "Cần năm mẫu." not in field


def test_a_second_submission_shows_what_changed(client, tea, cycle):
    act(cycle, "submit_idea", tea.producer)
    services.send_back(
        cycle=cycle, name="return_idea", actor=tea.commune, reason="Thiếu.", remarks={"market": "Bán ở đâu?"}
    )
    services.save_idea(
        idea=Idea.objects.get(), version=1, actor=tea.producer, market="Huế", summary="Chè sạch trồng trên đồi Mỹ Lệ."
    )
    act(Cycle.objects.get(), "submit_idea", tea.producer)
    turns = sent(cycle, "idea")
    assert ([t.turn for t in turns], changed_keys(turns)) == ([2, 1], {"market"})
    client.force_login(tea.commune)
    page = client.get(reverse("products:idea", args=[cycle.pk])).content.decode()
    assert page.count("Đã sửa</span>") == 1
    assert "Lần trả lại gần nhất yêu cầu: Bán ở đâu?" in page


def test_a_foreign_item_is_refused_and_nothing_moves(tea, cycle):
    act(cycle, "submit_idea", tea.producer)
    with pytest.raises(Refused) as refusal:
        services.send_back(cycle=cycle, name="return_idea", actor=tea.commune, reason="Thiếu.", remarks={"von": "?"})
    assert refusal.value.code == "remarks"
    with pytest.raises(NotAllowed):
        services.send_back(
            cycle=cycle, name="return_idea", actor=tea.province, reason="Thiếu.", remarks={"market": "?"}
        )
    assert (Cycle.objects.get().state, PaperRemark.objects.count()) == (CycleState.IDEA_SUBMITTED, 0)


def test_what_was_sent_stays_as_it_was(tea, cycle):
    act(cycle, "submit_idea", tea.producer)
    for change in (
        lambda: SentPaper.objects.update(content={}),
        lambda: SentPaper.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("on", "sent_again"), [("2026-08-20", True), ("2026-08-21", False)]
)  # returned on 5/8/2026, 15 days
def test_the_days_to_send_again(tea, cycle, on, sent_again):
    act(cycle, "submit_idea", tea.producer)
    act(cycle, "return_idea", tea.commune, "Thiếu nguồn nguyên liệu.")
    assert cycle.due_on == date(2026, 8, 20)
    with time_machine.travel(f"{on}T20:00:00+07:00", tick=False):
        if sent_again:
            assert act(cycle, "submit_idea", tea.producer).state == CycleState.IDEA_SUBMITTED
            return
        with pytest.raises(Refused) as refusal:
            act(cycle, "submit_idea", tea.producer)
        assert "Hạn gửi lại đã hết ngày 20/08/2026." in refusal.value.sentence
        assert {a.row.name: a.open for a in next_acts(cycle, tea.producer)} == {"submit_idea": False, "abandon": True}


def test_the_plan_has_days_of_its_own(tea):
    ProgrammeSettings.objects.create(province=tea.quang_tri, plan_refile_days=7)
    cycle = make_cycle(tea.tea, CycleState.PLAN_SUBMITTED, by=tea.producer)
    act(cycle, "return_plan", tea.province, "Thiếu bảng tiền.")
    assert cycle.due_on == date(2026, 8, 12)
