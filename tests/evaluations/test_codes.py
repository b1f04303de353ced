"""The public code of a certificate: written in many ways, one meaning; a slip is caught."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations import codes


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("10234567890", "10234567890"),
        ("1023-4567-890", "10234567890"),
        (" io23 4567 89o ", "10234567890"),
        ("LO23456789O", "10234567890"),
        ("1023456789", None),
        ("10234567890T", None),
        ("1023456789V", None),
        ("1023456U890", None),
        ("1" * 5000, None),
        ("", None),
        ("đđđđđđđđđđđ", None),
    ],
)
def test_canonical_code(written, meant):
    assert codes.canonical_code(written) == meant


def test_a_new_code_is_eleven_letters_and_digits_and_canonical():
    made = {codes.new_code() for _n in range(300)}
    assert len(made) == 300
    assert {len(c) for c in made} == {11}
    assert all(c.isalnum() and codes.canonical_code(c) == c for c in made)


BODY = st.text(alphabet=codes.ALPHABET, min_size=10, max_size=10)


@given(BODY, st.integers(0, 9), st.sampled_from(codes.ALPHABET))
def test_one_wrong_character_is_caught(body, place, other):
    code = codes.complete(body)
    wrong = code[:place] + other + code[place + 1 :]
    assert (codes.canonical_code(wrong) is None) == (wrong != code)


@given(BODY, st.integers(0, 8))
def test_two_swapped_characters_are_caught(body, place):
    code = codes.complete(body)
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (codes.canonical_code(wrong) is None) == (wrong != code)


def test_shown_in_groups():
    assert codes.show_code("10234567890") == "1023-4567-890"
