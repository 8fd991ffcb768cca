"""Who is kept together, and whether the hard conditions can hold at all: what is impossible is named."""

from __future__ import annotations

import numpy as np

from weft.solve.errors import Impossible
from weft.solve.teams.problem import Numbers, Problem, Truths


def units_of(problem: Problem) -> Numbers:
    """(n_people,) the unit of each person: people kept together, through others too, are one. Numbered from 0."""
    unit = np.arange(problem.people)
    for group in problem.together:
        for other in group[1:]:
            unit[unit == unit[other]] = unit[group[0]]
    return np.unique(unit, return_inverse=True)[1].astype(np.int64)


def units_apart(problem: Problem, unit: Numbers) -> Truths:
    """(n_units, n_units) which units never share a table."""
    size = int(unit.max()) + 1
    apart = np.zeros((size, size), np.bool_)
    for one, other in problem.apart:
        apart[unit[one], unit[other]] = apart[unit[other], unit[one]] = True
    return apart


def seats_closed(problem: Problem, unit: Numbers) -> Truths:
    """(rounds, n_units, n_tables) where a unit may not sit: access needs and fixed seats."""
    closed = np.zeros((problem.rounds, int(unit.max()) + 1, problem.tables), np.bool_)
    if problem.fits.size:
        for person in range(problem.people):
            closed[:, unit[person]] |= ~problem.fits[person]
    for (number, person), table in problem.fixed.items():
        closed[number, unit[person]] |= np.arange(problem.tables) != table
    return closed


def check_possible(problem: Problem, unit: Numbers) -> None:
    """Refuse what can be seen to be impossible, naming every reason. Raises: Impossible."""
    because = [
        *_sizes(problem, unit),
        *_links(problem, unit),
        *_apart_from_all(problem, unit),
        *_seats(problem, unit),
    ]
    if because:
        raise Impossible(" ".join(because), tuple(because))


def _sizes(problem: Problem, unit: Numbers) -> list[str]:
    found, least, most = [], int(problem.smallest.sum()), int(problem.largest.sum())
    if not least <= problem.people <= most:
        found.append(
            f"Sizes do not add up: {problem.tables} tables hold {least} to {most} people, not {problem.people}."
        )
    widest = int(problem.largest.max())
    found += [
        f"{_names(unit, int(one))} are kept together, but no table holds more than {widest}."
        for one in np.flatnonzero(np.bincount(unit) > widest)
    ]
    return found


def _links(problem: Problem, unit: Numbers) -> list[str]:
    return [
        f"People {one} and {other} are to be together and apart."
        for one, other in problem.apart
        if unit[one] == unit[other]
    ]


def _apart_from_all(problem: Problem, unit: Numbers) -> list[str]:
    """More people who are all apart from each other than there are tables (found greedily, so some are missed)."""
    apart = units_apart(problem, unit)
    for first in np.argsort(-apart.sum(axis=1), kind="stable"):
        clique = [int(first)]
        for other in np.argsort(-apart.sum(axis=1), kind="stable"):
            if apart[other, clique].all():
                clique.append(int(other))
        if len(clique) > problem.tables:
            people = sorted(int(np.flatnonzero(unit == one)[0]) for one in clique)
            listed = ", ".join(map(str, people))
            return [f"People {listed} are all apart from each other, but there are {problem.tables} tables."]
        if not apart[first].any():
            break
    return []


def _seats(problem: Problem, unit: Numbers) -> list[str]:
    """Units with no table to sit at, and sets of tables that more people need than they hold."""
    closed, people = seats_closed(problem, unit), np.bincount(unit)
    for number in range(problem.rounds):
        nowhere = np.flatnonzero(closed[number].all(axis=1))
        if nowhere.size:
            return [f"No table in round {number + 1} may seat {_names(unit, int(one))}." for one in nowhere]
        for open_tables in np.unique(~closed[number], axis=0):
            bound = ~(~closed[number] & ~open_tables).any(axis=1)
            need, room = int(people[bound].sum()), int(problem.largest[open_tables].sum())
            if need > room and not open_tables.all():
                listed = ", ".join(map(str, np.flatnonzero(open_tables)))
                return [
                    f"{need} people can sit only at tables {listed}, which hold {room} (round {number + 1})."
                ]
    return []


def _names(unit: Numbers, one: int) -> str:
    people = np.flatnonzero(unit == one)
    return f"{'Person' if people.size == 1 else 'People'} {', '.join(map(str, people))}"
