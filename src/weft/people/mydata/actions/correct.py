"""Correct what is kept about a person."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from weft.people.models import Person
from weft.record.actions import record_event
from weft.record.keys import sealed_values

FIELDS = (
    "name",
    "phone",
    "language",
    "area",
)  # the e-mail address is changed where one signs in: it is checked


@transaction.atomic
def correct_person(*, person: Person, values: Mapping[str, Any], by: User | None) -> Person:
    """Change a person's own fields; only what differs is written and recorded, sealed. Raises ValueError for a field
    that is not theirs to change here, or an empty name."""
    if not set(values) <= set(FIELDS) or not values.get("name", person.name).strip():
        raise ValueError("Enter a name; only the name, phone number, language and area are corrected here.")
    before = {name: getattr(person, name) for name in values}
    changed = {name: value for name, value in values.items() if before[name] != value}
    if not changed:
        return person
    for name, value in changed.items():
        setattr(person, name, value)
    person.last_active_on = timezone.localdate()
    person.save(update_fields=[*changed, "last_active_on"])
    record_event(
        by=by,
        action="people.person.correct",
        thing=person,
        before=_sealed(person, {name: before[name] for name in changed}),
        after=_sealed(person, changed),
    )
    return person


def _sealed(person: Person, values: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    return sealed_values(person.public_id, {name: str(value or "") for name, value in values.items()})
