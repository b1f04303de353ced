"""The code printed on a paper sheet: which product, which member, which scoring round. Pure.

`1F-3-1-KT`: product of the session, member, round in Crockford's base 32, and two check characters that catch any single
slip and any swap of neighbours. People type it from paper: case and spaces do not matter, I and L are 1, O is 0.
"""

import re

from evaluations.codes import ALPHABET, READ_AS

CHECK_PRIME = 1021  # the largest prime that two characters can show
SHAPE = re.compile(rf"([{ALPHABET}]{{1,10}})-([{ALPHABET}]{{1,10}})-([{ALPHABET}])-([{ALPHABET}]{{2}})")


def _base32(number: int) -> str:
    digits = ALPHABET[number % 32]
    while number := number // 32:
        digits = ALPHABET[number % 32] + digits
    return digits


def _number(digits: str) -> int:
    value = 0
    for digit in digits:
        value = value * 32 + ALPHABET.index(digit)
    return value


def _check(body: str) -> str:
    """Two characters: the body in base 33, the dash as its last digit, modulo a prime."""
    value = 0
    for character in body:
        value = value * 33 + (32 if character == "-" else ALPHABET.index(character))
    return _base32(value % CHECK_PRIME).rjust(2, "0")


def sheet_code(item_id: int, member_id: int, scoring_round: int) -> str:
    """The code of a member's paper sheet. ValueError for a number below 0 or a round above 31."""
    if item_id < 0 or member_id < 0 or not 0 <= scoring_round < 32:
        raise ValueError((item_id, member_id, scoring_round))
    body = f"{_base32(item_id)}-{_base32(member_id)}-{_base32(scoring_round)}"
    return f"{body}-{_check(body)}"


def read_code(text: str) -> tuple[int, int, int] | None:
    """(item id, member id, scoring round) of a typed code; None where it cannot be one of ours."""
    if len(text) > 60:
        return None
    found = SHAPE.fullmatch(re.sub(r"[\s.·]", "", text.replace("–", "-").replace("—", "-")).upper().translate(READ_AS))
    if found is None or _check("-".join(found.groups()[:3])) != found[4]:
        return None
    return _number(found[1]), _number(found[2]), _number(found[3])
