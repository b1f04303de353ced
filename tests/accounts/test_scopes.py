"""What each role reaches, by table; roles at ended units only read; one query."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.utils import timezone

from accounts.enums import Role
from accounts.models import RoleAssignment
from core import scope as roles
from tests.world import person

pytestmark = pytest.mark.django_db
NOW = "2026-11-11T02:00:00Z"


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel(NOW, tick=False):
        yield


def fresh(user):
    return get_user_model().objects.get(pk=user.pk)


@pytest.mark.parametrize(
    ("who", "units", "provinces", "acts"),
    [
        ("commune", {"le_thuy", "kien_giang"}, set(), True),
        ("neighbour_commune", {"truong_phu", "mai_thuy"}, set(), True),
        ("old_commune", {"kien_giang"}, set(), False),
        ("district", {"le_thuy_district", "kien_giang", "mai_thuy"}, set(), False),
        ("province", set(), {"quang_tri", "quang_binh", "quang_tri_old"}, True),
        ("department", set(), {"quang_tri", "quang_binh", "quang_tri_old"}, True),
        ("leadership", set(), {"quang_tri", "quang_binh", "quang_tri_old"}, True),
        ("old_province", set(), {"quang_binh"}, False),
        ("stranger_province", set(), {"dien_bien", "dien_bien_old"}, True),
        ("ministry", set(), set(), True),
        ("admin", set(), set(), True),
    ],
)
def test_reach(world, who, units, provinces, acts):
    found = fresh(world.users[who]).scope
    assert (found.unit_ids, found.province_ids, [r.acts for r in found.roles]) == (
        frozenset(world.units[u].pk for u in units),
        frozenset(world.units[p].pk for p in provinces),
        [acts],
    )


def test_the_district_acted_while_it_stood(world):
    with time_machine.travel("2021-03-01T02:00:00Z", tick=False):
        found = fresh(world.district).scope
        assert found.holds(roles.DISTRICT, unit_id=world.kien_giang.pk)
        assert not found.holds(roles.DISTRICT, unit_id=world.son_loc.pk)
    assert not fresh(world.district).scope.holds(roles.DISTRICT, unit_id=world.kien_giang.pk)


def test_a_commune_acts_for_what_went_into_it_and_for_nothing_else(world):
    found = fresh(world.commune).scope
    assert [found.holds(roles.COMMUNE, unit_id=world.units[u].pk) for u in ("le_thuy", "kien_giang", "mai_thuy")] == [
        True, True, False,
    ]  # fmt: skip


def test_only_ministry_reaches_the_nation_and_only_the_administrator_is_one(world):
    flags = {who: (fresh(user).scope.nation, fresh(user).scope.admin) for who, user in world.users.items()}
    assert {who for who, (nation, _admin) in flags.items() if nation} == {"ministry"}
    assert {who for who, (_nation, admin) in flags.items() if admin} == {"admin"}


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "count"),
    [(None, 0, 1), (0, None, 1), (0, 0, 1), (None, -1, 0), (1, None, 0), (-9, 9, 1)],
)
def test_days_of_a_role(world, valid_from, valid_to, count):
    today = date(2026, 11, 11)
    days = [None if n is None else today + timedelta(days=n) for n in (valid_from, valid_to)]
    user = person("co-han", "Người có hạn")
    RoleAssignment.objects.create(
        user=user, role=Role.COMMUNE, unit=world.le_thuy, valid_from=days[0], valid_to=days[1]
    )
    assert len(fresh(user).scope.roles) == count


def test_a_role_that_was_taken_away_gives_nothing(world):
    world.commune.assignments.update(ended_at=timezone.now())
    found = fresh(world.commune).scope
    assert (found.roles, found.unit_ids, found.main_role) == ((), frozenset(), "")


def test_an_inactive_person_reaches_nothing(world):
    world.commune.is_active = False
    world.commune.save()
    assert fresh(world.commune).scope.user_id is None


def test_two_roles_add_up_and_the_acting_one_names_the_person(world):
    user = person("hai-vai", "Người hai vai", Role.DISTRICT, world.le_thuy_district)
    RoleAssignment.objects.create(user=user, role=Role.COMMUNE, unit=world.le_thuy)
    found = fresh(user).scope
    assert found.main_role == roles.COMMUNE
    assert found.unit_ids == {world.units[u].pk for u in ("le_thuy_district", "kien_giang", "mai_thuy", "le_thuy")}
    assert found.extra == {
        "unit_name": "xã Lệ Thủy",
        "province_name": "Quảng Trị",
        "province_full": "tỉnh Quảng Trị",
    }


@pytest.mark.parametrize("who", ["commune", "district", "province", "ministry", "producer", "member1"])
def test_a_scope_is_one_query(world, who, django_assert_num_queries):
    user = fresh(world.users[who])
    with django_assert_num_queries(1):
        assert user.scope.user_id == user.pk
        assert user.scope.user_id == user.pk
