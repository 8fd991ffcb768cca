"""The waiting list: in order of joining, exactly min(free, queue), parties neither overtaken at once nor in the way."""

from typing import Any

import pytest

from tests.gather.make import DAY, HOUR, MINUTE, NOW, STARTS, person, seat, session, states, taken
from weft.gather.actions.amounts import change_places
from weft.gather.actions.bookings import cancel
from weft.gather.actions.waiting import accept_offer, decline_offer, expire_due, join_waiting_list
from weft.gather.errors import AlreadyBooked, NeverFits, NoPlaces, OfferRanOut, TooFewPlaces, WrongState
from weft.gather.models import Booking, Session
from weft.gather.queries.ledger import faults
from weft.post.models import Message

pytestmark = pytest.mark.django_db


def wait(of: Session, many: int = 1, at: Any = NOW, **wanted: Any) -> Booking:
    return join_waiting_list(session=of, places={"seat": many}, by=None, at=at, **wanted)


def state(booking: Booking) -> str:
    return str(Booking.objects.unscoped("test").get(pk=booking.pk).state)


def test_one_cancellation_offers_one_place_to_the_first() -> None:
    ride = session(2)
    first, _ = seat(ride), seat(ride)
    queue = [wait(ride, at=NOW + n * MINUTE) for n in range(3)]
    cancel(booking=first, by=None, at=NOW + HOUR)
    assert [state(each) for each in queue] == ["offered", "waiting", "waiting"]
    assert (taken(ride), faults()) == ({"seat": 2}, [])


def test_more_places_go_to_as_many_as_there_are_and_no_more() -> None:
    ride = session(1)
    seat(ride)
    queue = [wait(ride, at=NOW + n * MINUTE) for n in range(3)]
    change_places(session=ride, capacities={"seat": 3}, by=None, at=NOW + HOUR)
    assert [state(each) for each in queue] == ["offered", "offered", "waiting"]
    change_places(session=ride, capacities={"seat": 9}, by=None, at=NOW + HOUR)
    assert ([state(each) for each in queue], taken(ride)) == (["offered"] * 3, {"seat": 4})


def test_fewer_places_than_are_taken_are_refused() -> None:
    ride = session(3)
    seat(ride, 2)
    change_places(session=ride, capacities={"seat": 2}, by=None, at=NOW)
    with pytest.raises(TooFewPlaces):
        change_places(session=ride, capacities={"seat": 1}, by=None, at=NOW)


def test_accepting_declining_and_running_out() -> None:
    ride = session(1)
    gone = seat(ride)
    ada, bo, cy = (wait(ride, at=NOW + n * MINUTE) for n in range(3))
    cancel(booking=gone, by=None, at=NOW + HOUR)
    ada.refresh_from_db()
    decline_offer(booking=ada, by=None, at=NOW + 2 * HOUR)
    assert [state(each) for each in (ada, bo, cy)] == ["declined", "offered", "waiting"]
    bo.refresh_from_db()
    assert bo.until == NOW + 2 * HOUR + DAY
    assert expire_due(bo.until - MINUTE) == 0
    assert expire_due(bo.until) == 1
    assert [state(each) for each in (ada, bo, cy)] == ["declined", "expired", "offered"]
    with pytest.raises(OfferRanOut):
        accept_offer(booking=bo, by=None, at=NOW + 2 * DAY)
    cy.refresh_from_db()
    assert accept_offer(booking=cy, by=None, at=NOW + HOUR + DAY).state == "booked"
    with pytest.raises(WrongState):
        decline_offer(booking=cy, by=None, at=NOW + HOUR + DAY)
    assert (taken(ride), faults()) == ({"seat": 1}, [])


def test_a_small_party_does_not_overtake_a_large_one_at_once() -> None:
    ride = session(4)
    booked = [seat(ride) for _ in range(4)]
    four, one = wait(ride, 4), wait(ride, 1, at=NOW + MINUTE)
    cancel(booking=booked[0], by=None, at=NOW + HOUR)
    assert [state(four), state(one)] == ["waiting", "waiting"]
    with pytest.raises(NoPlaces):
        seat(ride, at=NOW + HOUR)
    for each in booked[1:]:
        cancel(booking=each, by=None, at=NOW + 2 * HOUR)
    assert ([state(four), state(one)], taken(ride)) == (["offered", "waiting"], {"seat": 4})


