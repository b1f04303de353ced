"""Rows of council discipline, councils, sessions and rounds: see tests/matrix/__init__.py."""

from evaluations.models import CouncilMember, KnockoutProposal
from tests.matrix import Row
from tests.matrix.evaluations import IN_SESSION, REASON, SHEET, of


def build(world):
    """A proposal on the first sheet of the scheduled product, and one far away."""
    for side in ("a", "far"):
        sheet = world.extra[f"{side}_sheet"]
        world.extra[f"{side}_proposal"] = KnockoutProposal.objects.create(
            sheet=sheet, ref="D1", reason=f"Căn cứ {side}"
        )


def seat(world):
    """A scoring seat that has answered nothing yet."""
    return CouncilMember.objects.get(council=world.a_council, user=world.users["member3"])


def on_member(world):
    return {"pk": world.a_item.pk, "member": seat(world).pk}


def on_stranger(world):
    return {"pk": world.a_item.pk, "member": world.far_seats[0].pk}


PROPOSAL = of("a_proposal")

ROWS = [
    # the chair rules on one product and one seat
    Row("evaluations:item_recuse", on_member, expect=IN_SESSION | {"chair": 200}),
    Row("evaluations:item_recuse", on_stranger, expect=IN_SESSION | {"chair": 404}),
    Row("evaluations:item_recuse", on_member, method="post", expect=IN_SESSION | {"chair": 422}),
    Row("evaluations:item_recuse", on_member, method="post", data=REASON,
        expect=IN_SESSION | {"chair": "/danh-gia/san-pham/*"}),
    Row("evaluations:item_reopen", on_member, expect=IN_SESSION | {"chair": 200},
        lacks={"chair": lambda w: ["Nhận xét a 0"]}),
    Row("evaluations:item_reopen", on_member, method="post", data=lambda w: {"reason": "Nhầm.", "password": "sai"},
        expect=IN_SESSION | {"chair": 422}),
    # proposals are the member's own until the locking
    Row("evaluations:sheet_proposals", SHEET, expect={"member1": 200}, holds={"member1": lambda w: ["Căn cứ a"]}),
    Row("evaluations:sheet_proposals", SHEET, method="post", data=lambda w: {"ref": "D9", "reason": "Thử."},
        expect={"member1": 422}),
    Row("evaluations:proposal_withdraw", PROPOSAL, method="post", expect={"member1": "/danh-gia/phieu/*"}),
    Row("evaluations:proposal_decide", PROPOSAL, expect={"member1": 403}),
    Row("evaluations:proposal_decide", PROPOSAL, method="post", data=lambda w: {"accept": "1"}, expect={"member1": 403}),
]  # fmt: skip
