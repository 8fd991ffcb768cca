"""Codes people read and type: the return code that opens a form on another device, and the reference of an answer.

A return code is eleven letters and a check letter, so that a slip of the pen is told apart from a wrong code. Only its
HMAC under the key file lies in the database: who holds the database alone cannot try codes against it.
"""

import hashlib
import hmac
import secrets

from weft.forms.models import Response
from weft.forms.rules import REFERENCE_LETTERS, RETURN_LETTERS
from weft.people.accounts.rules import CODE_LETTERS
from weft.record import keys

PURPOSE = "forms.return"
GROUP = 3


def new_code() -> str:
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(RETURN_LETTERS))
    return letters + check_letter(letters)


def check_letter(letters: str) -> str:
    """Luhn's sum over the alphabet's size: finds one wrong letter, and two neighbours that changed places."""
    size, total = len(CODE_LETTERS), 0
    for place, letter in enumerate(reversed(letters)):
        worth = CODE_LETTERS.index(letter) * (2 - place % 2)
        total += worth // size + worth % size
    return CODE_LETTERS[-total % size]


def plain_code(typed: str) -> str:
    """What was typed without spaces and dashes; "" when it cannot be a code."""
    text = "".join(letter for letter in typed.upper() if letter.isalnum())
    if len(text) != RETURN_LETTERS + 1 or set(text) - set(CODE_LETTERS):
        return ""
    return text if check_letter(text[:-1]) == text[-1] else ""


def grouped(code: str) -> str:
    """ABCDEFGHJKLM as ABC DEF GHJ KLM, to read and say."""
    return " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def digest_of(code: str) -> str:
    return hmac.new(keys.secret_for(PURPOSE), code.encode(), hashlib.sha256).hexdigest()


def reference_of(response: Response) -> str:
    """A reference to name in a letter or on the phone; it opens nothing."""
    number = int.from_bytes(hashlib.sha256(response.public_id.encode()).digest()[:8], "big")
    letters = ""
    for _place in range(REFERENCE_LETTERS):
        number, place = divmod(number, len(CODE_LETTERS))
        letters += CODE_LETTERS[place]
    return f"{letters[:4]} {letters[4:]}"