def test_a_large_party_does_not_block_for_ever() -> None:
    ride = session(4)
    booked = [seat(ride) for _ in range(4)]
    four, one = wait(ride, 4), wait(ride, 1, at=NOW + MINUTE)
    for each in booked[:2]:
        cancel(booking=each, by=None, at=NOW + HOUR)
    expire_due(NOW + HOUR + DAY - MINUTE)
    assert [state(four), state(one)] == ["waiting", "waiting"]
    expire_due(NOW + HOUR + DAY)
    assert ([state(four), state(one)], taken(ride)) == (["waiting", "offered"], {"seat": 3})
    seat(ride, at=NOW + HOUR + DAY)
    assert (taken(ride), faults()) == ({"seat": 4}, [])


def test_what_a_party_does_not_need_goes_to_those_behind_it() -> None:
    lesson = session({"creche_2_4": 1, "seat": 2})
    child = seat(lesson, 1)
    full = join_waiting_list(session=lesson, places={"seat": 1, "creche_2_4": 1}, by=None, at=NOW)
    assert state(full) == "offered"  # it fitted at once
    family = join_waiting_list(session=lesson, places={"seat": 1, "creche_2_4": 1}, by=None, at=NOW)
    alone = wait(lesson, at=NOW + MINUTE)
    change_places(session=lesson, capacities={"creche_2_4": 1, "seat": 4}, by=None, at=NOW + HOUR)
    assert [state(family), state(alone), state(child)] == ["waiting", "offered", "booked"]
    assert (taken(lesson), faults()) == ({"creche_2_4": 1, "seat": 3}, [])


def test_a_party_larger_than_the_session_is_told_so() -> None:
    with pytest.raises(NeverFits):
        wait(session(2), 3)


def test_nobody_waits_twice() -> None:
    ride, ada = session(1), person()
    seat(ride)
    wait(ride, person=ada)
    with pytest.raises(AlreadyBooked):
        wait(ride, person=ada)


def test_no_offer_after_booking_closed_and_the_list_ends() -> None:
    ride = session(1, closes_before=DAY)
    booked = seat(ride)
    waiting = wait(ride)
    cancel(booking=booked, by=None, at=STARTS - DAY)
    assert state(waiting) == "waiting"
    assert (expire_due(STARTS - DAY), state(waiting), taken(ride)) == (1, "expired", {"seat": 0})


def test_an_offer_ends_with_booking_and_leaves_time_for_the_next() -> None:
    ride = session(1)
    booked, waiting = seat(ride), wait(ride)
    cancel(booking=booked, by=None, at=STARTS - 4 * HOUR)
    waiting.refresh_from_db()
    assert waiting.until == STARTS - 2 * HOUR
    other = session(1)
    booked, waiting = seat(other), wait(other)
    cancel(booking=booked, by=None, at=STARTS - 10 * MINUTE)
    waiting.refresh_from_db()
    assert waiting.until == STARTS


def test_newcomers_places_go_to_the_first_newcomer_and_then_to_all() -> None:
    ride = session(2, newcomer_places={"seat": 1}, released_before=DAY)
    seat(ride)
    regular, fresh = wait(ride), wait(ride, at=NOW + MINUTE, is_newcomer=True)
    assert [state(regular), state(fresh)] == ["waiting", "offered"]
    cancel(booking=fresh, by=None, at=NOW + HOUR)
    assert state(regular) == "waiting"
    expire_due(STARTS - DAY)
    assert (state(regular), faults()) == ("offered", [])


def test_leaving_the_list_costs_nobody_a_place() -> None:
    ride = session(1)
    seat(ride)
    waiting = wait(ride)
    assert cancel(booking=waiting, by=None, at=NOW).state == "cancelled"
    assert (taken(ride), states(ride)) == ({"seat": 1}, ["booked", "cancelled"])


def test_an_offer_is_told_once_to_the_address_given() -> None:
    ride = session(1)
    booked, waiting = seat(ride), wait(ride, contact="bo@demonstration.example")
    cancel(booking=booked, by=None, at=NOW)
    letter = Message.objects.unscoped("test").get(kind="place offered")
    assert letter.letter().to == "bo@demonstration.example"
    expire_due(NOW)
    assert (Message.objects.unscoped("test").count(), state(waiting)) == (1, "offered")
