"""Rows of the official papers of a session: a draft invitation and an issued notice of the scheduled product."""

from datetime import date

from core import clock
from evaluations.enums import PaperKind, PaperState
from evaluations.models import IssuedPaper
from evaluations.papers import blocks
from tests.matrix import Row
from tests.matrix.evaluations import IN_SESSION, OFFICES, RESULTS, SESSION, SESSION_OF, of

MAKERS = ["province", "chair", "secretary"]
JOB = "/viec-nen/*"


def build(world):
    """One of each on both sides, written straight into the table."""
    for side in ("a", "far"):
        session, item = world.extra[f"{side}_session"], world.extra[f"{side}_item"]
        common = {"session": session, "hash": "4" * 64, "template": blocks.TEMPLATE}
        draft = IssuedPaper.objects.create(
            kind=PaperKind.INVITATION, subject=f"session:{session.pk}", data=data(f"Họp {side}"), **common
        )
        notice = IssuedPaper.objects.create(
            kind=PaperKind.NOTICE, subject=f"item:{item.pk}", item=item, data=data(f"Kết quả {side}"), number="01/TB",
            state=PaperState.ISSUED, issued_on=date(2026, 6, 30), issued_at=clock.now(), **common,
        )  # fmt: skip
        world.extra |= {f"{side}_draft_paper": draft, f"{side}_notice_paper": notice}


def data(subject):
    head = blocks.letter(superior=[], agency=["UBND"], place="Quảng Trị", year=2026, symbol="GM-VPĐP")
    return {
        "subject": subject, "letter": head, "sign": blocks.signature(blocks.signer(["CHÁNH VĂN PHÒNG"])), "copies": [],
    }  # fmt: skip


DRAFT, NOTICE = of("a_draft_paper"), of("a_notice_paper")
READS_NOTICE = RESULTS | {"chair": 200, "secretary": 200}
NOT_IN_OFFICE = dict.fromkeys(SESSION, 403)
NOT_HERS = dict.fromkeys(READS_NOTICE, 403)

ROWS = [
    Row("evaluations:session_papers", SESSION_OF, expect=SESSION,
        holds={"province": lambda w: ["Giấy mời họp", "Biên bản, báo cáo của Hội đồng"]},
        lacks={"member1": lambda w: ["Biên bản, báo cáo của Hội đồng"], "department": lambda w: ["Giấy mời họp"]}),
    Row("evaluations:session_papers", SESSION_OF, method="post", data=lambda w: {"paper": "all"},
        expect=IN_SESSION | dict.fromkeys([*MAKERS, "advisor"], JOB)),
    Row("evaluations:session_notices", SESSION_OF, expect=NOT_IN_OFFICE | {"province": 200},
        holds={"province": lambda w: ["Không có thông báo nào chờ ban hành"]}),
    Row("evaluations:session_notices", SESSION_OF, method="post", data=lambda w: {"common": "5"},
        expect=NOT_IN_OFFICE | {"province": 422}),
    Row("evaluations:paper", DRAFT, expect=dict.fromkeys(MAKERS, 200), holds={"province": lambda w: ["Họp a"]}),
    Row("evaluations:paper", NOTICE, expect=READS_NOTICE, holds={"owner": lambda w: ["Kết quả a"]}),
    Row("evaluations:paper_draw", DRAFT, method="post", expect=dict.fromkeys(MAKERS, JOB)),
    Row("evaluations:paper_content", DRAFT, expect=dict.fromkeys(MAKERS, 200)),
    Row("evaluations:paper_content", DRAFT, method="post", data=lambda w: {"hour": "08 giờ 00"},
        expect=dict.fromkeys(MAKERS, JOB)),
    Row("evaluations:paper_issue", DRAFT, expect=dict.fromkeys(MAKERS, 200)),
    Row("evaluations:paper_issue", DRAFT, method="post", expect=dict.fromkeys(MAKERS, 422)),
    Row("evaluations:paper_correct", NOTICE, expect=NOT_HERS | {"province": 200}),
    Row("evaluations:paper_correct", NOTICE, method="post", expect=NOT_HERS | {"province": 422}),
    Row("evaluations:decision_paper", of("a_decision"), method="post",
        expect=dict.fromkeys(OFFICES, 403) | {"province": 422}),
    Row("evaluations:paper_settings", lambda w: {"pk": w.quang_tri.pk}, expect={"province": 200}),
    Row("evaluations:paper_settings", lambda w: {"pk": w.quang_tri.pk}, method="post", expect={"province": 422}),
]  # fmt: skip
