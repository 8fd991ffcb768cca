"""Speed networking: rounds of meetings between two sides with no pair twice, and as many wished-for meetings as can be.

First which meetings: a flow where everybody has at most one meeting a round (a b-matching). Then which round: a
bipartite graph of largest degree R falls into R matchings (König 1916), peeled off one by one after the graph was
filled up to the same degree everywhere. Exact, with no search.
"""

from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching, maximum_flow

from weft.solve.errors import NotAChoice, WrongShape

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Wishes:
    """What each two would gain by meeting; 0: they may meet, below 0: they may not. Shape (n_left, n_right)."""

    gain: Numbers
    rounds: int
    met: NDArray[np.bool_] = field(default_factory=lambda: np.zeros((0, 0), np.bool_))  # earlier: not again

    def __post_init__(self) -> None:
        if self.gain.ndim != 2:
            raise WrongShape("Gains are a table of left by right.")
        if self.met.size and self.met.shape != self.gain.shape:
            raise WrongShape(f"Earlier meetings are {self.met.shape}, gains {self.gain.shape}.")
        if self.rounds < 1:
            raise NotAChoice("There must be at least one round.")

    @property
    def possible(self) -> NDArray[np.bool_]:
        allowed = self.gain >= 0
        return allowed & ~self.met if self.met.size else allowed


@dataclass(frozen=True)
class Timetable:
    """Partner of each on the left in each round (-1: a pause), shape (rounds, n_left).

    meetings is the most there can be; gain the most any timetable with that many meetings reaches.
    """

    partner: Numbers
    meetings: int
    gain: int


def timetable(wishes: Wishes) -> Timetable:
    """The best timetable: most meetings, then most gain; nobody twice in a round, no pair twice.

    Args: wishes of n_left by n_right over `rounds` rounds.
    Returns: Timetable. Raises: WrongShape, NotAChoice (from Wishes).
    """
    chosen = _meetings(wishes)
    partner = np.full((wishes.rounds, wishes.gain.shape[0]), -1, np.int64)
    for number, (left, right) in enumerate(_into_rounds(chosen, wishes.rounds)):
        partner[number, left] = right
    gain = int(wishes.gain[chosen].sum())
    return Timetable(partner, int(chosen.sum()), gain)


def _meetings(wishes: Wishes) -> NDArray[np.bool_]:
    possible = wishes.possible
    if not possible.any():
        return possible
    if np.unique(wishes.gain[possible]).size == 1:
        return _most(possible, wishes.rounds)
    return _best(wishes, possible)


def _most(possible: NDArray[np.bool_], rounds: int) -> NDArray[np.bool_]:
    """As many meetings as can be, at most `rounds` a person: a maximum flow from left to right."""
    n_left, n_right = possible.shape
    left, right = np.nonzero(possible)
    source, sink = n_left + n_right, n_left + n_right + 1
    rows = np.concatenate([np.full(n_left, source), left, n_left + np.arange(n_right)])
    columns = np.concatenate([np.arange(n_left), n_left + right, np.full(n_right, sink)])
    room = np.concatenate([np.full(n_left, rounds), np.ones(left.size), np.full(n_right, rounds)]).astype(
        np.int32
    )
    graph = csr_array((room, (rows, columns)), shape=(sink + 1, sink + 1))
    flow = maximum_flow(graph, source, sink).flow
    chosen = np.asarray(flow[:n_left, n_left : n_left + n_right].todense()) > 0
    return chosen.astype(np.bool_)


def _best(wishes: Wishes, possible: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Most meetings, then most gain: a linear programme whose corners are whole (Hoffman and Kruskal 1956).

    Only the dearest wishes of each person are looked at first; what the prices of that solution show to be missing is
    added until nothing is (column generation), so the answer is that of the whole programme.
    """
    dearest = _most(possible & (wishes.gain == wishes.gain[possible].max()), wishes.rounds)
    if dearest.sum() == _most(possible, wishes.rounds).sum():
        return dearest  # as many meetings as can be, each worth as much as any
    left, right = np.nonzero(possible)
    gain = wishes.gain[left, right].astype(np.float64)
    worth = gain + float(gain.max()) * min(possible.shape) * wishes.rounds + 1.0
    looked_at = _dearest(left, gain, 2 * wishes.rounds) | _dearest(right, gain, 2 * wishes.rounds)
    while True:
        some = np.flatnonzero(looked_at)
        taken, price = _programme(left[some], right[some], worth[some], possible.shape, wishes.rounds)
        missing = ~looked_at & (worth - price[left] - price[possible.shape[0] + right] > CLOSE * worth.max())
        if not missing.any():
            break
        looked_at |= missing
    chosen = np.zeros_like(possible)
    chosen[left[some[taken]], right[some[taken]]] = True
    return chosen


CLOSE = 1e-9  # of the greatest worth


def _dearest(person: Numbers, gain: NDArray[np.float64], how_many: int) -> NDArray[np.bool_]:
    """For each person their dearest edges."""
    order = np.lexsort((-gain, person))
    place = np.arange(order.size) - np.searchsorted(person[order], person[order])
    found = np.zeros(gain.size, np.bool_)
    found[order[place < how_many]] = True
    return found


def _programme(
    left: Numbers, right: Numbers, worth: NDArray[np.float64], shape: tuple[int, int], rounds: int
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Which edges are taken, and the price of each person's rounds."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = left.size, sum(shape)
    programme.sense_ = highspy.ObjSense.kMaximize
    programme.col_cost_ = worth / worth.max()
    programme.col_lower_, programme.col_upper_ = np.zeros(left.size), np.ones(left.size)
    programme.row_lower_ = np.zeros(sum(shape))
    programme.row_upper_ = np.full(sum(shape), float(rounds))
    programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    programme.a_matrix_.start_ = np.arange(0, 2 * left.size + 1, 2)
    programme.a_matrix_.index_ = np.column_stack([left, shape[0] + right]).ravel()
    programme.a_matrix_.value_ = np.ones(2 * left.size)
    solver.passModel(programme)
    solver.run()
    solution = solver.getSolution()
    return np.asarray(solution.col_value) > 0.5, np.asarray(solution.row_dual) * worth.max()


def _into_rounds(chosen: NDArray[np.bool_], rounds: int) -> list[tuple[Numbers, Numbers]]:
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
