"""Properties of the engine on random sessions over every whole sheet, and against an oracle written apart from it."""

import json
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.scorecases import answer_of, score_case
from evaluations.scoring import CouncilRules, Findings, Sheet, score, shown_average
from evaluations.sheetfiles import load_rubric, load_sheet, sheet_ids
from tests.evaluations import oracle
from tests.evaluations.sheets import best, sheets

WHOLE = [i for i in sheet_ids() if load_sheet(i).rubric.complete]
calm = settings(derandomize=True, max_examples=60, deadline=None)


def _choices(rubric, rng, skill):
    """A sheet: each criterion near its best with probability `skill`, else anywhere, "không đáp ứng" included."""
    return {
        code: len(c.options) if rng.random() < skill else rng.randint(0, len(c.options))
        for code, c in rubric.criteria.items()
    }


@st.composite
def cases(draw, rubrics=WHOLE, gate_rules=("majority", "all", "joint")):
    """A case of the `score` command with random sheets, some incomplete, and random findings."""
    rubric = load_rubric(draw(st.sampled_from(rubrics)))
    rng = random.Random(draw(st.integers(0, 2**32)))
    skill = draw(st.sampled_from([0.0, 0.5, 0.8, 0.95, 1.0]))
    cards = []
    for number in range(draw(st.integers(0, 9))):
        choices = _choices(rubric, rng, skill)
        if rng.random() < 0.2:
            for code in rng.sample(sorted(choices), rng.randint(1, 3)):
                del choices[code]
        cards.append({"member": f"m{number}", "choices": choices})
    names = [k.name for k in rubric.knockouts]
    found = rng.sample(names, 1) if names and rng.random() < 0.3 else []
    joint = _choices(rubric, rng, 0.8)
    return {
        "rubric": rubric.id,
        "council": {
            "members": draw(st.integers(max(1, len(cards)), 15)),
            "quorum": draw(st.sampled_from(["0.75", "2/3", "0.5", "1"])),
            "spread_limit": draw(st.sampled_from(["10", "0", "9.5", "20"])),
            "gate_rule": draw(st.sampled_from(gate_rules)),
            "chair_present": draw(st.booleans()),
        },
        "sheets": cards,
        "findings": {"knockouts": found, "joint": joint},
    }


def run(case):
    findings = case.get("findings", {})
    return score(
        load_rubric(case["rubric"]),
        CouncilRules(**case["council"]),
        [Sheet(s["member"], s["choices"]) for s in case["sheets"]],
        Findings(findings.get("knockouts", ()), findings.get("joint", {})),
    )


def rank(stars):
    return 0 if stars is None else stars


@settings(calm, max_examples=150)
@given(cases())
def test_the_engine_agrees_with_the_oracle(case):
    result, wanted = run(case), oracle.answer(case)
    assert {
        "totals": [points.total for _, points in result.sheets],
        "counted": result.counted,
        "average": result.average,
        "shown": result.average_shown,
        "band": result.band,
        "stars": result.stars,
        "failed": [(m.stars, m.criterion, m.required, m.met_by) for m in result.gates_failed],
        "knockouts": list(result.knockouts),
        "spread": result.spread,
        "quorum_met": result.quorum_met,
        "needs_rescore": result.needs_rescore,
    } == wanted


@calm
@given(cases(), st.randoms(use_true_random=False))
def test_a_better_option_never_lowers_the_stars(case, rng):
    """On one sheet or in the joint finding, an option with more points: conditions, marks and zero rules only gain by it."""
    rubric, before = load_rubric(case["rubric"]), run(case)
    cards = [s["choices"] for s in case["sheets"]] + [case["findings"]["joint"]]
    choices = rng.choice(cards)
    code = rng.choice(sorted(choices))
    criterion = rubric.criteria[code]
    better = [o.place for o in criterion.options if o.points > criterion.points_at(choices[code])]
    if better:
        choices[code] = rng.choice(better)
    after = run(case)
    assert rank(after.stars) >= rank(before.stars)
    assert (after.band or 0) >= (before.band or 0)
    assert set(after.knockouts) <= set(before.knockouts)
    assert {(m.stars, m.criterion) for m in after.gates_failed} <= {(m.stars, m.criterion) for m in before.gates_failed}


