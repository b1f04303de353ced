"""Rows of accounts: see tests/matrix/__init__.py."""

from accounts.services import issue_token
from core.audit import SYSTEM
from tests.matrix import Row, public


def build(world):
    """A key of the officer of Lệ Thủy."""
    token, plain = issue_token(user=world.users["commune"], name="Bảng tổng hợp của xã", days=30, actor=SYSTEM)
    world.extra |= {"a_token": token, "a_plain": plain}


def a_person(world):
    return {"pk": world.nobody.pk}


ADMIN = {"admin": 200}
ROWS: list[Row] = [
    Row("accounts:login", expect={"anonymous": 200}, others="/viec/"),
    public("accounts:logout", method="post"),
    public("accounts:logout", 405),
    Row("accounts:profile", others=200, holds={"owner": lambda w: [w.commune.full_name, "xã Lệ Thủy"]}),
    Row("accounts:password", others=200),
    Row(
        "accounts:tokens",
        others=200,
        holds={"owner": lambda w: [w.a_token.name]},
        lacks={
            "owner": lambda w: [w.a_plain, w.a_token.digest],
            "neighbour": lambda w: [w.a_token.name],
            "admin": lambda w: [w.a_token.name],
        },
    ),
    Row(
        "accounts:revoke",
        args=lambda w: {"pk": w.a_token.pk},
        method="post",
        expect={"owner": "/tai-khoan/khoa-api/"},
    ),
    # the administration of accounts: the administrator of the system alone
    Row("accounts:people", expect=ADMIN, others=403, holds={"admin": lambda w: [w.commune.full_name]}),
    Row("accounts:person_add", expect=ADMIN, others=403),
    Row("accounts:person_add", method="post", expect={"admin": 422}, others=403),
    Row("accounts:person", a_person, expect=ADMIN, others=403),
    Row("accounts:person", a_person, method="post", expect={"admin": 422}, others=403),
    Row("accounts:person_password", a_person, method="post", expect=ADMIN, others=403),
    Row("accounts:person_state", a_person, expect=ADMIN, others=403),
    Row("accounts:person_state", a_person, method="post", expect={"admin": 422}, others=403),
    Row("accounts:role_end", lambda w: {"pk": w.commune.assignments.get().pk}, expect=ADMIN, others=403),
    Row("accounts:role_end", lambda w: {"pk": w.commune.assignments.get().pk}, method="post",
        data=lambda w: {"reason": "Chuyển công tác."}, expect={"admin": "/tai-khoan/quan-tri/*"}, others=403),
]  # fmt: skip
