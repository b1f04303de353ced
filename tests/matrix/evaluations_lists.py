"""Rows of the files of the lists of step 5: their own right, and only rows of one's reach in them."""

from tests.matrix import Row

EXPORTS = dict.fromkeys(["province", "department", "leadership", "ministry", "stranger_province"], 200)


def file_of(name, own, far):
    """CSV of a list: the province reads its own row there and not the other province's."""
    return Row(
        f"evaluations:{name}_export", expect=EXPORTS, others=403,
        holds={"province": lambda w: [own(w)], "stranger_province": lambda w: [far(w)]},
        lacks={"province": lambda w: [far(w)], "stranger_province": lambda w: [own(w)]},
    )  # fmt: skip


ROWS = [
    Row("evaluations:rounds_export", expect=EXPORTS, others=403,
        holds={"province": lambda w: [w.quang_tri.full_name]}, lacks={"stranger_province": lambda w: [w.quang_tri.full_name]}),
    file_of("councils", lambda w: w.a_council.name, lambda w: w.far_council.name),
    file_of("sessions", lambda w: w.a_council.name, lambda w: w.far_council.name),
    file_of("decisions", lambda w: w.a_decision.number, lambda w: w.far_decision.number),
    file_of("certificates", lambda w: w.a_certificate.number, lambda w: w.far_certificate.number),
]  # fmt: skip
