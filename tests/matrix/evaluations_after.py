"""Rows of what follows a result: see tests/matrix/__init__.py."""

from datetime import date, timedelta

from core import clock
from evaluations.models import Complaint, Inspection, RedoRequest, WithdrawalProposal
from tests.matrix import Row
from tests.matrix.evaluations import IN_SESSION, OFFICES, RESULTS, SEATS, SESSION, of

DOSSIER, CERTIFICATE, PRODUCT = of("a_dossier"), of("a_certificate"), of("a_product")
INSPECTION, COMPLAINT, PROPOSAL = of("a_inspection"), of("a_complaint"), of("a_withdrawal_proposal")
SESSION_OF, ITEM = of("a_session"), of("a_item")
REACH = ["owner", "producer", *OFFICES]
INSIDE = dict.fromkeys(REACH, 403)
INSPECTORS = ["province", "ministry"]
HANDLERS = ["owner", "province", "ministry"]
ORGANISERS = ["province", "chair", "secretary"]
VOTERS = [seat for seat in SEATS if seat not in ("advisor", "member1")]


def build(world):
    """An inspection that is planned, a complaint that is handled and an open proposal on either side."""
    for number, side in ((1, "a"), (2, "far")):
        product, certificate = world.extra[f"{side}_product"], world.extra[f"{side}_certificate"]
        inspection = Inspection.objects.create(
            number=f"HK-2026-000{number}", product=product, certificate=certificate, level="province", kind="periodic",
            planned_on=clock.today(),
        )  # fmt: skip
        complaint = Complaint.objects.create(
            number=f"PA-2026-000{number}", product=product, channel="phone", content=f"Nội dung {side}",
            from_name=f"Người báo {side}", received_on=clock.today(), state="handling", handler="Phòng kinh tế",
            due_on=clock.today() + timedelta(days=10),
        )  # fmt: skip
        proposal = WithdrawalProposal.objects.create(
            certificate=certificate, ground_code="b", ground="Kết luận", basis_number="1/KL",
            concluded_on=date(2026, 7, 1), due_on=date(2026, 7, 16),
        )  # fmt: skip
        redo = RedoRequest.objects.create(
            certificate=certificate, number="7/BNNMT", sent_on=date(2026, 7, 1), reason=f"Chấm sai {side}"
        )
        world.extra |= {
            f"{side}_redo": redo,
            f"{side}_inspection": inspection,
            f"{side}_complaint": complaint,
            f"{side}_withdrawal_proposal": proposal,
        }


def able(names, status=200):
    """Inside the scope 403, but for those who may."""
    return INSIDE | dict.fromkeys(names, status)


