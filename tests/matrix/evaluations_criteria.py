"""Rows of the administration of criteria: the administrator and the ministry; everybody else is refused."""

from evaluations.models import CriteriaDraft, Rubric
from products.models import Regulation
from tests.matrix import Row

MANAGERS = ["admin", "ministry"]


def build(world):
    """A live draft of a sheet, as it was uploaded by the administrator; what it says is not asked here."""
    world.extra["criteria_draft"] = CriteriaDraft.objects.create(
        kind="sheet", code="26-2026/02", title="Phiếu nháp riêng", file_name="02.yaml", text="a: 1\n", sha256="5" * 64,
        created_by=world.admin,
    )  # fmt: skip


def managers(**more):
    return {"expect": dict.fromkeys(MANAGERS, more.pop("expect", 200)), "others": 403, **more}


def of_draft(world):
    return {"pk": world.criteria_draft.pk}


def of_rubric(world):
    return {"pk": Rubric.objects.order_by("pk").first().pk}


def of_law(world):
    return {"pk": Regulation.objects.get(code="26-2026").pk}


ROWS = [
    Row("criteria:list", **managers(), holds={"admin": lambda w: ["Phiếu nháp riêng"]},
        lacks={"owner": lambda w: ["Phiếu nháp riêng"]}),
    Row("criteria:upload", **managers()),
    Row("criteria:upload", method="post", **managers(expect=422)),
    Row("criteria:compare", **managers()),
    Row("criteria:empty_form", **managers()),
    Row("criteria:decision", of_law, **managers()),
    Row("criteria:draft", of_draft, **managers(), lacks={"province": lambda w: ["Phiếu nháp riêng"]}),
    Row("criteria:draft_publish", of_draft, **managers()),
    Row("criteria:draft_publish", of_draft, method="post", data=lambda w: {"reason": "Thử.", "password": "sai"},
        **managers(expect=422)),
    Row("criteria:draft_drop", of_draft, **managers()),
    Row("criteria:draft_drop", of_draft, method="post", expect=dict.fromkeys(MANAGERS, "/quan-tri/bo-tieu-chi/"),
        others=403),
    Row("criteria:draft_file", lambda w: {**of_draft(w), "kind": "yaml"}, **managers()),
    Row("criteria:sheet", of_rubric, **managers()),
    Row("criteria:sheet_file", lambda w: {**of_rubric(w), "kind": "xlsx"}, **managers(expect=422)),
    Row("criteria:trial", lambda w: {"ref": f"r{of_rubric(w)['pk']}"}, **managers()),
    Row("criteria:trial", lambda w: {"ref": f"r{of_rubric(w)['pk']}"}, method="post",
        data=lambda w: {"rule": "majority"}, **managers(expect=422)),
]  # fmt: skip
