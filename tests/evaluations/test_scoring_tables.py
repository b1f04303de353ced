"""Boundary cases of the scoring rules, on the official sheets (26/2026/QĐ-TTg Article 3.3 and Appendix II;
1048/QĐ-TTg).
"""

from decimal import Decimal
from fractions import Fraction

import pytest

from evaluations.scoring import (
    CouncilRules,
    Findings,
    ScoringError,
    Sheet,
    exact,
    score,
    sheet_points,
    sheet_state,
    shown_average,
)
from evaluations.sheetfiles import load_rubric
from tests.evaluations.sheets import best, council, nothing, sheets, with_total

OLD = "1048-2019/02"  # no marks known: stars follow the band
NEW = "26-2026/05"


def run(rubric_id, choices, findings=None, **rules):
    return score(load_rubric(rubric_id), council(**rules), sheets(*choices), findings)


@pytest.mark.parametrize(
    ("totals", "band", "shown", "fraction"),
    [
        ([100], 5, "100.00", "100"),
        ([90], 5, "90.00", "90"),
        ([89, 90], 4, "89.50", "179/2"),
        ([89], 4, "89.00", "89"),
        ([70], 4, "70.00", "70"),
        ([69], 3, "69.00", "69"),
        ([70] * 99 + [69], 3, "69.99", "6999/100"),
        ([70] * 199 + [69], 3, "69.99", "13999/200"),  # 69.995: half up would print 70.00
        ([90] * 199 + [89], 4, "89.99", "17999/200"),  # 89.995
        ([90] * 249 + [89], 4, "89.99", "22499/250"),  # 89.996
        ([50] * 200 + [49], 2, "49.99", "10049/201"),
        ([50], 3, "50.00", "50"),
        ([30], 2, "30.00", "30"),
        ([30] * 299 + [29], 1, "29.99", "8999/300"),
        ([71, 72, 72], 4, "71.67", "215/3"),
        ([71, 71, 72], 4, "71.33", "214/3"),
        ([71] * 199 + [72], 4, "71.01", "14201/200"),  # 71.005: half up
        ([5], 1, "5.00", "5"),
    ],
)
def test_bands_and_display_at_their_bounds(totals, band, shown, fraction):
    result = run(OLD, [with_total(OLD, t) for t in totals], members=len(totals))
    assert (result.band, result.stars, result.average_shown, str(result.average)) == (band, band, shown, fraction)


def test_a_sheet_of_zeros_is_one_star_and_shows_zero():
    result = run(OLD, [nothing(OLD)])
    assert (result.counted, result.band, result.stars, result.average_shown, result.spread) == (1, 1, 1, "0.00", 0)


def test_display_never_stands_on_a_bound_that_was_not_reached():
    bands = load_rubric(NEW).bands
    for bound in (30, 50, 70, 90):
        for count in (3, 200, 201, 1000, 7919):
            assert shown_average(bound * count - 1, count, bands) < f"{bound}.00"
            assert shown_average(bound * count, count, bands) == f"{bound}.00"


@pytest.mark.parametrize(
    ("low", "high", "limit", "again"),
    [
        (60, 70, "10", False),
        (60, 71, "10", True),
        (60, 70, "9.99", True),
        (60, 71, "11", False),
        (60, 60, "0", False),
        (60, 61, "0", True),
    ],
)
def test_spread_above_the_limit_asks_for_a_second_round_and_changes_nothing_else(low, high, limit, again):
    result = run(OLD, [with_total(OLD, t) for t in (low, high, low)], spread_limit=limit)
    assert (result.spread, result.needs_rescore) == (high - low, again)
    assert (result.average, result.stars) == (Fraction(low + high + low, 3), 3)


@pytest.mark.parametrize(
    ("counted", "members", "quorum", "chair", "met"),
    [
        (6, 9, "0.75", True, False),  # 6.75 of 9
        (7, 9, "0.75", True, True),
        (7, 9, "0.75", False, False),
        (3, 4, "0.75", True, True),
        (5, 7, "5/7", True, True),
        (6, 9, "2/3", True, True),
        (6, 9, "0.67", True, False),
        (0, 9, "0", True, True),
    ],
)
def test_quorum(counted, members, quorum, chair, met):
    result = run(OLD, [best(OLD)] * counted, members=members, quorum=quorum, chair_present=chair)
    assert (result.quorum_met, result.counted) == (met, counted)


