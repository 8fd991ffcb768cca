"""Sessions for the tests of booking: one morning, planned as hosts plan them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from weft.gather.actions.bookings import book
from weft.gather.actions.sessions import make_activity, plan_session
from weft.gather.models import Activity, Booking, Capacity, Session
from weft.people.models import Organisation, Person

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
START = "2026-12-20T10:00"
STARTS = datetime(2026, 12, 20, 10, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def host(name: str = "Hackney Wheelers") -> Organisation:
    return Organisation.objects.unscoped("test").filter(name=name).first() or Organisation.objects.create(
        name=name
    )


def activity(**about: Any) -> Activity:
    return make_activity(
        organisation=about.pop("organisation", None) or host(), title="Ride", by=None, **about
    )


def session(places: dict[str, int] | int = 3, **said: Any) -> Session:
    """A session of an hour with these places; `seat` where only a number is given."""
    capacities = {"seat": places} if isinstance(places, int) else places
    said = {"local_start": START, "minutes": 60, "zone": "Europe/London", **said}
    of = said.pop("activity", None) or activity()
    return plan_session(activity=of, capacities=capacities, by=None, **said)


def person(name: str = "Ada") -> Person:
    return Person.objects.create(name=name, email=f"{name.lower()}@demonstration.example")


def seat(of: Session, many: int = 1, **wanted: Any) -> Booking:
    return book(session=of, places={"seat": many}, by=None, at=wanted.pop("at", NOW), **wanted)


def taken(of: Session) -> dict[str, int]:
    """What the ledger says, kind by kind; places kept for newcomers have a star."""
    rows = Capacity.objects.filter(session=of).order_by("kind", "for_newcomers")
    return {row.kind + "*" * row.for_newcomers: row.taken for row in rows}


def states(of: Session) -> list[str]:
    return [str(one.state) for one in Booking.objects.unscoped("test").filter(session=of).order_by("pk")]
