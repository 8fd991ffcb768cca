"""Matching profiles of many people, opened at once: all that is ever matched by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from weft.people.matching.models import Profile
from weft.people.matching.rules import FIELDS, PURPOSE, STORE
from weft.record import keys


@dataclass(frozen=True)
class Wishes:
    """What one person agreed to be matched by, as sets of codes."""

    languages: frozenset[str] = frozenset()
    interests: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    access_needs: frozenset[str] = frozenset()

    @classmethod
    def of(cls, opened: Mapping[str, Iterable[str]]) -> "Wishes":
        return cls(**{field: frozenset(opened[field]) for field in FIELDS})


def wishes_of(persons: Iterable[int]) -> dict[int, Wishes]:
    """Person -> wishes, of those who have a profile; two questions however many there are."""
    rows = Profile.objects.unscoped("matching").filter(person__in=list(persons)).select_related("person")
    found = {row.person.public_id: row for row in rows}
    sealed = {holder: {field: getattr(row, field) for field in FIELDS} for holder, row in found.items()}
    opened = keys.unseal_all(sealed, store=STORE, purpose=PURPOSE)
    return {found[holder].person_id: Wishes.of(values) for holder, values in opened.items()}


def has_profile(person: int) -> bool:
    return bool(Profile.objects.unscoped("whether somebody may be matched").filter(person=person).exists())
