"""Making teams: seat everybody somehow, anneal, settle the rest in the strict order, say what came of it."""

from __future__ import annotations

import numpy as np

from weft.solve.errors import NotAChoice, WrongShape
from weft.solve.teams.conditions import check_possible
from weft.solve.teams.kernels import Heat, Prices, anneal, descend, room_of
from weft.solve.teams.pricing import SEARCH, Asked, prices_of, search_weights, strict_weights
from weft.solve.teams.problem import Numbers, Problem
from weft.solve.teams.verdict import LEVELS, Teams, Value, bound_of, unmet_of, value_of

STEPS_A_SECOND = 4_200_000  # of one core of 2026, at a problem of no size; levels and people make it slower
CYCLES = (
    (1.0, 0.9),
    (0.2, 0.1),
)  # of the search, warmed up again from the best: temperature and steps, as shares
HOT, HOT_IN_REPEATS = 0.5, 1.2  # of the price of evenness; where that is told in repeats, of a repeat
HOT_ABOVE = 0.5  # of the price of somebody alone, where a level above evenness is at stake
COLD = 0.15  # of the price of a repeat
PASSES = 50
MOVES = 0.15  # of all changes tried, where tables may differ in size
LONGEST_SECONDS = 600


def make_teams(problem: Problem, *, seed: int, seconds: float = 0.5) -> Teams:
    """The best seating found: hard conditions, nobody alone, evenness, repeats, diversity, each before the next.

    Args: seconds are turned into steps, never read from a clock: the same problem, seed and seconds give the
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
    problem = asked.problem
    check_possible(problem, asked.unit)
    random = np.array([np.random.default_rng(seed).integers(1, 2**32)], np.int64)
    prices, strict = prices_of(asked, search_weights(problem)), prices_of(asked, strict_weights(problem))
    seats = _first_seats(asked, prices, seed)
    best, value, bound = seats, value_of(asked, seats[:, asked.unit]), bound_of(asked)
    for warmth, share in CYCLES:
        if value == bound:
            break
        heat = _heat(asked, warmth, _price_of(problem, bound) - _price_of(problem, value))
        steps = max(int(steps_in(asked, seconds) * share), 1)
        seats = _cycle((prices, strict), best, random, heat, steps)
        found = value_of(asked, seats[:, asked.unit])
        if found.order(problem.uneven_worth) < value.order(problem.uneven_worth):
            best, value = seats, found
    by_person = best[:, asked.unit]
    return Teams(by_person, value, bound, unmet_of(asked, by_person), seed)


def _price_of(problem: Problem, value: Value) -> float:
    """What a value costs in the search; where distances count nothing is known to be the best."""
    if np.isinf(value.diversity):
        return -np.inf
    weights = search_weights(problem)
    return float(sum(getattr(weights, name) * getattr(value, name) for name in LEVELS[:-1]))


def steps_in(asked: Asked, seconds: float) -> int:
    """How many changes are tried in so many seconds: each looks at all levels, and at all people when taken."""
    work = 1 + asked.levels.total.size / 100 + asked.problem.people / 300
    return max(int(seconds * STEPS_A_SECOND / work), 1_000)


def _cycle(prices: tuple[Prices, Prices], start: Numbers, random: Numbers, heat: Heat, steps: int) -> Numbers:
    """One cooling from a start, then the strict order. Returns: seats (rounds, n_units)."""
    best = start.copy()
    anneal(room_of(prices[0], start), prices[0], best, random, heat, steps)
    settled = room_of(prices[1], best)
    descend(settled, prices[1], PASSES)
    return settled.seat


def _heat(asked: Asked, warmth: float, goal: float) -> Heat:
    """How a cycle is cooled; no moves where every table is full and everybody comes alone."""
    problem = asked.problem
    hot = HOT_IN_REPEATS if problem.uneven_worth else HOT * SEARCH.evenness
    if asked.levels.is_small.any() or asked.before.size or problem.apart or problem.together:
        hot = HOT_ABOVE * SEARCH.isolates
    cold = COLD * (SEARCH.diversity if problem.distance.size else SEARCH.repeats)
    is_tight = problem.people in (problem.largest.sum(), problem.smallest.sum())
    return Heat(hot * warmth, cold, 0.0 if is_tight and not problem.together else MOVES, goal)


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
                seats[number, unit] = np.argmin(
                    open_seats * 4 + full * 9 - need + size / (1 + problem.people)
                )
                size[seats[number, unit]] += prices.people[unit]
    return seats
