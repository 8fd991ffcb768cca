"""Access codes: twelve letters and digits that nobody mistakes for others, the last of them a check.

A code is stored nowhere. It is worked out from the case under a key of its fieldwork (`code_of`), and found again by a
keyed hash (`digest_of`). When the fieldwork's key is destroyed nobody, not even with the key file, can say which code
belonged to which address.

The check character makes the weighted sum of all characters, 1 to 12, divisible by 23. Because 23 is prime and the
weights differ, every single wrong character and every two characters swapped are noticed (ISO 7064 names the family:
pure systems with a prime modulus; our weights are 1 to 12 instead of powers).
"""

import hashlib
import hmac
from collections.abc import Callable

from weft.record import keys

# No 0 O 1 I L (read for one another), no B (8), N (M), S (5), V (U, W), Z (2), no A E U (they make words).
ALPHABET = "23456789CDFGHJKMPQRTWXY"
SIZE = len(ALPHABET)  # 23: a prime, which the check stands on
LENGTH = 12  # 23^11 is about 9.5e14: a sample of 100,000 codes is hit by one guess in ten thousand million
STORE = "fielding codes"


class MistypedCode(ValueError):
    """What was typed is no code of ours; the message says what to do."""


def check_of(data: str) -> str:
    """The character that makes eleven others a code."""
    total = sum(weight * ALPHABET.index(letter) for weight, letter in enumerate(data, 1))
    return ALPHABET[-total * pow(LENGTH, -1, SIZE) % SIZE]


def is_code(text: str) -> bool:
    return (
        len(text) == LENGTH and all(letter in ALPHABET for letter in text) and check_of(text[:-1]) == text[-1]
    )


def plain(typed: str) -> str:
    """What somebody typed, without spaces, hyphens and small letters."""
    return "".join(letter for letter in typed.upper() if letter not in " -–—._\t\u00a0")


def grouped(code: str) -> str:
    """In three groups of four, as it is printed."""
    return " ".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def coder(fieldwork: str) -> Callable[[str], str]:
    """Works out the codes of one fieldwork's cases, all by public id; the key is opened once."""
    key = keys.data_key(fieldwork, STORE)
    return lambda case: _code(key, case)


def code_of(fieldwork: str, case: str) -> str:
    """The code of one case."""
    return coder(fieldwork)(case)


def _code(key: bytes, case: str) -> str:
    number, letters = int.from_bytes(hmac.new(key, case.encode(), hashlib.sha256).digest(), "big"), ""
    for _ in range(LENGTH - 1):
        number, digit = divmod(number, SIZE)
        letters += ALPHABET[digit]
    return letters + check_of(letters)


def digest_of(code: str) -> str:
    """By which a code is found again: a keyed hash, useless without the key file."""
    return hmac.new(keys.secret_for("fielding.codes"), plain(code).encode(), hashlib.sha256).hexdigest()
