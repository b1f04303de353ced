"""Rows of what follows a result: see tests/matrix/__init__.py."""

from tests.matrix import Row
from tests.matrix.evaluations import OFFICES, of

DOSSIER = of("a_dossier")
REACH = ["owner", "producer", *OFFICES]


ROWS = [
    Row("evaluations:shortfall", DOSSIER, expect=dict.fromkeys(REACH, 200), lacks={"owner": lambda w: [w.far_product.name]}),
    Row("evaluations:shortfall_letter", DOSSIER, method="post", expect=dict.fromkeys(REACH, "/viec-nen/*")),
    Row("evaluations:dossier_result", DOSSIER, expect=dict.fromkeys(REACH, 200),
        holds={"producer": lambda w: ["Chưa có kết quả được thông báo"]}),
]  # fmt: skip