ROWS = [
    # what is missing for a star, the result by criterion
    Row("evaluations:shortfall", DOSSIER, expect=dict.fromkeys(REACH, 200), lacks={"owner": lambda w: [w.far_product.name]}),
    Row("evaluations:shortfall_letter", DOSSIER, method="post", expect=dict.fromkeys(REACH, "/viec-nen/*")),
    Row("evaluations:dossier_result", DOSSIER, expect=dict.fromkeys(REACH, 200),
        holds={"producer": lambda w: ["Chưa có kết quả được thông báo"]}),
    # re-evaluation
    Row("evaluations:radar_remind", method="post", others="/danh-gia/giay-chung-nhan/sap-het-han/"),  # nothing chosen
    Row("evaluations:radar", others=200),
    Row("evaluations:certificate_renew", CERTIFICATE, expect=able(["owner", "producer"])),
    Row("evaluations:certificate_renew", CERTIFICATE, method="post", expect=able(["owner", "producer"], 422)),
    Row("evaluations:certificate_notice", CERTIFICATE, expect=able(["province"])),
    Row("evaluations:certificate_notice", CERTIFICATE, method="post", expect=able(["province"], 422)),
    # withdrawal
    Row("evaluations:proposals", others=200, holds={"owner": lambda w: [w.a_product.name]},
        lacks={"owner": lambda w: [w.far_product.name], "producer": lambda w: [w.a_product.name],
               "neighbour": lambda w: [w.a_product.name]}),
    Row("evaluations:certificate_propose", CERTIFICATE, expect=able(HANDLERS),
        lacks={"owner": lambda w: ["giả mạo"]}, holds={"province": lambda w: ["giả mạo"]}),
    Row("evaluations:certificate_propose", CERTIFICATE, method="post", expect=able(HANDLERS, 422)),
    Row("evaluations:proposal_drop", PROPOSAL, expect=able(["province"]) | {"producer": 404}),
    Row("evaluations:proposal_drop", PROPOSAL, method="post", expect=able(["province"], 422) | {"producer": 404}),
    # the ministry asks to evaluate again, the province answers
    Row("evaluations:redo_ask", CERTIFICATE, expect=able(["ministry"])),
    Row("evaluations:redo_ask", CERTIFICATE, method="post", expect=able(["ministry"], 422)),
    Row("evaluations:redo_answer", of("a_redo"), expect=able(["province"]) | {"producer": 404},
        holds={"province": lambda w: ["Chấm sai a"]}),
    Row("evaluations:redo_answer", of("a_redo"), method="post", expect=able(["province"], 422) | {"producer": 404}),
    # inspections
    Row("evaluations:inspections", others=200, holds={"owner": lambda w: [w.a_inspection.number]},
        lacks={"owner": lambda w: [w.far_inspection.number], "neighbour": lambda w: [w.a_inspection.number]}),
    Row("evaluations:inspection_plan", PRODUCT, expect=able(INSPECTORS)),
    Row("evaluations:inspection_plan", PRODUCT, method="post", expect=able(INSPECTORS, 422)),
    Row("evaluations:inspection", INSPECTION, expect=RESULTS),
    Row("evaluations:inspection_conclude", INSPECTION, expect=able(INSPECTORS)),
    Row("evaluations:inspection_conclude", INSPECTION, method="post", expect=able(INSPECTORS, 422)),
    Row("evaluations:inspection_mended", INSPECTION, expect=able(HANDLERS)),
    Row("evaluations:inspection_mended", INSPECTION, method="post", expect=able(HANDLERS, 422)),
    Row("evaluations:inspection_file", INSPECTION, expect=able(INSPECTORS)),
    Row("evaluations:inspection_file", INSPECTION, method="post", expect=able(INSPECTORS, 422)),
    # complaints
    Row("evaluations:complaints", others=200, holds={"owner": lambda w: [w.a_complaint.number]},
        lacks={"owner": lambda w: [w.far_complaint.number], "neighbour": lambda w: [w.a_complaint.number]}),
    Row("evaluations:complaint_receive", PRODUCT, expect=able(HANDLERS)),
    Row("evaluations:complaint_receive", PRODUCT, method="post", expect=able(HANDLERS, 422)),
    Row("evaluations:complaint", COMPLAINT, expect=RESULTS, holds={"owner": lambda w: ["Xem người phản ánh"]},
        lacks={who: lambda w: ["Người báo a"] for who in ("owner", "province", "producer")}),
    Row("evaluations:complaint_sender", COMPLAINT, method="post", expect=dict.fromkeys(RESULTS, 403) | dict.fromkeys(HANDLERS, 200),
        holds={"owner": lambda w: ["Người báo a"]}, lacks={"department": lambda w: ["Người báo a"]}),
    Row("evaluations:complaint_take_up", COMPLAINT, expect=able(HANDLERS)),
    Row("evaluations:complaint_take_up", COMPLAINT, method="post",
        data=lambda w: {"handler": "Ai", "due_on": "01/01/2099", "inspection": ""}, expect=able(HANDLERS, 409)),
    Row("evaluations:complaint_answer", COMPLAINT, expect=able(HANDLERS)),
    Row("evaluations:complaint_answer", COMPLAINT, method="post",
        data=lambda w: {"answer": "", "inspection": w.a_inspection.pk}, expect=able(HANDLERS, 422),
        foreign={"inspection": lambda w: w.far_inspection.pk}),
    # written opinions; the session of the ground is an open meeting
    Row("evaluations:session_written", SESSION_OF, method="post",
        expect=IN_SESSION | dict.fromkeys(ORGANISERS, 422)),
    Row("evaluations:session_asked", SESSION_OF, expect=SESSION),
    Row("evaluations:session_end_asking", SESSION_OF, method="post", expect=IN_SESSION | {"chair": 422}),
    Row("evaluations:session_call", SESSION_OF, expect=IN_SESSION | {"chair": 200}),
    Row("evaluations:session_call", SESSION_OF, method="post", expect=IN_SESSION | {"chair": 422}),
    Row("evaluations:item_proposal", ITEM, expect=IN_SESSION | dict.fromkeys(ORGANISERS, 200)),
    Row("evaluations:item_proposal", ITEM, method="post", expect=IN_SESSION | dict.fromkeys(ORGANISERS, 422)),
    Row("evaluations:item_opinion", ITEM,
        expect=IN_SESSION | dict.fromkeys(VOTERS, "/danh-gia/san-pham/*") | {"member1": 200}),
    Row("evaluations:item_opinion", ITEM, method="post",
        expect=IN_SESSION | dict.fromkeys(VOTERS, "/danh-gia/san-pham/*") | {"member1": 422}),
]  # fmt: skip
