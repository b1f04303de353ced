"""The code on a paper sheet is read as it was printed, and a slip is caught."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations import papercodes
from evaluations.codes import ALPHABET

IDS = st.integers(0, 10**9)


@given(IDS, IDS, st.integers(0, 31))
def test_a_printed_code_is_read_back(item, member, scoring_round):
    code = papercodes.sheet_code(item, member, scoring_round)
    assert papercodes.read_code(code) == (item, member, scoring_round)
    assert papercodes.read_code(f" {code.lower()} ") == (item, member, scoring_round)


@given(IDS, IDS, st.integers(1, 2), st.data())
def test_one_wrong_character_is_caught(item, member, scoring_round, data):
    code = papercodes.sheet_code(item, member, scoring_round)
    place = data.draw(st.sampled_from([n for n, c in enumerate(code) if c != "-"]))
    wrong = code[:place] + data.draw(st.sampled_from(ALPHABET)) + code[place + 1 :]
    assert (papercodes.read_code(wrong) is None) == (wrong != code)


@pytest.mark.parametrize("text", ["", "1F-3-1", "1F-3-1-00", "đ-3-1-KT", "1" * 500, "1F--1-KT"])
def test_what_is_no_code_is_none(text):
    assert papercodes.read_code(text) is None


@pytest.mark.parametrize("numbers", [(-1, 1, 1), (1, -1, 1), (1, 1, 32)])
def test_numbers_that_cannot_be_printed_are_refused(numbers):
    with pytest.raises(ValueError, match=str(numbers[0])):
        papercodes.sheet_code(*numbers)
