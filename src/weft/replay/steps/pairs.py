"""Steps of pairs: pools, who enters them, who is suggested for whom, their meetings."""

from typing import Any

from weft.gather.pairing import actions
from weft.gather.pairing.models import FIRST, SECOND, Match, Meeting
from weft.people.matching.actions import save_profile
from weft.people.matching.rules import FIELDS
from weft.replay.errors import ReplayError
from weft.replay.world import Said, World

OTHER = {FIRST: SECOND, SECOND: FIRST}


def pool(world: World, said: Said) -> None:
    """{do: pool, key: riders}: one of the blueprint's pools, opened in the edition"""
    key = said.need("key")
    told = next((each for each in world.programme.told.get("pools", ()) if each["key"] == key), None)
    if told is None:
        raise ReplayError(f"The blueprint has no pool “{key}”.")
    rules = {name: value for name, value in told.items() if name not in ("key", "sides")}
    made = actions.make_pool(
        edition=world.edition, key=key, sides=told["sides"], rules=rules, by=world.officer
    )
    world.keep("pool", key, made)


def profile(world: World, said: Said) -> None:
    """{do: profile, who: Ada, languages: [en], times: [weekend_morning], areas: [E09000012], interests: [sport]}"""
    chosen = {name: list(said.get(name, ())) for name in FIELDS}
    save_profile(person=world.person(said.need("who")), chosen=chosen, consent=True, by=world.officer)


def enter(world: World, said: Said) -> None:
    """{do: enter, who: Ada, pool: riders, side: buddy, state: available}; state: what the entry must be in then"""
    who, wanted = said.need("who"), said.text("state")
    made = actions.enter_pool(
        pool=world.find("pool", said.need("pool")),
        person=world.person(who),
        side=said.need("side"),
        by=world.officer,
    )
    if wanted not in ("", made.state):
        raise ReplayError(f"{who} was to be {wanted} and is {made.state}.")
    world.keep("entry", who, made)


def clear(world: World, said: Said) -> None:
    """{do: clear, who: Ada}: every requirement is met now"""
    actions.clear_entry(entry=world.find("entry", said.need("who")), by=world.officer)


def suggest(world: World, said: Said) -> None:
    """{do: suggest, pool: riders, pairs: 41}: pairs get their numbers in the order in which the first side entered"""
    found = actions.suggest(pool=world.find("pool", said.need("pool")), by=world.officer)
    if said.get("pairs", len(found)) != len(found):
        raise ReplayError(f"{said.get('pairs')} pairs expected, {len(found)} were suggested.")
    there = sum(kind == "pair" for kind, _ in world.things)
    for number, match in enumerate(sorted(found, key=lambda each: each.first_id), there + 1):
        world.keep("pair", str(number), match)


def approve(world: World, said: Said) -> None:
    """{do: approve, pair: 1}"""
    actions.approve(match=_pair(world, said), by=world.officer)


def accept(world: World, said: Said) -> None:
    """{do: accept, pair: 1}: both say yes, each for themselves; `side: first` only one"""
    match = _pair(world, said)
    for side in [said.get("side")] if said.get("side") else [FIRST, SECOND]:
        actions.accept(match=match, side=side, by=_who(match, side))


def meeting(world: World, said: Said) -> None:
    """{do: meeting, pair: 1, number: 1, minutes: 118, area: E09000012, on: 2026-04-05}: written down, and confirmed

    by: first or second, who writes it down; the other one confirms it.
    """
    match, side = _pair(world, said), said.text("by", FIRST)
    number = int(said.need("number"))
    planned = Meeting.objects.unscoped("replay").filter(match=match, number=number).first()
    if planned is None:
        raise ReplayError(f"This pair has planned no meeting {number}.")
    logged = actions.log_meeting(
        meeting=planned,
        held_on=said.day_or_at("on"),
        minutes=int(said.need("minutes")),
        area=said.text("area"),
        side=side,
        by=_who(match, side),
    )
    actions.confirm_meeting(meeting=logged, side=OTHER[side], by=_who(match, OTHER[side]))


def more(world: World, said: Said) -> None:
    """{do: more, pair: 1, meetings: 2}: they go on beyond what was planned"""
    match = _pair(world, said)
    actions.plan_more(match=match, number=int(said.need("meetings")), by=_who(match, FIRST))


def end(world: World, said: Said) -> None:
    """{do: end, pair: 1, because: met_enough}"""
    actions.end_match(match=_pair(world, said), because=said.need("because"), by=world.officer)


def _pair(world: World, said: Said) -> Any:
    return world.find("pair", str(said.need("pair")))


def _who(match: Match, side: str) -> Any:
    return (match.first if side == FIRST else match.second).person


STEPS = {
    "pool": pool,
    "profile": profile,
    "enter": enter,
    "clear": clear,
    "suggest": suggest,
    "approve": approve,
    "accept": accept,
    "meeting": meeting,
    "more": more,
    "end": end,
}
