"""The events about a person: those on what is theirs, and those they did. Others in them are never named."""

import json
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from weft.people.models import Person
from weft.people.mydata.catalogue import personal_tables
from weft.record import keys
from weft.record.actions import SYSTEM, name_of
from weft.record.models import Event


def names_of(person: Person) -> set[str]:
    """What the record calls a person, their account and every row about them."""
    found = {name_of(person)} | ({f"account:{person.account_id}"} if person.account_id else set())
    for table in personal_tables():
        found |= {name_of(row) for row in table.rows(person)}
    return found


def events_about(person: Person) -> tuple[list[Event], set[str]]:
    """The events, and the names in them that are the person's."""
    names = names_of(person)
    return list(Event.objects.filter(Q(thing__in=names) | Q(actor__in=names))), names


def event_rows(person: Person, _by: User | None) -> list[dict[str, Any]]:
    events, names = events_about(person)
    return [_row(event, names, person) for event in events]


def _row(event: Event, names: set[str], person: Person) -> dict[str, Any]:
    is_mine = event.thing in names
    return {
        "When": timezone.localtime(event.at),
        "Who did it": _who(event.actor, names),
        "What": event.action,
        "To what": gettext("you") if is_mine else event.thing.partition(":")[0],
        "Purpose": event.purpose,
        "Before": _opened(event.before, person) if is_mine else "",
        "After": _opened(event.after, person) if is_mine else "",
        "Why": event.reason if is_mine else "",
    }


def _who(actor: str, names: set[str]) -> str:
    if actor in names:
        return gettext("you")
    return gettext("the service itself") if actor == SYSTEM else gettext("somebody of the team")


def _opened(values: dict[str, Any], person: Person) -> str:
    return json.dumps({key: _value(key, kept, person) for key, kept in values.items()}) if values else ""


def _value(field: str, kept: Any, person: Person) -> Any:
    """A sealed value opened; what was sealed under somebody else's key is theirs."""
    if not (isinstance(kept, dict) and set(kept) == {"sealed"}):
        return kept
    try:
        return keys.unseal(
            kept["sealed"], holder=person.public_id, store="record", field=field, purpose="audit"
        )
    except keys.SealError:
        return gettext("erased, or about somebody else")
