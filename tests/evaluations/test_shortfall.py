"""What is missing for a star: the way found is the cheapest there is, and who follows it gets there by the engine."""

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.scoring import CouncilRules, Findings, Sheet, score, sheet_state
from evaluations.sheetdefs import (
    ANY_ZERO,
    IS_ZERO,
    STOP,
    Band,
    Case,
    Condition,
    Criterion,
    Knockout,
    Mark,
    Option,
    Part,
    Rubric,
    Section,
)
from evaluations.sheetfiles import load_rubric, load_sheet, sheet_ids
from evaluations.shortfall import shortfall, standing_sheet, ways_up
from tests.evaluations.sheets import best, with_total

calm = settings(derandomize=True, max_examples=150, deadline=None)
fewer = settings(calm, max_examples=60)
WHOLE = [i for i in sheet_ids() if load_sheet(i).rubric.complete]
COFFEE, TOURISM, RICE, WATER = "26-2026/13", "26-2026/26", "26-2026/03", "26-2026/16"


@st.composite
def small_sheets(draw):
    """A sheet of up to five criteria with conditions, cases, marks and zero rules, and choices on it, some missing."""
    rng = random.Random(draw(st.integers(0, 2**32)))
    criteria, codes = [], [f"A.1.{n}" for n in range(1, rng.randint(2, 5) + 1)]
    for code in codes:
        points = [rng.randint(0, 4) for _ in range(rng.randint(1, 3))]
        split = rng.random() < 0.25 and len(points) > 1
        options = tuple(
            Option(n, p, f"mức {n}", case=("a" if n == 1 else "b") if split else "") for n, p in enumerate(points, 1)
        )
        others = [c for c in codes if c != code and not any(k.code == c and k.applies_if for k in criteria)]
        joined = rng.random() < 0.35 and code == codes[-1] and others
        rule = Condition(rng.choice(others), rng.randint(1, 2)) if joined else None
        cases = (Case("a", "Trường hợp 1"), Case("b", "Trường hợp 2")) if split else ()
        criteria.append(Criterion(code, code, max(points), options, applies_if=rule, cases=cases))
    marks = tuple(
        Mark(rng.randint(3, 5), c.code, rng.randint(1, max(1, c.max_points))) for c in criteria if rng.random() < 0.4
    )
    knockouts = [Knockout(c, STOP, "0 điểm", IS_ZERO) for c in codes if rng.random() < 0.15]
    knockouts += [Knockout("A.1", STOP, "0 điểm", ANY_ZERO)] if rng.random() < 0.1 else []
    top = sum(c.max_points for c in criteria)
    lowers = sorted(rng.sample(range(1, top + 6), 4), reverse=True)
    bands = tuple(Band(stars, lower) for stars, lower in zip((5, 4, 3, 2), lowers, strict=True)) + (Band(1, 0),)
    section = Section("A.1", "Mục", top, tuple(criteria))
    rubric = Rubric("x", "x", (Part("A", "Phần", top, (section,)),), bands, marks, tuple(knockouts))
    choices = {c.code: rng.randint(0, len(c.options)) for c in criteria if rng.random() < 0.85}
    return rubric, choices, draw(st.sampled_from([3, 4, 5]))


def reaches(rubric, places, target):
    state = sheet_state(rubric, places)
    return state.stars is not None and state.stars >= target


def full(rubric, choices, changes=()):
    return dict.fromkeys(rubric.criteria, 0) | choices | dict(changes)


def cheapest_by_trying(rubric, choices, target, *, own_case):
    """(criteria changed, points raised) of the best of all ways, tried one by one, or None."""
    base = full(rubric, choices)
    ups = [[base[c], *ways_up(rubric, c, base[c], own_case=own_case)] for c in rubric.criteria]
    costs = []
    for places in product(*ups):
        tried = dict(zip(rubric.criteria, places, strict=True))
        if reaches(rubric, tried, target):
            changed = [c for c in tried if tried[c] != base[c]]
            raised = sum(
                rubric.criteria[c].points_at(tried[c]) - rubric.criteria[c].points_at(base[c]) for c in changed
            )
            order = [tried[c] if tried[c] != base[c] else 99 for c in tried]
            costs.append((len(changed), raised, order, {c: tried[c] for c in changed}))
    return min(costs, key=lambda cost: cost[:3]) if costs else None


@calm
@given(small_sheets())
def test_no_way_is_shorter(case):
    rubric, choices, target = case
    found = shortfall(rubric, choices, target)
    wanted = cheapest_by_trying(rubric, choices, target, own_case=True)
    if wanted is None:
        wanted = cheapest_by_trying(rubric, choices, target, own_case=False)
        assert found.other_case == (wanted is not None)
    if wanted is None:
        assert found.steps is None
        return
    assert {s.criterion: s.place_after for s in found.steps} == wanted[3]
    assert (len(found.steps), sum(s.gain for s in found.steps)) == wanted[:2]
    after = full(rubric, choices, wanted[3])
    assert found.total_after == sheet_state(rubric, after).points.total >= found.lower
    assert (found.steps == ()) == reaches(rubric, full(rubric, choices), target)


