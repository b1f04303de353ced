"""Rows of accounts: see tests/matrix/__init__.py."""

from accounts.services import issue_token
from core.audit import SYSTEM
from tests.matrix import Row, public


def build(world):
    """A key of the officer of Lệ Thủy."""
    token, plain = issue_token(user=world.users["commune"], name="Bảng tổng hợp của xã", days=30, actor=SYSTEM)
    world.extra |= {"a_token": token, "a_plain": plain}


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
]
