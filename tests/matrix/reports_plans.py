"""Rows of plans and of training by place: see tests/matrix/__init__.py."""

from tests.matrix import Row


def build(world):
    """A plan of xã Lệ Thủy that is sent, beside the drafts of the two provinces."""
    from districts.models import AnnualPlan

    world.extra["sent_plan"] = AnnualPlan.objects.create(
        unit=world.le_thuy, province=world.quang_tri, year=2026, number="3/KH-UBND", state="submitted"
    )


def own(world):
    """The draft of the province."""
    return {"pk": world.a_plan.pk}


def sent(world):
    return {"pk": world.sent_plan.pk}


def figure(world):
    return {"pk": world.a_plan.pk, "indicator": "trained"}


WIDE = ["province", "department", "leadership", "ministry"]
HOLDERS = ["commune", "neighbour_commune", "province", "stranger_commune", "stranger_province"]
EXPORTS = dict.fromkeys([*WIDE, "stranger_province"], 200)
SEES = dict.fromkeys(WIDE, 200)
WRITES = {"province": 200} | dict.fromkeys(WIDE[1:], 403)
ROWS: list[Row] = [
    Row("reports:plans", others=200, holds={"owner": lambda w: ["3/KH-UBND"], "province": lambda w: ["1/KH-UBND"]},
        lacks={"owner": lambda w: ["1/KH-UBND"], "neighbour": lambda w: ["3/KH-UBND"],
               "stranger_province": lambda w: ["1/KH-UBND", "3/KH-UBND"]}),
    Row("reports:plans_export", expect=EXPORTS, others=403),
    Row("reports:plan_create", expect=dict.fromkeys(HOLDERS, 200), others=403),
    Row("reports:plan_create", method="post", expect=dict.fromkeys(HOLDERS, 422), others=403,
        data=lambda w: {"year": "2026", "t_fairs": "2"}, foreign={"unit": lambda w: w.tua_chua.pk}),
    Row("reports:plans_owed", others=200, holds={"province": lambda w: [w.sent_plan.get_absolute_url()]},
        lacks={"stranger_province": lambda w: [w.sent_plan.get_absolute_url()]}),
    Row("reports:plans_owed_export", expect=EXPORTS, others=403),
    Row("reports:plan", own, expect=SEES),
    Row("reports:plan", sent, expect=SEES | {"owner": 200}),
    Row("reports:plan_edit", own, expect=WRITES),
    Row("reports:plan_edit", own, method="post", data=lambda w: {"t_fairs": "x"}, expect=WRITES | {"province": 422}),
    Row("reports:plan_submit", own, method="post", expect=WRITES | {"province": 422}),
    Row("reports:plan_approve", sent, method="post", data=lambda w: {"version": 1},
        expect=WRITES | {"province": "/bao-cao/ke-hoach/*", "owner": 403}),
    Row("reports:plan_return", sent, expect=WRITES | {"owner": 403}),
    Row("reports:plan_return", sent, method="post", expect=WRITES | {"province": 422, "owner": 403}),
    Row("reports:plan_lines", figure, expect=SEES),
    Row("reports:plan_lines_export", figure, expect=SEES),
    Row("reports:training", others=200),
    Row("reports:training_export", expect=EXPORTS, others=403),
    # Of this year: who holds an office of a unit that ended before asks for a year of theirs.
    Row("reports:training_people", expect=dict.fromkeys([*HOLDERS, *WIDE], 200)),
    Row("reports:training_people", query=lambda w: {"nam": "2024"}, expect=dict.fromkeys(
        [*HOLDERS, *WIDE, "district", "neighbour_district", "old_province", "old_commune", "old_stranger"], 200)
        | {"stranger_commune": 404}),
    Row("reports:training_people_export", expect=EXPORTS | dict.fromkeys(
        ["commune", "neighbour_commune", "stranger_commune"], 403)),
]  # fmt: skip
