"""What the catalogues make of English words, so that a test reads a letter as its reader would."""

from django.utils.translation import gettext, override

from weft.post.models import Letter
from weft.post.queries import latest


def said(language: str, english: str, **told: object) -> str:
    with override(language):
        words = gettext(english)
    assert language == "en-gb" or words != english, f"not in the catalogue: {english}"
    return words % told


def letter_to(address: str, kind: str) -> Letter:
    """The one letter of a kind to an address."""
    (found,) = [letter for row, letter in latest(100) if row.kind == kind and letter.to == address]
    return found
