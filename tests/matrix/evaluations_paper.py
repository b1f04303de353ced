"""Rows of paper sheets. In ground.py the secretary scores too, so there only office and advisor may type."""

from django.core.files.uploadedfile import SimpleUploadedFile

from evaluations.models import PaperAnswer, PaperEntry, PaperTyping
from tests.matrix import Row
from tests.matrix.evaluations import IN_SESSION, PDF, REASON, SESSION_OF, of

PAPERS = IN_SESSION | dict.fromkeys(["province", "chair", "secretary", "advisor"], 200)
TYPES = ["province", "advisor"]
LEADS = ["chair", "secretary"]


def build(world):
    """One entry that waits, one with two readings that differ, typed by the advisor and another."""
    for side, by in (("a", world.secretary), ("far", world.stranger_province)):
        item, seats = world.extra[f"{side}_item"], world.extra[f"{side}_seats"]
        seat = seats[2] if side == "a" else seats[0]
        common = {"item": item, "scoring_round": 1, "reason": "Không có mạng.", "allowed_by": by}
        world.extra[f"{side}_entry"] = PaperEntry.objects.create(member=seat, **common)
    seats = world.a_seats
    differs = PaperEntry.objects.create(
        member=seats[3], state="differs", typed=2, item=world.a_item, scoring_round=1, reason="Không có mạng.",
        allowed_by=world.secretary,
    )  # fmt: skip
    for number, user in ((1, world.advisor), (2, world.admin)):
        typing = PaperTyping.objects.create(entry=differs, number=number, typed_by=user, typed_at=differs.allowed_at)
        PaperAnswer.objects.create(typing=typing, criterion=world.criterion, place=number - 1)
    world.extra["a_differs"] = differs


def upload(world):
    return {"upload": SimpleUploadedFile("phieu.pdf", PDF, content_type="application/pdf")}


ENTRY, DIFFERS = of("a_entry"), of("a_differs")
ALLOW = lambda w: {"item": w.a_item.pk, "member": w.a_seats[4].pk, "reason": "Không có mạng."}  # noqa: E731
ROWS = [
    Row("evaluations:paper_sheets", SESSION_OF, expect=PAPERS, holds={"advisor": lambda w: [w.a_entry.code]},
        lacks={"province": lambda w: [w.far_entry.code]}),
    Row("evaluations:paper_sheets", SESSION_OF, method="post", data=ALLOW,
        expect=IN_SESSION | dict.fromkeys(LEADS, "/danh-gia/phien/*"), foreign_by="secretary",
        foreign={"item": lambda w: w.far_item.pk, "member": lambda w: w.far_seats[0].pk}),
    Row("evaluations:paper_find", SESSION_OF, query=lambda w: {"ma": w.a_entry.code},
        expect=IN_SESSION | dict.fromkeys([*TYPES, *LEADS], "/danh-gia/phieu-giay/*")),
    Row("evaluations:paper_find", SESSION_OF, query=lambda w: {"ma": w.far_entry.code},
        expect=IN_SESSION | dict.fromkeys([*TYPES, *LEADS], "/danh-gia/phien/*")),
    Row("evaluations:papers_print", SESSION_OF, expect=PAPERS, holds={"secretary": lambda w: [w.a_entry.code]},
        lacks={"secretary": lambda w: [w.far_entry.code]}),
    Row("evaluations:paper_print", ENTRY, expect=PAPERS, holds={"chair": lambda w: [w.a_entry.code]}),
    Row("evaluations:paper_type", ENTRY, expect=IN_SESSION | dict.fromkeys(TYPES, 200)),
    Row("evaluations:paper_type", ENTRY, method="post", expect=IN_SESSION | dict.fromkeys(TYPES, 422)),
    Row("evaluations:paper_compare", DIFFERS, expect=IN_SESSION | dict.fromkeys(["chair", "province"], 200)),
    Row("evaluations:paper_compare", DIFFERS, method="post",
        expect=IN_SESSION | dict.fromkeys(["chair", "province"], 422)),
    Row("evaluations:paper_cancel", ENTRY, expect=IN_SESSION | dict.fromkeys(LEADS, 200)),
    Row("evaluations:paper_cancel", ENTRY, method="post", data=REASON,
        expect=IN_SESSION | dict.fromkeys(LEADS, "/danh-gia/phien/*")),
    Row("evaluations:paper_scan", ENTRY, method="post", data=upload,
        expect=IN_SESSION | dict.fromkeys(TYPES, "/danh-gia/phieu-giay/*")),
]  # fmt: skip
