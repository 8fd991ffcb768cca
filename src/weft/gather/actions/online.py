"""Book from the public pages: hold or queue, and the letter that goes with it."""

from typing import Any, Unpack

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from weft.gather.actions.bookings import confirm, hold
from weft.gather.actions.telling import in_words, link_of, site
from weft.gather.actions.waiting import join_waiting_list
from weft.gather.actions.wanted import Held, Wanted, unsealed
from weft.gather.models import Booking, Session
from weft.post.actions import queue
from weft.post.models import Letter
from weft.record.actions import name_of, record_event


def is_address(contact: str) -> bool:
    return "@" in contact


@transaction.atomic
def ask_for_places(*, session: Session, key: str, by: User | None, **wanted: Unpack[Wanted]) -> Booking:
    """Hold places and write the code to the address given. Without an address they are booked at once.

    Nobody can be texted from here; refusing people without e-mail would be worse than a place booked in vain, and the
    tries of a number are counted (limits). Raises NoPlaces, BookingClosed, TooMany.
    """
    held = hold(session=session, by=by, key=key, **wanted)
    if held.code and is_address(wanted.get("contact", "")):
        queue(letter=_code_letter(held, wanted["contact"]), kind="booking code", about=held.booking,
              good_until=held.booking.until)  # fmt: skip
    elif held.code:
        return confirm(booking=held.booking, code=held.code, by=by)
    return held.booking


@transaction.atomic
def wait_for_places(*, session: Session, key: str, by: User | None, **wanted: Unpack[Wanted]) -> Booking:
    """Join the waiting list, and get the link that leaves it again. Raises NeverFits, BookingClosed."""
    booking = join_waiting_list(session=session, by=by, key=key, **wanted)
    _write(booking, "waiting list joined", _("You are on the waiting list"), [
        _("You are on the waiting list: %(what)s.") % {"what": in_words(session)},
        _("When a place comes free we write to you, in the order people joined. Leave the list here:"),
        link_of(booking),
    ])  # fmt: skip
    return booking


def confirm_online(*, booking: Booking, code: str, by: User | None) -> Booking:
    """Confirm with the code, and send the link that manages it. Raises WrongCode, TooManyTries, OfferRanOut."""
    confirmed = confirm(booking=booking, code=code, by=by)
    _write(confirmed, "booked", _("Booked: %(what)s") % {"what": confirmed.session.activity}, [
        _("You have a place: %(what)s.") % {"what": in_words(confirmed.session)},
        _("Your reference is %(reference)s.") % {"reference": reference_of(confirmed)},
        _("If you cannot come, give your place to somebody else here:"),
        link_of(confirmed),
    ])  # fmt: skip
    return confirmed


@transaction.atomic
def tell_traits(*, booking: Booking, traits: dict[str, Any], by: User | None) -> Booking:
    """Keep what somebody chose to say for mixed teams; nothing takes it back. Never about their place."""
    booking.traits = {key: value for key, value in traits.items() if value}
    booking.save(update_fields=["traits"])
    record_event(by=by, action="gather.booking.traits", thing=booking, after={"told": bool(booking.traits)})
    return booking


def reference_of(booking: Booking) -> str:
    """Short enough to be read out at the door, so letters and figures only; it opens nothing."""
    return "".join(sign for sign in booking.public_id if sign.isalnum())[:8].upper()


def token_of(booking: Booking) -> str:
    """The secret of the booking's own link, for the page that follows the form."""
    return unsealed(booking, "sealed_token")


def _code_letter(held: Held, to: str) -> Letter:
    shown = f"{held.code[:3]} {held.code[3:]}"
    body = [
        _("Enter this code on the page you have open:"),
        shown,
        _("It keeps your place: %(what)s.") % {"what": in_words(held.booking.session)},
        _("If you closed the page, open it again here:"),
        link_of(held.booking) or site(),
        _("The place is kept for 15 minutes. If you did not ask for it, do nothing."),
    ]
    return Letter(to, _("%(code)s is your code for your place") % {"code": shown}, "\n\n".join(body) + "\n")


def _write(booking: Booking, kind: str, subject: str, body: list[str]) -> None:
    contact = unsealed(booking, "contact")
    if is_address(contact):
        letter = Letter(contact, subject, "\n\n".join(part for part in body if part) + "\n")
        queue(letter=letter, kind=kind, about=name_of(booking))
