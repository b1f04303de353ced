"""The public code of a certificate: 10 random Crockford characters and a check character (design §7). Pure.

It is not the certificate's number, is never reused, and says nothing about order or owner. People read it from paper:
case, spaces and dashes do not matter, I and L are read as 1, O as 0 (Crockford's base 32).
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Check characters run to 36: five signs of Crockford that fit in an address.
CHECKS = ALPHABET + "*~$=U"
LENGTH = 10
READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})


def check_character(body: str) -> str:
    """The check character of ten characters: their value in base 32, modulo 37 (any single slip and any swap is caught)."""
    value = 0
    for character in body:
        value = value * 32 + ALPHABET.index(character)
    return CHECKS[value % 37]


def complete(body: str) -> str:
    """The code of ten characters: themselves and their check character."""
    return body + check_character(body)


def new_code() -> str:
    """A fresh random code of 11 characters whose check character is a letter or digit, so that it can be read aloud."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
        if check_character(body) in ALPHABET:
            return complete(body)


def canonical_code(text: str) -> str | None:
    """The code that a person meant, in its one spelling; None where it cannot be a code of ours."""
    if len(text) > 60:
        return None
    raw = re.sub(r"[\s\-–—.·]", "", text).upper().translate(READ_AS)
    if len(raw) != LENGTH + 1 or any(c not in ALPHABET for c in raw[:LENGTH]):
        return None
    return raw if check_character(raw[:LENGTH]) == raw[LENGTH] else None


def show_code(code: str) -> str:
    """Groups for paper and screen: ABCD-EFGH-JK5."""
    return "-".join((code[:4], code[4:8], code[8:]))
