"""The swap search, compiled by numba: what a change costs, making it, and looking for better ones.

Everything is a price: `Prices` hold what each size, count, seat and meeting costs, so the same search serves an
annealed sum and a strict order of levels. Each kernel also runs as plain Python (`.py_func`), with the same random
numbers.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from weft.solve.compiling import compiled
from weft.solve.teams.problem import Floats, Numbers

FORBIDDEN = 1e300
CYCLE = 992  # of 1,024 tries, those from here on are cycles of three
CLOSE = 1e-3  # of the smallest price: less is rounding


class Prices(NamedTuple):
    """What everything costs. R rounds, U units, G tables, K levels of traits, sizes and counts up to S."""

    people: Numbers  # (U,) people of a unit
    traits: Numbers  # (U, K) how many of a unit are of a level
    size: Floats  # (G, S + 1) of a table of a size
    level: Floats  # (S + 1, K, S + 1) of a table of a size with so many of a level
    seat: Floats  # (R, U, G) of a unit at a table
    first: Floats  # (U, U) of the first time two units share a table
    again: Floats  # (U, U) of each time after


class Heat(NamedTuple):
    """How a search is cooled: temperature at its start and end, share of moves, and the gain at which it may stop."""

    start: float
    end: float
    moves: float
    goal: float


class Room(NamedTuple):
    """Who sits where, and the sums a change is worked out from."""

    seat: Numbers  # (R, U) table of a unit, -1 while it stands
    size: Numbers  # (R, G) people at a table
    tally: Numbers  # (R, G, K) of a level at a table
    times: Numbers  # (U, U) rounds two units share a table
    meets: Floats  # (R, U, G) what a unit's meetings at a table cost: the delta matrix


@compiled
def draw(random: Numbers, below: int) -> int:
    """A whole number from 0 to below - 1: xorshift (Marsaglia 2003) on 32 bits; random holds its state, (1,)."""
    x = random[0]
    x ^= (x << 13) & 0xFFFFFFFF
    x ^= x >> 17
    x ^= (x << 5) & 0xFFFFFFFF
    random[0] = x
    return int((x * below) >> 32)


@compiled
def meet(room: Room, prices: Prices, number: int, unit: int, other: int, more: int) -> None:
    """Count one round more (or less) that two units share; in other rounds their meeting may change its price."""
    before = room.times[unit, other]
    room.times[unit, other] = room.times[other, unit] = before + more
    for one in range(room.seat.shape[0]):
        here, there = room.seat[one, unit], room.seat[one, other]
        if one == number or here < 0 or there < 0:
            continue
        elsewhere = before - (1 if here == there else 0)
        if (elsewhere > 0) != (elsewhere + more > 0):
            dearer = more * (prices.again[unit, other] - prices.first[unit, other])
            room.meets[one, unit, there] += dearer
            room.meets[one, other, here] += dearer


@compiled
def sit(room: Room, prices: Prices, number: int, unit: int, table: int) -> None:
    """Seat a unit that stands in a round."""
    for other in range(room.seat.shape[1]):
        if other != unit:
            met = room.times[unit, other] > 0
            room.meets[number, other, table] += (
                prices.again[unit, other] if met else prices.first[unit, other]
            )
            if room.seat[number, other] == table:
                meet(room, prices, number, unit, other, 1)
    room.seat[number, unit] = table
    room.size[number, table] += prices.people[unit]
    for k in range(prices.traits.shape[1]):
        room.tally[number, table, k] += prices.traits[unit, k]


@compiled
def stand(room: Room, prices: Prices, number: int, unit: int) -> None:
    """Take a unit from its table."""
    table = room.seat[number, unit]
    room.seat[number, unit] = -1
    for other in range(room.seat.shape[1]):
        if other != unit:
            if room.seat[number, other] == table:
                meet(room, prices, number, unit, other, -1)
            met = room.times[unit, other] > 0
            room.meets[number, other, table] -= (
                prices.again[unit, other] if met else prices.first[unit, other]
            )
    room.size[number, table] -= prices.people[unit]
    for k in range(prices.traits.shape[1]):
        room.tally[number, table, k] -= prices.traits[unit, k]


@compiled
def shift(room: Room, prices: Prices, number: int, unit: int, other: int, table: int) -> None:
    """Move a unit to a table; `other`, who sits there, comes back in its place (-1: nobody)."""
    left = room.seat[number, unit]
    stand(room, prices, number, unit)
    if other >= 0:
        stand(room, prices, number, other)
        sit(room, prices, number, other, left)
    sit(room, prices, number, unit, table)


@compiled
def change(room: Room, prices: Prices, number: int, unit: int, other: int, table: int) -> float:
    """What changes in the total when a unit moves to a table and `other` comes back (-1: nobody)."""
    left = room.seat[number, unit]
    grows = prices.people[unit] - (prices.people[other] if other >= 0 else 0)
    here, there = room.size[number, left], room.size[number, table]
    if max(here - grows, there + grows) >= prices.size.shape[1]:
        return FORBIDDEN
    total = prices.size[left, here - grows] - prices.size[left, here]
    total += prices.size[table, there + grows] - prices.size[table, there]
    total += prices.seat[number, unit, table] - prices.seat[number, unit, left]
    total += room.meets[number, unit, table] - room.meets[number, unit, left]
    if other >= 0:
        met = room.times[unit, other] > 0
        total += prices.seat[number, other, left] - prices.seat[number, other, table]
        total += room.meets[number, other, left] - room.meets[number, other, table]
        total -= 2 * (prices.again[unit, other] if met else prices.first[unit, other])
    for k in range(prices.traits.shape[1]):
        more = prices.traits[unit, k] - (prices.traits[other, k] if other >= 0 else 0)
        if more != 0 or grows != 0:
            ours, theirs = room.tally[number, left, k], room.tally[number, table, k]
            total += prices.level[here - grows, k, ours - more] - prices.level[here, k, ours]
            total += prices.level[there + grows, k, theirs + more] - prices.level[there, k, theirs]
    return float(total)


@compiled
def partner(room: Room, random: Numbers, number: int, unit: int) -> int:
    """Somebody at another table; the unit itself where none was hit upon in a few tries."""
    for _ in range(8):
        other = draw(random, room.seat.shape[1])
        if room.seat[number, other] != room.seat[number, unit]:
            return other
    return unit


@compiled
def follower(room: Room, random: Numbers, number: int, table: int, elsewhere: bool) -> int:
    """Somebody at a table, or not at it, to move on after a swap; -1 where none was hit upon in a few tries."""
    for _ in range(8):
        other = draw(random, room.seat.shape[1])
        if (room.seat[number, other] != table) == elsewhere:
            return other
    return -1


@compiled
def attempt(room: Room, prices: Prices, random: Numbers, warmth: float, moves: int) -> float:
    """One change by chance, made or not: a swap or move, a cycle of three, or two for one. Returns: what it cost."""
    number, unit = draw(random, room.seat.shape[0]), draw(random, room.seat.shape[1])
    kind, table, other = draw(random, 1024), draw(random, room.size.shape[1]), -1
    left = room.seat[number, unit]
    if kind >= moves:
        other = partner(room, random, number, unit)
        table = room.seat[number, other]
    if table == left:
        return 0.0
    worse, third = change(room, prices, number, unit, other, table), -1
    grows = prices.people[unit] - prices.people[other] if other >= 0 else 0
    if other >= 0 and worse < FORBIDDEN and (kind >= CYCLE or (grows != 0 and kind % 2 == 0)):
        third = follower(room, random, number, table if grows >= 0 else left, grows == 0)
    if third in (-1, unit, other):
        if not taken(worse, warmth, random):
            return 0.0
        shift(room, prices, number, unit, other, table)
        return worse
    shift(room, prices, number, unit, other, table)
    mover, back, onward = third, -1, left if grows > 0 else table
    if grows == 0:
        mover, back, onward = unit, third, room.seat[number, third]
    worse += change(room, prices, number, mover, back, onward)
    if taken(worse, warmth, random):
        shift(room, prices, number, mover, back, onward)
        return worse
    shift(room, prices, number, unit, other, left)
    return 0.0


@compiled
def anneal(room: Room, prices: Prices, best: Numbers, random: Numbers, heat: Heat, steps: int) -> float:
    """Changes taken ever more strictly. The best seating found goes to `best`. Returns: what it gained (0 or below)."""
    warmth, cooling = heat.start, (heat.end / heat.start) ** (1.0 / steps)
    total = gained = 0.0
    for _ in range(steps):
        warmth *= cooling
        total += attempt(room, prices, random, warmth, int(heat.moves * 1024))
        if total < gained - CLOSE:
            gained = total
            best[:] = room.seat
            if gained <= heat.goal + CLOSE:
                break
    return gained


@compiled
def taken(worse: float, warmth: float, random: Numbers) -> bool:
    """Whether a change is made: always when it is no worse, else by chance exp(-worse / warmth) (Metropolis 1953)."""
    if worse <= 0:
        return True
    return worse < 20 * warmth and draw(random, 1 << 30) < math.exp(-worse / warmth) * (1 << 30)


@compiled
def descend(room: Room, prices: Prices, passes: int) -> float:
    """Every swap and move that is better, until none is (or after so many passes). Returns: what was gained."""
    gained, units, tables = 0.0, room.seat.shape[1], room.size.shape[1]
    for _ in range(passes):
        before = gained
        for number in range(room.seat.shape[0]):
            for unit in range(units):
                for option in range(unit + 1, units + tables):
                    other = option if option < units else -1
                    table = room.seat[number, other] if other >= 0 else option - units
                    if table != room.seat[number, unit]:
                        worse = change(room, prices, number, unit, other, table)
                        if worse < -CLOSE:
                            shift(room, prices, number, unit, other, table)
                            gained += worse
        if gained == before:
            break
    return gained


KERNELS = (draw, meet, sit, stand, shift, change, partner, follower, attempt, anneal, taken, descend)


def room_of(prices: Prices, seat: Numbers) -> Room:
    """The room in which units sit as given, (R, U)."""
    rounds, units, tables = prices.seat.shape
    room = Room(
        np.full((rounds, units), -1, np.int64),
        np.zeros((rounds, tables), np.int64),
        np.zeros((rounds, tables, prices.traits.shape[1]), np.int64),
        np.zeros((units, units), np.int64),
        np.zeros((rounds, units, tables)),
    )
    for number in range(rounds):
        for unit in range(units):
            sit(room, prices, number, unit, seat[number, unit])
    return room
