"""Which meetings: as many as can be, and of those the ones with most gain, with the prices that prove it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from weft.solve.rounds.certificate import Prices, is_proved_best
from weft.solve.rounds.kernels import Flow, search_of, settle
from weft.solve.rounds.wishes import Marks, Numbers, Wishes

SWEEPS = 4  # of prices, before paths are looked for
COARSER = 2  # bits of gain left out at a time, where the prices are far off


def best_meetings(wishes: Wishes) -> tuple[Marks, Prices]:
    """The meetings of a best timetable, shape (n_left, n_right), and the prices that prove there are none better.

    Source: the meetings of every largest flow agree on the two sides of a smallest cut (Ford and Fulkerson 1962), which
    leaves a transportation problem whose corners are whole (Hoffman and Kruskal 1956).
    """
    possible, rounds = wishes.possible, wishes.most_each
    most = _most(possible, rounds)
    cut = Cut(*_reached(possible, most, rounds))
    gains = wishes.gain[possible]
    if gains.size == 0 or gains.min() == gains.max():
        chosen, gain = most, cut.scarce * (gains[0] if gains.size else 0)
    else:
        chosen, gain = _dearest(wishes, cut)
    prices = Prices(cut.scarce.astype(np.int64), gain)
    if not is_proved_best(wishes, chosen, prices):
        raise RuntimeError("The prices do not prove the meetings: this is a mistake of the program.")
    return chosen, prices


@dataclass(frozen=True)
class Cut:
    """Whom people with a round to spare could come to meet. The rounds of the scarce are used up in any case."""

    left: Marks
    right: Marks

    @property
    def scarce(self) -> Marks:
        """Shape (n_left + n_right,)."""
        return np.concatenate([~self.left, self.right])

    def open(self, possible: Marks) -> Marks:
        """Meetings about which there is a choice."""
        choice: Marks = possible & (self.left[:, None] == self.right)
        return choice

    def certain(self, possible: Marks) -> Marks:
        """Meetings that are held in any timetable with as many meetings."""
        met: Marks = possible & self.left[:, None] & ~self.right
        return met


def _most(possible: Marks, rounds: int) -> Marks:
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


def _reached(possible: Marks, chosen: Marks, rounds: int) -> tuple[Marks, Marks]:
    """Left and right of a smallest cut: whom those with a round to spare could meet, or be freed to meet."""
    left, spare = chosen.sum(axis=1) < rounds, possible & ~chosen
    while True:
        right = spare[left].any(axis=0)
        grown = left | chosen[:, right].any(axis=1)
        if (grown == left).all():
            return left, right
        left = grown


def _dearest(wishes: Wishes, cut: Cut) -> tuple[Marks, Numbers]:
    """Of the timetables with most meetings one with most gain, and the price of each person's rounds in gain."""
    n_left, n_right = wishes.gain.shape
    flow = _flow(wishes, cut)
    _settle(flow, _estimate(wishes, cut, int(flow.surplus[n_left])))
    chosen = cut.certain(wishes.possible) | (flow.taken[:n_left, :n_right] > 0)
    row_of_pauses, column_of_pauses = flow.price[n_left], flow.price[-1]
    left, right = flow.price[:n_left], flow.price[n_left + 1 : -1]
    left = np.where(cut.left, np.maximum(left + column_of_pauses, 0), left - row_of_pauses)
    right = np.where(cut.right, right - column_of_pauses, np.maximum(right + row_of_pauses, 0))
    return chosen, np.concatenate([left, right])


def _flow(wishes: Wishes, cut: Cut) -> Flow:
    """The open meetings as a table, with a last row and a last column for the pauses of those who are not scarce."""
    n_left, n_right = wishes.gain.shape
    possible, rounds = wishes.possible, wishes.most_each
    certain, choice = cut.certain(possible), cut.open(possible)
    of_left, of_right = rounds - certain.sum(axis=1), rounds - certain.sum(axis=0)
    room = np.zeros((n_left + 1, n_right + 1), np.int32)
    room[:-1, :-1] = choice
    room[:-1, -1], room[-1, :-1] = of_left * cut.left, of_right * ~cut.right
    gain = np.zeros(room.shape, np.int64)
    gain[:-1, :-1] = np.where(choice, wishes.gain, 0)
    left_pauses = of_left[cut.left].sum() - of_right[cut.right].sum()
    right_pauses = of_right[~cut.right].sum() - of_left[~cut.left].sum()
    wanted = np.concatenate([of_left, [right_pauses], -of_right, [-left_pauses]])
    return Flow(gain, room, np.zeros_like(room), np.zeros(wanted.size, np.int64), wanted)


def _estimate(wishes: Wishes, cut: Cut, pauses: int) -> Numbers:
    """Prices of rows and columns at which nearly everybody would take as many meetings as there are rounds.

    In turn for each side: between the last gain above the price of the other that fits, and the first that does not.
    Those who may pause pay at least 0, where there are pauses to take.
    """
    rounds, choice = wishes.most_each, cut.open(wishes.possible)
    gain = np.where(choice, wishes.gain, -1 - wishes.gain.max()).astype(np.float32)
    turned = np.ascontiguousarray(gain.T)
    right, may_pause = np.zeros(gain.shape[1], np.float32), ~cut.right if pauses else np.zeros_like(cut.right)
    for sweep in range(SWEEPS):
        left = _between(gain - right, rounds)
        left[cut.left] = np.maximum(left[cut.left], 0) if sweep else 0
        right = _between(turned - left, rounds)
        right[may_pause] = np.maximum(right[may_pause], 0)
    pause = 0 if pauses else -right.min()
    price: Numbers = np.rint(np.concatenate([left, [pause], right, [0]])).astype(np.int64)
    return price


def _between(worth: NDArray[np.float32], rounds: int) -> NDArray[np.float32]:
    """Of each row, half-way between its last value that fits and the next; its least where all fit."""
    if worth.shape[1] <= rounds:
        return np.asarray(worth.min(axis=1))
    ordered = np.partition(-worth, (rounds - 1, rounds), axis=1)
    return np.asarray(-(ordered[:, rounds - 1] + ordered[:, rounds]) / 2)


def _settle(flow: Flow, price: Numbers) -> None:
    """Settles the flow from these prices; from those of coarser gains, where half of the meetings would have to move.

    Source: scaling of costs (Gabow and Tarjan 1989, SIAM Journal on Computing 18, p. 1013).
    """
    wanted = flow.surplus.copy()
    _take(flow, price, wanted)
    far_off = 2 * np.maximum(flow.surplus, 0).sum() > np.maximum(wanted, 0).sum()
    if far_off and flow.gain.max() >> COARSER:
        coarser = flow._replace(gain=flow.gain >> COARSER, price=flow.price.copy(), surplus=wanted.copy())
        _settle(coarser, price >> COARSER)
        _take(flow, coarser.price << COARSER, wanted)
    settle(flow, search_of(wanted.size))


def _take(flow: Flow, price: Numbers, wanted: Numbers) -> None:
    """All meetings that are worth more than their price; what is then too much or too little is the surplus."""
    n_rows = flow.gain.shape[0]
    flow.price[:] = price
    dear = flow.gain > price[:n_rows, None] + price[n_rows:]
    flow.taken[:] = np.where(dear, flow.room, 0)
    flow.surplus[:] = wanted
    flow.surplus[:n_rows] -= flow.taken.sum(axis=1)
    flow.surplus[n_rows:] += flow.taken.sum(axis=0)
