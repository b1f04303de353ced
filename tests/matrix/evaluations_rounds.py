"""Rows of a round's own pages, and of the drift: the office of the level edits; whoever calibrates reads the drift."""

from datetime import date

from evaluations.models import RoundProposal
from tests.matrix import Row
from tests.matrix.evaluations import IN_SESSION, SEATS, SESSION, SESSION_OF


def build(world):
    """The scheduled cycle of either side was proposed in October, late for a round that ended its proposals on 1/10."""
    for side in ("a", "far"):
        row = world.extra[f"{side}_council"].round
        row.proposed_by, row.done_by = date(2026, 10, 1), date(2026, 12, 30)
        row.save()
        world.extra[f"{side}_round"] = row
        world.extra[f"{side}_round_proposal"] = RoundProposal.objects.create(
            cycle=world.extra[f"{side}_cycle"], level="province", unit=row.unit, proposed_on=date(2026, 10, 5)
        )


def round_of(world):
    return {"pk": world.a_round.pk}


def proposal_of(world):
    return {"pk": world.a_round.pk, "proposal": world.a_round_proposal.pk}


def dates(world):
    return {"name": "Đợt thử", "version": world.a_round.version}


OFFICE_ONLY = IN_SESSION | {"province": 200}

ROWS = [
    Row("evaluations:round", round_of, expect=SESSION, holds={"province": lambda w: [w.a_product.name]},
        lacks={"province": lambda w: [w.far_product.name], "member1": lambda w: [w.a_product.name]}),
    Row("evaluations:round_edit", round_of, expect=OFFICE_ONLY),
    Row("evaluations:round_edit", round_of, method="post", data=dates,
        expect=IN_SESSION | {"province": "/danh-gia/dot/*"}),
    Row("evaluations:round_proposals_export", round_of,
        expect=IN_SESSION | dict.fromkeys(["province", "department", "leadership", "ministry"], 200),
        lacks={"province": lambda w: [w.far_product.name]}),
    Row("evaluations:round_take_in", proposal_of, expect=OFFICE_ONLY),
    Row("evaluations:round_take_in", proposal_of, method="post", data=lambda w: {"reason": "Lý do thử."},
        expect=IN_SESSION | {"province": 422}),
    Row("evaluations:round_drift", round_of, expect=SESSION, lacks={"chair": lambda w: [w.a_product.name]}),
    Row("evaluations:session_drift", SESSION_OF, expect=IN_SESSION | dict.fromkeys([*SEATS, "province"], 200),
        lacks={"chair": lambda w: [w.a_product.name]}),
]  # fmt: skip
