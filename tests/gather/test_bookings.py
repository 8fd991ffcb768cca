"""Booking: all places of all kinds or none, held until confirmed, given back until the session begins."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.gather.make import DAY, HOUR, MINUTE, NOW, STARTS, person, seat, session, states, taken
from weft.gather.actions.bookings import add_walk_in, book, cancel, confirm, hold
from weft.gather.actions.waiting import expire_due, join_waiting_list
from weft.gather.errors import (
    AlreadyBooked,
    BookingClosed,
    NoPlaces,
    NotAKind,
    NotPlannable,
    OfferRanOut,
    TooManyTries,
    WrongCode,
    WrongState,
)
from weft.gather.models import Booking, Capacity
from weft.gather.queries.ledger import faults
from weft.gather.states import BookingState
from weft.people.models import Group
from weft.record.models import Event

pytestmark = pytest.mark.django_db


def test_the_last_place_is_booked_and_the_next_one_refused() -> None:
    last = session(2)
    seat(last, 2)
    with pytest.raises(NoPlaces):
        seat(last)
    assert (taken(last), states(last), faults()) == ({"seat": 2}, ["booked"], [])


def test_learner_and_creche_places_are_booked_together_or_not_at_all() -> None:
    lesson = session({"learner": 5, "creche_2_4": 1})
    both = {"learner": 1, "creche_2_4": 1}
    book(session=lesson, places=both, by=None, at=NOW)
    with pytest.raises(NoPlaces):
        book(session=lesson, places=both, by=None, at=NOW)
    assert taken(lesson) == {"creche_2_4": 1, "learner": 1}
    book(session=lesson, places={"learner": 1}, by=None, at=NOW)
    assert (taken(lesson), faults()) == ({"creche_2_4": 1, "learner": 2}, [])


def test_the_database_itself_refuses_one_place_too_many() -> None:
    full = session(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Capacity.objects.filter(session=full).update(taken=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Capacity.objects.filter(session=full).update(taken=-1)


def test_a_ledger_that_disagrees_with_the_bookings_is_found() -> None:
    wrong = session(3)
    seat(wrong)
    assert faults() == []
    Capacity.objects.filter(session=wrong).update(taken=2)
    assert [(fault.kind, fault.taken, fault.held) for fault in faults()] == [("seat", 2, 1)]


def test_places_kept_for_newcomers_go_to_newcomers_first() -> None:
    ride = session(3, newcomer_places={"seat": 2})
    seat(ride, is_newcomer=True)
    assert taken(ride) == {"seat": 0, "seat*": 1}
    seat(ride)
    with pytest.raises(NoPlaces):
        seat(ride)
    assert taken(ride) == {"seat": 1, "seat*": 1}


def test_newcomers_take_other_places_when_theirs_are_gone() -> None:
    ride = session(4, newcomer_places={"seat": 1})
    first = seat(ride, 3, is_newcomer=True)
    assert (taken(ride), first.newcomer_places) == ({"seat": 2, "seat*": 1}, {"seat": 1})
    cancel(booking=first, by=None, at=NOW)
    assert (taken(ride), faults()) == ({"seat": 0, "seat*": 0}, [])


def test_newcomer_places_are_everybodys_once_released() -> None:
    ride = session(2, newcomer_places={"seat": 2}, released_before=2 * DAY)
    with pytest.raises(NoPlaces):
        seat(ride, at=STARTS - 2 * DAY - MINUTE)
    booked = seat(ride, 2, at=STARTS - 2 * DAY)
    assert (taken(ride), booked.newcomer_places) == ({"seat": 0, "seat*": 2}, {"seat": 2})


def test_a_held_place_is_confirmed_by_its_code() -> None:
    ride = session(1)
    held = hold(
        session=ride, places={"seat": 1}, name="Ada", contact="ada@demonstration.example", by=None, at=NOW
    )
    assert (held.booking.state, held.booking.until, len(held.code)) == ("held", NOW + 15 * MINUTE, 6)
    with pytest.raises(NoPlaces):
        seat(ride)
    wrong = str((int(held.code) + 1) % 1_000_000).zfill(6)
    with pytest.raises(WrongCode):
        confirm(booking=held.booking, code=wrong, by=None, at=NOW)
    booked = confirm(booking=held.booking, code=f" {held.code[:3]} {held.code[3:]}", by=None, at=NOW)
    again = confirm(booking=held.booking, code=held.code, by=None, at=NOW)
    assert (booked.state, again.state, states(ride), faults()) == ("booked", "booked", ["booked"], [])


def test_a_code_and_a_link_are_kept_as_digests_only() -> None:
    held = hold(session=session(), places={"seat": 1}, contact="ada@demonstration.example", by=None, at=NOW)
    row = Booking.objects.unscoped("test").values().get()
    kept = " ".join(str(value) for value in row.values())
    assert [secret in kept for secret in (held.code, held.manage_token, "ada@demonstration")] == [False] * 3


def test_codes_cannot_be_tried_out() -> None:
    held = hold(session=session(), places={"seat": 1}, by=None, at=NOW)
    for _ in range(5):
        with pytest.raises(WrongCode):
            confirm(booking=held.booking, code="x", by=None, at=NOW)
    with pytest.raises(TooManyTries):
        confirm(booking=held.booking, code=held.code, by=None, at=NOW)


def test_a_hold_that_ran_out_cannot_be_confirmed_and_frees_its_place() -> None:
    ride = session(1)
    held = hold(session=ride, places={"seat": 1}, by=None, at=NOW)
    late = NOW + 15 * MINUTE
    with pytest.raises(OfferRanOut):
        confirm(booking=held.booking, code=held.code, by=None, at=late)
    assert (expire_due(late), expire_due(late), taken(ride)) == (1, 0, {"seat": 0})
    with pytest.raises(OfferRanOut):
        confirm(booking=held.booking, code=held.code, by=None, at=late)


def test_a_place_that_ran_out_is_booked_even_before_the_tick() -> None:
    ride = session(1)
    hold(session=ride, places={"seat": 1}, by=None, at=NOW)
    seat(ride, at=NOW + 15 * MINUTE)
    assert (states(ride), taken(ride)) == (["expired", "booked"], {"seat": 1})


def test_a_hold_never_lasts_past_closing() -> None:
    ride = session(1, closes_before=HOUR)
    held = hold(session=ride, places={"seat": 1}, by=None, at=STARTS - HOUR - 5 * MINUTE)
    assert held.booking.until == STARTS - HOUR


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (STARTS - DAY, "cancelled"),
        (STARTS - DAY + MINUTE, "cancelled_late"),
        (STARTS - MINUTE, "cancelled_late"),
    ],
)
def test_cancelling_is_possible_until_the_start(at: object, state: str) -> None:
    ride = session(1, closes_before=2 * DAY)
    booked = seat(ride)
    assert cancel(booking=booked, by=None, at=at).state == state  # type: ignore[arg-type]
    assert (taken(ride), faults()) == ({"seat": 0}, [])


def test_cancelling_after_the_start_is_refused() -> None:
    booked = seat(session())
    with pytest.raises(BookingClosed):
        cancel(booking=booked, by=None, at=STARTS)


def test_a_booking_cancelled_twice_gives_its_places_back_once() -> None:
    ride = session(3)
    first, _ = seat(ride), seat(ride)
    twin = Booking.objects.unscoped("test").get(pk=first.pk)
    cancel(booking=first, by=None, at=NOW)
    with pytest.raises(WrongState):
        cancel(booking=twin, by=None, at=NOW)
    assert (taken(ride), faults()) == ({"seat": 1}, [])


def test_booking_closes_when_the_host_says_and_never_after_the_start() -> None:
    early, late = session(closes_before=DAY), session(activity=None)
    with pytest.raises(BookingClosed):
        seat(early, at=STARTS - DAY)
    seat(late, at=STARTS - MINUTE)
    with pytest.raises(BookingClosed):
        seat(late, at=STARTS)
    with pytest.raises(BookingClosed):
        join_waiting_list(session=late, places={"seat": 1}, by=None, at=STARTS)
    assert (taken(early), taken(late)) == ({"seat": 0}, {"seat": 1})


def test_one_open_booking_a_person_and_role() -> None:
    ride, ada = session(), person()
    first = seat(ride, person=ada, role="runner")
    with pytest.raises(AlreadyBooked):
        seat(ride, person=ada, role="runner")
    seat(ride, person=ada, role="clothes donor")
    cancel(booking=first, by=None, at=NOW)
    seat(ride, person=ada, role="runner")
    assert (taken(ride), faults()) == ({"seat": 2}, [])


def test_the_same_key_books_once_also_when_it_took_the_last_place() -> None:
    ride = session(1)
    first, again = seat(ride, key="k"), seat(ride, key="k")
    assert (first.pk, taken(ride)) == (again.pk, {"seat": 1})
    held = hold(session=session(), places={"seat": 1}, key="h", by=None, at=NOW)
    twin = hold(session=held.booking.session, places={"seat": 1}, key="h", by=None, at=NOW)
    assert (twin.booking.pk, twin.code, twin.manage_token) == (held.booking.pk, "", held.manage_token)


def test_a_household_books_up_to_twelve_places_and_a_group_more() -> None:
    fair = session(40)
    with pytest.raises(NotPlannable):
        seat(fair, 13)
    seat(fair, 12)
    choir = Group.objects.create(organisation=fair.activity.organisation, name="Choir")
    seat(fair, 20, group=choir)
    assert taken(fair) == {"seat": 32}


@pytest.mark.parametrize("places", [{}, {"seat": 0}, {"seat": 2, "other": -1}])
def test_a_booking_has_places(places: dict[str, int]) -> None:
    with pytest.raises(NotPlannable):
        book(session=session(), places=places, by=None, at=NOW)


def test_places_the_session_does_not_have_are_refused() -> None:
    with pytest.raises(NotAKind):
        book(session=session(), places={"sofa": 1}, by=None, at=NOW)


def test_a_walk_in_takes_a_free_place_or_comes_beside_the_list() -> None:
    ride = session(2)
    seat(ride)
    with pytest.raises(BookingClosed):
        add_walk_in(session=ride, name="Bo", by=None, at=STARTS - 3 * HOUR)
    first = add_walk_in(session=ride, name="Bo", by=None, at=STARTS)
    second = add_walk_in(session=ride, name="Cy", by=None, at=STARTS + timedelta(days=3))
    assert [(each.state, each.is_walk_in, each.places) for each in (first, second)] == [
        (BookingState.BOOKED, True, {"seat": 1}),
        (BookingState.BOOKED, True, {}),
    ]
    assert (taken(ride), faults()) == ({"seat": 2}, [])


def test_each_move_is_an_event_that_says_nothing_of_who() -> None:
    ride = session(1)
    held = hold(
        session=ride,
        places={"seat": 1},
        name="Ada Marker",
        contact="ada@demonstration.example",
        by=None,
        at=NOW,
    )
    confirm(booking=held.booking, code=held.code, by=None, at=NOW)
    cancel(booking=held.booking, by=None, at=NOW)
    told = Event.objects.filter(action__startswith="gather.booking").order_by("number")
    assert [each.action for each in told] == [
        "gather.booking.hold",
        "gather.booking.book",
        "gather.booking.cancel",
    ]
    assert "Ada" not in str([each.after for each in told])
