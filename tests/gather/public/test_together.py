"""Places that go together, and those kept for newcomers, from the form to the ledger."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.gather.make import person, session, taken
from tests.gather.public.conftest import planned, venue
from weft.gather.actions.amounts import change_places
from weft.gather.actions.bookings import book, hold
from weft.gather.actions.waiting import join_waiting_list
from weft.gather.errors import NotAlone
from weft.gather.finding.models import Opening
from weft.gather.models import Booking, Session
from weft.places.access import bits_of
from weft.places.actions import VenueFacts, change_venue

pytestmark = pytest.mark.django_db
CLASS = {"learner": 4, "creche_0_1": 1, "creche_2_4": 2}


def soon(places: Any, **more: Any) -> Session:
    return session(places, local_start=f"{timezone.localdate() + timedelta(days=5)}T10:00", **more)


@pytest.mark.parametrize("make", [book, hold, join_waiting_list])
def test_a_child_s_place_is_never_booked_alone(make: Any) -> None:
    of = soon(CLASS)
    with pytest.raises(NotAlone):
        make(session=of, places={"creche_0_1": 1}, by=None)
    assert taken(of) == {"creche_0_1": 0, "creche_2_4": 0, "learner": 0}
    assert not Booking.objects.unscoped("test").exists()


def test_beside_a_learner_it_is_booked() -> None:
    of = soon(CLASS)
    book(session=of, places={"learner": 1, "creche_0_1": 1}, by=None)
    assert taken(of) == {"creche_0_1": 1, "creche_2_4": 0, "learner": 1}


def test_more_places_keep_what_goes_together() -> None:
    of = soon({"learner": 2})
    change_places(session=of, capacities={"learner": 2, "creche_2_4": 3}, by=None)
    row = of.capacities.get(kind="creche_2_4")
    assert (row.goes_with, row.youngest, row.oldest) == ("learner", 2, 4)


def test_an_age_no_x_and_books_nothing() -> None:
    of = soon(CLASS)
    said = {"name": "Ada", "contact": "020 7946 0001"}
    for ages, kinds in (("1", "creche_0_1"), ("2 4", "creche_2_4")):
        book_page = Client().post(f"/gather/sessions/{of.public_id}/book", {**said, "children": ages})
        assert book_page.status_code == 302 and taken(of)[kinds] == len(ages.split())
    for wrong in ("5", "1, 9", "two"):
        page = (
            Client()
            .post(f"/gather/sessions/{of.public_id}/book", {**said, "children": wrong})
            .content.decode()
        )
        assert "Enter ages the crèche takes" in page
    assert taken(of)["learner"] == 2


def test_places_kept_for_newcomers_are_said_in_public_and_no_others_get_them() -> None:
    of = planned(5, 10, places={"seat": 2})
    change_places(session=of, capacities={"seat": 2}, newcomer_places={"seat": 1}, by=None)
    address = f"/gather/sessions/{of.public_id}/"
    assert (
        "Some places are kept for people who come for the first time."
        in Client().get(address).content.decode()
    )
    book(session=of, places={"seat": 1}, person=person("Bo"), by=None)
    assert (
        "The places left are kept for people who come for the first time"
        in Client().get(address).content.decode()
    )
    said = {"name": "Ada", "contact": "020 7946 0001", "people": 1}
    refused = Client().post(f"{address}book", said).content.decode()
    assert "Join the waiting list" in refused and taken(of) == {"seat": 1, "seat*": 0}
    assert Client().post(f"{address}book", {**said, "newcomer": "on"}).status_code == 302
    assert taken(of) == {"seat": 1, "seat*": 1}


def test_a_session_with_creche_places_is_found_by_who_needs_one() -> None:
    of = soon(CLASS, venue=venue("Hall", access=("step_free",)))
    row = Opening.objects.get(session=of)
    assert row.access_bits & bits_of({"creche"}) and (row.creche_from, row.creche_to) == (0, 4)
    assert "Crèche" in Client().get(f"/gather/sessions/{of.public_id}/").content.decode()


def test_a_venue_that_changes_is_found_as_it_is_now() -> None:
    hall = venue("Tide Hall", access=("step_free",))
    of = planned(5, 10, where=hall)
    before = Opening.objects.get(session=of)
    facts = VenueFacts(
        "Tide Hall", hall.latitude + 0.1, hall.longitude, "2 Weaver Street", "SE1", ("hearing_loop",)
    )
    change_venue(venue=hall, facts=facts, by=None)
    after = Opening.objects.get(session=of)
    assert before.access_bits & bits_of({"step_free"}) and not after.access_bits & bits_of({"step_free"})
    assert after.access_bits & bits_of({"hearing_loop"})
    assert after.band != before.band


def test_places_told_nobody_would_leave_the_search_behind(settings: Any) -> None:
    """The control: without the hook the search keeps what the venue was."""
    settings.VENUE_CHANGED = []
    hall = venue("Tide Hall", access=("step_free",))
    of = planned(5, 10, where=hall)
    facts = VenueFacts("Tide Hall", hall.latitude, hall.longitude, access=("hearing_loop",))
    change_venue(venue=hall, facts=facts, by=None)
    assert Opening.objects.get(session=of).access_bits & bits_of({"step_free"})
