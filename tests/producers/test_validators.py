"""Tax codes: the check digit, lengths, personal numbers (ux §4)."""

import pytest

from producers.selectors import alike
from producers.validators import BadTaxCode, check_digit, clean_tax_code, doubtful_personal_number

GOOD = ["0100109106", "0300588569", "0101248141", "0100112437"]


@pytest.mark.parametrize("code", GOOD)
def test_good_codes_and_every_single_wrong_digit(code):
    assert clean_tax_code(code) == code
    for place in range(10):
        for digit in "0123456789":
            wrong = code[:place] + digit + code[place + 1 :]
            if wrong != code:
                with pytest.raises(BadTaxCode) as problem:
                    clean_tax_code(wrong)
                assert problem.value.problem == "check"


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("0300 588 569", "0300588569"),
        ("0300588569-001", "0300588569-001"),
        ("0300588569001", "0300588569-001"),
        ("044 188 001 234", "044188001234"),
    ],
)
def test_what_is_accepted(typed, clean):
    assert clean_tax_code(typed) == clean


@pytest.mark.parametrize(
    ("typed", "problem", "digits"),
    [("320058856", "length", 9), ("03005885690", "length", 11), ("03OO588569", "shape", 0), ("٠٣٠٠٥٨٨٥٦٩", "shape", 0)],
)
def test_what_is_refused(typed, problem, digits):
    with pytest.raises(BadTaxCode) as refused:
        clean_tax_code(typed)
    assert (refused.value.problem, refused.value.digits) == (problem, digits)


def test_a_rest_that_is_never_issued():
    assert check_digit("000000000") is None


@pytest.mark.parametrize(
    ("number", "doubtful"),
    [
        ("044188001234", False),
        ("044206001234", False),
        ("044225001234", True),
        ("099188001234", True),
        ("0300588569", False),
    ],
)
def test_personal_numbers_only_warn(number, doubtful):
    assert doubtful_personal_number(number, 2026) is doubtful


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("HTX Chè Mỹ Lệ", "Hợp tác xã chè Mỹ Lệ", True),
        ("Công ty TNHH Sa Mù", "Sa Mù", True),
        ("HTX Chè Mỹ Lệ", "HTX Chè Kiến Giang", False),
    ],
)
def test_likeness_leaves_the_legal_form_aside(one, other, same):
    assert alike(one, other) is same
