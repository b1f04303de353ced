"""Steps 2 to 4 through the services: registration, papers, milestones, support, guards and deadlines."""

from datetime import date

import pytest
import time_machine

from core import audit
from core.exceptions import NotAllowed, Refused, Stale
from core.models import AuditEvent
from districts.enums import HolidayKind
from districts.models import Holiday, ProgrammeSettings
from products import services
from products.cycle import DEADLINES
from products.enums import CycleKind, CycleState, FundSource, MilestoneState
from products.models import BusinessPlan, Cycle, Idea, Product
from products.selectors import classification, next_acts, regulation_for, set_choices
from tests.factories.producers import make_producer
from tests.factories.products import make_cycle, make_milestone, make_plan, make_product, product_set, regulation

pytestmark = pytest.mark.django_db


def register(world, actor=None, **values):
    values = {
        "kind": CycleKind.FIRST,
        "product_set": product_set(),
        "summary": "Chè ướp sen.",
        "product_name": "Chè sen Lệ Thủy",
        "entered_for": "Phan Thị Mơ",
    } | values
    return services.register_idea(actor=actor or world.commune, producer=values.pop("producer", world.maker), **values)


def rows():
    return Product.objects.count(), Cycle.objects.count(), Idea.objects.count(), AuditEvent.objects.count()


def test_an_officer_registers_for_a_producer(tea):
    cycle = register(tea)
    assert (cycle.number, cycle.state, cycle.year) == ("HS-2026-000001", CycleState.IDEA_DRAFT, 2026)
    assert (cycle.regulation.code, cycle.unit, cycle.province) == ("26-2026", tea.le_thuy, tea.quang_tri)
    assert (cycle.product.name, cycle.product.created_by) == ("Chè sen Lệ Thủy", tea.commune)
    assert (cycle.idea.entered_by, cycle.idea.entered_for) == (tea.commune, "Phan Thị Mơ")
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor_id, event.object_id) == ("cycle.open", tea.commune.pk, str(cycle.pk))
    assert event.after == {"state": "idea_draft", "kind": "first", "regulation": "26-2026", "set": "11"}


def test_a_member_needs_no_other_name(tea):
    assert register(tea, tea.producer, entered_for="").idea.entered_for == ""


def test_a_producer_of_before_registers_under_the_commune_of_today(tea):
    old = make_producer(tea.kien_giang, "Tổ hợp tác Kiến Giang")
    assert register(tea, producer=old).unit == tea.le_thuy


def test_where_no_commune_stands_a_person_decides(tea):
    lost = make_producer(tea.le_thuy_district, "Cơ sở Lệ Thủy")
    with pytest.raises(Refused) as refusal:
        register(tea, tea.district, producer=lost)
    assert refusal.value.code in ("producer", "unit")
    assert rows() == (1, 0, 0, 0)


@pytest.mark.parametrize("person", ["neighbour_commune", "province", "department", "stranger_producer", "nobody"])
def test_others_do_not_register(tea, person):
    with pytest.raises(NotAllowed):
        register(tea, tea.users[person])
    assert rows() == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"entered_for": " "}, "entered_for"),
        ({"product_name": "  "}, "product_name"),
        ({"product_name": "CHE XANH mỹ lệ"}, "product_name"),
        ({"kind": CycleKind.UPGRADE}, "product"),
    ],
)
def test_a_wrong_registration_writes_nothing(tea, values, code):
    with pytest.raises(Refused) as refusal:
        register(tea, **values)
    assert refusal.value.code == code
    assert rows() == (1, 0, 0, 0)


def test_the_set_belongs_to_the_regulation_in_force(tea):
    with pytest.raises(Refused) as refusal:
        register(tea, product_set=product_set("1048-2019", "12"))
    assert refusal.value.code == "product_set"


def test_the_kind_follows_the_stars(tea):
    with pytest.raises(Refused) as refusal:
        register(tea, kind=CycleKind.RENEWAL, product=tea.tea, product_name="")
    assert refusal.value.code == "kind"
    Product.objects.filter(pk=tea.tea.pk).update(stars=3)
    tea.tea.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        register(tea, product=tea.tea, product_name="")
    assert refusal.value.code == "kind"
    assert register(tea, kind=CycleKind.RENEWAL, product=tea.tea, product_name="").kind == CycleKind.RENEWAL


def test_one_open_cycle_a_product(tea, cycle):
    with pytest.raises(Refused) as refusal:
        register(tea, product=tea.tea, product_name="")
    assert (refusal.value.code, cycle.number in refusal.value.sentence) == ("product", True)


def test_numbers_count_on_within_the_year(tea):
    assert register(tea).number == "HS-2026-000001"
    assert register(tea, product_name="Chè lài").number == "HS-2026-000002"
    with time_machine.travel("2027-01-04T09:00:00+07:00", tick=False):
        assert register(tea, product_name="Chè đắng").number == "HS-2027-000001"


