"""Calendar files (RFC 5545, .ics): stable UIDs, SEQUENCE raised by each change, cancelled ones said to be cancelled.

A calendar tells what and where, never who else comes nor what somebody needs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.prop import vText

from weft.gather.models import Session
from weft.gather.states import SessionState

PUBLISH, CANCEL = "PUBLISH", "CANCEL"


@dataclass(frozen=True)
class Entry:
    """One session in somebody's calendar: uid is the booking's or the session's public id."""

    uid: str
    session: Session
    is_cancelled: bool = False
    address: str = ""  # of the page that tells more

    @property
    def is_off(self) -> bool:
        return self.is_cancelled or self.session.state == SessionState.CANCELLED


def calendar(entries: Iterable[Entry], *, name: str, now: datetime, method: str = PUBLISH) -> bytes:
    """The file. CANCEL for a single booking that was given back: the calendar takes it out."""
    made = Calendar()
    made.add("prodid", "-//Weft//Gathering//EN")
    made.add("version", "2.0")
    made.add("method", method)
    made.add("x-wr-calname", name)
    for entry in entries:
        made.add_component(_event(entry, now))
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _event(entry: Entry, now: datetime) -> Event:
    session, event = entry.session, Event()
    zone = ZoneInfo(session.zone)
    event.add("uid", f"{entry.uid}@weft")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", session.starts_at.astimezone(zone))
    event.add("dtend", session.ends_at.astimezone(zone))
    event.add("sequence", session.sequence + entry.is_cancelled)
    event.add("status", "CANCELLED" if entry.is_off else "CONFIRMED")
    event.add("summary", session.activity.title)
    if session.venue:
        event["location"] = vText(", ".join(part for part in _where(session) if part))
    about = [session.cancelled_because, session.activity.about, session.activity.takes]
    if any(about):
        event.add("description", "\n\n".join(part for part in about if part))
    if entry.address:
        event.add("url", entry.address)
    return event


def _where(session: Session) -> tuple[str, ...]:
    venue = session.venue
    return (venue.name, venue.address, venue.postcode) if venue else ()
