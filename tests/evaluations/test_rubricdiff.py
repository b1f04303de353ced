"""Two sheets compared: tables of single changes, and properties over the shipped sheets."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.rubricdiff import ADDED, CHANGED, REMOVED, SAME, compare
from evaluations.sheetdefs import Condition, Criterion, Knockout, Option, Rubric
from evaluations.sheetfiles import load_rubric, sheet_ids

COFFEE = load_rubric("26-2026/13")
FIRST = "A.1.1"


def changed(rubric, edit, code=FIRST):
    """The sheet with one criterion replaced by edit(criterion); a list puts several in its place, None takes it out."""

    def section(one):
        found = []
        for criterion in one.criteria:
            made = edit(criterion) if criterion.code == code else criterion
            found += made if isinstance(made, list) else [made] if made else []
        return replace(one, criteria=tuple(found))

    parts = tuple(replace(p, sections=tuple(section(s) for s in p.sections)) for p in rubric.parts)
    return replace(rubric, parts=parts)


def option(criterion, place, **values):
    options = [replace(o, **values) if o.place == place else o for o in criterion.options]
    return replace(criterion, options=tuple(options))


def only(diff):
    (pair,) = [p for p in diff.criteria if p.state != SAME]
    return pair


NEW = Criterion("A.1.9", "Tiêu chí mới", 2, (Option(1, 1, "Ít"), Option(2, 2, "Nhiều")))
EDITS = [
    (lambda c: replace(c, name=c.name + " và vùng trồng"), CHANGED, ("name",)),
    (lambda c: replace(c, max_points=9), CHANGED, ("max_points",)),
    (lambda c: option(c, 1, points=0), CHANGED, ("options",)),
    (lambda c: option(c, 1, label="Nguyên liệu khác hẳn"), CHANGED, ("options",)),
    (lambda c: option(c, 1, stars=5), CHANGED, ("options",)),
    (lambda c: replace(c, options=c.options[:-1]), CHANGED, ("options",)),
    (lambda c: replace(c, applies_if=Condition("B.5.1", 1)), CHANGED, ("applies_if",)),
    (lambda c: replace(c, evidence=(*c.evidence, "Giấy tờ khác")), CHANGED, ("evidence",)),
    (lambda c: replace(c, code="A.1.8"), CHANGED, ("code",)),
    (lambda c: replace(c, name=c.name.upper() + "  "), SAME, ()),
    (lambda c: None, REMOVED, ()),
]


@pytest.mark.parametrize(("edit", "state", "what"), EDITS)
def test_one_change_is_one_pair(edit, state, what):
    diff = compare(COFFEE, changed(COFFEE, edit))
    if state == SAME:
        assert diff.empty
        return
    pair = only(diff)
    assert (pair.state, pair.what) == (state, what)
    assert not diff.empty


def test_a_new_criterion_stands_where_the_new_sheet_has_it():
    diff = compare(COFFEE, changed(COFFEE, lambda c: [c, NEW]))
    assert (only(diff).state, only(diff).code) == (ADDED, "A.1.9")
    assert [p.code for p in diff.criteria][:2] == ["A.1.1", "A.1.9"]
    gone = compare(changed(COFFEE, lambda c: [c, NEW]), COFFEE)
    assert only(gone).state == REMOVED
    assert [p.code for p in gone.criteria][:2] == ["A.1.1", "A.1.9"]


def test_points_wording_and_marks_of_an_option_are_told_apart():
    after = changed(COFFEE, lambda c: option(option(c, 1, points=0, stars=4), 2, label="Một câu khác"))
    pairs = only(compare(COFFEE, after)).options
    assert [p.what for p in pairs][:2] == [("points", "stars"), ("label",)]


def test_knockouts_bands_and_names_are_compared():
    more = replace(COFFEE, knockouts=(*COFFEE.knockouts, Knockout("C.1", "stop", "Không đạt.")), name="Tên khác")
    diff = compare(COFFEE, replace(more, bands=COFFEE.bands[:-1]))
    assert [(k.state, k.new.name) for k in diff.knockouts if k.state != SAME] == [(ADDED, "C.1")]
    assert (diff.bands, diff.name) == (True, True)


def test_across_eras_the_stable_criteria_keep_together():
    diff = compare(load_rubric("1048-2019/14"), COFFEE)
    paired = {p.new.code: p.old.code for p in diff.criteria if p.old and p.new}
    assert (paired["B.5.2"], paired["B.5.3"], paired["A.1.3"]) == ("B.5.3", "B.5.2", "A.1.2")
    assert len(paired) > 15
    assert "Kế toán" in {p.old.name for p in diff.criteria if p.state == REMOVED}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sheet_ids()), st.sampled_from(sheet_ids()))
def test_nothing_is_lost_and_the_way_back_mirrors(one, other):
    old, new = load_rubric(one), load_rubric(other)
    there, back = compare(old, new), compare(new, old)
    assert sorted(p.old.code for p in there.criteria if p.old) == sorted(old.criteria)
    assert [p.new.code for p in there.criteria if p.new] == list(new.criteria)
    assert (there.empty, back.empty) == (one == other, one == other)
    assert there.count(ADDED) - there.count(REMOVED) == len(new.criteria) - len(old.criteria)
    for pair in there.criteria:
        for side in ("old", "new"):
            whole = getattr(pair, side)
            held = [getattr(o, side).place for o in pair.options if getattr(o, side)]
            assert sorted(held) == ([o.place for o in whole.options] if whole else [])


def test_a_sheet_against_itself_is_empty():
    for code in sheet_ids():
        assert compare(load_rubric(code), load_rubric(code)).empty


def test_an_empty_sheet_has_everything_added():
    diff = compare(Rubric("x", "", (), COFFEE.bands), COFFEE)
    assert diff.count(ADDED) == len(COFFEE.criteria)
