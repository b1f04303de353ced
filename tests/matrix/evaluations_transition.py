"""Rows of the transition from one decision to the next: for who writes the dossier. The cycle of ground.py stays."""

from tests.matrix import Row
from tests.matrix.evaluations import CYCLE, OFFICES, PAPER, WRITES

MOVES = dict.fromkeys(OFFICES, 403) | dict.fromkeys(["owner", "producer"], 422)

ROWS = [
    Row("evaluations:cycle_law", CYCLE, expect=MOVES),
    Row("evaluations:cycle_law", CYCLE, method="post", data=lambda w: {"product_set": w.a_cycle.product_set_id},
        expect=MOVES),
    Row("evaluations:evidence_place", PAPER, method="post", data=lambda w: {"row": "77"},
        expect=WRITES | {"owner": 422, "producer": 422}),
]  # fmt: skip
