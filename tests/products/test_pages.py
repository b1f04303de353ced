"""Registration, lists, the page of a cycle and the papers of steps 2 to 4, with the client."""

from datetime import date

import pytest
from django.urls import reverse

from core.models import AuditEvent
from producers.services import update_producer
from products.enums import CycleState
from products.models import BusinessPlan, Cycle, Idea, Product
from tests.factories.producers import make_producer
from tests.factories.products import make_cycle, make_plan, make_product, product_set

pytestmark = pytest.mark.django_db


def sign_in(client, world, name):
    client.force_login(world.users[name])
    return client


def slip(**more):
    return {
        "kind": "first",
        "product": "",
        "product_name": "Nước mắm Ngư Thủy",
        "product_set": product_set(number="09").pk,
        "summary": "Nước mắm cá cơm ủ chượp.",
        "materials": "Cá cơm",
        "market": "Huế",
        "entered_for": "Phan Thị Mơ",
    } | more


def register_url(producer):
    return f"{reverse('products:register')}?chu-the={producer.pk}"


def test_an_idea_is_registered_and_sent(client, tea):
    sign_in(client, tea, "commune")
    answer = client.post(register_url(tea.maker), slip())
    cycle = Cycle.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, cycle.get_absolute_url())
    assert (cycle.product.name, cycle.product_set.number, cycle.idea.entered_for) == (
        "Nước mắm Ngư Thủy", "09", "Phan Thị Mơ",
    )  # fmt: skip
    page = client.get(cycle.get_absolute_url()).content.decode()
    assert "HS-2026-000001" in page
    url = reverse("products:transition", args=[cycle.pk, "submit_idea"])
    assert f'href="{url}"' in page
    assert 'name="seen" value="idea_draft"' in client.get(url).content.decode()
    assert client.post(url, {"seen": "idea_draft"})["Location"] == cycle.get_absolute_url()
    cycle.refresh_from_db()
    assert cycle.state == CycleState.IDEA_SUBMITTED
    assert list(AuditEvent.objects.order_by("number").values_list("verb", flat=True)) == [
        "cycle.open",
        "cycle.submit_idea",
    ]


