"""Steps of gathering: activities, their sessions, who books, who walks in, who came."""

from typing import Any

from weft.gather.actions.attendance import note, verify_register
from weft.gather.actions.bookings import add_walk_in, book, cancel
from weft.gather.actions.series import plan_series
from weft.gather.actions.sessions import make_activity, plan_session
from weft.people.actions.refusals import Refused
from weft.places.actions.packs import load_pack
from weft.replay.clock import day_of
from weft.replay.errors import ReplayError
from weft.replay.world import Said, World

ZONE = "Europe/London"
TOLD = ("about", "takes", "who", "topics", "welcomes", "cost_pence", "volunteering")


def places(world: World, _said: Said) -> None:
    """{do: places}: the areas of the city come from its pack"""
    load_pack(by=world.officer)


def activity(world: World, said: Said) -> None:
    """{do: activity, key: run, name: "Run in the east"}: one of the blueprint's activities, under a name of its own"""
    key = said.need("key")
    told = _told(world, "activities", key)
    about = {word: told[word] for word in TOLD if word in told}
    made = make_activity(
        organisation=world.host,
        title=said.text("name", told["title"]),
        edition=world.edition,
        kind=key,
        is_speed=told.get("speed", False),
        by=world.officer,
        **about,
    )
    world.keep("activity", said.text("name", key), made)


def session(world: World, said: Said) -> None:
    """{do: session, key: june, activity: run, start: 2026-06-07T10:00}: places and minutes are the blueprint's"""
    of = world.find("activity", said.need("activity"))
    plan = _plan(world, of.kind, said)
    world.keep(
        "session",
        said.need("key"),
        plan_session(activity=of, local_start=said.need("start"), by=world.officer, **plan),
    )


def series(world: World, said: Said) -> None:
    """{do: series, key: class, activity: class, start: 2026-09-08T10:00, until: 2026-12-15, terms: [[…, …]]}

    Its sessions are called “class 1”, “class 2”, …
    """
    of = world.find("activity", said.need("activity"))
    made = plan_series(
        activity=of,
        rule=said.text("rule", _told(world, "activities", of.kind).get("repeats", "")),
        starts=said.need("start"),
        until=said.day("until"),
        exceptions=[day_of(each) for each in said.get("except", [])],
        terms=[(day_of(first), day_of(last)) for first, last in said.get("terms", [])],
        by=world.officer,
        **_plan(world, of.kind, said),
    )
    _expect(said, "sessions", len(made))
    for number, each in enumerate(made, 1):
        world.keep("session", f"{said.need('key')} {number}", each)


def booking(world: World, said: Said) -> None:
    """{do: book, who: Ada, session: june, role: runner, places: {seat: 1}, traits: {first_time: "yes"}}

    refused: NoPlaces says that this booking must be refused, by that name.
    """
    of, refused = world.find("session", said.need("session")), said.text("refused")
    kinds = _told(world, "activities", of.activity.kind)["places"]
    wanted = {**_who(world, said), "places": said.get("places", {next(iter(kinds)): 1})}
    try:
        made = book(session=of, by=world.officer, **wanted)
    except Refused as error:
        if type(error).__name__ != refused:
            raise
        return
    if refused:
        raise ReplayError(f"This was to be refused ({refused}) and was not.")
    _keep(world, said, made)


def walk_in(world: World, said: Said) -> None:
    """{do: walk_in, name: Bo, session: june, role: runner}: somebody at the door, by name, or `who:` is known"""
    of = world.find("session", said.need("session"))
    _keep(world, said, add_walk_in(session=of, by=world.officer, **_who(world, said)))


def attend(world: World, said: Said) -> None:
    """{do: attend, who: Ada, session: june, role: runner, state: attended, minutes: 35, came: list}"""
    note(
        booking=_booking(world, said),
        state=said.text("state", "attended"),
        minutes=said.get("minutes"),
        came=said.text("came", "list"),
        by=world.officer,
    )


def cancelling(world: World, said: Said) -> None:
    """{do: cancel, who: Ada, session: june, role: runner}"""
    cancel(booking=_booking(world, said), by=world.officer)


def verify(world: World, said: Said) -> None:
    """{do: verify, session: june, people: 151}: the host stands for the register; so many people came"""
    of = world.find("session", said.need("session"))
    _expect(said, "people", verify_register(session=of, by=world.officer))


def _told(world: World, part: str, key: str) -> dict[str, Any]:
    for each in world.programme.told.get(part, ()):
        if each["key"] == key:
            return dict(each)
    raise ReplayError(f"The blueprint has no “{key}” among its {part}.")


def _plan(world: World, kind: str, said: Said) -> dict[str, Any]:
    told = _told(world, "activities", kind)
    total = {name: each["total"] for name, each in told["places"].items()}
    kept = {name: each["newcomers"] for name, each in told["places"].items() if each.get("newcomers")}
    return {
        "minutes": said.get("minutes", told["minutes"]),
        "zone": ZONE,
        "capacities": said.get("places", total),
        "newcomer_places": said.get("newcomers", kept),
    }


def _who(world: World, said: Said) -> dict[str, Any]:
    """Somebody known, or only a name; with role and traits."""
    who = {"person": world.person(said.get("who"))} if said.get("who") else {"name": said.need("name")}
    traits = {name: str(value) for name, value in said.get("traits", {}).items()}
    more = {"traits": traits, "is_newcomer": said.get("newcomer", False)}
    return {**who, **more, "role": said.text("role")}


def _name(said: Said) -> str:
    return f"{said.text('role')} {said.get('who') or said.need('name')} in {said.need('session')}"


def _keep(world: World, said: Said, made: Any) -> None:
    world.keep("booking", _name(said), made)


def _booking(world: World, said: Said) -> Any:
    return world.find("booking", _name(said))


def _expect(said: Said, word: str, found: int) -> None:
    """A number a step says of its own result: another one is an error."""
    wanted = said.get(word)
    if wanted not in (None, found):
        raise ReplayError(f"{word}: {wanted} expected, {found} came out.")


STEPS = {
    "places": places,
    "activity": activity,
    "session": session,
    "series": series,
    "book": booking,
    "walk_in": walk_in,
    "attend": attend,
    "cancel": cancelling,
    "verify": verify,
}
