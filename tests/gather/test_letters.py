"""Letters about sessions are in the language of whoever booked, not of the officer who pressed or the job that ran."""

from contextlib import nullcontext

import pytest
from django.utils import translation

from tests.gather.make import HOUR, NOW, STARTS, person, seat, session
from tests.post.languages import letter_to, said
from weft.gather.actions import telling
from weft.gather.actions.bookings import cancel
from weft.gather.actions.sessions import cancel_session, change_session
from weft.gather.actions.telling import send_reminders
from weft.gather.actions.waiting import join_waiting_list
from weft.gather.models import Session

pytestmark = pytest.mark.django_db
URDU, ENGLISH, ADA = "bo@demonstration.example", "cy@demonstration.example", "ada@demonstration.example"
DAY = {"en-gb": "Sunday 20 December 2026", "ur": "اتوار 20 دسمبر 2026"}


def booked() -> Session:
    """Ada's entry says Urdu though she booked in English; Bo booked in Urdu, Cy in English, Di at a desk."""
    ride = session(5)
    ada = person("Ada")
    ada.language = "ur"
    ada.save()
    seat(ride, person=ada, language="en-gb")
    seat(ride, contact=URDU, name="Bo", language="ur")
    seat(ride, contact=ENGLISH, name="Cy", language="en-gb")
    seat(ride, contact="di@demonstration.example", name="Di")
    return ride


def subjects(kind: str) -> list[str]:
    return [letter_to(to, kind).subject for to in (ADA, URDU, ENGLISH, "di@demonstration.example")]


def each_in_their_own(english: str) -> list[str]:
    return [said(language, english, what="Ride") for language in ("ur", "ur", "en-gb", "en-gb")]


def test_an_officer_reading_arabic_cancels_and_everybody_reads_their_own_language() -> None:
    ride = booked()
    with translation.override("ar"):
        cancel_session(session=ride, because="The hall is flooded", by=None)
        assert translation.get_language() == "ar"
    assert subjects("session cancelled") == each_in_their_own("Cancelled: %(what)s")
    for to, language in ((URDU, "ur"), (ENGLISH, "en-gb")):
        body = letter_to(to, "session cancelled").body
        assert said(language, "Why: %(because)s", because="The hall is flooded") in body
        assert said(language, "You do not need to do anything. Your place was given back.") in body
        assert DAY[language] in body


def test_control_without_the_readers_language_all_would_get_the_officer_s(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(telling, "in_language_of", lambda *_about, **_kept: nullcontext())
    ride = booked()
    with translation.override("ar"):
        cancel_session(session=ride, because="The hall is flooded", by=None)
    assert subjects("session cancelled") == [said("ar", "Cancelled: %(what)s", what="Ride")] * 4


def test_a_change_is_told_with_both_times_in_the_readers_language() -> None:
    ride = booked()
    with translation.override("ar"):
        change_session(session=ride, local_start="2026-12-21T11:00", minutes=60, venue=None, by=None)
    assert subjects("session changed") == each_in_their_own("Changed: %(what)s")
    was, now = letter_to(ENGLISH, "session changed").body.split("\n\n")[:2]
    assert (was, now) == (
        "This session was changed: Ride, Sunday 20 December 2026, 10am.",
        "Now it is: Ride, Monday 21 December 2026, 11am.",
    )
    assert f"{DAY['ur']}, 10:00" in letter_to(URDU, "session changed").body.split("\n\n")[0]


def test_the_job_reminds_in_the_readers_language() -> None:
    booked()
    assert send_reminders(STARTS - 24 * HOUR) == 4
    assert subjects("session reminder") == each_in_their_own("Soon: %(what)s")
    assert said("ur", "If you cannot come, give your place to somebody else here:") in (
        letter_to(URDU, "session reminder").body
    )


def test_a_place_that_comes_free_is_offered_in_the_readers_language() -> None:
    ride = session(1)
    first = seat(ride, contact=ENGLISH)
    join_waiting_list(session=ride, places={"seat": 1}, contact=URDU, language="ur", by=None, at=NOW + HOUR)
    with translation.override("ar"):
        cancel(booking=first, by=None, at=NOW + 2 * HOUR)
    offered = letter_to(URDU, "place offered")
    assert offered.subject == said("ur", "A place is free for you") and DAY["ur"] in offered.body
