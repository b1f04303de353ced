"""Rows of council discipline, councils, sessions and rounds: see tests/matrix/__init__.py."""

from evaluations.models import CouncilMember, KnockoutProposal
from tests.matrix import Row
from tests.matrix.evaluations import DOSSIER, IN_SESSION, READERS, REASON, SESSION, SHEET, WRITES, of


def build(world):
    """A proposal on the first sheet of the scheduled product, and one far away."""
    for side in ("a", "far"):
        sheet = world.extra[f"{side}_sheet"]
        world.extra[f"{side}_knockout_proposal"] = KnockoutProposal.objects.create(
            sheet=sheet, ref="D1", reason=f"Căn cứ {side}"
        )


def seat(world):
    """A scoring seat that has answered nothing yet."""
    return CouncilMember.objects.get(council=world.a_council, user=world.users["member3"])


def on_member(world):
    return {"pk": world.a_item.pk, "member": seat(world).pk}


def on_stranger(world):
    return {"pk": world.a_item.pk, "member": world.far_seats[0].pk}


def in_council(world):
    """A seat of the council."""
    return {"pk": world.a_council.pk, "member": seat(world).pk}


def of_other_council(world):
    return {"pk": world.a_council.pk, "member": world.far_seats[0].pk}


PROPOSAL = of("a_knockout_proposal")
COUNCIL, SESSION_OF = of("a_council"), of("a_session")

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
    # what the centre did not recognise
    Row("evaluations:dossier_hand_back", DOSSIER, method="post", expect=dict.fromkeys([*READERS, "member1"], 422)),
    Row("evaluations:dossier_evaluate_again", DOSSIER, expect=WRITES | {"province": 200}),
    Row("evaluations:dossier_evaluate_again", DOSSIER, method="post", data=REASON, expect=WRITES | {"province": 422}),
    # the council, by its standing office; its session stands open in this world
    Row("evaluations:council_edit", COUNCIL, expect=IN_SESSION | {"province": 200}),
    Row("evaluations:council_edit", COUNCIL, method="post", expect=IN_SESSION | {"province": 422}),
    Row("evaluations:member_edit", in_council, expect=IN_SESSION | {"province": 200}),
    Row("evaluations:member_edit", of_other_council, expect=IN_SESSION | {"province": 404}),
    Row("evaluations:member_edit", in_council, method="post", expect=IN_SESSION | {"province": 422}),
    Row("evaluations:member_remove", in_council, expect=IN_SESSION | {"province": 200}),
    Row("evaluations:member_remove", in_council, method="post", data=REASON, expect=IN_SESSION | {"province": 422}),
    Row("evaluations:advisory_team", COUNCIL, expect=IN_SESSION | {"province": 200}),
    Row("evaluations:advisory_team", COUNCIL, method="post", expect=IN_SESSION | {"province": 422}),
    # the session's plan
    Row("evaluations:session_plan", SESSION_OF, expect=SESSION),
    Row("evaluations:session_plan", SESSION_OF, method="post", data=lambda w: {"held_on": "01/12/2026"},
        expect=IN_SESSION | dict.fromkeys(["province", "chair", "secretary"], 409)),
    Row("evaluations:session_invitations", SESSION_OF,
        expect=SESSION | dict.fromkeys(["department", "leadership", "ministry"], 403)),
    Row("evaluations:session_invitations", SESSION_OF, method="post",
        expect=IN_SESSION | dict.fromkeys(["province", "chair", "secretary"], 422)),
    Row("evaluations:round_create", method="post", data=lambda w: {"fill": "1"},
        expect=dict.fromkeys(["province", "stranger_province", "ministry"], 200), others=403),
]  # fmt: skip
