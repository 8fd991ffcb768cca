"""How a model says what its fields hold about a person.

A model with personal fields declares `PERSONAL` (field name -> Personal), `ABOUT` (the lookup from a row to the
person it is about, "" when the row is the person) and `IMPERSONAL` (names of every other field). The field
catalogue, the privacy notice, subject access, erasure and the retention job are all made from them.
"""

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    IDENTITY = "identity"
    CONTACT = "contact"
    PLACE = "place"
    ACCOUNT = "account"
    PARTICIPATION = "participation"
    MONITORING = "monitoring"
    MATCHING = "matching"
    CORRESPONDENCE = "correspondence"


class Basis(StrEnum):
    """The lawful basis, in the words of the data protection law (GDPR article 6(1), and 9(2) for monitoring)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal obligation"
    PUBLIC_TASK = "public task"
    EQUALITY_MONITORING = "equality of opportunity monitoring"


class Erasure(StrEnum):
    """What erasing the person does to the field."""

    DELETE_ROW = "delete the row"
    CLEAR = "clear the field"
    UNLINK = "keep the row, remove the link to the person"
    DESTROY_KEY = "destroy the key it is sealed with"
    KEEP = "keep: without the account it points to, it names nobody"


NOBODY = "nobody"  # ABOUT of a table about people no entry of a person leads to (addresses drawn by chance)


@dataclass(frozen=True)
class Personal:
    """One personal field: why it is kept, for how long, under which name it is given out, how it is erased.

    retention_days counts from the day the person was last active; None means for as long as the person takes part.
    """

    category: Category
    purpose: str
    basis: Basis
    export: str
    erasure: Erasure
    retention_days: int | None = None
