"""Checks of what is typed about producers: tax code, personal number (guides: ux §4). Pure functions."""

import re

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)  # from the tax circular
PROVINCES_OF_BIRTH = 96  # the first three digits of a personal number: 001 to 096


class BadTaxCode(ValueError):
    """`problem`: "length" with `digits`, "shape" or "check"."""

    def __init__(self, problem: str, digits: int = 0):
        super().__init__(problem)
        self.problem, self.digits = problem, digits


def check_digit(first_nine: str) -> int | None:
    """The tenth digit of a tax code; None where such a number is never issued."""
    rest = 10 - sum(int(digit) * weight for digit, weight in zip(first_nine, WEIGHTS, strict=True)) % 11
    return rest if rest < 10 else None


def clean_tax_code(text: str) -> str:
    """0300588569, 0300588569-001 (branch) or 12 digits (personal number of a household); spaces, dots, dashes accepted.

    Raises BadTaxCode. The twelve digits have no check digit.
    """
    digits = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(r"[0-9]*", digits, flags=re.ASCII):
        raise BadTaxCode("shape")
    if len(digits) not in (10, 12, 13):
        raise BadTaxCode("length", len(digits))
    if len(digits) == 12:
        return digits
    if check_digit(digits[:9]) != int(digits[9]):
        raise BadTaxCode("check")
    return digits if len(digits) == 10 else f"{digits[:10]}-{digits[10:]}"


def doubtful_personal_number(number: str, year: int) -> bool:
    """Whether twelve digits can hardly be a personal number in `year`: place or year of birth do not fit. Only a warning.

    Digits 1-3 place of birth, 4 century and sex (0, 1 = 19xx; 2, 3 = 20xx …), 5-6 year of birth.
    """
    if len(number) != 12:
        return False
    born = 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])
    return not (1 <= int(number[:3]) <= PROVINCES_OF_BIRTH and 15 <= year - born <= 110)