def test_nothing_counted_gives_no_average_no_band_no_stars():
    half = with_total(NEW, 80)
    del half["C.7"]
    result = run(NEW, [half])
    assert (result.counted, result.average, result.average_shown, result.band, result.stars) == (
        0,
        None,
        None,
        None,
        None,
    )
    assert (result.spread, result.needs_rescore, result.quorum_met) == (0, False, False)
    assert [m.met_by for m in result.gates_failed] == [0] * len(load_rubric(NEW).marks)
    for rule in ("all", "joint"):
        assert len(run(NEW, [half], gate_rule=rule).gates_failed) == len(load_rubric(NEW).marks)


def test_an_incomplete_sheet_reports_its_points_and_is_not_counted():
    half = best(NEW)
    del half["C.7"], half["A.1.1"]
    result = run(NEW, [half, best(NEW)])
    (_, first), (_, second) = result.sheets
    missed = sum(load_rubric(NEW).criteria[c].max_points for c in ("C.7", "A.1.1"))
    assert (first.total, first.complete, first.missing) == (100 - missed, False, ("A.1.1", "C.7"))
    assert (second.total, second.complete, second.missing) == (100, True, ())
    assert (result.counted, result.average, result.spread) == (1, 100, 0)


def test_khong_dap_ung_is_a_choice_and_an_absent_one_is_not():
    zero = best(NEW) | {"C.7": 0}
    absent = best(NEW)
    del absent["C.7"]
    assert (run(NEW, [zero]).counted, run(NEW, [absent]).counted) == (1, 0)
    assert run(NEW, [zero]).sheets[0][1].total == run(NEW, [absent]).sheets[0][1].total


# --- marks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reaching", "of", "met"), [(2, 4, False), (3, 4, True), (2, 3, True), (1, 3, False), (1, 2, False)]
)
def test_majority_is_more_than_half_of_the_counted_sheets(reaching, of, met):
    below = best(NEW) | {"A.3.5": 0}
    unfinished = best(NEW)
    del unfinished["C.7"]  # reaches the mark, but is not counted
    result = run(NEW, [best(NEW)] * reaching + [below] * (of - reaching) + [unfinished] * 3, members=12)
    failed = [(m.stars, m.criterion, m.required, m.met_by) for m in result.gates_failed]
    assert failed == ([] if met else [(3, "A.3.5", 1, reaching), (4, "A.3.5", 2, reaching)])
    assert (result.band, result.stars) == (5, 5 if met else 2)


def test_all_needs_every_counted_sheet():
    below = best(NEW) | {"A.3.5": 2}  # enough for three stars, and for four
    assert run(NEW, [best(NEW)] * 8 + [below], gate_rule="all").stars == 5
    lower = best(NEW) | {"A.3.5": 1}  # three stars only
    result = run(NEW, [best(NEW)] * 8 + [lower], gate_rule="all")
    assert [(m.stars, m.criterion, m.met_by) for m in result.gates_failed] == [(4, "A.3.5", 8)]
    assert (result.band, result.stars) == (5, 3)
    assert run(NEW, [best(NEW)] * 8 + [lower]).stars == 5


def test_joint_asks_only_what_the_session_found():
    rubric = load_rubric(NEW)
    found = {m.criterion: best(NEW)[m.criterion] for m in rubric.marks}
    assert run(NEW, [best(NEW)], gate_rule="joint").stars == 2
    assert run(NEW, [best(NEW)], Findings(joint=found), gate_rule="joint").stars == 5
    assert run(NEW, [best(NEW)], Findings(joint=found | {"A.3.5": 0}), gate_rule="joint").stars == 2
    del found["A.3.5"]
    result = run(NEW, [best(NEW)], Findings(joint=found), gate_rule="joint")
    assert [(m.stars, m.criterion, m.met_by) for m in result.gates_failed] == [(3, "A.3.5", 1), (4, "A.3.5", 1)]
    assert run(NEW, [best(NEW)], Findings(joint=found)).stars == 5  # not read under another rule


def test_a_missed_three_star_mark_leaves_two_stars_in_band_four():
    choices = with_total(NEW, 80, A_3_5=0)
    result = run(NEW, [choices])
    assert (result.band, result.stars) == (4, 2)


def test_band_two_never_rises_by_marks_and_one_star_stays_one():
    assert run(NEW, [with_total(NEW, 40)]).stars == 2
    assert run(NEW, [nothing(NEW)]).stars == 1


def test_gates_failed_lists_every_mark_for_all_stars_in_order():
    rubric = load_rubric(NEW)
    result = run(NEW, [nothing(NEW)])
    assert [(m.stars, m.criterion, m.required) for m in result.gates_failed] == [
        (m.stars, m.criterion, m.required) for m in rubric.marks
    ]
    order = list(rubric.criteria)
    keys = [(m.stars, order.index(m.criterion)) for m in result.gates_failed]
    assert keys == sorted(keys)
    assert len(keys) == 26