@calm
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_members_and_of_choices_never_matters(case, rng):
    before = run(case)
    rng.shuffle(case["sheets"])
    for sheet in case["sheets"]:
        pairs = list(sheet["choices"].items())
        rng.shuffle(pairs)
        sheet["choices"] = dict(pairs)
    after = run(case)
    assert sorted(after.sheets, key=lambda pair: pair[0]) == sorted(before.sheets, key=lambda pair: pair[0])
    left, right = answer_of(before), answer_of(after)
    del left["sheets"], right["sheets"]
    assert left == right


@calm
@given(cases(), st.integers(0, 100))
def test_posting_a_total_changes_nothing(case, number):
    before = score_case(case)
    case |= {"total": str(number), "stars": 5, "average": "100", "band": 5, "knockouts": [], "gates_failed": []}
    for sheet in case["sheets"]:
        sheet |= {"total": number, "parts": {"A": "40"}, "complete": True, "points": {"A.1.1": 99}, "missing": []}
    assert score_case(case) == before


@calm
@given(cases(), st.randoms(use_true_random=False))
def test_an_incomplete_sheet_changes_nothing_but_its_own_line(case, rng):
    before = answer_of(run(case))
    choices = best(case["rubric"])
    del choices[rng.choice(sorted(choices))]
    case["sheets"].append({"member": "late", "choices": choices})
    after = answer_of(run(case))
    assert after.pop("sheets")[:-1] == before.pop("sheets")
    assert after == before


@calm
@given(cases())
def test_what_is_shown_lies_in_the_band_and_stars_never_above_it(case):
    result = run(case)
    if result.counted:
        bounds = {5: 90, 4: 70, 3: 50, 2: 30, 1: 0, 6: 101}
        shown = Fraction(result.average_shown)
        assert bounds[result.band] <= shown < bounds[result.band + 1]
        assert abs(shown - result.average) <= Fraction(1, 100)
        assert rank(result.stars) <= result.band


@calm
@given(st.integers(1, 500), st.data())
def test_the_shown_number_is_in_the_band_of_the_exact_one_for_any_sum(count, data):
    bands = load_rubric("26-2026/01").bands
    near = data.draw(st.sampled_from([0, 30, 50, 70, 90, 100])) * count + data.draw(st.integers(-3, 3))
    total = min(max(near, 0), 100 * count)
    shown = shown_average(total, count, bands)
    assert shown == oracle.shown(Fraction(total, count))
    assert max(b.lower for b in bands if b.lower <= Fraction(shown)) == max(
        b.lower for b in bands if b.lower * count <= total
    )


@calm
@given(cases(gate_rules=("majority", "all")))
def test_all_is_never_kinder_than_the_majority(case):
    strict = run(case | {"council": case["council"] | {"gate_rule": "all"}})
    usual = run(case | {"council": case["council"] | {"gate_rule": "majority"}})
    assert rank(strict.stars) <= rank(usual.stars)
    assert strict.knockouts == usual.knockouts


@calm
@given(cases())
def test_quorum_and_spread_never_change_the_result(case):
    strict = case["council"] | {"quorum": "1", "spread_limit": "0", "members": 100, "chair_present": False}
    left, right = answer_of(run(case)), answer_of(run(case | {"council": strict}))
    for key in ("quorum_met", "needs_rescore"):
        del left[key], right[key]
    assert left == right


@calm
@given(cases())
def test_the_answer_is_plain_json_of_the_promised_types(case):
    answer = json.loads(json.dumps(score_case(case)))
    assert list(answer) == [
        "sheets",
        "counted",
        "average",
        "average_exact",
        "band",
        "gates_failed",
        "knockouts",
        "stars",
        "spread",
        "needs_rescore",
        "quorum_met",
        "marks_known",
    ]
    assert all(list(s) == ["member", "total", "parts", "complete", "missing"] for s in answer["sheets"])
    assert all(sum(map(int, s["parts"].values())) == int(s["total"]) for s in answer["sheets"])
    assert all(list(s["parts"]) == ["A", "B", "C"] for s in answer["sheets"])
    for gate in answer["gates_failed"]:
        assert list(gate) == ["stars", "criterion", "required", "met_by"]
        assert [type(gate[key]) for key in gate] == [int, str, str, int]


@pytest.mark.parametrize("rubric_id", WHOLE)
def test_the_best_sheet_is_five_stars_and_a_hundred_points(rubric_id):
    result = score(load_rubric(rubric_id), CouncilRules(members=1, chair_present=True), sheets(best(rubric_id)))
    assert (result.average, result.band, result.stars, result.knockouts) == (100, 5, 5, ())
    assert result.gates_failed == ()
