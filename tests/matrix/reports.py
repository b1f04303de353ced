"""Rows of reports: see tests/matrix/__init__.py."""

from tests.matrix import KNOCKERS, Row

# Officers and leaders whose unit stands; those of ended units only read, and who holds no role asks for nothing.
ASKING = (
    "commune", "neighbour_commune", "province", "department", "leadership", "stranger_commune", "stranger_province",
    "ministry",
)  # fmt: skip
PROVINCE_READERS = ("province", "department", "leadership", "ministry")


def a_request(world):
    return {"unit": world.a_report.unit_id, "period": "2026Q3"}


ROWS: list[Row] = [
    Row("reports:list", expect=dict.fromkeys(["anonymous"], "login"), others=200,
        holds={"province": lambda w: [f"/bao-cao/{w.a_report.pk}/"]},
        lacks={"stranger_province": lambda w: [f"/bao-cao/{w.a_report.pk}/"],
               "producer": lambda w: [f"/bao-cao/{w.a_report.pk}/"]}),
    Row("reports:request", expect=dict.fromkeys(ASKING, 200), others=403),
    Row("reports:request", method="post", data=a_request,
        expect=dict.fromkeys(["province", "department", "leadership", "ministry"], "/viec-nen/*")
        | dict.fromkeys(["commune", "neighbour_commune", "stranger_commune", "stranger_province"], 422), others=403,
        foreign={"unit": lambda w: w.far_report.unit_id}, foreign_by="province"),
    Row("reports:detail", args=lambda w: {"pk": w.a_report.pk}, expect=dict.fromkeys(PROVINCE_READERS, 200), others=404),
]  # fmt: skip
assert set(ASKING) <= set(KNOCKERS)