# --- conditions, cases, implied options -----------------------------------------------------------------------------


def test_the_structure_of_a_story_counts_only_when_there_is_a_story():
    told, untold = best(NEW), best(NEW) | {"B.5.1": 1}
    assert load_rubric(NEW).criteria["B.5.1"].points_at(1) == 0
    assert (sheet_points(load_rubric(NEW), told).total, sheet_points(load_rubric(NEW), told).points["B.5.2"]) == (
        100,
        2,
    )
    points = sheet_points(load_rubric(NEW), untold)
    assert (points.total, points.points["B.5.2"], points.complete, points.not_applying) == (93, 0, True, {"B.5.2"})
    refused = sheet_points(load_rubric(NEW), best(NEW) | {"B.5.1": 0})
    assert (refused.total, refused.complete) == (93, True)


def test_an_unscored_story_leaves_its_structure_at_zero_and_a_structure_unscored_leaves_the_sheet_incomplete():
    open_story = best(NEW)
    del open_story["B.5.1"]
    assert sheet_points(load_rubric(NEW), open_story).total == 93
    no_story = best(NEW) | {"B.5.1": 1}
    del no_story["B.5.2"]
    points = sheet_points(load_rubric(NEW), no_story)
    assert (points.complete, points.missing) == (False, ("B.5.2",))


def test_under_1048_the_identity_of_the_story_depends_on_it_too():
    points = sheet_points(load_rubric(OLD), best(OLD) | {"B.5.1": 0})
    assert points.not_applying == {"B.5.2", "B.5.3"}
    assert points.sections["B.5"] == 0
    assert points.total == 90


@pytest.mark.parametrize(("place", "points"), [(0, 0), (1, 1), (2, 3), (3, 1), (4, 3)])
def test_tourism_counts_the_options_of_both_cases_through(place, points):
    rubric = load_rubric("26-2026/26")
    assert [o.case for o in rubric.criteria["C.8"].options] == ["a", "a", "b", "b"]
    assert sheet_points(rubric, {"C.8": place}).total == points


def test_tourism_has_three_marks_and_no_disqualifier():
    rubric = load_rubric("26-2026/26")
    assert [(m.stars, m.criterion, m.required) for m in rubric.marks] == [
        (3, "A.3.5", 1),
        (4, "A.3.4", 3),
        (4, "A.3.5", 2),
    ]
    assert rubric.knockouts == ()
    assert run("26-2026/26", [best("26-2026/26")]).stars == 5
    assert run("26-2026/26", [best("26-2026/26") | {"A.3.4": 1}]).stars == 3
    with pytest.raises(ScoringError) as refused:
        run("26-2026/26", [best("26-2026/26")], Findings(knockouts=["D1"]))
    assert (refused.value.code, refused.value.criterion) == ("unknown_finding", "D1")


def test_cases_under_1048_may_give_zero_as_an_option():
    rubric = load_rubric("1048-2019/01")
    assert [(o.case, o.points) for o in rubric.criteria["A.3.2"].options] == [("a", 1), ("a", 2), ("b", 0), ("b", 1)]
    assert [sheet_points(rubric, {"A.3.2": n}).total for n in range(5)] == [0, 1, 2, 0, 1]


def test_the_bilingual_label_is_one_for_no_and_two_for_yes():
    rubric = load_rubric("26-2026/16")
    assert [(o.place, o.label, o.points, o.implied) for o in rubric.criteria["A.2.4"].options] == [
        (1, "Không", 0, True),
        (2, "Có", 1, True),
    ]


def test_options_of_equal_worth_are_kept_apart_and_count_alike():
    rubric = load_rubric("26-2026/23")
    assert [o.points for o in rubric.criteria["C.6.2"].options] == [1, 1, 3, 5]
    assert [sheet_points(rubric, {"C.6.2": n}).total for n in range(5)] == [0, 1, 1, 3, 5]


