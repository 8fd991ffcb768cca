"""Who of the waiting list is next. Deciding writes nothing; offering takes the places in the same transaction."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from weft.gather.actions import places
from weft.gather.actions.moving import LEDGER, move
from weft.gather.actions.places import Free
from weft.gather.errors import NoPlaces
from weft.gather.models import Booking, Capacity, Session
from weft.gather.rules import is_kept_for, is_open, offer_until
from weft.gather.states import BookingState

AT_A_TIME = 200


@dataclass
class Decided:
    """Whom to offer places, and who was passed by because their party does not fit yet."""

    offers: list[Booking] = field(default_factory=list)
    passed: list[Booking] = field(default_factory=list)


def decide(queue: Iterable[Booking], free: Free, session: Session, now: datetime) -> Decided:
    """Go down the list in order of joining until nothing is free: exactly min(free, queue), never one more.

    A party that does not fit has what is free kept for it (rules.is_kept_for). `free` is what is left then.
    """
    decided = Decided()
    for booking in queue:
        if free.is_none:
            break
        if free.fits(booking.places, booking.is_newcomer):
            free.set_aside(booking.places, booking.is_newcomer)
            decided.offers.append(booking)
            continue
        decided.passed.append(booking)
        if is_kept_for(booking, session, now):
            free.set_aside(booking.places, booking.is_newcomer)
    return decided


def in_order(session: Session) -> Iterator[Booking]:
    """The waiting list, a batch at a time."""
    rows = Booking.objects.unscoped(LEDGER).filter(session=session, state=BookingState.WAITING)
    queue, start = rows.order_by("queued_at", "pk"), 0
    while batch := list(queue[start : start + AT_A_TIME]):
        yield from batch
        start += AT_A_TIME


def promote(session: Session, now: datetime) -> list[Booking]:
    """Offer free places to those who wait, in the transaction that freed them. The places are locked before.

    Never after booking closed or the session began.
    """
    if not is_open(session, now):
        return []
    free = Free.of(list(Capacity.objects.filter(session=session)), now)
    decided = decide(in_order(session), free, session, now)
    fresh = [each.pk for each in decided.passed if each.kept_from is None]
    if fresh:
        Booking.objects.unscoped(LEDGER).filter(pk__in=fresh).update(kept_from=now)
    for booking in decided.offers:
        _offer(booking, session, now)
    return decided.offers


def _offer(booking: Booking, session: Session, now: datetime) -> None:
    kept = places.take(session_id=session.pk, wanted=booking.places, is_newcomer=booking.is_newcomer, now=now)
    booking.session = session
    move(booking, BookingState.OFFERED, until=offer_until(session, now), newcomer_places=kept)


def refuse_overtaking(booking: Booking, now: datetime) -> None:
    """Whoever books directly stands behind the list: only what those waiting do not need is theirs.

    Called when the places are taken; raises NoPlaces, which gives them back.
    """
    session = booking.session
    waiting = Booking.objects.unscoped(LEDGER).filter(session=session, state=BookingState.WAITING)
    if not waiting.exists():
        return
    free = Free.of(list(Capacity.objects.filter(session=session)), now)
    for kind, many in booking.places.items():
        pool = free.newcomers if booking.is_newcomer and kind in free.newcomers else free.anybody
        pool[kind] = pool.get(kind, 0) + many
    decide(in_order(session), free, session, now)
    if not free.fits(booking.places, booking.is_newcomer):
        raise NoPlaces