def test_a_taken_number_is_skipped(tea, monkeypatch):
    register(tea)
    papers = services.papers
    answers = iter(["HS-2026-000001", "HS-2026-000001", "HS-2026-000002"])
    monkeypatch.setattr(papers, "next_number", lambda year: next(answers))
    assert register(tea, product_name="Chè lài").number == "HS-2026-000002"


@pytest.mark.parametrize(
    ("on", "kind", "filed", "code"),
    [
        (date(2021, 5, 1), "first", None, "1048-2019"),
        (date(2023, 2, 23), "first", None, "1048-2019"),
        (date(2023, 2, 24), "first", None, "148-2023"),
        (date(2025, 7, 5), "first", None, "148-2023"),
        (date(2025, 7, 6), "first", None, "1489-2025"),
        (date(2026, 5, 21), "first", None, "1489-2025"),
        (date(2026, 5, 22), "first", None, "26-2026"),
        (date(2026, 7, 21), "first", date(2026, 5, 21), "1489-2025"),
        (date(2026, 7, 22), "first", date(2026, 5, 21), "26-2026"),
        (date(2026, 7, 21), "first", date(2026, 5, 22), "26-2026"),
        (date(2026, 6, 21), "renewal", date(2026, 5, 21), "1489-2025"),
        (date(2026, 6, 22), "renewal", date(2026, 5, 21), "26-2026"),
    ],
)
def test_the_regulation_of_a_day(db, on, kind, filed, code):
    regulation(code)
    assert regulation_for(on, kind, filed).code == code


def test_before_the_first_decision_there_is_no_regulation(db):
    regulation("26-2026")
    with pytest.raises(Refused) as refusal:
        regulation_for(date(2019, 8, 20), "first")
    assert refusal.value.code == "no_regulation"


def test_sets_stand_in_their_classification(db):
    assert classification(product_set()) == ["Sản phẩm thực phẩm", "Chè", "Chè tươi, chế biến"]
    assert classification(product_set(number="25")) == ["Sản phẩm sinh vật cảnh", "Động vật cảnh"]
    groups = set_choices(regulation("26-2026"))
    assert sum(len(choices) for _label, choices in groups) == 26
    assert groups[0][1][0][1].startswith("01. ")


def test_load_regulations_twice_changes_nothing(db):
    first, second = services.load_regulations(), services.load_regulations()
    assert (first.created, first.updated, first.unchanged) == (108, 0, 0)
    assert (second.created, second.updated, second.unchanged) == (0, 0, 108)


def test_an_idea_is_saved_once_per_version(tea, cycle):
    saved = services.save_idea(idea=cycle.idea, version=1, actor=tea.producer, summary="Chè ướp sen.", market="Huế")
    assert (saved.version, saved.summary, saved.market) == (2, "Chè ướp sen.", "Huế")
    event = AuditEvent.objects.get()
    assert (event.verb, event.after) == ("idea.save", {"version": 2, "fields": ["market", "summary"]})
    with pytest.raises(Stale):
        services.save_idea(idea=Idea.objects.get(), version=1, actor=tea.commune, summary="Chè khác.")
    assert Idea.objects.get().summary == "Chè ướp sen."


def test_a_sent_idea_is_closed(tea, cycle):
    services.apply_transition(cycle=cycle, name="submit_idea", actor=tea.producer)
    with pytest.raises(Refused) as refusal:
        services.save_idea(idea=Idea.objects.get(), version=1, actor=tea.producer, summary="Chè khác.")
    assert refusal.value.code == "paper_closed"


def test_a_returned_idea_is_due_and_says_why(tea, cycle):
    ProgrammeSettings.objects.create(province=tea.quang_tri, refile_days=10)
    services.apply_transition(cycle=cycle, name="submit_idea", actor=tea.producer)
    services.apply_transition(cycle=cycle, name="return_idea", actor=tea.commune, reason="Thiếu nguồn nguyên liệu.")
    assert (cycle.due_on, cycle.last_reason) == (date(2026, 8, 15), "Thiếu nguồn nguyên liệu.")
    services.apply_transition(cycle=cycle, name="submit_idea", actor=tea.producer)
    assert (cycle.due_on, cycle.last_reason) == (None, "")


def test_the_commune_has_fifteen_working_days(tea, cycle):
    at = cycle.created_at
    assert DEADLINES["after_filing"](cycle, at) == date(2026, 8, 25)  # Saturday 22/8/2026 is worked for 31/8
    Holiday.objects.create(day=date(2026, 8, 20), kind=HolidayKind.DAY_OFF, name="Nghỉ lũ", province=tea.quang_tri)
    assert DEADLINES["after_filing"](cycle, at) == date(2026, 8, 26)


def test_where_no_level_reports_nothing_is_due(old_tea):
    cycle = make_cycle(old_tea.tea)
    assert DEADLINES["after_filing"](cycle, cycle.created_at) is None


