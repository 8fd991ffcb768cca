"""The swap search, compiled by numba: what a change costs, making it, and looking for better ones.

Everything is a price: `Prices` hold what each size, count, seat and meeting costs, so the same search serves an annealed
sum and a strict order of levels. Each kernel also runs as plain Python (`.py_func`), with the same random numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np

from weft.solve.teams.problem import Floats, Numbers

Kernel = TypeVar("Kernel", bound=Callable[..., Any])
FORBIDDEN = 1e300
CLOSE = 1e-3  # of the smallest price: less is rounding


def compiled(kernel: Kernel) -> Kernel:
    return cast(Kernel, numba.njit(cache=True, nogil=True)(kernel))


class Prices(NamedTuple):
    """What everything costs. R rounds, U units, G tables, K levels of traits, sizes and counts up to S."""

    people: Numbers  # (U,) people of a unit
    traits: Numbers  # (U, K) how many of a unit are of a level
    size: Floats  # (G, S + 1) of a table of a size
    level: Floats  # (S + 1, K, S + 1) of a table of a size with so many of a level
    seat: Floats  # (R, U, G) of a unit at a table
    first: Floats  # (U, U) of the first time two units share a table
    again: Floats  # (U, U) of each time after


class Room(NamedTuple):
    """Who sits where, and the sums a change is worked out from."""

    seat: Numbers  # (R, U) table of a unit
    size: Numbers  # (R, G) people at a table
    count: Numbers  # (R, G, K) of a level at a table
    times: Numbers  # (U, U) rounds two units share a table
    units: Numbers  # (R, G, U) units at a table, the first `filled` of them
    filled: Numbers  # (R, G)
    place: Numbers  # (R, U) of a unit within `units`


@compiled
def draw(random: Numbers, below: int) -> int:
    """A whole number from 0 to below - 1: xorshift (Marsaglia 2003) on 32 bits; random holds its state, (1,)."""
    x = random[0]
    x ^= (x << 13) & 0xFFFFFFFF
    x ^= x >> 17
    x ^= (x << 5) & 0xFFFFFFFF
    random[0] = x
    return (x * below) >> 32


@compiled
def sit(room: Room, prices: Prices, number: int, unit: int, table: int) -> None:
    """Seat a unit that sits nowhere in a round."""
    for i in range(room.filled[number, table]):
        other = room.units[number, table, i]
        room.times[unit, other] += 1
        room.times[other, unit] += 1
    room.place[number, unit] = room.filled[number, table]
    room.units[number, table, room.filled[number, table]] = unit
    room.filled[number, table] += 1
    room.seat[number, unit] = table
    room.size[number, table] += prices.people[unit]
    room.count[number, table] += prices.traits[unit]


@compiled
def stand(room: Room, prices: Prices, number: int, unit: int) -> None:
    """Take a unit from its table."""
    table = room.seat[number, unit]
    last = room.units[number, table, room.filled[number, table] - 1]
    room.units[number, table, room.place[number, unit]] = last
    room.place[number, last] = room.place[number, unit]
    room.filled[number, table] -= 1
    for i in range(room.filled[number, table]):
        other = room.units[number, table, i]
        room.times[unit, other] -= 1
        room.times[other, unit] -= 1
    room.size[number, table] -= prices.people[unit]
    room.count[number, table] -= prices.traits[unit]


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
def meetings_change(room: Room, prices: Prices, number: int, unit: int, other: int, table: int) -> float:
    """What changes in the prices of meetings when a unit moves to a table and `other` comes back."""
    total, left = 0.0, room.seat[number, unit]
    for i in range(room.filled[number, left]):
        mate = room.units[number, left, i]
        if mate != unit:
            total -= prices.again[unit, mate] if room.times[unit, mate] > 1 else prices.first[unit, mate]
            if other >= 0:
                total += prices.again[other, mate] if room.times[other, mate] > 0 else prices.first[other, mate]
    for i in range(room.filled[number, table]):
        mate = room.units[number, table, i]
        if mate != other:
            total += prices.again[unit, mate] if room.times[unit, mate] > 0 else prices.first[unit, mate]
            if other >= 0:
                total -= prices.again[other, mate] if room.times[other, mate] > 1 else prices.first[other, mate]
    return total


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
    if other >= 0:
        total += prices.seat[number, other, left] - prices.seat[number, other, table]
    for k in range(prices.traits.shape[1]):
        more = prices.traits[unit, k] - (prices.traits[other, k] if other >= 0 else 0)
        if more != 0 or grows != 0:
            ours, theirs = room.count[number, left, k], room.count[number, table, k]
            total += prices.level[here - grows, k, ours - more] - prices.level[here, k, ours]
            total += prices.level[there + grows, k, theirs + more] - prices.level[there, k, theirs]
    return total + meetings_change(room, prices, number, unit, other, table)


@compiled
def partner(room: Room, random: Numbers, number: int, unit: int) -> int:
    """Somebody at another table; the unit itself where none was hit upon in a few tries."""
    for _ in range(8):
        other = draw(random, room.seat.shape[1])
        if room.seat[number, other] != room.seat[number, unit]:
            return other
    return unit


@compiled
def anneal(
    room: Room, prices: Prices, best: Numbers, random: Numbers, heat: tuple[float, float, float], steps: int
) -> float:
    """Random swaps, moves and cycles of three, taken ever more strictly; the best seating found goes to `best`.

    heat: temperature at the start, at the end, share of moves. Returns: what the best gained (0 or below).
    """
    warmth, rounds, units = heat[0], room.seat.shape[0], room.seat.shape[1]
    cooling = (heat[1] / heat[0]) ** (1.0 / steps)
    moves = int(heat[2] * 1024)
    total = gained = 0.0
    for _ in range(steps):
        warmth *= cooling
        number, unit, kind = draw(random, rounds), draw(random, units), draw(random, 1024)
        other = -1
        if kind < moves:
            table = draw(random, room.size.shape[1])
        else:
            other = partner(room, random, number, unit)
            table = room.seat[number, other]
        left = room.seat[number, unit]
        if table == left:
            continue
        worse = change(room, prices, number, unit, other, table)
        third = partner(room, random, number, unit) if kind >= 960 and other >= 0 else -1
        if third >= 0 and third != other and third != unit and worse < FORBIDDEN:
            shift(room, prices, number, unit, other, table)
            if room.seat[number, third] != table:
                step = change(room, prices, number, unit, third, room.seat[number, third])
                if taken(worse + step, warmth, random):
                    shift(room, prices, number, unit, third, room.seat[number, third])
                    total += worse + step
                else:
                    shift(room, prices, number, unit, other, left)
            else:
                shift(room, prices, number, unit, other, left)
        elif taken(worse, warmth, random):
            shift(room, prices, number, unit, other, table)
            total += worse
        if total < gained - CLOSE:
            gained = total
            best[:] = room.seat
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


KERNELS = (draw, sit, stand, shift, meetings_change, change, partner, anneal, taken, descend)


def empty_room(prices: Prices) -> Room:
    """A room nobody sits in yet."""
    rounds, units, tables = prices.seat.shape
    levels = prices.traits.shape[1]
    return Room(
        np.zeros((rounds, units), np.int64),
        np.zeros((rounds, tables), np.int64),
        np.zeros((rounds, tables, levels), np.int64),
        np.zeros((units, units), np.int64),
        np.zeros((rounds, tables, units), np.int64),
        np.zeros((rounds, tables), np.int64),
        np.zeros((rounds, units), np.int64),
    )


def room_of(prices: Prices, seat: Numbers) -> Room:
    """The room in which units sit as given, (R, U)."""
    room = empty_room(prices)
    for number in range(seat.shape[0]):
        for unit in range(seat.shape[1]):
            sit(room, prices, number, unit, seat[number, unit])
    return room
