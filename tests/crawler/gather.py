"""Makers of activities, their sessions, bookings and calendars."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.crawler import people
from tests.crawler.world import Visitor
from weft.gather.actions.bookings import book, hold
from weft.gather.actions.feeds import renew_feed
from weft.gather.actions.sessions import make_activity, plan_session
from weft.gather.models import Activity, Session
from weft.gather.teams.actions.making import Wanted, make_seating
from weft.people.models import Organisation
from weft.programmes.models import Programme

Maker = Callable[[Any, Visitor], dict[str, Any]]
SOON = f"{timezone.now() + timedelta(days=40):%Y-%m-%d}T10:00"
SAID = {"minutes": 60, "zone": "Europe/London", "capacities": {"seat": 5}}


def activity(things: Any, owner: Visitor) -> Activity:
    """Not public: only its hosts see it."""

    def make(mark: str) -> Activity:
        host = people.organisation(things, owner)
        made = make_activity(organisation=host, title=f"{mark} ride", is_public=False, by=None)
        Activity.objects.filter(pk=made.pk).update(public_id=mark.ljust(22, "a"))
        made.public_id = mark.ljust(22, "a")
        return made

    found: Activity = things.once("activity", owner, make)
    return found


def session(things: Any, owner: Visitor) -> Session:
    def make(mark: str) -> Session:
        made = plan_session(activity=activity(things, owner), local_start=SOON, by=None, **SAID)
        Session.objects.filter(pk=made.pk).update(public_id=mark.ljust(22, "m"))
        made.public_id = mark.ljust(22, "m")
        return made

    found: Session = things.once("session", owner, make)
    return found


def shown(things: Any) -> Session:
    """For everybody: it carries no mark."""
    if ("shown", "") not in things.made:
        host = Organisation.objects.create(name="Crawl hosts")
        made = make_activity(organisation=host, title="Crawl", by=None)
        things.made["shown", ""] = plan_session(activity=made, local_start=SOON, by=None, **SAID)
    found: Session = things.made["shown", ""]
    return found


def booking(things: Any, _owner: Visitor) -> dict[str, Any]:
    if ("held", "") not in things.made:
        things.made["held", ""] = hold(session=shown(things), places={"seat": 1}, by=None)
    return {"token": things.made["held", ""].manage_token}


def feed(things: Any, owner: Visitor) -> dict[str, Any]:
    return {"secret": things.once("feed", owner, lambda _: renew_feed(person=owner.person, by=None))}


def programme(things: Any, _owner: Visitor) -> dict[str, Any]:
    made = Programme.objects.get_or_create(
        key="crawl-calendar",
        defaults={"title": "Crawl", "blueprint": "crawl", "version": "1", "state": "open"},
    )[0]
    return {"key": made.key}


def named(make: Callable[[Any, Visitor], Any]) -> Maker:
    return lambda things, owner: {"public_id": make(things, owner).public_id}


REGISTER = ("register", "register-walk-in", "register-verify", "register-door", "register-paper")

TEAMS = (
    "teams",
    "teams-use",
    "teams-again",
    "teams-print",
    "teams-move",
    "teams-lock",
    "teams-wishes",
    "teams-wish-drop",
)


def teams(things: Any, owner: Visitor) -> Session:
    """A session with somebody booked, and a team of one."""
    found = session(things, owner)
    if not found.seatings.exists():
        book(session=found, places={"seat": 1}, name="Crawl guest", by=None)
        make_seating(session=found, wanted=Wanted(teams=1), by=None)
    return found


MAKERS: dict[str, Maker] = {
    **dict.fromkeys(TEAMS, named(teams)),
    **dict.fromkeys(("teams-new", "teams-meetings", "session-mixing"), named(session)),
    **dict.fromkeys(REGISTER, named(session)),
    "booking-here": booking,
    **{
        f"planning-{name}": named(activity)
        for name in ("activity", "activity-change", "session-new", "series")
    },
    **{
        f"planning-{name}": named(session)
        for name in ("session", "session-change", "places", "session-cancel")
    },
    "calendar-of-booking": booking,
    "calendar-of-person": feed,
    "calendar-of-organisation": lambda things, _owner: {
        "public_id": shown(things).activity.organisation.public_id
    },
    "calendar-of-programme": programme,
}