def test_the_only_producer_is_chosen_already(client, tea):
    answer = sign_in(client, tea, "commune").get(reverse("products:register"))
    assert answer["Location"] == register_url(tea.maker)
    other = make_producer(tea.le_thuy, "Tổ hợp tác Sen")
    assert client.get(reverse("products:register")).status_code == 200
    assert client.post(reverse("products:register"), {"producer": other.pk})["Location"] == register_url(other)
    far = make_producer(tea.tua_chua, "HTX Tủa Chùa")
    assert client.post(reverse("products:register"), {"producer": far.pk}).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"summary": ""}, "Hãy nhập mô tả ý tưởng sản phẩm."),
        ({"entered_for": ""}, "Ông/bà ghi họ tên người đại diện chủ thể mà ông/bà nhập thay."),
        ({"product_name": ""}, "Ông/bà ghi tên sản phẩm mới, hoặc chọn sản phẩm đã có của chủ thể."),
        ({"product_set": "999999"}, "Mục đã chọn không có trong danh sách."),
        ({"kind": "renewal"}, "Ông/bà chọn sản phẩm đã được công nhận để nâng hạng hoặc đánh giá lại."),
        ({"product_name": "che xanh MY LE"}, "Chủ thể đã có sản phẩm tên “Chè xanh Mỹ Lệ”."),
    ],
)
def test_a_wrong_slip_is_answered_at_its_field(client, tea, wrong, sentence):
    answer = sign_in(client, tea, "commune").post(register_url(tea.maker), slip(**wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(sentence) == 2
    assert "Cá cơm" in page
    assert (Product.objects.count(), Cycle.objects.count(), AuditEvent.objects.filter(refused=False).count()) == (
        1,
        0,
        0,
    )


def test_a_set_of_another_decision_is_not_offered(client, tea):
    old = product_set("1048-2019", "12")
    answer = sign_in(client, tea, "commune").post(register_url(tea.maker), slip(product_set=old.pk))
    assert answer.status_code == 422
    assert Cycle.objects.count() == 0


def test_a_like_product_of_another_producer_is_asked_about(client, tea):
    other = make_producer(tea.le_thuy, "Tổ hợp tác Ngư Thủy")
    make_product(other, "Nước mắm Ngư Thủy")
    sign_in(client, tea, "commune")
    answer = client.post(register_url(tea.maker), slip())
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Chủ thể khác đã có sản phẩm cùng tên: Nước mắm Ngư Thủy (Tổ hợp tác Ngư Thủy, xã Lệ Thủy)." in page
    assert '<textarea name="likeness_reason"' in page
    reason = "Nước mắm của Hợp tác xã làm theo công thức riêng."
    assert client.post(register_url(tea.maker), slip(likeness_reason=reason)).status_code == 302
    idea = Idea.objects.get()
    assert (idea.likeness_reason, [row["kind"] for row in idea.likeness]) == (reason, ["namesake"])
    assert reason in client.get(reverse("products:idea", args=[idea.cycle_id])).content.decode()


@pytest.mark.parametrize(
    ("person", "status"), [("commune", 200), ("neighbour_commune", 404), ("stranger_province", 404), ("province", 200)]
)
def test_three_people(client, tea, cycle, person, status):
    sign_in(client, tea, person)
    for url in (cycle.get_absolute_url(), tea.tea.get_absolute_url(), reverse("products:idea", args=[cycle.pk])):
        assert client.get(url).status_code == status


def test_an_act_of_others_is_refused_and_remembered(client, tea, cycle):
    sign_in(client, tea, "province")
    url = reverse("products:transition", args=[cycle.pk, "submit_idea"])
    assert client.post(url, {"seen": "idea_draft"}).status_code == 403
    assert Cycle.objects.get().state == CycleState.IDEA_DRAFT
    assert list(AuditEvent.objects.values_list("refused", "actor_id")) == [(True, tea.province.pk)]


def test_a_return_needs_a_reason_and_shows_it(client, tea):
    cycle = make_cycle(tea.tea, CycleState.IDEA_SUBMITTED, by=tea.producer)
    sign_in(client, tea, "commune")
    url = reverse("products:transition", args=[cycle.pk, "return_idea"])
    answer = client.post(url, {"seen": "idea_submitted", "reason": " "})
    assert answer.status_code == 422
    assert answer.content.decode().count("Ông/bà cần ghi lý do khi thực hiện “Trả lại ý tưởng”.") == 2
    assert client.post(url, {"seen": "idea_submitted", "reason": "Thiếu vùng nguyên liệu."}).status_code == 302
    page = sign_in(client, tea, "producer").get(cycle.get_absolute_url()).content.decode()
    assert "“Thiếu vùng nguyên liệu.”" in page
    assert "hạn 20/08/2026" in page
    assert "Soạn phiếu ý tưởng" in page


def test_who_decided_on_an_old_page_is_told(client, tea):
    cycle = make_cycle(tea.tea, CycleState.IDEA_RETURNED, by=tea.producer)
    url = reverse("products:transition", args=[cycle.pk, "abandon"])
    answer = sign_in(client, tea, "producer").post(url, {"seen": "idea_submitted", "reason": "Không làm nữa."})
    assert answer.status_code == 409
    assert "Không làm nữa." in answer.content.decode()
    assert Cycle.objects.get().state == CycleState.IDEA_RETURNED


def test_step_five_is_not_reached_by_this_address(client, tea):
    cycle = make_cycle(tea.tea, CycleState.COMPLETED, by=tea.producer)
    url = reverse("products:transition", args=[cycle.pk, "open_dossier"])
    assert sign_in(client, tea, "producer").post(url, {"seen": "completed"}).status_code == 422
    assert Cycle.objects.get().state == CycleState.COMPLETED
    assert client.get(cycle.get_absolute_url()).status_code == 200


def test_an_idea_saved_by_two_keeps_both(client, tea, cycle):
    sign_in(client, tea, "producer")
    url = reverse("products:idea", args=[cycle.pk])
    assert client.post(url, {"summary": "Chè ướp sen.", "version": "1"}).status_code == 302
    answer = client.post(url, {"summary": "Chè ướp lài.", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<td>Chè ướp sen.</td><td>Chè ướp lài.</td>" in page
    assert 'name="version" value="2"' in page
    assert Idea.objects.get().summary == "Chè ướp sen."
    assert client.post(url, {"summary": "Chè ướp lài.", "version": "2"}).status_code == 302


def test_a_plan_is_written_and_sent(client, tea):
    cycle = make_cycle(tea.tea, CycleState.PLAN_DRAFT, by=tea.producer)
    sign_in(client, tea, "producer")
    url = reverse("products:plan", args=[cycle.pk])
    answer = client.post(url, {"market": "Huế", "budget": "1,5", "version": "0"})
    assert answer.status_code == 422
    assert "Huế" in answer.content.decode()
    assert BusinessPlan.objects.count() == 0
    assert client.post(url, {"market": "Huế", "budget": "150.000.000", "version": "0"}).status_code == 302
    plan = BusinessPlan.objects.get()
    assert (plan.market, plan.budget, plan.version) == ("Huế", 150_000_000, 1)
    page = client.get(cycle.get_absolute_url()).content.decode()
    assert "Phương án chưa đủ các phần thị trường, nguyên liệu và công nghệ." in page
    sent = {"market": "Huế", "materials": "Chè", "technology": "Sao", "version": "0"}
    assert client.post(url, sent).status_code == 409
    assert client.post(url, sent | {"version": "1"}).status_code == 302
    url = reverse("products:transition", args=[cycle.pk, "submit_plan"])
    assert client.post(url, {"seen": "plan_draft"}).status_code == 302
    assert Cycle.objects.get().state == CycleState.PLAN_SUBMITTED


def test_milestones_and_support(client, tea):
    cycle = make_cycle(tea.tea, CycleState.RUNNING, by=tea.producer)
    make_plan(cycle)
    sign_in(client, tea, "producer")
    url = reverse("products:milestones", args=[cycle.pk])
    assert client.post(url, {"title": "Mua máy sấy", "due_on": "30/09/2026"}).status_code == 302
    row = cycle.milestones.get()
    done = reverse("products:milestone_done", args=[cycle.pk, row.pk])
    answer = client.post(done, {"done_on": "06/08/2026", "note": "Máy 50 kg"})
    assert (answer.status_code, "Máy 50 kg" in answer.content.decode()) == (422, True)
    assert client.post(done, {"done_on": "05/08/2026"}).status_code == 302
    grants = reverse("products:grants", args=[cycle.pk])
    give = {
        "kind": "machinery",
        "purpose": "Máy sấy",
        "source": "province",
        "planned": "50.000.000",
        "paid": "60.000.000",
    }
    assert client.post(grants, give).status_code == 403
    sign_in(client, tea, "province")
    assert client.post(grants, give).status_code == 422
    assert client.post(grants, give | {"paid": ""}).status_code == 302
    assert cycle.grants.get().planned == 50_000_000


def test_search_without_marks_in_vietnamese_order(client, tea):
    for name in ("Đậu phụ", "Chế phẩm sinh học", "Dừa sấy", "Chẻ mây"):
        make_product(tea.maker, name)
    sign_in(client, tea, "commune")

    def names(**query):
        return [row[1] for row in client.get(reverse("products:list"), query).context["page"]]

    everything = ["Chẻ mây", "Chè xanh Mỹ Lệ", "Chế phẩm sinh học", "Dừa sấy", "Đậu phụ"]
    assert names() == everything
    assert names(q="che xanh") == ["Chè xanh Mỹ Lệ"]
    assert names(q="dau phu") == ["Đậu phụ"]
    assert names(sort="price; drop") == everything
    assert names(q="chè my le") == everything  # set and producer count among the words
    assert names(bo="999999") == everything  # a wrong filter is shown as wrong, it hides nothing
    assert names(sao="0") == everything
    assert names(sao="4") == []


def test_a_product_is_registered_again_only_when_nothing_runs(client, tea, cycle):
    sign_in(client, tea, "commune")
    again = "Đăng ký lại sản phẩm này"
    assert again not in client.get(cycle.product.get_absolute_url()).content.decode()
    Cycle.objects.filter(pk=cycle.pk).update(state="idea_declined")
    assert again in client.get(cycle.product.get_absolute_url()).content.decode()
    address = f"{register_url(tea.maker)}&san-pham={cycle.product_id}"
    assert f'<option value="{cycle.product_id}" selected>' in client.get(address).content.decode()
    Product.objects.filter(pk=cycle.product_id).update(stars=3)
    page = client.get(cycle.product.get_absolute_url()).content.decode()
    assert again not in page and "Đánh giá lại, nâng hạng" in page


def test_the_name_of_a_producer_follows(client, tea, cycle):
    update_producer(producer=tea.maker, version=1, actor=tea.commune, name="HTX Bạch Trà")
    sign_in(client, tea, "commune")
    assert client.get(reverse("products:list"), {"q": "bach tra"}).context["page"].paginator.count == 1
    assert client.get(reverse("products:cycles"), {"q": "bach tra"}).context["page"].paginator.count == 1


def test_certificates_are_filtered_by_their_day(client, tea):
    for name, until in (
        ("A", date(2026, 8, 4)),
        ("B", date(2026, 8, 5)),
        ("C", date(2027, 1, 31)),
        ("D", date(2027, 2, 1)),
    ):
        make_product(tea.maker, name, stars=3, valid_until=until)
    sign_in(client, tea, "commune")
    found = {
        state: [row[1] for row in client.get(reverse("products:list"), {"gcn": state}).context["page"]]
        for state in ("valid", "expiring", "expired", "none", "undecided")
    }
    assert found == {
        "valid": ["D"], "expiring": ["B", "C"], "expired": ["A"], "none": ["Chè xanh Mỹ Lệ"], "undecided": [],
    }  # fmt: skip


@pytest.mark.parametrize("name", ["products:list", "products:cycles"])
@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_at_most_four_times(client, tea, cycle, django_assert_num_queries, name, count):
    for number in range(1, count):
        make_cycle(make_product(tea.maker, f"Chè {number}"), by=tea.producer)
    sign_in(client, tea, "commune")
    budget = 4 if name == "products:list" else 3  # units, count, rows; and sets
    with django_assert_num_queries(budget + 3):  # session, user, roles
        page = client.get(reverse(name), {"q": "che"})
    assert page.context["page"].paginator.count == count


def test_the_page_of_a_cycle_asks_a_constant_number(client, tea, cycle, django_assert_max_num_queries):
    sign_in(client, tea, "commune")
    with django_assert_max_num_queries(20):
        client.get(cycle.get_absolute_url())


def test_files_are_for_offices_of_the_province(client, tea, cycle):
    make_product(tea.maker, "@SUM(1)")
    for name in ("products:export", "products:cycle_export"):
        assert sign_in(client, tea, "commune").get(reverse(name)).status_code == 403
    sign_in(client, tea, "province")
    text = b"".join(client.get(reverse("products:export")).streaming_content).decode()
    assert text.splitlines()[0] == (
        '\ufeffSản phẩm,Chủ thể,"Xã, phường",Bộ sản phẩm,Hạng sao,Giấy chứng nhận,Hiệu lực đến,Chu trình'
    )
    assert "\r\n'@SUM(1),Hợp tác xã Chè Mỹ Lệ,xã Lệ Thủy," in text
    book = client.get(reverse("products:export"), {"dang": "xlsx"})
    assert (book["Content-Type"], book.content[:2]) == (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK",
    )  # fmt: skip
    text = b"".join(client.get(reverse("products:cycle_export")).streaming_content).decode()
    assert f"\r\n{cycle.number},Chè xanh Mỹ Lệ," in text
