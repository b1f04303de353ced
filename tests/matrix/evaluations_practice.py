"""Rows of calibration: seats of the council and its office; everybody else of the province is shown the door."""

from evaluations.models import Guidance, Practice
from tests.matrix import Row
from tests.matrix.evaluations import IN_SESSION, SEATS, SESSION_OF, of

INSIDE = IN_SESSION | dict.fromkeys([*SEATS, "province"], 200)
SCORERS = ["member1", "member2", "chair", "secretary"]  # in ground.py the secretary scores too
MAKES = ["province", "chair", "secretary"]


def build(world):
    """One practice product and one agreed guidance on either side."""
    for side, who in (("a", world.secretary), ("far", world.stranger_province)):
        world.extra[f"{side}_practice"] = Practice.objects.create(
            session=world.extra[f"{side}_session"], rubric=world.rubric, title=f"Mẫu {side}", description="Mô tả.",
            created_by=who,
        )  # fmt: skip
        Guidance.objects.create(
            council=world.extra[f"{side}_council"], rubric_code=world.rubric.code, criterion="A.1.1",
            text=f"Hiểu theo {side}.", agreed_on="2026-11-01", agreed_by="Hội đồng", recorded_by=who,
        )  # fmt: skip


PRACTICE, COUNCIL = of("a_practice"), of("a_council")


def agreed(world):
    return {"criterion": "A.1.1", "text": "Rõ.", "agreed_on": "01/11/2026", "agreed_by": "Hội đồng", "scope": "council"}


ROWS = [
    Row("evaluations:practices", SESSION_OF, expect=INSIDE, holds={"member1": lambda w: ["Mẫu a"]},
        lacks={"province": lambda w: ["Mẫu far"]}),
    Row("evaluations:practices", SESSION_OF, method="post",
        data=lambda w: {"title": "Mẫu mới", "rubric": w.rubric.pk, "description": "Mô tả."},
        expect=IN_SESSION | dict.fromkeys(MAKES, "/danh-gia/cham-thu/*")),
    Row("evaluations:practice", PRACTICE, expect=INSIDE, holds={"advisor": lambda w: ["Mẫu a"]}),
    Row("evaluations:practice_sheet", PRACTICE, expect=IN_SESSION | dict.fromkeys(SCORERS, 200)),
    Row("evaluations:practice_sheet", PRACTICE, method="post", data=lambda w: {"version": "0", "p-A.1.1": "1"},
        expect=IN_SESSION | dict.fromkeys(SCORERS, "/danh-gia/cham-thu/*")),
    Row("evaluations:practice_reference", PRACTICE, expect=IN_SESSION | dict.fromkeys(["chair", "secretary"], 200)),
    Row("evaluations:practice_reference", PRACTICE, method="post", data=lambda w: {"version": "0", "p-A.1.1": "1"},
        expect=IN_SESSION | dict.fromkeys(["chair", "secretary"], "/danh-gia/cham-thu/*")),
    Row("evaluations:practice_compare", PRACTICE, method="post", expect=IN_SESSION | {"chair": "/danh-gia/cham-thu/*"}),
    Row("evaluations:guidance", COUNCIL, expect=INSIDE, holds={"member2": lambda w: ["Hiểu theo a."]},
        lacks={"province": lambda w: ["Hiểu theo far."]}),
    Row("evaluations:guidance", COUNCIL, method="post", data=agreed,
        expect=IN_SESSION | dict.fromkeys(MAKES, "/danh-gia/hoi-dong/*")),
    Row("evaluations:severity", COUNCIL, expect=INSIDE),
]  # fmt: skip