# --- knock-outs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rubric_id", "name", "effect"),
    [
        ("26-2026/05", "A.2.1", "disqualify"),
        ("26-2026/01", "A.2.1", "ineligible"),
        ("26-2026/05", "C.6.1", "stop"),
        ("26-2026/11", "C.6.1.1", "stop"),
        ("26-2026/16", "C.6", "stop"),
        ("26-2026/05", "D1", "disqualify"),
        ("1048-2019/07", "C.6.1", "stop"),
        ("1048-2019/07", "C.9", "stop"),
    ],
)
@pytest.mark.parametrize("rule", ["majority", "all", "joint"])
def test_a_knock_out_found_by_the_session_takes_only_the_stars(rubric_id, name, effect, rule):
    free = run(rubric_id, [best(rubric_id)] * 7, gate_rule=rule)
    result = run(rubric_id, [best(rubric_id)] * 7, Findings(knockouts=[name]), gate_rule=rule)
    assert load_rubric(rubric_id).knockout(name).effect == effect
    assert (result.stars, result.knockouts, free.knockouts) == (None, (name,), ())
    assert (result.average, result.band, result.counted) == (100, 5, 7)
    assert result.gates_failed == free.gates_failed


def test_a_requirement_makes_its_criterion_zero_on_every_sheet_and_keeps_the_stars():
    unfinished = best("26-2026/01")
    del unfinished["C.7"]
    free = run("26-2026/01", [best("26-2026/01")] * 2 + [unfinished])
    result = run("26-2026/01", [best("26-2026/01")] * 2 + [unfinished], Findings(knockouts=["A.1.1"]))
    points = load_rubric("26-2026/01").criteria["A.1.1"].max_points
    assert [p.total for _, p in result.sheets] == [p.total - points for _, p in free.sheets]
    assert result.average == 100 - points
    assert (result.band, result.stars, result.knockouts) == (5, 5, ("A.1.1",))


@pytest.mark.parametrize(
    ("rubric_id", "criterion", "name"),
    [
        ("26-2026/16", "C.6.1", "C.6"),
        ("26-2026/16", "C.6.4", "C.6"),
        ("1048-2019/17", "C.6.2", "C.6"),
        ("1048-2019/07", "C.6.1", "C.6.1"),
    ],
)
@pytest.mark.parametrize(
    ("zeros", "of", "found"), [(2, 3, True), (2, 4, False), (3, 4, True), (1, 1, True), (0, 3, False)]
)
@pytest.mark.parametrize("place", [0, 1])
def test_the_engine_finds_a_zero_on_more_than_half_of_the_counted_sheets(
    rubric_id, criterion, name, zeros, of, found, place
):
    assert load_rubric(rubric_id).criteria[criterion].points_at(1) == 0
    zero = best(rubric_id) | {criterion: place}
    unfinished = dict(zero)
    del unfinished["A.1.1"]
    for rule in ("majority", "all"):
        cards = [zero] * zeros + [best(rubric_id)] * (of - zeros) + [unfinished] * 4
        result = run(rubric_id, cards, gate_rule=rule, members=12)
        assert result.knockouts == ((name,) if found else ())
        assert (result.stars is None, result.band) == (found, 5)


def test_zeros_in_different_criteria_of_the_section_add_up_over_the_sheets():
    cards = [best("26-2026/16") | {"C.6.1": 0}, best("26-2026/16") | {"C.6.2": 1}, best("26-2026/16")]
    assert run("26-2026/16", cards).knockouts == ("C.6",)


def test_a_knock_out_without_when_is_never_found_by_the_engine():
    result = run("26-2026/05", [best("26-2026/05") | {"C.6.1": 0, "A.2.1": 0}] * 3)
    assert result.knockouts == ()
    assert result.stars is not None


def test_zero_elsewhere_in_07_or_outside_section_six_in_16_stops_nothing():
    assert run("1048-2019/07", [best("1048-2019/07") | {"C.6.2": 0}]).knockouts == ()
    assert run("26-2026/16", [best("26-2026/16") | {"C.7": 0}]).knockouts == ()


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rubric_id", ["1048-2019/10", "1048-2019/16", "1048-2019/19", "148-2023/03"])
def test_an_incomplete_sheet_of_the_public_record_cannot_be_scored_with(rubric_id):
    with pytest.raises(ScoringError) as refused:
        score(load_rubric(rubric_id), council(), [])
    assert (refused.value.code, refused.value.values["rubric"]) == ("incomplete_rubric", rubric_id)
    with pytest.raises(ScoringError):
        sheet_state(load_rubric(rubric_id), {})


