"""Corners where rules meet that no official sheet joins so far: a small sheet of our own, read as the engine says it is."""

import pytest

from evaluations.scoring import Findings, score, sheet_state
from evaluations.sheetdefs import (
    ANY_ZERO,
    IS_ZERO,
    REQUIREMENT,
    STOP,
    Band,
    Condition,
    Criterion,
    Knockout,
    Mark,
    Option,
    Part,
    Rubric,
    Section,
)
from tests.evaluations.sheets import council, sheets

SOURCE, TIED, FREE = "A.1.1", "A.1.2", "A.1.3"


def criterion(code, top, applies_if=None):
    points = [0, 1, top]
    options = tuple(Option(place, value, f"{value}") for place, value in enumerate(points, start=1))
    return Criterion(code, code, top, options, applies_if)


def small(marks=(), knockouts=()):
    """30 + 20 + 50 points; the second criterion counts only when the first has a point."""
    lines = criterion(SOURCE, 30), criterion(TIED, 20, Condition(SOURCE, 1)), criterion(FREE, 50)
    part = Part("A", "A", 100, (Section("A.1", "A.1", 100, lines),))
    bands = tuple(Band(s, lower) for s, lower in ((5, 90), (4, 70), (3, 50), (2, 30), (1, 0)))
    return Rubric("1-2000/01", "nhỏ", (part,), bands, tuple(marks), tuple(knockouts))


def sheet(source, tied, free):
    return {SOURCE: source, TIED: tied, FREE: free}


@pytest.mark.parametrize("when", [ANY_ZERO, IS_ZERO])
def test_a_criterion_that_does_not_apply_is_no_zero_for_a_zero_rule(when):
    name = "A.1" if when == ANY_ZERO else TIED
    rubric = small(knockouts=[Knockout(name, STOP, "", when)])
    idle = score(rubric, council(1), sheets(sheet(0, 3, 3)))
    asked = score(rubric, council(1), sheets(sheet(3, 1, 3)))
    assert idle.sheets[0][1].not_applying == {TIED}
    assert (idle.knockouts, asked.knockouts) == ((name,) if when == ANY_ZERO else (), (name,))


def test_a_zero_made_by_a_requirement_is_one_and_unfulfils_the_condition():
    rubric = small(
        marks=[Mark(3, TIED, 1)],
        knockouts=[Knockout(SOURCE, REQUIREMENT, ""), Knockout("A.1", STOP, "", ANY_ZERO)],
    )
    free = score(rubric, council(1), sheets(sheet(3, 3, 3)))
    result = score(rubric, council(1), sheets(sheet(3, 3, 3)), Findings([SOURCE]))
    assert (free.average, free.stars, free.gates_failed) == (100, 5, ())
    assert (result.average, result.band, result.stars) == (50, 3, None)
    assert result.knockouts == (SOURCE, "A.1")
    assert [(m.criterion, m.met_by) for m in result.gates_failed] == [(TIED, 0)]


def test_a_mark_on_a_criterion_that_does_not_apply_is_missed():
    rubric = small(marks=[Mark(4, TIED, 1)])
    result = score(rubric, council(1), sheets(sheet(1, 3, 3)))
    assert (result.sheets[0][1].total, [m.criterion for m in result.gates_failed], result.stars) == (50, [TIED], 3)


def test_the_joint_finding_reads_its_own_condition():
    rubric = small(marks=[Mark(3, TIED, 1)])
    alone = score(rubric, council(1, gate_rule="joint"), sheets(sheet(3, 3, 3)), Findings(joint={TIED: 3}))
    whole = score(rubric, council(1, gate_rule="joint"), sheets(sheet(1, 1, 3)), Findings(joint={SOURCE: 2, TIED: 3}))
    assert (alone.stars, whole.stars) == (2, 3)


def test_a_mark_asks_for_points_not_for_its_own_option():
    rubric = small(marks=[Mark(3, FREE, 1)])
    assert score(rubric, council(1), sheets(sheet(3, 3, 3))).gates_failed == ()


def test_the_running_sheet_does_not_stop_for_what_is_not_scored_yet():
    rubric = small(knockouts=[Knockout("A.1", STOP, "", ANY_ZERO)])
    assert sheet_state(rubric, {FREE: 3}).knockouts == ()
    assert sheet_state(rubric, {FREE: 1}).knockouts == ("A.1",)
    assert sheet_state(rubric, {FREE: 3, SOURCE: 0}).stars is None


@pytest.mark.parametrize("rule", ["majority", "all", "joint"])
def test_a_requirement_misses_the_marks_of_its_criterion_also_in_the_joint_finding(rule):
    rubric = small(marks=[Mark(3, SOURCE, 1)], knockouts=[Knockout(SOURCE, REQUIREMENT, "")])
    best = sheet(3, 3, 3)
    free = score(rubric, council(1, gate_rule=rule), sheets(best), Findings(joint=best))
    result = score(rubric, council(1, gate_rule=rule), sheets(best), Findings([SOURCE], best))
    assert (free.stars, free.gates_failed) == (5, ())
    assert (result.band, result.stars, [m.criterion for m in result.gates_failed]) == (3, 2, [SOURCE])
