"""Writes of accounts: who may, what is refused, one event each."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from accounts import messages, services
from accounts.enums import Role
from accounts.models import ApiToken, RoleAssignment, User
from core.audit import SYSTEM
from core.exceptions import NotAllowed, Refused, Stale
from core.models import AuditEvent

pytestmark = pytest.mark.django_db
GOOD = "con cò bay lả bay la"


def events():
    return list(AuditEvent.objects.order_by("number").values_list("verb", "actor_name", "object_type"))


def test_create_user(world):
    user = services.create_user(
        username=" Hoa.NT ", full_name="  Nguyễn Thị  Hoa ", password=GOOD, post="Chuyên viên", actor=world.admin
    )
    user.refresh_from_db()
    assert (user.username, user.full_name, user.is_demo, user.check_password(GOOD)) == (
        "hoa.nt", "Nguyễn Thị Hoa", False, True,
    )  # fmt: skip
    assert events() == [("user.create", "Đỗ Hải Nam", "accounts.user")]
    assert GOOD not in str(AuditEvent.objects.values())


@pytest.mark.parametrize("who", ["commune", "province", "leadership", "ministry", "nobody"])
def test_only_administrators_manage_accounts(world, who):
    actor, held = world.users[who], world.commune.assignments.get()
    for act in (
        lambda: services.create_user(username="moi", full_name="Mới", actor=actor),
        lambda: services.grant_role(user=actor, role=Role.ADMIN, actor=actor),
        lambda: services.end_role(assignment=held, reason="Lý do", actor=actor),
        lambda: services.set_password(user=world.admin, password=GOOD, actor=actor),
        lambda: services.set_active(user=world.admin, active=False, reason="Lý do", actor=actor),
        lambda: services.issue_token(user=world.admin, name="x", days=1, actor=actor),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert (events(), RoleAssignment.objects.filter(ended_at__isnull=False).count()) == ([], 0)


def test_a_taken_name_is_refused_whatever_its_case(world):
    with pytest.raises(Refused) as error:
        services.create_user(username="XA-LT", full_name="Người khác", actor=SYSTEM)
    assert error.value.sentence == messages.USERNAME_TAKEN % {"username": "xa-lt"}
    assert User.objects.filter(full_name="Người khác").count() == 0


@pytest.mark.parametrize("username", ["có dấu", "hai chu", "", "x" * 61, "a<b"])
def test_a_name_that_is_none_is_refused(db, username):
    with pytest.raises(ValidationError):
        services.create_user(username=username, full_name="Người", actor=SYSTEM)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("ngan", messages.PASSWORD_SHORT % {"limit": 12}),
        ("passwordpassword", None),
        ("123456789012", None),
        ("nguyenthihoa12", messages.PASSWORD_SIMILAR),
        ("qwertyuiop12", None),
    ],
)
def test_password_rules_speak_vietnamese(db, password, sentence):
    try:
        services.create_user(username="nguyenthihoa", full_name="Nguyễn Thị Hoa", password=password, actor=SYSTEM)
    except ValidationError as error:
        said = set(error.messages)
        assert said <= {
            str(messages.PASSWORD_SIMILAR), str(messages.PASSWORD_COMMON), messages.PASSWORD_SHORT % {"limit": 12},
        }  # fmt: skip
        assert sentence is None or str(sentence) in said
    else:
        assert sentence is None


def test_roles_are_given_and_taken(world):
    user = services.create_user(username="moi", full_name="Người mới", actor=SYSTEM)
    held = services.grant_role(user=user, role=Role.COMMUNE, unit=world.le_thuy, actor=world.admin)
    assert user.scope.unit_ids == {world.le_thuy.pk, world.kien_giang.pk}
    with pytest.raises(Refused):
        services.grant_role(user=user, role=Role.COMMUNE, unit=world.le_thuy, actor=world.admin)
    services.end_role(assignment=held, reason="Chuyển công tác.", actor=world.admin)
    assert User.objects.get(pk=user.pk).scope.unit_ids == frozenset()
    with pytest.raises(Stale):
        services.end_role(assignment=held, reason="Chuyển công tác.", actor=world.admin)
    services.grant_role(user=user, role=Role.COMMUNE, unit=world.le_thuy, actor=world.admin)
    assert [e[0] for e in events()] == ["user.create", "role.grant", "role.end", "role.grant"]
    assert user.assignments.count() == 2


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        (Role.COMMUNE, "quang_tri"), (Role.COMMUNE, None), (Role.DISTRICT, "le_thuy"), (Role.PROVINCE, "le_thuy"),
        (Role.LEADERSHIP, None), (Role.MINISTRY, "quang_tri"), (Role.ADMIN, "le_thuy"),
    ],
)  # fmt: skip
def test_a_role_needs_a_unit_of_its_level(world, role, unit):
    with pytest.raises(Refused):
        services.grant_role(user=world.nobody, role=role, unit=world.units[unit] if unit else None, actor=SYSTEM)
    assert world.nobody.assignments.count() == 0


def test_days_of_a_role_stand_in_order(world):
    with pytest.raises(ValidationError):
        services.grant_role(
            user=world.nobody,
            role=Role.COMMUNE,
            unit=world.le_thuy,
            valid_from=date(2026, 2, 1),
            valid_to=date(2026, 1, 1),
            actor=SYSTEM,
        )


def test_taking_a_role_needs_a_reason(world):
    with pytest.raises(Refused) as error:
        services.end_role(assignment=world.commune.assignments.get(), reason="  ", actor=world.admin)
    assert error.value.sentence == messages.REASON_NEEDED


def test_set_password(world):
    services.set_password(user=world.commune, password=GOOD, actor=world.commune)
    assert User.objects.get(pk=world.commune.pk).check_password(GOOD)
    assert events() == [("user.set_password", "Lê Thị Hạnh", "accounts.user")]


def test_the_password_of_a_demonstration_account_stays(world):
    world.commune.is_demo = True
    with pytest.raises(Refused) as error:
        services.set_password(user=world.commune, password=GOOD, actor=world.commune)
    assert error.value.sentence == messages.DEMO_PASSWORD


def test_closing_an_account_twice_is_stale(world):
    services.set_active(user=world.commune, active=False, reason="Nghỉ hưu.", actor=world.admin)
    with pytest.raises(Stale):
        services.set_active(user=world.commune, active=False, reason="Nghỉ hưu.", actor=world.admin)
    assert [e[0] for e in events()] == ["user.close"]


def test_a_token_is_kept_as_digest_only(world):
    at = datetime(2026, 11, 11, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    token, plain = services.issue_token(
        user=world.commune, name=" Bảng  tổng hợp ", days=30, actor=world.commune, at=at
    )
    row = ApiToken.objects.values().get()
    assert (row["name"], row["digest"], row["expires_at"].isoformat()) == (
        "Bảng tổng hợp", services.token_digest(plain), "2026-12-11T02:00:00+00:00",
    )  # fmt: skip
    assert plain not in str(row) + str(list(AuditEvent.objects.values()))
    services.revoke_token(token=token, actor=world.commune)
    with pytest.raises(Stale):
        services.revoke_token(token=token, actor=world.commune)
    assert [e[0] for e in events()] == ["token.issue", "token.revoke"]


@pytest.mark.parametrize(("name", "days"), [("", 30), ("x", 0), ("x", 367), ("  ", 1)])
def test_a_token_without_name_or_end_is_refused(world, name, days):
    with pytest.raises(Refused):
        services.issue_token(user=world.commune, name=name, days=days, actor=world.commune)
    assert ApiToken.objects.count() == 0


def test_nobody_revokes_the_token_of_another(world):
    token, _plain = services.issue_token(user=world.commune, name="x", days=1, actor=world.commune)
    with pytest.raises(NotAllowed):
        services.revoke_token(token=token, actor=world.neighbour_commune)
    assert services.revoke_token(token=token, actor=world.admin).revoked_at is not None
