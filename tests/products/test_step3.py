"""Step 3 in full: Biểu 03 with its money table, the comparison list, the second submission."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.exceptions import Refused, Stale
from core.models import AuditEvent
from products import services
from products.enums import CycleState, PlanPart
from products.models import BusinessPlan, PlanLine
from products.money import sum_lines
from products.selectors.papers import changed_keys, sent
from tests.factories.producers import make_producer
from tests.factories.products import make_cycle, make_plan, make_product

pytestmark = pytest.mark.django_db
LINES = [
    {"part": "use", "label": "Máy sấy", "year1": 120_000_000, "year2": 0, "year3": 0},
    {"part": "use", "label": "Nguyên liệu", "year1": 30_000_000, "year2": 10_000_000, "year3": 0},
    {"part": "fund", "label": "Vốn tự có", "year1": 100_000_000, "year2": 0, "year3": 0},
    {"part": "revenue", "label": "Bán chè", "year1": 50_000_000, "year2": 90_000_000, "year3": 130_000_000},
    {"part": "cost", "label": "Nguyên liệu", "year1": 60_000_000, "year2": 60_000_000, "year3": 70_000_000},
]
amount = st.integers(0, 10**15)
line = st.fixed_dictionaries(
    {"part": st.sampled_from(PlanPart.values), "label": st.just("x"), "year1": amount, "year2": amount, "year3": amount}
)


@pytest.fixture
def planned(tea):
    cycle = make_cycle(tea.tea, CycleState.PLAN_DRAFT, by=tea.producer)
    make_plan(cycle)
    return cycle


def test_the_table_is_summed():
    money = sum_lines(LINES)
    assert money.parts["use"].years == (150_000_000, 10_000_000, 0)
    assert (money.parts["use"].total, money.gap) == (160_000_000, 60_000_000)
    assert (money.profit, money.profit_total) == ((-10_000_000, 30_000_000, 60_000_000), 80_000_000)
    assert (sum_lines([]).empty, sum_lines([]).gap, money.empty) == (True, 0, False)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(line, max_size=12))
def test_sums_are_those_of_the_lines(lines):
    money = sum_lines(lines)
    every = sum(row["year1"] + row["year2"] + row["year3"] for row in lines)
    assert sum(part.total for part in money.in_order) == every
    assert sum(row[4] for part in money.in_order for row in part.lines) == every
    assert sum(money.profit) == money.parts["revenue"].total - money.parts["cost"].total


def test_the_need_becomes_the_sum_of_the_table(tea, planned):
    plan = services.save_plan_money(cycle=planned, version=1, lines=LINES, actor=tea.producer)
    assert (plan.budget, plan.version, plan.lines.count()) == (160_000_000, 2, 5)
    event = AuditEvent.objects.get()
    assert (event.verb, event.after["use"], event.after["revenue"]) == ("plan.money", 160_000_000, 270_000_000)
    services.save_plan(cycle=planned, version=2, actor=tea.producer, budget=1, market="Huế")
    assert BusinessPlan.objects.get().budget == 160_000_000
    with pytest.raises(Stale):
        services.save_plan_money(cycle=planned, version=2, lines=LINES, actor=tea.producer)
    services.apply_transition(cycle=planned, name="submit_plan", actor=tea.producer)
    with pytest.raises(Refused) as refusal:
        services.save_plan_money(cycle=planned, version=3, lines=[], actor=tea.producer)
    assert (refusal.value.code, PlanLine.objects.count()) == ("paper_closed", 5)


def table(version, rows):
    found = {"version": version, "form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        found |= {f"form-{number}-{key}": value for key, value in row.items()}
    return found


def test_the_table_on_its_page(client, tea, planned):
    client.force_login(tea.producer)
    url = reverse("products:plan_money", args=[planned.pk])
    blank = {"part": "fund", "label": "", "year1": "", "year2": "", "year3": ""}
    good = {"part": "use", "label": "Máy sấy", "year1": "120.000.000", "year2": "", "year3": "500"}
    answer = client.post(url, table(1, [good | {"label": ""}, blank]))
    assert (answer.status_code, "120.000.000" in answer.content.decode()) == (422, True)
    assert "Ông/bà ghi nội dung của dòng có số tiền." in answer.content.decode()
    assert client.post(url, table(1, [good | {"part": "gift"}])).status_code == 422
    assert client.post(url, table(1, [good, blank])).status_code == 302
    assert list(PlanLine.objects.values_list("part", "label", "year1", "year3")) == [
        ("use", "Máy sấy", 120_000_000, 500)
    ]
    answer = client.post(url, table(1, [good]))
    assert (answer.status_code, "người khác đã lưu bản mới" in answer.content.decode()) == (409, True)
    page = client.get(reverse("products:plan", args=[planned.pk])).content.decode()
    assert page.count("120.000.500") >= 2
    assert "Nguồn vốn còn thiếu 120.000.500 đồng" in page
    assert client.get(url).content.decode().count('name="form-') == (1 + 4 * 2) * 5 + 4


def test_form_03_in_its_parts(client, tea, planned):
    client.force_login(tea.producer)
    url = reverse("products:plan", args=[planned.pk])
    page = client.get(url).content.decode()
    heads = ["PHẦN II.", "PHẦN III.", "IV. HOẠT ĐỘNG", "V. KẾ HOẠCH", "VI. PHƯƠNG ÁN", "PHẦN IV."]
    assert [page.index(head) for head in heads] == sorted(page.index(head) for head in heads)
    assert client.post(url, {"version": "1", "market": "Huế", "x_iii_manh": "Giống chè riêng."}).status_code == 302
    plan = BusinessPlan.objects.get()
    assert (plan.answers, plan.updated_by) == ({"iii.manh": "Giống chè riêng."}, tea.producer)


def test_a_second_submission_is_counted_and_compared(client, tea, planned):
    services.save_plan_money(cycle=planned, version=1, lines=LINES[:2], actor=tea.producer)
    services.apply_transition(cycle=planned, name="submit_plan", actor=tea.producer)
    services.send_back(
        cycle=planned, name="return_plan", actor=tea.province, reason="Chưa rõ.", remarks={"technology": "Máy nào?"}
    )
    services.save_plan(cycle=planned, version=2, actor=tea.producer, technology="Máy sấy lạnh 50 kg.")
    services.save_plan_money(cycle=planned, version=3, lines=LINES, actor=tea.producer)
    services.apply_transition(cycle=planned, name="submit_plan", actor=tea.producer)
    turns = sent(planned, "plan")
    assert (len(turns), changed_keys(turns)) == (2, {"technology", "lines"})
    client.force_login(tea.province)
    row, state = client.get(reverse("products:plans")).context["rows"][0]
    assert (row[13], state) == (2, "Phương án chờ lựa chọn")
    page = client.get(reverse("products:plan", args=[planned.pk])).content.decode()
    assert "Lần trả lại gần nhất yêu cầu: Máy nào?" in page


def test_plans_side_by_side(client, tea, planned, django_assert_max_num_queries):
    services.save_plan_money(cycle=planned, version=1, lines=LINES, actor=tea.producer)
    second = make_cycle(make_product(tea.maker, "Chè lài"), CycleState.PLAN_SUBMITTED, by=tea.producer)
    make_plan(second)
    far = make_cycle(
        make_product(make_producer(tea.tua_chua, "HTX Tủa Chùa"), "Chè Tủa Chùa"), CycleState.PLAN_SUBMITTED
    )
    make_plan(far)
    client.force_login(tea.province)
    url = reverse("products:plan_compare")
    with django_assert_max_num_queries(4 + 3):
        answer = client.get(url, {"chon": [second.pk, planned.pk, far.pk, "x"]})
    assert [plan.cycle_id for plan in answer.context["plans"]] == [second.pk, planned.pk]
    page = answer.content.decode()
    assert "-10.000.000" in page or "−10.000.000" in page
    assert "Chè Tủa Chùa" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_four_times(client, tea, planned, django_assert_num_queries, count):
    for number in range(1, count):
        make_plan(make_cycle(make_product(tea.maker, f"Chè {number}"), CycleState.PLAN_DRAFT, by=tea.producer))
    client.force_login(tea.commune)
    with django_assert_num_queries(4 + 3):  # units, sets, count, rows; session, user, roles
        page = client.get(reverse("products:plans"), {"q": "che"})
    assert page.context["page"].paginator.count == count


def test_the_list_is_filtered_ordered_and_taken_away(client, tea, planned):
    services.save_plan_money(cycle=planned, version=1, lines=LINES, actor=tea.producer)
    other = make_cycle(make_product(tea.maker, "Chè lài"), CycleState.PLAN_SUBMITTED, by=tea.producer)
    BusinessPlan.objects.filter(pk=make_plan(other).pk).update(budget=900_000_000)
    client.force_login(tea.province)

    def names(**query):
        return [row[2] for row in client.get(reverse("products:plans"), query).context["page"]]

    assert names(sort="von") == ["Chè lài", "Chè xanh Mỹ Lệ"]
    assert names(sort="lai") == ["Chè xanh Mỹ Lệ", "Chè lài"]
    assert names(tt="plan_submitted") == names(q="che lai") == ["Chè lài"]
    text = b"".join(client.get(reverse("products:plan_export"), {"sort": "lai"}).streaming_content).decode()
    first = text.splitlines()[1]
    assert "Chè xanh Mỹ Lệ" in first
    assert ",160000000,100000000,270000000,190000000,80000000," in first
