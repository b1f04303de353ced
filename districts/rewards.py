"""Rewards of provinces as data: the file that was found, what a province writes for itself, the rule that fits a recognition."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from core import audit
from core.datafiles import Node, read_yaml
from core.exceptions import Refused
from core.text import clean_line
from districts import messages
from districts.enums import Level, RewardKind
from districts.models import AdministrativeUnit, RewardPolicy, RewardRule
from districts.selectors import find_unit

FILE = Path(__file__).resolve().parent / "data" / "reward-rules.yaml"
POLICY_FIELDS = ("name", "legal_basis", "valid_from", "valid_to", "producer_cap", "source_note")


@dataclass(frozen=True)
class FoundRule:
    star: int
    kind: str
    from_star: int
    amount: int
    level: str
    paid_once: bool


@dataclass(frozen=True)
class FoundPolicy:
    unit: str
    as_of: date
    name: str
    valid_from: date
    valid_to: date | None
    source: str
    rules: tuple[FoundRule, ...]


def read_policies(path: Path = FILE) -> tuple[FoundPolicy, ...]:
    """The policies of a file. Raises DataError with file, place and reason."""
    node = read_yaml(path)
    node.take("left_out", [])
    found = tuple(_policy(child) for child in node.children("policies"))
    node.done()
    return found


def _policy(node: Node) -> FoundPolicy:
    found = FoundPolicy(
        unit=node.code("unit"), as_of=node.day("as_of"), name=node.text("name"), valid_from=node.day("valid_from"),
        valid_to=node.day("valid_to", None), source=node.text("source"),
        rules=tuple(_rule(child) for child in node.children("rules")),
    )  # fmt: skip
    node.done()
    return found


def _rule(node: Node) -> FoundRule:
    found = FoundRule(
        star=node.whole("star", 3, 5), kind=node.choice("kind", tuple(RewardKind.values)),
        from_star=node.whole("from_star", 0, 4, 0), amount=node.whole("amount", 1, 10**12),
        level=node.choice("level", tuple(Level.values), ""), paid_once=node.flag("paid_once", True),
    )  # fmt: skip
    if found.from_star and (found.kind != RewardKind.UPGRADE or found.from_star >= found.star):
        node.fail("from_star belongs to upgrades, below the star", "from_star")
    node.done()
    return found


@transaction.atomic
def load_reward_rules(path: Path = FILE) -> int:
    """Bring the policies of the file into the tables; those that stand, by province, name and day, are left alone.

    Out: how many were created. Reference data of the installation, as `load_units`: no actor, no event.
    """
    created = 0
    for row in read_policies(path):
        province = find_unit(row.unit, Level.PROVINCE, row.as_of)
        policy, fresh = RewardPolicy.objects.get_or_create(
            province=province, name=row.name, valid_from=row.valid_from,
            defaults={"valid_to": row.valid_to, "source_note": row.source},
        )  # fmt: skip
        if fresh:
            created += 1
            for rule in row.rules:
                RewardRule.objects.create(policy=policy, **vars(rule))
    return created


@transaction.atomic
def keep_policy(
    *, province: AdministrativeUnit, actor, policy: RewardPolicy | None = None, at: datetime | None = None, **values
) -> RewardPolicy:
    """Write a policy of a province (POLICY_FIELDS), a new one without `policy`. Event `reward.policy`. Refused: twice."""
    row = policy or RewardPolicy(province=province)
    for name in POLICY_FIELDS:
        if name in values:
            setattr(row, name, clean_line(values[name]) if isinstance(values[name], str) else values[name])
    row.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(messages.POLICY_TWICE, code="name", obj=province) from None
    after = {"name": row.name, "legal_basis": row.legal_basis}
    audit.record("reward.policy", actor=actor, obj=row, after=after, province_id=province.pk, at=at)
    return row


@transaction.atomic
def add_rule(*, policy: RewardPolicy, actor, at: datetime | None = None, **values) -> RewardRule:
    """One amount of a policy: star, kind, from_star, amount, level, paid_once. Event `reward.rule`. Refused: twice."""
    rule = RewardRule(policy=policy, **values)
    if rule.from_star and (rule.kind != RewardKind.UPGRADE or rule.from_star >= rule.star):
        raise Refused(messages.FROM_STAR_ONLY_UPGRADE, code="from_star", obj=policy)
    rule.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError:
        raise Refused(messages.RULE_TWICE, code="kind", obj=policy) from None
    after = {"star": rule.star, "kind": rule.kind, "amount": rule.amount}
    audit.record(
        "reward.rule", actor=actor, obj=rule, parent=policy, after=after, province_id=policy.province_id, at=at
    )
    return rule


def kind_of(first: bool, stars: int, before: int | None) -> str | None:
    """For which kind of reward a recognition stands: first time, upgrade from fewer stars, the same kept; None for fewer."""
    if first or before is None:
        return RewardKind.FIRST
    if stars > before:
        return RewardKind.UPGRADE
    return RewardKind.KEEP if stars == before else None


def fitting_rule(rules, *, province_id: int, decided_on: date, stars: int, kind: str | None, before: int | None):
    """The rule that a recognition falls under, or None: of the province's newest policy in force on the day that has a
    legal basis; a rule for exactly the former stars before one for any. `rules` carry their policy.
    """
    found = [
        rule for rule in rules
        if rule.policy.province_id == province_id
        and rule.policy.legal_basis
        and rule.policy.valid_from <= decided_on
        and (rule.policy.valid_to is None or decided_on <= rule.policy.valid_to)
        and (rule.star, rule.kind) == (stars, kind)
        and rule.from_star in (0, before or 0)
    ]  # fmt: skip
    return max(found, key=lambda rule: (rule.policy.valid_from, rule.from_star), default=None)
