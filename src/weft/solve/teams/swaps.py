"""Annealing by rows, compiled by numba: one person is weighed against everybody else at once.

A row's gains are worked out over numbers that lie side by side, to each is added its own share of chance, and the
greatest is taken if it is above nothing. That is Metropolis's rule (1953: a change is taken when its gain is above
-temperature × an exponential draw), asked for a whole row at the price of a few single tries. Everything is counted in
whole numbers of 32 bits: compilers work on eight of them at once, and no sum ever drifts. The kernels also run as
plain Python (`.py_func`), with the same random numbers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from weft.solve.compiling import compiled
from weft.solve.teams.kernels import draw
from weft.solve.teams.problem import Numbers

Whole = NDArray[np.int32]
Chances = NDArray[np.float32]
NEVER = np.int32(-(2**30))


class Floor(NamedTuple):
    """Who is in which group, and the sums a change is worked out from. P people, G groups."""

    distance: Whole  # (P, P)
    bounds: Numbers  # (2, G) smallest and largest size
    at: Whole  # (P,) group of each person
    size: Numbers  # (G,)
    sums: Whole  # (G, P) of a person's distances to the people of a group
    own: Whole  # (P,) the same for the person's own group
    leave: Whole  # (G,) what the person weighed gains by going to a group alone


class Cooling(NamedTuple):
    """Temperature at start and end, in the unit of distances, and how many rows are weighed."""

    start: float
    end: float
    rows: int


@compiled
def settle(floor: Floor) -> None:
    """Work the sums out from who is where."""
    floor.sums[:] = 0
    floor.size[:] = 0
    for other in range(floor.at.size):
        group = floor.at[other]
        floor.size[group] += 1
        for person in range(floor.at.size):
            floor.sums[group, person] += floor.distance[other, person]
    for person in range(floor.at.size):
        floor.own[person] = floor.sums[floor.at[person], person]


@compiled
def swapped(leave: np.int32, back: np.int32, own: np.int32, apart: np.int32, chance: np.float32) -> np.int32:
    """What a swap gains, with its share of chance: one leaves, another comes back, and they are apart again."""
    parted = np.int32(np.int32(own + apart) + apart)
    return np.int32(np.int32(np.int32(leave + back) - parted) + np.int32(chance))


@compiled
def weigh(floor: Floor, person: int, warmth: np.float32, chance: Chances) -> np.int32:
    """Fill `leave` for a person. Returns: the greatest gain of a swap, its share of chance included."""
    here, alone = floor.at[person], floor.own[person]
    leave, at, back, own = floor.leave, floor.at, floor.sums[here], floor.own
    distance, best = floor.distance[person], NEVER
    for group in range(leave.size):
        leave[group] = floor.sums[group, person] - alone
    leave[here] = NEVER
    for other in range(at.size):
        gain = swapped(leave[at[other]], back[other], own[other], distance[other], warmth * chance[other])
        best = np.int32(max(best, gain))
    return best


@compiled
def roomier(floor: Floor, warmth: np.float32, chance: Chances, best: np.int32) -> int:
    """The group the person weighed had better move to alone, rather than swap for `best`; -1 where there is none."""
    to, most = -1, max(best, np.int32(0))
    for group in range(floor.size.size):
        if floor.size[group] < floor.bounds[1, group]:
            gain = np.int32(floor.leave[group] + np.int32(warmth * chance[group]))
            if gain > most:
                most, to = gain, group
    return to


@compiled
def partner(floor: Floor, person: int, warmth: np.float32, chance: Chances, best: np.int32) -> int:
    """Whom the person weighed swaps with for `best`."""
    back, distance = floor.sums[floor.at[person]], floor.distance[person]
    for other in range(floor.at.size):
        leave, own = floor.leave[floor.at[other]], floor.own[other]
        if swapped(leave, back[other], own, distance[other], warmth * chance[other]) == best:
            return other
    return -1


@compiled
def carry(floor: Floor, person: int, left: int, came: int) -> None:
    """Keep sums and sizes when a person leaves one group for another."""
    less, more, distance = floor.sums[left], floor.sums[came], floor.distance[person]
    for other in range(distance.size):
        less[other] -= distance[other]
        more[other] += distance[other]
    floor.at[person] = came
    floor.size[left] -= 1
    floor.size[came] += 1


@compiled
def change(floor: Floor, person: int, other: int, to: int) -> int:
    """Two people change places; or, where `other` is -1, one goes to a group. Returns: what it gained."""
    here, gained = floor.at[person], floor.leave[to]
    if other >= 0:
        gained += floor.sums[here, other] - floor.own[other] - 2 * floor.distance[person, other]
    carry(floor, person, here, to)
    if other >= 0:
        carry(floor, other, to, here)
    own, at, left, came = floor.own, floor.at, floor.sums[here], floor.sums[to]
    for somebody in range(at.size):  # read first, then chosen from: compilers do eight at once
        group, before, after, kept = at[somebody], left[somebody], came[somebody], own[somebody]
        own[somebody] = before if group == here else (after if group == to else kept)
    return int(gained)


@compiled
def step(floor: Floor, person: int, warmth: np.float32, chance: Chances) -> int:
    """A person's best change, chance counted, if it is above nothing. Returns: what it gained; NEVER where none is."""
    people, here = floor.at.size, floor.at[person]
    best, to = weigh(floor, person, warmth, chance), -1
    if floor.size[here] > floor.bounds[0, here]:
        to = roomier(floor, warmth, chance[people:], best)
    if to >= 0:
        return change(floor, person, -1, to)
    if best <= 0:
        return int(NEVER)
    other = partner(floor, person, warmth, chance, best)
    return change(floor, person, other, floor.at[other])


@compiled
def cool(floor: Floor, best: Whole, random: Numbers, chance: Chances, cooling: Cooling) -> int:
    """Rows weighed ever more strictly; the best groups come to be in `best`. Returns: how many changes were made."""
    people, at_once = floor.at.size, floor.at.size + floor.size.size
    warmth, colder = cooling.start, (cooling.end / cooling.start) ** (1.0 / cooling.rows)
    total = most = changes = 0
    for _ in range(cooling.rows):
        warmth *= colder
        person, first = draw(random, people), draw(random, chance.size - at_once)
        gained = step(floor, person, np.float32(warmth), chance[first : first + at_once])
        if gained > NEVER:
            total += gained
            changes += 1
            if total > most:
                most = total
                best[:] = floor.at
    return changes


@compiled
def finish(floor: Floor, chance: Chances) -> None:
    """Every person's best change until nobody has one: the top of the hill."""
    settle(floor)
    still = 0
    while still < floor.at.size:
        for person in range(floor.at.size):
            gained = step(floor, person, np.float32(0), chance)
            still = 0 if gained > NEVER else still + 1


KERNELS = (settle, swapped, weigh, roomier, partner, carry, change, step, cool, finish)
