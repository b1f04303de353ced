"""Rows of products: see tests/matrix/__init__.py."""

from tests.factories.products import make_cycle, make_milestone, make_product
from tests.matrix import Row

READERS = ["owner", "province", "department", "leadership", "ministry", "producer"]
SEES = dict.fromkeys(READERS, 200)
WRITES = {**SEES, **dict.fromkeys(["province", "department", "leadership", "ministry"], 403)}
EXPORTS = dict.fromkeys(["province", "department", "leadership", "ministry", "stranger_province"], 200)


def build(world):
    """A running cycle with an open milestone, in xã Lệ Thủy."""
    tea = make_product(world.a_producer, "Chè sen Lệ Thủy", of=world.tea)
    world.extra["a_running"] = make_cycle(tea, "running", by=world.producer)
    world.extra["a_milestone"] = make_milestone(world.a_running)


def product(world):
    return {"pk": world.a_product.pk}


def idea_draft(world):
    return {"pk": world.a_open_cycle.pk}


def running(world):
    return {"pk": world.a_running.pk}


def submit(world):
    return {"pk": world.a_open_cycle.pk, "name": "submit_idea"}


def accept(world):
    return {"pk": world.a_open_cycle.pk, "name": "accept_idea"}


def milestone(world):
    return {"pk": world.a_running.pk, "milestone_pk": world.a_milestone.pk}


LISTS = {
    "holds": {"owner": lambda w: [w.a_product.name]},
    "lacks": {"owner": lambda w: [w.far_product.name], "neighbour": lambda w: [w.a_product.name]},
}
ROWS = [
    Row("products:list", others=200, **LISTS),
    Row("products:cycles", others=200, **LISTS),
    Row("products:export", expect=EXPORTS, others=403),
    Row("products:cycle_export", expect=EXPORTS, others=403),
    Row("products:detail", product, expect=SEES, holds={"owner": lambda w: [w.a_product.name]}),
    Row("products:register", expect={"commune": "/quan-ly/san-pham/dang-ky/", "producer": "/quan-ly/san-pham/dang-ky/", "stranger_commune": "/quan-ly/san-pham/dang-ky/", "stranger_producer": "/quan-ly/san-pham/dang-ky/"}, others=200),
    Row("products:register", query=lambda w: {"chu-the": w.a_producer.pk}, expect=WRITES),
    Row("products:cycle", idea_draft, expect=SEES, holds={"owner": lambda w: [w.a_open_cycle.number]}),
    Row("products:transition", submit, expect=WRITES),
    Row("products:transition", submit, method="post", expect={**WRITES, "owner": "/quan-ly/ho-so/*", "producer": "/quan-ly/ho-so/*"}),
    Row("products:transition", accept, method="post", expect=dict.fromkeys(READERS, 422)),
    Row("products:idea", idea_draft, expect=SEES),
    Row("products:idea", idea_draft, method="post", expect={**WRITES, "owner": 422, "producer": 422}),
    Row("products:plan", running, expect=SEES),
    Row("products:plan", running, method="post", expect={**WRITES, "owner": 422, "producer": 422}),
    Row("products:milestones", running, expect=SEES),
    Row("products:milestones", running, method="post", expect={**WRITES, "owner": 422, "producer": 422}),
    Row("products:milestone_done", milestone, expect=WRITES),
    Row("products:milestone_done", milestone, method="post", expect={**WRITES, "owner": 422, "producer": 422}),
    Row("products:grants", running, expect=SEES),
    Row("products:grants", running, method="post", expect={"owner": 422, "province": 422, **dict.fromkeys(["department", "leadership", "ministry", "producer"], 403)}),
]  # fmt: skip
