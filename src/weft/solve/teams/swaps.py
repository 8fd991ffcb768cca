"""Annealing by rows, compiled by numba: one person is weighed against everybody else at once.

A row's gains are worked out over contiguous numbers of single precision, to each is added its own share of chance, and
the greatest is taken if it is above nothing. That is Metropolis's rule (1953: a change is taken when its gain is above
-temperature × an exponential draw), asked for a whole row at the price of a few single tries. The kernels also run as
plain Python (`.py_func`), with the same random numbers and the same rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from weft.solve.teams.kernels import draw
from weft.solve.teams.problem import Numbers

Kernel = TypeVar("Kernel", bound=Callable[..., Any])
Singles = NDArray[np.float32]
Places = NDArray[np.int32]
# Comparisons may be made side by side; sums stay in the order in which they are written.
SIDE_BY_SIDE = {"nnan", "ninf", "nsz"}
NEVER = np.float32(-1e30)
AFRESH = 50_000  # changes, after which sums are worked out anew: what rounding left behind does not pile up
CLOSE = 1e-4  # of a distance's spread: less is rounding


def compiled(kernel: Kernel) -> Kernel:
    return cast(Kernel, numba.njit(cache=True, nogil=True, fastmath=SIDE_BY_SIDE)(kernel))


class Floor(NamedTuple):
    """Who is in which group, and the sums a change is worked out from. P people, G groups.

    Distances are measured in their own spread, so that temperatures mean the same everywhere.
    """

    distance: Singles  # (P, P)
    bounds: Numbers  # (2, G) smallest and largest size
    at: Places  # (P,) group of each person
    size: Numbers  # (G,)
    sums: Singles  # (G, P) of a person's distances to the people of a group
    own: Singles  # (P,) the same for the person's own group
    leave: Singles  # (G,) what the person weighed gains by going to a group
    gain: Singles  # (P,) what swapping with each other person gains, with its share of chance


class Cooling(NamedTuple):
    """Temperature at start and end, in spreads of distance, and how many rows are weighed."""

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
def weigh(floor: Floor, person: int, warmth: np.float32, chance: Singles) -> np.float32:
    """Fill `leave` and `gain` for a person. Returns: the greatest gain of a swap, its share of chance included."""
    here, own = floor.at[person], floor.own[person]
    for group in range(floor.leave.size):
        floor.leave[group] = floor.sums[group, person] - own
    floor.leave[here] = NEVER
    best = weighed(
        floor.gain, floor.leave, floor.at, floor.sums[here], floor.own, floor.distance[person], warmth, chance
    )
    return best


@compiled
def weighed(
    gain: Singles,
    leave: Singles,
    at: Places,
    back: Singles,
    own: Singles,
    distance: Singles,
    warmth: np.float32,
    chance: Singles,
) -> np.float32:
    """The inner loop of `weigh`, over arrays that lie side by side. back: (P,) sums of the person's own group."""
    best = NEVER
    twice = np.float32(2)
    for other in range(gain.size):
        value = leave[at[other]] + back[other] - own[other] - twice * distance[other] + warmth * chance[other]
        gain[other] = value
        best = max(best, value)
    return best


@compiled
def roomier(floor: Floor, person: int, warmth: np.float32, chance: Singles, best: np.float32) -> int:
    """The group a person had better move to alone, rather than swap for `best`; -1 where there is none."""
    to, here = -1, floor.at[person]
    if floor.size[here] > floor.bounds[0, here]:
        for group in range(floor.size.size):
            if floor.size[group] < floor.bounds[1, group]:
                value = floor.leave[group] + warmth * chance[group]
                if value > best:
                    best, to = value, group
    return to


@compiled
def move(floor: Floor, person: int, to: int) -> None:
    """One person goes to another group, and nobody comes back."""
    here = floor.at[person]
    left, came, distance = floor.sums[here], floor.sums[to], floor.distance[person]
    for other in range(distance.size):
        left[other] -= distance[other]
        came[other] += distance[other]
    floor.at[person] = to
    floor.size[here] -= 1
    floor.size[to] += 1


@compiled
def swap(floor: Floor, person: int, other: int) -> None:
    """Two people change places."""
    here, there = floor.at[person], floor.at[other]
    ours, theirs = floor.sums[here], floor.sums[there]
    one, two = floor.distance[person], floor.distance[other]
    for somebody in range(one.size):
        more = two[somebody] - one[somebody]
        ours[somebody] += more
        theirs[somebody] -= more
    floor.at[person], floor.at[other] = there, here


@compiled
def row(floor: Floor, person: int, warmth: np.float32, chance: Singles) -> float:
    """Weigh a person against everybody and make the best change above nothing. Returns: its gain; NEVER if none."""
    people, here = floor.at.size, floor.at[person]
    best = weigh(floor, person, warmth, chance[:people])
    to = roomier(floor, person, warmth, chance[people:], max(best, np.float32(0)))
    if to >= 0:
        gained = floor.leave[to]
        move(floor, person, to)
    elif best > 0:
        other = 0
        while floor.gain[other] != best:
            other += 1
        to = floor.at[other]
        apart = floor.sums[here, other] - floor.own[other] - np.float32(2) * floor.distance[person, other]
        gained = floor.leave[to] + apart
        swap(floor, person, other)
    else:
        return float(NEVER)
    for somebody in range(people):
        group = floor.at[somebody]
        if group == here or group == to:  # noqa: PLR1714 - compiled
            floor.own[somebody] = floor.sums[group, somebody]
    return float(gained)


@compiled
def cool(floor: Floor, best: Places, random: Numbers, chance: Singles, cooling: Cooling) -> int:
    """Rows weighed ever more strictly; the best groups come to be in `best`. Returns: how many changes were made."""
    people, groups = floor.at.size, floor.size.size
    warmth, colder = cooling.start, (cooling.end / cooling.start) ** (1.0 / cooling.rows)
    total, most, changes = 0.0, 0.0, 0
    for _ in range(cooling.rows):
        warmth *= colder
        person, first = draw(random, people), draw(random, chance.size - people - groups)
        gained = row(floor, person, np.float32(warmth), chance[first : first + people + groups])
        if gained > NEVER:
            total += gained
            changes += 1
            if changes % AFRESH == 0:
                settle(floor)
            if total > most + CLOSE:
                most = total
                best[:] = floor.at
    return changes


@compiled
def finish(floor: Floor, chance: Singles) -> None:
    """Every person's best change until nobody has one: the top of the hill."""
    people, groups, still = floor.at.size, floor.size.size, 0
    settle(floor)
    while still < people:
        for person in range(people):
            gained = row(floor, person, np.float32(0), chance[: people + groups])
            still = 0 if gained > CLOSE else still + 1


KERNELS = (settle, weigh, weighed, roomier, move, swap, row, cool, finish)
