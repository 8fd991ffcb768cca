"""A retry with the same idempotency key does nothing twice.

A form carries the key in a hidden field (weft.web.once.OnceField), made afresh each time the page is fetched; the view
hands it to the action, and the action makes its thing through `do_once`.
"""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from django.apps import apps
from django.db import IntegrityError, models, transaction

from weft.record.actions import name_of
from weft.record.models import DoneOnce

Thing = TypeVar("Thing", bound=models.Model)


class DoneMeanwhile(Exception):
    """Another request with the same key was quicker; everything this one wrote is undone."""


def do_once(*, key: str, action: str, by: models.Model | str | None, make: Callable[[], Thing]) -> Thing:
    """What the key made: now, or when it was used before by the same account. Of two at once, one makes it.

    `make` runs in a transaction and records its event; an empty key asks for no protection.
    """
    own = f"{name_of(by)}\n{key}" if key else ""
    try:
        with transaction.atomic():
            earlier: Thing | None = _made(own, action)
            if earlier is not None:
                return earlier
            made = make()
            mark_done(own, action, made)
            return made
    except DoneMeanwhile:
        quicker: Thing | None = _made(own, action)
        if quicker is None:  # pragma: no cover - made and removed within a moment
            raise
        return quicker


def done_before(key: str, action: str) -> str | None:
    """The thing this key already made with this action ("people.person:<public id>"), or None.

    Call it first in the transaction; `mark_done` at its end. Of two that run at once, the second one's mark is refused
    by the database and its whole transaction undone.
    """
    found = DoneOnce.objects.filter(key=_digest(key, action)).first() if key else None
    return found.thing if found else None


def mark_done(key: str, action: str, thing: models.Model | str) -> None:
    """Remember what the key made. An empty key asks for no such protection. Raises DoneMeanwhile."""
    if not key:
        return
    try:
        with transaction.atomic():
            DoneOnce.objects.create(key=_digest(key, action), action=action, thing=name_of(thing))
    except IntegrityError as error:
        raise DoneMeanwhile(f"{action} was done with this key a moment ago.") from error


def _made(key: str, action: str) -> Any:
    """The row the key made; None before, and where it was removed since (it may then be made again)."""
    name = done_before(key, action)
    if name is None:
        return None
    label, _, mark = name.partition(":")
    model = apps.get_model("auth.user" if label == "account" else label)
    names = {field.name for field in model._meta.concrete_fields}
    column = "public_id" if "public_id" in names else "pk"
    found = model._base_manager.filter(**{column: mark}).first()
    if found is None:
        DoneOnce.objects.filter(key=_digest(key, action)).delete()
    return found


def _digest(key: str, action: str) -> str:
    return hashlib.sha256(f"{action}\n{key}".encode()).hexdigest()