@pytest.mark.parametrize(
    ("choices", "code", "criterion"),
    [
        ({"A.9.9": 1}, "unknown_criterion", "A.9.9"),
        ({"1.1": 1}, "unknown_criterion", "1.1"),
        ({"C.6": 1}, "unknown_criterion", "C.6"),
        ({"A.1.1": -1}, "choice_range", "A.1.1"),
        ({"A.1.1": 99}, "choice_range", "A.1.1"),
        ({"A.1.1": True}, "choice_type", "A.1.1"),
        ({"A.1.1": "1"}, "choice_type", "A.1.1"),
        ({"A.1.1": 1.0}, "choice_type", "A.1.1"),
        ({"A.1.1": None}, "choice_type", "A.1.1"),
    ],
)
def test_choices_outside_the_sheet_are_refused_with_member_and_criterion(choices, code, criterion):
    with pytest.raises(ScoringError) as refused:
        score(load_rubric(NEW), council(), [Sheet("An", best(NEW)), Sheet("Bình", best(NEW) | choices)])
    assert (refused.value.code, refused.value.member, refused.value.criterion) == (code, "Bình", criterion)
    with pytest.raises(ScoringError) as refused:
        score(load_rubric(NEW), council(), [], Findings(joint=choices))
    assert (refused.value.code, refused.value.member, refused.value.criterion) == (code, None, criterion)


def test_one_member_has_one_sheet_also_in_another_spelling_of_unicode():
    for again in ("Bình", "B\u0069\u0300nh", " Bình "):
        with pytest.raises(ScoringError) as refused:
            score(load_rubric(NEW), council(), [Sheet("Bình", {}), Sheet(again, {})])
        assert refused.value.code == "member_twice"


@pytest.mark.parametrize("name", ["C.6", "A.1.1", "D2", "D0", "", "c.6.1"])
def test_a_finding_that_the_sheet_does_not_have_is_refused(name):
    with pytest.raises(ScoringError) as refused:
        run(NEW, [best(NEW)], Findings(knockouts=[name]))
    assert (refused.value.code, refused.value.criterion) == ("unknown_finding", name)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"members": 0}, "council_members"),
        ({"members": True}, "council_members"),
        ({"members": "9"}, "council_members"),
        ({"members": 9.0}, "council_members"),
        ({"chair_present": 1}, "council_chair"),
        ({"chair_present": None}, "council_chair"),
        ({"gate_rule": "most"}, "council_rule"),
        ({"gate_rule": None}, "council_rule"),
        ({"quorum": 0.75}, "council_quorum"),
        ({"quorum": "1.01"}, "council_quorum"),
        ({"quorum": "-0.5"}, "council_quorum"),
        ({"quorum": "0,75"}, "council_quorum"),
        ({"quorum": "1/0"}, "council_quorum"),
        ({"quorum": "nan"}, "council_quorum"),
        ({"quorum": None}, "council_quorum"),
        ({"quorum": True}, "council_quorum"),
        ({"spread_limit": 10.5}, "council_spread_limit"),
        ({"spread_limit": "1e1"}, "council_spread_limit"),
        ({"spread_limit": Decimal("Infinity")}, "council_spread_limit"),
        ({"spread_limit": 1001}, "council_spread_limit"),
    ],
)
def test_rules_of_a_council_are_read_strictly(changes, code):
    with pytest.raises(ScoringError) as refused:
        CouncilRules(**({"members": 9, "chair_present": True} | changes))
    assert refused.value.code == code


def test_exact_reads_without_loss():
    assert [exact(v) for v in (3, "0.75", "10", Decimal("0.1"), "2/3", Fraction(1, 7))] == [
        Fraction(3),
        Fraction(3, 4),
        Fraction(10),
        Fraction(1, 10),
        Fraction(2, 3),
        Fraction(1, 7),
    ]


def test_defaults_are_three_quarters_ten_points_and_the_majority():
    rules = CouncilRules(members=9, chair_present=True)
    assert (rules.quorum, rules.spread_limit, rules.gate_rule) == (Fraction(3, 4), 10, "majority")


def test_marks_are_unknown_under_1048_and_known_since_2026():
    assert (run(OLD, [best(OLD)]).marks_known, run(NEW, [best(NEW)]).marks_known) == (False, True)


# --- the running sheet ----------------------------------------------------------------------------------------------


def test_a_running_sheet_agrees_with_a_council_of_one():
    for choices in (best(NEW), with_total(NEW, 80, A_3_5=0), nothing(NEW)):
        state, result = sheet_state(load_rubric(NEW), choices), run(NEW, [choices])
        assert (state.band, state.stars, state.unmet) == (result.band, result.stars, result.gates_failed)
        assert state.points == result.sheets[0][1]


def test_an_empty_sheet_has_everything_missing_and_no_zero_rule_speaks():
    rubric = load_rubric("26-2026/16")
    state = sheet_state(rubric, {})
    assert (state.points.total, state.points.missing, state.stars, state.knockouts) == (
        0,
        tuple(rubric.criteria),
        1,
        (),
    )
    stopped = sheet_state(rubric, {"C.6.1": 1})
    assert (stopped.stars, stopped.knockouts) == (None, ("C.6",))
