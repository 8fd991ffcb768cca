"""Making teams: seat everybody somehow, anneal, bring down what is left in the strict order, and say what came of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from weft.solve.errors import NotAChoice, WrongShape
from weft.solve.teams.conditions import check_possible
from weft.solve.teams.kernels import Prices, Room, anneal, descend, room_of
from weft.solve.teams.pricing import SEARCH, STRICT, Asked, Weights, prices_of
from weft.solve.teams.problem import Numbers, Problem
from weft.solve.teams.verdict import Teams, bound_of, unmet_of, value_of

WORK_A_SECOND = 40_000_000  # table entries looked at by one core of 2026
CYCLES = 4  # times the search is warmed up again from the best so far
COLD = 0.15  # of the price of a repeat
PASSES = 50
LONGEST_SECONDS = 600


def make_teams(problem: Problem, *, seed: int, seconds: float = 0.5) -> Teams:
    """The best seating found: hard conditions, nobody alone, evenness, repeats, diversity, each before the next.

    Args: seconds are turned into a number of steps, never read from a clock: the same problem, seed and seconds give the
    same teams on every machine. Returns: Teams. Raises: Impossible, naming the conditions that contradict each other.
    Source: annealing after Kirkpatrick, Gelatt and Vecchi 1983; iterated after Lourenço, Martin and Stützle 2003.
    """
    return _make(Asked(problem, np.zeros((0, 0), np.int64)), seed, seconds)


def reseat(problem: Problem, before: Numbers, *, seed: int, seconds: float = 0.2) -> Teams:
    """A seating repaired for those who came: after hard conditions and nobody alone, as few people move as can be.

    Args: problem of those present now; before (rounds, n_people), where each was to sit, -1 for walk-ins.
    """
    if before.shape != (problem.rounds, problem.people):
        raise WrongShape(f"Seats are {before.shape} for {problem.rounds} rounds of {problem.people} people.")
    if before.min() < -1 or before.max() >= problem.tables:
        raise NotAChoice("A seat names a table there is not; -1 says that somebody had none.")
    return _make(Asked(problem, before.astype(np.int64)), seed, seconds)


def _make(asked: Asked, seed: int, seconds: float) -> Teams:
    if not 0 < seconds <= LONGEST_SECONDS:
        raise NotAChoice(f"Seconds are above 0, up to {LONGEST_SECONDS}.")
    check_possible(asked.problem, asked.unit)
    random = np.array([np.random.default_rng(seed).integers(1, 2**32)], np.int64)
    prices, strict = prices_of(asked, SEARCH), prices_of(asked, STRICT)
    seats = _first_seats(asked, prices, seed)
    best, best_value = seats, value_of(asked, seats[:, asked.unit])
    bound = bound_of(asked)
    for cycle in range(CYCLES):
        seats = _cycle(asked, (prices, strict), best, random, (cycle, steps_in(asked, seconds) // CYCLES))
        value = value_of(asked, seats[:, asked.unit])
        if value < best_value:
            best, best_value = seats, value
        if best_value == bound:
            break
    by_person = best[:, asked.unit]
    return Teams(by_person, best_value, bound, unmet_of(asked, by_person), seed)


def steps_in(asked: Asked, seconds: float) -> int:
    """How many changes are tried in so many seconds: each looks at the levels and at the people of two tables."""
    work = 8 + asked.levels.total.size + 4 * asked.problem.people / asked.problem.tables
    return max(int(seconds * WORK_A_SECOND / work), 1_000)


def _cycle(
    asked: Asked, prices: tuple[Prices, Prices], start: Numbers, random: Numbers, turn: tuple[int, int]
) -> Numbers:
    """One cooling from a start, then the strict order. Returns: seats (rounds, n_units)."""
    search, strict = prices
    cycle, steps = turn
    best = start.copy()
    room = room_of(search, start)
    anneal(room, search, best, random, _heat(asked, cycle), steps)
    settled: Room = room_of(strict, best)
    descend(settled, strict, PASSES)
    return settled.seat


def _heat(asked: Asked, cycle: int) -> tuple[float, float, float]:
    """Temperatures of a cycle, the later the cooler at its start, and the share of moves (none where tables are full)."""
    hot = SEARCH.evenness * (1.0 if cycle == 0 else 0.25)
    cold = SEARCH.diversity * COLD if asked.problem.distance.size else COLD
    problem = asked.problem
    is_tight = problem.people in (problem.largest.sum(), problem.smallest.sum())
    return hot, cold, 0.0 if is_tight and asked.unit.max() + 1 == problem.people else 0.15


def _first_seats(asked: Asked, prices: Prices, seed: int) -> Numbers:
    """Everybody somewhere: seats kept where there were any, then the greatest units first to where most is missing."""
    problem, draw = asked.problem, np.random.default_rng(seed)
    seats = np.full((problem.rounds, prices.people.size), -1, np.int64)
    for number in range(problem.rounds):
        size = np.zeros(problem.tables, np.int64)
        if asked.before.size:
            for person in np.flatnonzero(asked.before[number] >= 0):
                seats[number, asked.unit[person]] = asked.before[number, person]
            np.add.at(size, seats[number][seats[number] >= 0], prices.people[seats[number] >= 0])
        order = draw.permutation(prices.people.size)
        for unit in order[np.argsort(-prices.people[order], kind="stable")]:
            if seats[number, unit] < 0:
                open_seats = np.where(prices.seat[number, unit] < SEARCH.hard, 0, problem.people)
                full = np.where(size + prices.people[unit] > problem.largest, 1 + size, 0) * problem.people
                need = np.maximum(problem.smallest - size, 0)
                seats[number, unit] = np.argmin(open_seats * 4 + full * 9 - need + size / (1 + problem.people))
                size[seats[number, unit]] += prices.people[unit]
    return seats


def with_weights(problem: Problem, weights: Weights) -> Prices:
    """Prices of a problem under weights of one's own (tests and measurements)."""
    return prices_of(Asked(replace(problem), np.zeros((0, 0), np.int64)), weights)
