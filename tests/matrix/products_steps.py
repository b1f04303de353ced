"""Rows of products, steps 2 to 4 in full: see tests/matrix/__init__.py."""

from products.services import add_grant
from tests.factories.core import upload
from tests.factories.products import make_cycle, make_plan, make_product
from tests.matrix import Row

READERS = ["owner", "province", "department", "leadership", "ministry", "producer"]
SEES = dict.fromkeys(READERS, 200)
WRITES = {**SEES, **dict.fromkeys(["province", "department", "leadership", "ministry"], 403)}
EXPORTS = dict.fromkeys(["province", "department", "leadership", "ministry", "stranger_province"], 200)
OFFICERS = {**SEES, **dict.fromkeys(["department", "leadership", "ministry", "producer"], 403)}


def build(world):
    """A submitted plan and a grant in xã Lệ Thủy, a grant far away."""
    planned = make_cycle(
        make_product(world.a_producer, "Chè lài Lệ Thủy", of=world.tea), "plan_submitted", by=world.producer
    )
    make_plan(planned)
    far = make_cycle(
        make_product(world.far_producer, "Chè lài Tủa Chùa", of=world.tea), "plan_submitted", by=world.producer
    )
    make_plan(far)
    give = {"kind": "machinery", "source": "local", "planned": 50_000_000}
    grant = add_grant(cycle=world.a_running, actor=world.province, purpose="Máy sấy Lệ Thủy", **give)
    far_running = make_cycle(make_product(world.far_producer, "Chè đắng", of=world.tea), "running")
    far_grant = add_grant(cycle=far_running, actor=world.stranger_province, purpose="Máy sấy Tủa Chùa", **give)
    world.extra |= {
        "a_planned": planned, "far_planned": far, "a_grant": grant, "a_entry": grant.entries.get(), "far_grant": far_grant,
    }  # fmt: skip


def planned(world):
    return {"pk": world.a_planned.pk}


def milestone(world):
    return {"pk": world.a_running.pk, "milestone_pk": world.a_milestone.pk}


def grant(world):
    return {"pk": world.a_grant.pk}


def entry(world):
    return {"pk": world.a_grant.pk, "entry_pk": world.a_entry.pk}


def plans_of_both(world):
    return {"chon": [world.a_planned.pk, world.far_planned.pk]}


PLANS = {
    "holds": {"owner": lambda w: [w.a_planned.product.name]},
    "lacks": {"owner": lambda w: [w.far_planned.product.name], "neighbour": lambda w: [w.a_planned.product.name]},
}
GRANTS = {
    "holds": {"owner": lambda w: [w.a_grant.purpose]},
    "lacks": {"owner": lambda w: [w.far_grant.purpose], "neighbour": lambda w: [w.a_grant.purpose]},
}
ROWS = [
    Row("products:plan_money", planned, expect=WRITES),
    Row("products:plan_money", planned, method="post", expect={**WRITES, "owner": 422, "producer": 422}),
    Row("products:milestone_file", milestone, expect=WRITES),
    Row("products:milestone_file", milestone, method="post", data=lambda w: {"title": "Ảnh", "file": upload()}, expect={**WRITES, "owner": "/quan-ly/ho-so/*", "producer": "/quan-ly/ho-so/*"}),
    Row("products:plans", others=200, **PLANS),
    Row("products:plan_export", expect=EXPORTS, others=403),
    Row("products:plan_compare", query=plans_of_both, others=200, **PLANS),
    Row("products:grant_list", others=200, **GRANTS),
    Row("products:grant_export", expect=EXPORTS, others=403),
    Row("products:grant", grant, expect=SEES, holds={"owner": lambda w: [w.a_grant.purpose]}),
    Row("products:grant", grant, method="post", expect={"owner": 422, "province": 422, **dict.fromkeys(["department", "leadership", "ministry", "producer"], 403)}),
    Row("products:entry_back", entry, expect=OFFICERS),
    Row("products:entry_back", entry, method="post", expect={"owner": 422, "province": 422, **dict.fromkeys(["department", "leadership", "ministry", "producer"], 403)}),
]  # fmt: skip
