"""Rows of the files of marks: chair, secretary and standing office; the session of the ground is still open."""

from tests.matrix import Row

SEEN = ["province", "department", "leadership", "ministry", "member1", "member2", "chair", "secretary", "advisor"]

ROWS = [
    Row("evaluations:session_marks", lambda w: {"pk": w.a_session.pk},
        expect=dict.fromkeys(SEEN, 403) | dict.fromkeys(["province", "chair", "secretary"], 422)),
    Row("evaluations:year_marks", others=403, expect=dict.fromkeys(["province", "stranger_province", "ministry"], 200),
        lacks={"province": lambda w: [w.far_product.name, w.a_product.name]}),
]  # fmt: skip
