"""A retry with the same idempotency key does nothing twice."""

import hashlib

from django.db import models

from weft.record.actions import name_of
from weft.record.models import DoneOnce


def done_before(key: str, action: str) -> str | None:
    """The thing this key already made with this action ("people.person:<public id>"), or None.

    Call it first in the transaction; `mark_done` at its end. Of two that run at once, the second one's mark is refused
    by the database and its whole transaction undone.
    """
    found = DoneOnce.objects.filter(key=_digest(key, action)).first() if key else None
    return found.thing if found else None


def mark_done(key: str, action: str, thing: models.Model | str) -> None:
    """Remember what the key made. An empty key asks for no such protection."""
    if key:
        DoneOnce.objects.create(key=_digest(key, action), action=action, thing=name_of(thing))


def _digest(key: str, action: str) -> str:
    return hashlib.sha256(f"{action}\n{key}".encode()).hexdigest()
