"""Rows of a province's programme: see tests/matrix/__init__.py."""

from datetime import date

from districts.models import RewardPolicy
from tests.matrix import Row

READ = dict.fromkeys(["province", "department", "leadership", "stranger_province"], 200)
WRITE = {"province": 422, "department": 403, "leadership": 403, "stranger_province": 422}
OWN = dict.fromkeys(["province", "commune", "neighbour_commune", "department", "leadership", "ministry"], 200)
READS = dict.fromkeys(["commune", "neighbour_commune", "department", "leadership", "ministry"], 403)


def build(world):
    """A policy of tỉnh Quảng Trị."""
    world.extra["a_policy"] = RewardPolicy.objects.create(
        province=world.quang_tri,
        name="Thưởng OCOP Quảng Trị",
        legal_basis="12/2026/NQ-HĐND",
        valid_from=date(2026, 1, 1),
    )


def policy(world):
    return {"pk": world.a_policy.pk}


ROWS = [
    Row("programme:settings", expect=READ, others=403),
    Row("programme:settings", method="post", expect=WRITE, others=403),
    Row("programme:policies", others=200, holds={"commune": lambda w: [w.a_policy.name]}, lacks={"stranger_province": lambda w: [w.a_policy.name]}),
    Row("programme:policy_new", expect={"province": 200, "stranger_province": 200}, others=403),
    Row("programme:policy_new", method="post", expect={"province": 422, "stranger_province": 422}, others=403),
    Row("programme:policy", policy, expect=OWN),
    Row("programme:policy", policy, method="post", expect={**READS, "province": 422}),
    Row("programme:policy_edit", policy, expect={**READS, "province": 200}),
    Row("programme:policy_edit", policy, method="post", expect={**READS, "province": 422}),
]  # fmt: skip
