"""Rewards as data: the file that ships, which rule fits a recognition, what a province writes for itself."""

from datetime import date
from types import SimpleNamespace

import pytest
import yaml
from django.urls import reverse

from core.datafiles import DataError
from core.exceptions import Refused
from core.models import AuditEvent
from districts.models import ProgrammeSettings, RewardPolicy, RewardRule
from districts.rewards import FILE, add_rule, fitting_rule, keep_policy, kind_of, load_reward_rules, read_policies
from tests.factories.districts import make_province


def test_the_file_holds_what_was_found():
    """regulation.md section 10, written out by hand: province, year, star, kind, million đồng."""
    found = {
        (policy.unit, policy.valid_from.year): {(r.star, r.kind, r.from_star): r.amount // 10**6 for r in policy.rules}
        for policy in read_policies()
    }
    assert found == {
        ("27", 2024): {(3, "first", 0): 8, (4, "first", 0): 10, (4, "upgrade", 3): 2},
        ("42", 2019): {(3, "first", 0): 30, (4, "first", 0): 50},
        ("24", 2024): {
            (3, "first", 0): 50, (4, "first", 0): 150, (5, "first", 0): 300, (3, "keep", 0): 20, (4, "keep", 0): 60,
            (4, "upgrade", 0): 150, (5, "upgrade", 0): 300,
        },
    }  # fmt: skip
    left_out = yaml.safe_load(FILE.read_text(encoding="utf-8"))["left_out"]
    assert [row["name"].split()[0] for row in left_out] == ["Hưng", "Trà", "Hải"]


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("star: 3", "star: 2"),
        ("kind: first", "kind: gift"),
        ("amount: 8000000", "amount: 0"),
        ("from_star: 3", "from_star: 4"),
    ],
)
def test_a_bad_file_is_refused(tmp_path, good, bad):
    file = tmp_path / "rules.yaml"
    file.write_text(FILE.read_text(encoding="utf-8").replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(DataError):
        read_policies(file)


@pytest.mark.django_db
def test_loading_twice_changes_nothing_and_pays_nothing():
    for code in ("24", "27", "42"):
        make_province(code, f"Tỉnh {code}")
    assert (load_reward_rules(), load_reward_rules()) == (3, 0)
    assert (RewardPolicy.objects.count(), RewardRule.objects.count()) == (3, 12)
    assert set(RewardPolicy.objects.values_list("legal_basis", flat=True)) == {""}


@pytest.mark.parametrize(
    ("first", "stars", "before", "kind"),
    [
        (True, 3, None, "first"),
        (True, 4, 3, "first"),
        (False, 4, 3, "upgrade"),
        (False, 3, 3, "keep"),
        (False, 3, 4, None),
        (False, 3, None, "first"),
    ],
)
def test_the_kind_of_a_recognition(first, stars, before, kind):
    assert kind_of(first, stars, before) == kind


def policy(basis="1/NQ", begins=date(2026, 1, 1), ends=None, province=1):
    return SimpleNamespace(province_id=province, legal_basis=basis, valid_from=begins, valid_to=ends)


def rule(of, star=4, kind="upgrade", from_star=0, amount=1):
    return SimpleNamespace(policy=of, star=star, kind=kind, from_star=from_star, amount=amount)


OLD, NEW = policy(begins=date(2024, 1, 1), ends=date(2026, 6, 30)), policy(begins=date(2026, 3, 1))
RULES = [
    rule(OLD, amount=1), rule(NEW, amount=2), rule(NEW, from_star=3, amount=3), rule(policy(basis=""), amount=4),
    rule(policy(province=2), amount=5), rule(NEW, kind="first", amount=6),
]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "kind", "before", "amount"),
    [
        (date(2026, 2, 28), "upgrade", 3, 1),
        (date(2026, 3, 1), "upgrade", 3, 3),  # exactly from 3 stars before from any
        (date(2026, 3, 1), "upgrade", None, 2),
        (date(2026, 6, 30), "first", None, 6),
        (date(2023, 12, 31), "upgrade", 3, None),
        (date(2026, 5, 1), None, 4, None),
    ],
)
def test_the_rule_that_fits(day, kind, before, amount):
    found = fitting_rule(RULES, province_id=1, decided_on=day, stars=4, kind=kind, before=before)
    assert (found.amount if found else None) == amount


@pytest.mark.django_db
def test_a_province_writes_its_policy(world):
    row = keep_policy(province=world.quang_tri, actor=world.province, name="Thưởng 2026", valid_from=date(2026, 1, 1))
    with pytest.raises(Refused) as refusal:
        keep_policy(province=world.quang_tri, actor=world.province, name="Thưởng 2026", valid_from=date(2026, 1, 1))
    assert refusal.value.code == "name"
    amount = {"star": 4, "kind": "upgrade", "amount": 5, "from_star": 3, "level": "province", "paid_once": True}
    add_rule(policy=row, actor=world.province, **amount)
    with pytest.raises(Refused) as refusal:
        add_rule(policy=row, actor=world.province, **amount)
    assert refusal.value.code == "kind"
    with pytest.raises(Refused) as refusal:
        add_rule(policy=row, actor=world.province, **(amount | {"from_star": 4}))
    assert refusal.value.code == "from_star"
    assert list(AuditEvent.objects.values_list("verb", flat=True).order_by("number")) == [
        "reward.policy",
        "reward.rule",
    ]


@pytest.mark.django_db
def test_the_settings_of_the_programme(client, world):
    client.force_login(world.province)
    url = reverse("programme:settings")
    given = {"appraisal_level": "province", "selection_level": "province", "refile_days": "15", "plan_refile_days": "7",
             "commune_report_days": "15", "advisory_name": "Chi cục Phát triển nông thôn"}  # fmt: skip
    answer = client.post(url, given | {"appraisal_level": "district", "refile_days": "0"})
    assert (answer.status_code, "Chi cục Phát triển nông thôn" in answer.content.decode()) == (422, True)
    assert ProgrammeSettings.objects.count() == 0
    assert client.post(url, given)["Location"] == url
    row = ProgrammeSettings.objects.get()
    assert (row.province, row.appraisal_level, row.plan_refile_days) == (world.quang_tri, "province", 7)
    client.force_login(world.leadership)
    page = client.get(url).content.decode()
    assert ("Chi cục Phát triển nông thôn" in page, "Lưu thiết lập" in page) == (True, False)
