"""Write events and facts. Both belong inside the transaction of the change they tell of, after its other writes:
the end of the chain is locked until that transaction ends."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.db import models

from weft.record.chain import EVENTS, FACTS, append, as_kept, take_number
from weft.record.models import Event, Fact

SYSTEM = "system"
PURPOSE_MOST = 40  # characters, as the database keeps it


def record_event(
    *,
    by: models.Model | str | None,
    action: str,
    thing: models.Model | str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    purpose: str = "",
) -> Event:
    """Append one event to the chain.

    by: the account (or person) that acted; None for the service itself. before, after: what changed, as JSON;
    values about a person are sealed first (record.keys.sealed_values). purpose: one of a few words, of a sensitive
    read; what somebody wrote is a reason. Raises ValueError where it is longer, on SQLite too, which would keep it.
    """
    if len(purpose) > PURPOSE_MOST:
        raise ValueError("A purpose is one of a few words: what somebody wrote belongs in the reason.")
    number, previous = take_number(EVENTS)
    event = Event(
        number=number,
        at=datetime.now(UTC),
        actor=name_of(by),
        action=action,
        thing=name_of(thing),
        purpose=purpose,
        before=as_kept(before),
        after=as_kept(after),
        reason=reason,
        previous=previous,
    )
    append(EVENTS, event)
    return event


def name_of(thing: models.Model | str | None) -> str:
    """A thing's name in the record: its public id where it has one, never anything that says who it is."""
    if thing is None:
        return SYSTEM
    if isinstance(thing, str):
        return thing
    label = thing._meta.label_lower
    if label == "auth.user":
        return f"account:{thing.pk}"
    return f"{label}:{getattr(thing, 'public_id', thing.pk)}"


def record_fact(
    *,
    kind: str,
    on: date,
    area: str = "",
    programme: str = "",
    edition: str = "",
    key: str = "",
    traits: Mapping[str, str] | None = None,
    quantities: Mapping[str, float] | None = None,
) -> Fact:
    """Keep the pseudonymous residue of something that happened (honesty rule 13), chained like events."""
    number, previous = take_number(FACTS)
    fact = Fact(
        number=number,
        kind=kind,
        on=on,
        area=area,
        programme=programme,
        edition=edition,
        key=key,
        traits=as_kept(traits),
        quantities=as_kept(quantities),
        at=datetime.now(UTC),
        previous=previous,
    )
    append(FACTS, fact)
    return fact
