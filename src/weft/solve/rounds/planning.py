"""Which meeting is in which round: matchings peeled off one by one, after pauses filled everybody's rounds."""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from weft.solve.rounds.meetings import best_meetings
from weft.solve.rounds.wishes import Marks, Numbers, Timetable, Wishes


def timetable(wishes: Wishes) -> Timetable:
    """The best timetable: most meetings, then most gain; nobody twice in a round, no pair twice.

    Args: wishes of n_left by n_right over `rounds` rounds.
    Returns: Timetable. Raises: WrongShape, NotAChoice (from Wishes).
    """
    chosen, _ = best_meetings(wishes)
    partner = np.full((wishes.rounds, wishes.gain.shape[0]), -1, np.int64)
    for number, (left, right) in enumerate(_into_rounds(chosen, wishes.rounds)):
        partner[number, left] = right
    gain = int(wishes.gain[chosen].sum())
    return Timetable(partner, int(chosen.sum()), gain)


def _into_rounds(chosen: Marks, rounds: int) -> list[tuple[Numbers, Numbers]]:
    """The meetings of each round: perfect matchings of the graph filled up to `rounds` a person on both sides."""
    size = max(chosen.shape)
    left_over = np.zeros((size, size), np.int64)
    left_over[: chosen.shape[0], : chosen.shape[1]] = chosen
    filled = left_over + _filling(rounds - left_over.sum(axis=1), rounds - left_over.sum(axis=0))
    planned = []
    for _ in range(rounds):
        column = maximum_bipartite_matching(
            csr_array((filled > 0).astype(np.int8)), perm_type="column"
        ).astype(np.int64)
        rows = np.arange(size)
        filled[rows, column] -= 1
        real = left_over[rows, column] > 0
        left_over[rows[real], column[real]] = 0
        planned.append((rows[real], column[real]))
    return planned


def _filling(rows: Numbers, columns: Numbers) -> Numbers:
    """A table of pauses with these row and column sums (the north-west corner rule)."""
    table = np.zeros((rows.size, columns.size), np.int64)
    rows, columns = rows.copy(), columns.copy()
    row = column = 0
    while row < rows.size and column < columns.size:
        amount = min(rows[row], columns[column])
        table[row, column] += amount
        rows[row] -= amount
        columns[column] -= amount
        row, column = (row + 1, column) if rows[row] == 0 else (row, column + 1)
    return table
