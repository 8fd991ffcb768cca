"""What somebody asks for, and the row it becomes."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Required, TypedDict

from django.db import IntegrityError, transaction

from weft.gather.actions.moving import code_digest, token_digest
from weft.gather.errors import AlreadyBooked
from weft.gather.models import Booking, Session
from weft.gather.rules import TICKET_DIGITS
from weft.people.models import Group, Household, Person
from weft.record import keys
from weft.record.ids import public_id

STORE, PURPOSE = "booking", "to keep the place and tell about it"


class Wanted(TypedDict, total=False):
    """places: kind -> how many. Whoever books: a person, a household, a group, or somebody by name and contact.

    language: of the pages they book on themselves; staff who book for others say none.
    """

    places: Required[Mapping[str, int]]
    person: Person | None
    household: Household | None
    group: Group | None
    name: str
    contact: str
    needs: str
    role: str
    traits: Mapping[str, Any] | None
    is_newcomer: bool
    language: str


@dataclass(frozen=True)
class Held:
    """A place kept for a few minutes: the code that confirms it and the secret of the link that manages it.

    When the same request came before, it is the booking it made, without a code: that one was given out already.
    """

    booking: Booking
    code: str
    manage_token: str


def draft(session: Session, wanted: Wanted, **columns: Any) -> Booking:
    """The booking's row, not yet written, with contact and needs sealed under its own key."""
    booking = Booking(
        session=session,
        person=wanted.get("person"),
        household=wanted.get("household"),
        group=wanted.get("group"),
        role=wanted.get("role", ""),
        places=dict(wanted["places"]),
        is_newcomer=wanted.get("is_newcomer", False),
        name=wanted.get("name", ""),
        traits=dict(wanted.get("traits") or {}),
        language=wanted.get("language", ""),
        **columns,
    )
    for field in ("contact", "needs"):
        if text := str(wanted.get(field) or ""):
            setattr(booking, field, _seal(booking, field, text))
    if booking.contact:
        give_link(booking)
    return booking


def insert(booking: Booking) -> None:
    """Write the row. Raises AlreadyBooked."""
    if booking.person_id is None:  # nothing but the person makes two bookings one
        booking.save(force_insert=True)
        return
    try:
        with transaction.atomic():
            booking.save(force_insert=True)
    except IntegrityError:
        raise AlreadyBooked from None


def _seal(booking: Booking, field: str, text: str) -> str:
    return keys.seal(text, holder=booking.public_id, store=STORE, field=field, purpose=PURPOSE)


def unsealed(booking: Booking, field: str) -> str:
    """What was sealed in a field ("contact", "needs", "sealed_token"); nothing once it was erased."""
    kept = getattr(booking, field)
    if not kept:
        return ""
    try:
        return str(keys.unseal(kept, holder=booking.public_id, store=STORE, field=field, purpose=PURPOSE))
    except keys.KeyDestroyed:
        return ""


def give_link(booking: Booking) -> None:
    """A secret link for whoever has no account; only its digest can be looked up, letters carry it whole."""
    token = public_id()
    booking.manage_digest = token_digest(token)
    booking.sealed_token = _seal(booking, "sealed_token", token)


def give_code(booking: Booking) -> str:
    code = "".join(secrets.choice("0123456789") for _ in range(TICKET_DIGITS))
    booking.code_digest = code_digest(booking, code)
    return code


def fresh(session: Session) -> Session:
    """The session as it is now that its places are locked."""
    return Session.objects.select_related("activity", "venue").get(pk=session.pk)


def closing(now: datetime, minutes: int, closes: datetime) -> datetime:
    """A held place runs out after so many minutes, and never after booking closed."""
    return min(now + timedelta(minutes=minutes), closes)
