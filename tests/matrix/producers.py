"""Rows of producers: see tests/matrix/__init__.py."""

from tests.matrix import Row


def producer(world):
    return {"pk": world.a_producer.pk}


SEES = {"owner": 200, "province": 200, "department": 200, "leadership": 200, "ministry": 200, "producer": 200}
HOLDERS = ["commune", "neighbour_commune", "province", "stranger_commune", "stranger_province"]
EVERYBODY = 200
FORM = {
    "name": "Trang trại Sen Lệ Thủy", "kind": "farm", "representative": "Phan Thị Mơ", "version": "1",
}  # fmt: skip


def course(world):
    return {"pk": world.a_course.pk}


def build(world):
    """A course in xã Lệ Thủy, and a household with a personal number beside the cooperative."""
    from producers.models import TrainingCourse

    world.extra["a_course"] = TrainingCourse.objects.create(
        title="Lập phương án", audience="producers", held_on="2026-03-02", unit=world.le_thuy, province=world.quang_tri
    )


EXPORTS = dict.fromkeys(["province", "department", "leadership", "ministry", "stranger_province"], 200)
NOT_THEIRS = dict.fromkeys(["department", "leadership", "ministry"], 403)
ROWS = [
    Row(
        "producers:list",
        others=EVERYBODY,
        holds={"owner": lambda w: [w.a_producer.name]},
        lacks={"owner": lambda w: [w.far_producer.name], "neighbour": lambda w: [w.a_producer.name]},
    ),
    Row("producers:export", expect=EXPORTS, others=403),
    Row("producers:outreach_export", expect=EXPORTS, others=403),
    Row("producers:courses_export", expect=EXPORTS, others=403),
    Row("producers:create", expect=dict.fromkeys(HOLDERS, 200), others=403),
    Row("producers:create", method="post", data=lambda w: FORM, expect=dict.fromkeys(HOLDERS, 422), others=403),
    Row("producers:detail", producer, expect=SEES, holds={"owner": lambda w: [w.a_producer.name]}),
    Row("producers:edit", producer, expect={**SEES, **NOT_THEIRS}),
    Row("producers:edit", producer, method="post", data=lambda w: FORM, expect={"owner": 422, "province": 422, "producer": 422, **NOT_THEIRS}),
    Row("producers:reveal", producer, method="post", expect={"owner": 422, "province": 422, "producer": 403, **NOT_THEIRS}),
    Row("producers:outreach", others=EVERYBODY),
    Row("producers:outreach", method="post", expect=dict.fromkeys(HOLDERS, 422), others=403),
    Row("producers:courses", others=EVERYBODY),
    Row("producers:courses", method="post", expect=dict.fromkeys(HOLDERS, 422), others=403),
    Row("producers:course", course, expect={k: v for k, v in SEES.items() if k != "producer"}),
    Row("producers:course", course, method="post", expect={"owner": 422, "province": 422, **NOT_THEIRS},
        data=lambda w: {"person": ""},
        foreign={"producer": lambda w: w.far_producer.pk}),
]  # fmt: skip
