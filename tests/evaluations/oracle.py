"""A slow second reading of the scoring rules, straight from the YAML files and written apart from the engine.

It answers a case of the `score` command with the figures that decide. Meant to be obvious, not fast.
"""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, getcontext
from fractions import Fraction
from functools import cache
from pathlib import Path

import yaml

RUBRICS = Path(__file__).resolve().parents[2] / "evaluations" / "rubrics"
BOUNDS = {5: 90, 4: 70, 3: 50, 2: 30, 1: 0}
getcontext().prec = 60


@cache
def document(rubric_id):
    folder, number = rubric_id.split("/")
    [path] = (RUBRICS / folder).glob(number + "-*.yaml")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506 - the safe loader, in C where built


@cache
def lines(rubric_id):
    """[(full code, section code, criterion of the file)] in the order of the sheet."""
    found = []
    for part in document(rubric_id)["parts"]:
        for section in part["sections"]:
            for criterion in section["criteria"]:
                found.append((f"{part['code']}.{criterion['code']}", f"{part['code']}.{section['code']}", criterion))
    return found


def chosen_points(rubric_id, choices, zeroed):
    """(points per criterion, criteria that do not apply) of one sheet."""
    raw = {}
    for code, _section, criterion in lines(rubric_id):
        place = choices.get(code, 0)
        raw[code] = criterion["options"][place - 1]["points"] if place else 0
        if code in zeroed:
            raw[code] = 0
    points, idle = dict(raw), set()
    for code, _section, criterion in lines(rubric_id):
        rule = criterion.get("applies_if")
        if rule and raw[rule["criterion"]] < rule["min_points"]:
            points[code] = 0
            idle.add(code)
    return points, idle


def answer(case):
    """The figures of design §5 for a case of the `score` command (see the keys of the result)."""
    rubric_id, council = case["rubric"], case["council"]
    findings = case.get("findings", {})
    named, joint = set(findings.get("knockouts", [])), findings.get("joint", {})
    doc = document(rubric_id)
    rules = [dict(k, name=k.get("criterion") or k.get("section")) for k in doc["knockouts"]]
    for number, _line in enumerate(doc.get("disqualifiers_vi", []), start=1):
        rules.append({"name": f"D{number}", "effect": "disqualify"})
    zeroed = {k["name"] for k in rules if k["name"] in named and k["effect"] == "requirement"}

    everyone, counted = [], []
    for sheet in case["sheets"]:
        points, idle = chosen_points(rubric_id, sheet["choices"], zeroed)
        everyone.append(sum(points.values()))
        if all(code in sheet["choices"] for code, _section, _criterion in lines(rubric_id)):
            counted.append((points, idle))
    totals = [sum(points.values()) for points, _idle in counted]

    in_force = []
    for rule in rules:
        zero_sheets = 0
        for points, idle in counted:
            if rule.get("when") == "criterion_is_zero":
                zero_sheets += points[rule["name"]] == 0
            elif rule.get("when") == "any_criterion_is_zero":
                inside = [code for code, section, _c in lines(rubric_id) if section == rule["name"]]
                zero_sheets += any(points[code] == 0 and code not in idle for code in inside)
        if rule["name"] in named or Fraction(zero_sheets) > Fraction(len(counted), 2):
            in_force.append(rule)

    joint_points = chosen_points(rubric_id, joint, zeroed)[0]
    failed = []
    for gate in doc["gates"]:
        code, need = gate["rule"]["criterion"], gate["rule"]["min_points"]
        reach = len([1 for points, _idle in counted if points[code] >= need])
        if council["gate_rule"] == "joint":
            met = joint_points[code] >= need
        elif council["gate_rule"] == "all":
            met = reach == len(counted) and reach > 0
        else:
            met = Fraction(reach) > Fraction(len(counted), 2)
        if not met:
            failed.append((gate["stars"], code, need, reach))

    average = Fraction(sum(totals), len(totals)) if totals else None
    band = stars = None
    if totals:
        band = max(s for s, bound in BOUNDS.items() if average >= bound)
        stars = band
        while stars > 1 and any(s <= stars for s, *_rest in failed):
            stars -= 1
        if any(rule["effect"] != "requirement" for rule in in_force):
            stars = None
    return {
        "totals": everyone,
        "counted": len(counted),
        "average": average,
        "shown": shown(average) if totals else None,
        "band": band,
        "stars": stars,
        "failed": failed,
        "knockouts": [rule["name"] for rule in in_force],
        "spread": max(totals) - min(totals) if totals else 0,
        "quorum_met": council["chair_present"]
        and len(counted) >= Fraction(council["quorum"]) * Fraction(council["members"]),
        "needs_rescore": bool(totals) and max(totals) - min(totals) > Fraction(council["spread_limit"]),
    }


def shown(average):
    """Two decimals half up by the decimal module; cut instead where rounding would climb onto a bound."""
    exact = Decimal(average.numerator) / Decimal(average.denominator)
    text = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if any(average < bound <= text for bound in BOUNDS.values()):
        text = exact.quantize(Decimal("0.01"), ROUND_DOWN)
    return str(text)
