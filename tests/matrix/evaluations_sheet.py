"""Rows of the scoring sheet and the board: see tests/matrix/__init__.py."""

from tests.matrix import Row
from tests.matrix.evaluations import SESSION, SESSION_OF

ROWS = [
    Row("evaluations:session_table", SESSION_OF, expect=SESSION, holds={"chair": lambda w: [w.a_product.name, "nháp 0/1"]},
        lacks={"member2": lambda w: ["nháp 0/1"], "advisor": lambda w: ["nháp 0/1"], "province": lambda w: [w.far_product.name]}),
]  # fmt: skip