def test_the_way_to_the_end_of_step_four(tea, cycle):
    actor = tea.commune
    assert [a.missing for a in next_acts(cycle, actor)] == [[], []]
    services.apply_transition(cycle=cycle, name="submit_idea", actor=actor)
    services.apply_transition(cycle=cycle, name="accept_idea", actor=actor)
    assert cycle.state == CycleState.PLAN_DRAFT
    with pytest.raises(Refused) as refusal:
        services.apply_transition(cycle=cycle, name="submit_plan", actor=tea.producer)
    assert refusal.value.code == "incomplete"
    plan = services.save_plan(
        cycle=cycle, version=0, actor=tea.producer, market="Huế", materials="Chè búp", technology="", budget=50_000_000
    )
    assert (plan.version, plan.budget) == (1, 50_000_000)
    with pytest.raises(Refused):
        services.apply_transition(cycle=cycle, name="submit_plan", actor=tea.producer)
    services.save_plan(cycle=cycle, version=1, actor=tea.producer, technology="Sao tay")
    with pytest.raises(Stale):
        services.save_plan(cycle=cycle, version=0, actor=tea.producer, technology="Máy")
    services.apply_transition(cycle=cycle, name="submit_plan", actor=tea.producer)
    services.apply_transition(cycle=cycle, name="select_plan", actor=tea.province)
    assert cycle.state == CycleState.RUNNING
    with pytest.raises(Refused) as refusal:
        services.apply_transition(cycle=cycle, name="complete", actor=tea.producer)
    assert refusal.value.sentence.startswith("Chưa có mốc")
    milestone = services.add_milestone(cycle=cycle, actor=tea.producer, title="Mua máy sấy")
    with pytest.raises(Refused):
        services.apply_transition(cycle=cycle, name="complete", actor=tea.producer)
    with pytest.raises(Refused) as refusal:
        services.finish_milestone(milestone=milestone, actor=tea.producer, done_on=date(2026, 8, 6))
    assert refusal.value.code == "done_on"
    services.finish_milestone(milestone=milestone, actor=tea.producer, done_on=date(2026, 8, 5))
    with pytest.raises(Stale):
        services.finish_milestone(milestone=milestone, actor=tea.producer, done_on=date(2026, 8, 5))
    services.apply_transition(cycle=cycle, name="complete", actor=tea.producer)
    assert cycle.state == CycleState.COMPLETED
    assert list(AuditEvent.objects.order_by("number").values_list("verb", flat=True)) == [
        "cycle.submit_idea", "cycle.accept_idea", "plan.save", "plan.save", "cycle.submit_plan", "cycle.select_plan",
        "milestone.add", "milestone.done", "cycle.complete",
    ]  # fmt: skip


def test_support_is_recorded_by_offices(tea):
    cycle = make_cycle(tea.tea, CycleState.RUNNING)
    give = {"cycle": cycle, "purpose": "Máy sấy", "source": FundSource.PROVINCE, "planned": 50_000_000}
    grant = services.add_grant(actor=tea.province, paid=20_000_000, **give)
    assert (grant.planned, grant.paid) == (50_000_000, 20_000_000)
    with pytest.raises(NotAllowed):
        services.add_grant(actor=tea.producer, **give)
    with pytest.raises(Refused) as refusal:
        services.add_grant(actor=tea.province, paid=50_000_001, **give)
    assert refusal.value.code == "paid"
    assert cycle.grants.count() == 1
    early = make_cycle(make_product(tea.maker, "Chè lài"))
    with pytest.raises(Refused) as refusal:
        services.add_grant(actor=tea.province, **(give | {"cycle": early}))
    assert refusal.value.code == "too_early"


def test_guards_read_the_papers(tea):
    cycle = make_cycle(tea.tea, CycleState.PLAN_DRAFT)
    missing = {act.row.name: act.missing for act in next_acts(cycle, tea.commune)}
    assert len(missing["submit_plan"]) == 1
    make_plan(cycle)
    assert {act.row.name: act.open for act in next_acts(cycle, tea.commune)} == {"submit_plan": True, "abandon": True}
    assert {act.row.name: act.open for act in next_acts(cycle, tea.province)} == {
        "submit_plan": False,
        "abandon": False,
    }
    assert BusinessPlan.objects.count() == 1
    assert make_milestone(cycle, done_on=date(2026, 8, 1)).state == MilestoneState.DONE


def test_recognition_is_repeated_on_the_product(tea):
    product = services.set_recognition(
        product=tea.tea, stars=4, recognised_on=date(2026, 6, 30), valid_until=date(2029, 6, 30)
    )
    assert Product.objects.values_list("stars", "valid_until", "version").get(pk=product.pk) == (
        4,
        date(2029, 6, 30),
        2,
    )


def test_the_system_registers_only_in_a_persons_name(tea):
    with pytest.raises(Refused) as refusal:
        register(tea, audit.SYSTEM)
    assert refusal.value.code == "actor"
    assert register(tea, audit.SYSTEM, entered_by=tea.commune).idea.entered_by == tea.commune
