"""Plans: entered by the unit, approved by the province; targets as typed; dates, stale pages, foreign units; who owes one."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ValidationError

from core.exceptions import NotAllowed, Refused, Stale
from core.models import AuditEvent
from districts import plan_services as services
from districts.enums import Indicator
from districts.forms import TargetField
from districts.models import AnnualPlan
from districts.plan_selectors import owed_plans, plan_units

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel("2026-08-05T09:00:00+07:00", tick=False):
        yield


@pytest.mark.parametrize(
    ("typed", "value", "value_to", "unit"),
    [
        ("31", 31, None, "count"), ("03 - 05", 3, 5, "count"), ("3–5", 3, 5, "count"), ("3 đến 5", 3, 5, "count"),
        ("1.250", 1250, None, "count"), ("0", 0, None, "count"), ("100%", 100, None, "percent"),
        ("80 - 100 %", 80, 100, "percent"),
    ],
)  # fmt: skip
def test_a_target_as_it_is_typed(typed, value, value_to, unit):
    found = TargetField(indicator=Indicator.TRAINED).clean(typed)
    assert found == {"value": value, "value_to": value_to, "unit": unit}


@pytest.mark.parametrize(
    ("typed", "indicator", "said"),
    [
        ("ba mươi", Indicator.TRAINED, "chưa đúng dạng"), ("-3", Indicator.FAIRS, "chưa đúng dạng"),
        ("3,5", Indicator.FAIRS, "chưa đúng dạng"), ("1.25", Indicator.FAIRS, "chưa đúng dạng"),
        ("5 - 3", Indicator.FAIRS, "phải lớn hơn"), ("3 - 3", Indicator.FAIRS, "phải lớn hơn"),
        ("100%", Indicator.NEW_3_UP, "ghi bằng số lượng"), ("120%", Indicator.TRAINED, "không lớn hơn 100"),
        ("100001", Indicator.FAIRS, "Số quá lớn"),
    ],
)  # fmt: skip
def test_a_wrong_target_says_what_is_wrong(typed, indicator, said):
    with pytest.raises(ValidationError, match=said):
        TargetField(indicator=indicator).clean(typed)


def enter(world, who="commune", unit="le_thuy", **more):
    values = {"number": "12/KH-UBND", "issued_on": date(2026, 3, 1), "issuer": "Ủy ban nhân dân xã Lệ Thủy"} | more
    values.setdefault("targets", [{"indicator": "new_3_up", "value": 3, "value_to": 5, "unit": "count"}])
    return services.enter_plan(unit=world.units[unit], actor=world.users[who], **{"year": 2026} | values)


def verbs():
    return list(AuditEvent.objects.order_by("number").values_list("verb", flat=True))


def test_a_commune_enters_the_province_returns_and_approves(world):
    plan = enter(world)
    assert (plan.state, plan.province, plan.targets.get().words) == ("draft", world.quang_tri, "3 - 5")
    plan = services.submit_plan(plan=plan, version=1, actor=world.commune)
    assert plan.state == "submitted"
    with pytest.raises(Refused, match="không sửa được"):
        services.update_plan(plan=plan, version=2, targets=[], actor=world.commune)
    with pytest.raises(NotAllowed):
        services.approve_plan(plan=plan, version=2, actor=world.commune)
    plan = services.return_plan(plan=plan, version=2, reason="Ghi thêm chỉ tiêu tập huấn.", actor=world.province)
    assert (plan.state, plan.return_reason) == ("returned", "Ghi thêm chỉ tiêu tập huấn.")
    targets = [{"indicator": "trained", "value": 100, "value_to": None, "unit": "percent"}]
    plan = services.update_plan(plan=plan, version=3, targets=targets, actor=world.commune)
    assert [row.indicator for row in plan.targets.all()] == ["trained"]
    plan = services.submit_plan(plan=plan, version=4, actor=world.commune)
    plan = services.approve_plan(plan=plan, version=5, actor=world.province)
    assert (plan.state, plan.return_reason) == ("approved", "")
    assert verbs() == [
        "plan.enter", "plan.submit", "plan.return", "plan.update", "plan.submit", "plan.approve",
    ]  # fmt: skip


def test_what_the_province_enters_is_in_force_at_once(world):
    plan = enter(world, "province", "quang_tri", below_due_on=date(2026, 5, 31))
    assert services.submit_plan(plan=plan, version=1, actor=world.province).state == "approved"
    old = enter(world, "province", "le_thuy_district", year=2024, issued_on=date(2024, 3, 1))
    assert (old.province, services.submit_plan(plan=old, version=1, actor=world.province).state) == (
        world.quang_binh,
        "approved",
    )


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"issued_on": date(2026, 8, 6)}, "issued_on"), ({"issued_on": date(2025, 6, 30)}, "issued_on"),
        ({"due_on": date(2027, 1, 1)}, "due_on"), ({"below_due_on": date(2026, 5, 1)}, "below_due_on"),
        ({"year": 2024, "issued_on": date(2024, 3, 1)}, "unit"),
    ],
)  # fmt: skip
def test_dates_out_of_order_and_units_of_another_time_are_refused(world, more, code):
    with pytest.raises(Refused) as refused:
        enter(world, **more)
    assert (refused.value.code, AnnualPlan.objects.count(), AuditEvent.objects.count()) == (code, 0, 0)


def test_the_province_sets_a_later_day_for_those_below(world):
    with pytest.raises(Refused, match="phải sau ngày ban hành"):
        enter(world, "province", "quang_tri", below_due_on=date(2026, 2, 28))


@pytest.mark.parametrize(
    ("who", "unit"),
    [("neighbour_commune", "le_thuy"), ("stranger_province", "le_thuy"), ("commune", "quang_tri"),
     ("leadership", "quang_tri"), ("district", "le_thuy_district"), ("department", "le_thuy")],
)  # fmt: skip
def test_nobody_enters_for_another_unit_or_from_an_ended_office(world, who, unit):
    with pytest.raises(NotAllowed):
        enter(world, who, unit)
    assert AnnualPlan.objects.count() == 0


def test_a_second_plan_of_the_year_and_a_stale_page_are_refused(world):
    plan = enter(world)
    with pytest.raises(Refused, match="đã có kế hoạch năm 2026"):
        enter(world)
    services.update_plan(plan=plan, version=1, number="13/KH-UBND", targets=[], actor=world.commune)
    with pytest.raises(Stale):
        services.update_plan(plan=plan, version=1, number="14/KH-UBND", targets=[], actor=world.commune)
    assert AnnualPlan.objects.get().number == "13/KH-UBND"
    with pytest.raises(Refused, match="còn thiếu: ít nhất một chỉ tiêu"):
        services.submit_plan(plan=plan, version=2, actor=world.commune)


def test_a_wrong_paper_leaves_nothing(world):
    with pytest.raises(Refused, match="không phải PDF"):
        enter(world, upload=SimpleUploadedFile("ke-hoach.pdf", b"MZ"))
    assert (AnnualPlan.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_units_offered_are_those_of_the_office_on_both_maps(world):
    assert set(plan_units(world.commune)) == {world.le_thuy, world.kien_giang}
    found = set(plan_units(world.province))
    assert {world.quang_tri, world.le_thuy, world.quang_binh, world.le_thuy_district} <= found
    assert not found & {world.kien_giang, world.dien_bien, world.tua_chua}
    assert not plan_units(world.district).exists() and not plan_units(world.leadership).exists()


def states(rows):
    return {row.unit.name: (row.state, row.days) for row in rows}


def test_who_owes_a_plan_is_told_by_the_map_of_the_time(world):
    common = {"actor": world.province, "targets": []}
    services.keep_plan(unit=world.quang_tri, year=2026, below_due_on=date(2026, 5, 31), **common)
    services.keep_plan(unit=world.le_thuy, year=2026, number="1/KH", issued_on=date(2026, 5, 31), **common)
    services.keep_plan(unit=world.truong_phu, year=2026, number="2/KH", issued_on=date(2026, 6, 10), **common)
    enter(world, "province", "dong_hoi")  # a draft is no plan yet
    assert states(owed_plans(world.quang_tri, 2026, world.province, date(2026, 8, 5))) == {
        "Bố Trạch": ("overdue", 66), "Đồng Hới": ("overdue", 66), "Lệ Thủy": ("on_time", 0), "Trường Phú": ("late", 10),
    }  # fmt: skip
    assert states(owed_plans(world.quang_tri, 2026, world.commune, date(2026, 8, 5))) == {"Lệ Thủy": ("on_time", 0)}
    services.keep_plan(unit=world.quang_binh, year=2021, below_due_on=date(2021, 5, 31), **common)
    assert states(owed_plans(world.quang_binh, 2021, world.province, date(2021, 5, 31))) == {
        "Bố Trạch": ("waiting", 0), "Lệ Thủy": ("waiting", 0),
    }  # fmt: skip
    assert states(owed_plans(world.quang_binh, 2021, world.province, date(2021, 6, 1)))["Lệ Thủy"] == ("overdue", 1)


@pytest.mark.parametrize("count", [1, 3])
def test_owed_plans_ask_three_times(world, django_assert_num_queries, count):
    for name in ("le_thuy", "truong_phu", "dong_hoi")[:count]:
        enter(world, "province", name)
    user = world.province
    assert user.scope.roles
    with django_assert_num_queries(3):
        assert len(owed_plans(world.quang_tri, 2026, user, date(2026, 8, 5))) == 4
