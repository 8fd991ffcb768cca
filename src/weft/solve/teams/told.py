"""What a seating somebody changed by hand is worth, and how far each table is off the even share, trait by trait."""

from __future__ import annotations

import numpy as np

from weft.solve.errors import WrongShape
from weft.solve.teams.pricing import Asked, even_shares
from weft.solve.teams.problem import Numbers, Problem
from weft.solve.teams.verdict import Teams, bound_of, unmet_of, value_of

NOTHING_BEFORE = np.zeros((0, 0), np.int64)


def judge(problem: Problem, table: Numbers) -> Teams:
    """A seating as it stands, valued as make_teams values its own; nothing is moved.

    Args: table (rounds, n_people), a table from 0 each. Returns: Teams, seed 0. Raises: WrongShape.
    """
    asked = _asked(problem, table)
    return Teams(table, value_of(asked, table), bound_of(asked), unmet_of(asked, table), 0)


def uneven_by_trait(problem: Problem, table: Numbers) -> Numbers:
    """People above or below the even share, (rounds, n_tables, n_traits): 0 is as even as whole people can be."""
    levels, tables = _asked(problem, table).levels, np.arange(problem.tables)
    at = (table[:, None, :] == tables[None, :, None]).astype(np.int64)
    counts = at @ levels.member
    low, high = even_shares(levels, problem.people, at.sum(axis=2))
    off = np.maximum(low - counts, 0) + np.maximum(counts - high, 0)
    found = np.zeros((*off.shape[:2], problem.traits.shape[1]), np.int64)
    for k, trait in enumerate(levels.trait):
        found[:, :, trait] += off[:, :, k]
    return found


def _asked(problem: Problem, table: Numbers) -> Asked:
    if table.shape != (problem.rounds, problem.people):
        raise WrongShape(f"Seats are {table.shape} for {problem.rounds} rounds of {problem.people} people.")
    return Asked(problem, NOTHING_BEFORE)