@fewer
@given(st.sampled_from(WHOLE), st.integers(0, 2**32), st.sampled_from([0.2, 0.6, 0.9]), st.sampled_from([3, 4, 5]))
def test_who_follows_it_gets_the_star_on_the_official_sheets(rubric_id, seed, skill, target):
    rubric, rng = load_rubric(rubric_id), random.Random(seed)
    choices = {
        code: len(c.options) if rng.random() < skill else rng.randint(0, len(c.options))
        for code, c in rubric.criteria.items()
        if rng.random() < 0.95
    }
    found = shortfall(rubric, choices, target)
    assert found.steps is not None
    steps = {s.criterion: s.place_after for s in found.steps}
    assert reaches(rubric, full(rubric, choices, steps), target)
    for left_out in steps:  # every step is needed
        fewer = {code: place for code, place in steps.items() if code != left_out}
        assert not reaches(rubric, full(rubric, choices, fewer), target)
    assert [s.criterion for s in found.steps] == [c for c in rubric.criteria if c in steps]


@calm
@given(st.sampled_from(WHOLE), st.integers(0, 2**32), st.integers(1, 9), st.sampled_from(["majority", "all", "joint"]))
def test_the_standing_sheet_meets_a_mark_exactly_when_the_council_does(rubric_id, seed, count, rule):
    rubric, rng = load_rubric(rubric_id), random.Random(seed)
    cards = [
        {code: rng.randint(0, len(c.options)) for code, c in rubric.criteria.items() if code} for _ in range(count)
    ]
    joint = {m.criterion: rng.randint(0, len(rubric.criteria[m.criterion].options)) for m in rubric.marks}
    council = CouncilRules(members=count, chair_present=True, gate_rule=rule)
    result = score(rubric, council, [Sheet(n, c) for n, c in enumerate(cards)], Findings((), joint))
    standing = standing_sheet(rubric, cards, rule, joint)
    assert set(standing) == set(rubric.criteria)
    free = {c.code for c in rubric.criteria.values() if c.applies_if is None}
    met = {(m.stars, m.criterion): m.met for m in result.marks if m.criterion in free}
    state = sheet_state(rubric, standing)
    assert {(m.stars, m.criterion): m.met for m in state.marks if m.criterion in free} == met


def test_a_missing_mark_costs_one_step_whatever_the_points():
    choices = with_total(COFFEE, 80, B_5_3=0)
    found = shortfall(load_rubric(COFFEE), choices, 3)
    assert [(s.criterion, s.place_before, s.points_after, s.stars) for s in found.steps if s.criterion == "B.5.3"] == [
        ("B.5.3", 0, 1, 3)
    ]
    assert found.short == 0


def test_a_best_sheet_lacks_nothing_and_the_joint_finding_stands_beside_it():
    rubric = load_rubric(COFFEE)
    assert shortfall(rubric, best(COFFEE), 5).reached
    found = shortfall(rubric, best(COFFEE), 5, named=["D1"])
    assert (found.reached, found.blocking, found.steps) == (False, ("D1",), ())


def test_an_unfulfilled_requirement_is_a_step_of_its_own():
    rubric = load_rubric(RICE)
    found = shortfall(rubric, best(RICE), 5, zeroed=["A.1.1"], margin=10)
    step = found.steps[0]
    assert (step.criterion, step.requirement, step.points_before) == ("A.1.1", True, 0)
    assert found.blocking == ()


def test_a_zero_in_the_water_section_is_lifted_before_anything_else():
    rubric = load_rubric(WATER)
    first = rubric.section("C.6").criteria[0].code
    found = shortfall(rubric, best(WATER) | {first: 0}, 3)
    assert [(s.criterion, s.clears) for s in found.steps] == [(first, ("C.6",))]
    assert found.zeros == ("C.6",)


def test_a_tourism_dossier_stays_in_its_case():
    rubric = load_rubric(TOURISM)
    criterion = rubric.criteria["C.8"]
    low_b = min((o for o in criterion.options if o.case == "b"), key=lambda o: o.points)
    found = shortfall(rubric, best(TOURISM) | {"C.8": low_b.place}, 5, margin=10)
    step = next(s for s in found.steps if s.criterion == "C.8")
    assert criterion.options[step.place_after - 1].case == "b"
    assert found.other_case is False


@pytest.mark.parametrize("target", [3, 4, 5])
def test_an_empty_sheet_has_a_way_and_names_what_was_not_scored(target):
    rubric = load_rubric(COFFEE)
    found = shortfall(rubric, {}, target)
    assert found.missing == tuple(rubric.criteria)
    assert all(s.place_before is None for s in found.steps)
    assert reaches(rubric, full(rubric, {}, {s.criterion: s.place_after for s in found.steps}), target)


def test_a_condition_is_raised_where_that_is_cheaper_than_anything_else():
    """5.2 counts only with a story of one's own (5.1): raising 5.1 brings both."""
    rubric = load_rubric(COFFEE)
    choices = best(COFFEE) | {"B.5.1": 0}
    found = shortfall(rubric, choices, 5)
    assert [s.criterion for s in found.steps] == ["B.5.1"]


def test_the_margin_asks_for_points_above_the_band():
    rubric = load_rubric(COFFEE)
    found = shortfall(rubric, with_total(COFFEE, 70), 4, margin=2)
    assert (found.lower, found.short) == (72, 2)
    assert found.total_after >= 72
