"""Write events and facts. Both belong inside the transaction of the change they tell of, after its other writes:
the end of the chain is locked until that transaction ends."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F

from weft.record.models import ChainHead, Event, Fact

SYSTEM = "system"
FIELDS = ("number", "at", "actor", "action", "thing", "purpose", "before", "after", "reason", "previous")


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
    values about a person are sealed first (record.keys.sealed_values).
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An event is written in the transaction of its change.")
    ChainHead.objects.get_or_create(pk=1)
    ChainHead.objects.filter(pk=1).update(number=F("number") + 1)  # takes the row: nobody else appends now
    head = ChainHead.objects.get(pk=1)
    event = Event(
        number=head.number,
        at=datetime.now(UTC),
        actor=name_of(by),
        action=action,
        thing=name_of(thing),
        purpose=purpose,
        before=dict(before or {}),
        after=dict(after or {}),
        reason=reason,
        previous=head.digest,
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
    ChainHead.objects.filter(pk=1).update(digest=event.digest)
    return event


def digest_of(event: Event) -> str:
    """SHA-256 over the event's fields and the digest before it: 64 hex digits."""
    values = {name: getattr(event, name) for name in FIELDS}
    values["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


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
    """Keep the pseudonymous residue of something that happened (honesty rule 13)."""
    return Fact.objects.create(
        kind=kind,
        on=on,
        area=area,
        programme=programme,
        edition=edition,
        key=key,
        traits=dict(traits or {}),
        quantities=dict(quantities or {}),
    )
