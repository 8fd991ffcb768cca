"""The pseudonym of a person in the facts of one kind: the same whenever they come, different from kind to kind."""

from weft.people.models import Person
from weft.record import ids
from weft.record.keys import secret_for


def pseudonym(person: Person, kind: str) -> str:
    """HMAC-SHA256 under a secret for this kind of fact (SAFETY, design rules)."""
    return ids.pseudonym(secret_for(kind), person.public_id)
