"""Calendar files, parsed back: what a calendar program would read."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from tests.gather.make import NOW, person, seat, session
from weft.gather.actions.bookings import cancel
from weft.gather.actions.sessions import cancel_session, change_session
from weft.gather.calendars import CANCEL, calendar
from weft.gather.queries.calendars import entries_of_organisation, entries_of_person, entry_of

pytestmark = pytest.mark.django_db


def read(entries: Any, **more: Any) -> tuple[Calendar, list[Any]]:
    found = Calendar.from_ical(calendar(entries, name="Mine", now=NOW, **more))
    return found, found.walk("VEVENT")


def test_a_booking_reads_back_with_its_zone_and_hour() -> None:
    ride = session(local_start="2027-06-20T10:00")
    booked = seat(ride, person=person(), needs="a ramp")
    found, (event,) = read([entry_of(booked)])
    assert (found["METHOD"], event["UID"], event["STATUS"], event["SEQUENCE"]) == (
        "PUBLISH", f"{booked.public_id}@weft", "CONFIRMED", 0,
    )  # fmt: skip
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2027, 6, 20, 9, tzinfo=UTC)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=1)
    assert [str(zone["TZID"]) for zone in found.walk("VTIMEZONE")] == ["Europe/London"]
    text = calendar([entry_of(booked)], name="Mine", now=NOW).decode()
    assert ("Ada" in text, "ramp" in text, text.startswith("BEGIN:VCALENDAR\r\n")) == (False, False, True)


def test_a_change_raises_the_sequence_and_keeps_the_uid() -> None:
    ride = session()
    booked = seat(ride)
    before = read([entry_of(booked)])[1][0]
    booked.session = change_session(
        session=ride, local_start="2026-12-20T14:00", minutes=60, venue=None, by=None
    )
    after = read([entry_of(booked)])[1][0]
    assert (after["UID"], after["SEQUENCE"]) == (before["UID"], before["SEQUENCE"] + 1)


def test_cancelled_ones_are_said_to_be_cancelled() -> None:
    ride, off = session(), session()
    gone, ada = seat(ride, person=person()), person("Bo")
    seat(off, person=ada)
    cancel(booking=gone, by=None, at=NOW)
    found, (event,) = read([entry_of(gone)], method=CANCEL)
    assert (found["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    cancel_session(session=off, because="No heating", by=None)
    (event,) = read(entries_of_person(ada, NOW))[1]
    assert (event["STATUS"], event["DESCRIPTION"]) == ("CANCELLED", "No heating")


def test_an_organisations_calendar_has_its_public_sessions_only() -> None:
    ride, hidden = session(), session()
    hidden.activity.is_public = False
    hidden.activity.save()
    found = read(entries_of_organisation(ride.activity.organisation, NOW))[1]
    assert [event["UID"] for event in found] == [f"{ride.public_id}@weft"]
