"""Rows of the official forms of a dossier: read by whoever reads the dossier, written by who writes it."""

from core import clock
from core.audit import digest
from evaluations.models import FiledForm
from tests.matrix import Row
from tests.matrix.evaluations import DOSSIER, SEES, WRITES


def build(world):
    """A filed form on either side."""
    for side, who in (("a", world.producer), ("far", world.stranger_producer)):
        data = {"code": "mau-01", "number": "Mẫu số 01", "name": f"Phiếu {side}", "rows": []}
        world.extra[f"{side}_filed_form"] = FiledForm.objects.create(
            dossier=world.extra[f"{side}_dossier"], code="mau-01", number="Mẫu số 01", form_version="26-2026:x", data=data,
            hash=digest(data), filed_at=clock.now(), filed_by=who,
        )  # fmt: skip


def form(world):
    return {"pk": world.a_dossier.pk, "code": "mau-02"}


ROWS = [
    Row("evaluations:dossier_form", form, expect=SEES, lacks={"owner": lambda w: [w.far_product.name]}),
    Row("evaluations:dossier_form", form, method="post", expect=WRITES | {"owner": 422, "producer": 422}),
    Row("evaluations:dossier_form_draft", form, method="post", expect=dict.fromkeys(SEES, "/viec-nen/*")),
    Row("evaluations:dossier_names", DOSSIER, expect=SEES),
    Row("evaluations:dossier_names", DOSSIER, method="post", expect=dict.fromkeys(SEES, 403)),
    Row("evaluations:dossier_slip", DOSSIER, expect=dict.fromkeys(SEES, 403)),  # the dossier is being scored
    Row("evaluations:dossier_slip", DOSSIER, method="post", expect=dict.fromkeys(SEES, 403)),
    Row("evaluations:dossier_changes", DOSSIER),  # a first request has none before: 404 for everybody
    Row("evaluations:filed_form", lambda w: {"pk": w.a_filed_form.pk}, expect=SEES,
        holds={"owner": lambda w: ["Phiếu a"]}, lacks={"owner": lambda w: ["Phiếu far"]}),
]  # fmt: skip
