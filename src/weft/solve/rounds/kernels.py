"""The cheapest flow through a table of meetings, compiled by numba: shortest augmenting paths under prices.

Successive shortest paths under prices that keep every arc's reduced cost at 0 or more (Ahuja, Magnanti and Orlin 1993,
Network Flows, section 9.8, the primal-dual algorithm). Each kernel also runs as plain Python (`.py_func`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from weft.solve.compiling import compiled
from weft.solve.rounds.wishes import Numbers

FAR = 2**62
UNSEEN, SEEN, DEAD = 0, 1, 2


class Flow(NamedTuple):
    """A table of N rows by M columns, what is taken of it, and what it costs; nodes are rows, then columns.

    A row with surplus has meetings to give, a column with surplus has too many; below 0 the other way round.
    """

    gain: Numbers  # (N, M) of one meeting
    room: NDArray[np.int32]  # (N, M) meetings there may be
    taken: NDArray[np.int32]  # (N, M) meetings there are
    price: Numbers  # (N + M,)
    surplus: Numbers  # (N + M,)


class Search(NamedTuple):
    """What one search writes down of each node, shape (N + M,) each."""

    far: Numbers  # how far from the nearest surplus
    mark: NDArray[np.int8]  # UNSEEN, SEEN or DEAD
    nodes: Numbers  # those to look at; a path
    arc: Numbers  # which arc to try next
    order: Numbers  # when it was looked at: paths only go back, so none runs into itself


def search_of(nodes: int) -> Search:
    far, path, arc, order = np.zeros((4, nodes), np.int64)
    return Search(far, np.zeros(nodes, np.int8), path, arc, order)


@compiled
def reach_from_row(flow: Flow, search: Search, row: int, far: int, end: int) -> int:
    """Nears the columns this row could give a meeting to; those as near as the row itself join the queue."""
    n_rows, n_columns = flow.gain.shape
    base = far + flow.price[row]
    for column in range(n_columns):
        node = n_rows + column
        if search.mark[node] == UNSEEN and flow.taken[row, column] < flow.room[row, column]:
            reached = base + flow.price[node] - flow.gain[row, column]
            if reached < search.far[node]:
                search.far[node] = reached
                if reached == far:
                    search.mark[node] = SEEN
                    search.nodes[end] = node
                    end += 1
    return end


@compiled
def reach_from_column(flow: Flow, search: Search, node: int, far: int, end: int) -> int:
    """Nears the rows that could take a meeting back from this column."""
    n_rows = flow.gain.shape[0]
    column = node - n_rows
    base = far - flow.price[node]
    for row in range(n_rows):
        if search.mark[row] == UNSEEN and flow.taken[row, column] > 0:
            reached = base + flow.gain[row, column] - flow.price[row]
            if reached < search.far[row]:
                search.far[row] = reached
                if reached == far:
                    search.mark[row] = SEEN
                    search.nodes[end] = row
                    end += 1
    return end


@compiled
def nearest(search: Search) -> tuple[int, int]:
    """How far the nearest nodes not yet seen are, and how many: they are marked and queued."""
    far, end = FAR, 0
    for node in range(search.far.size):
        if search.mark[node] == UNSEEN and search.far[node] <= far:
            if search.far[node] < far:
                far, end = search.far[node], 0
            search.nodes[end] = node
            end += 1
    for place in range(end):
        search.mark[search.nodes[place]] = SEEN
    return far, end


@compiled
def measure(flow: Flow, search: Search) -> int:
    """Dijkstra's search from all surpluses at once: how far the nearest node that lacks something is, or FAR."""
    n_rows = flow.gain.shape[0]
    search.mark[:] = UNSEEN
    for node in range(flow.price.size):
        search.far[node] = 0 if flow.surplus[node] > 0 else FAR
    looked_at = 0
    while True:
        far, end = nearest(search)
        if far == FAR:
            return FAR
        place, found = 0, False
        while place < end:
            node = search.nodes[place]
            search.order[node] = looked_at
            looked_at += 1
            found = found or flow.surplus[node] < 0
            if node < n_rows:
                end = reach_from_row(flow, search, node, far, end)
            else:
                end = reach_from_column(flow, search, node, far, end)
            place += 1
        if found:
            return far


@compiled
def move_prices(flow: Flow, search: Search, far: int) -> None:
    """So that every arc of a shortest path costs nothing."""
    n_rows = flow.gain.shape[0]
    for node in range(flow.price.size):
        if search.far[node] < far:
            change = far - search.far[node]
            flow.price[node] += -change if node < n_rows else change


@compiled
def before(flow: Flow, search: Search, node: int) -> int:
    """A node not yet on a path from which an arc that costs nothing leads here, or -1."""
    n_rows, n_columns = flow.gain.shape
    into_column = node >= n_rows
    for other in range(search.arc[node], n_rows if into_column else n_columns):
        row = other if into_column else node
        column = node - n_rows if into_column else other
        origin = other if into_column else n_rows + other
        search.arc[node] = other
        if search.mark[origin] == UNSEEN and search.order[origin] < search.order[node]:
            taken = flow.taken[row, column]
            usable = taken < flow.room[row, column] if into_column else taken > 0
            if usable and flow.gain[row, column] == flow.price[row] + flow.price[n_rows + column]:
                return origin
    search.arc[node] = n_columns + n_rows
    return -1


@compiled
def trace(flow: Flow, search: Search, lacking: int) -> int:
    """Finds a path back from a node that lacks something to a surplus: its length, 0 if there is none."""
    search.nodes[0], length = lacking, 1
    search.mark[lacking] = SEEN
    while length > 0:
        node = search.nodes[length - 1]
        if flow.surplus[node] > 0:
            return length
        origin = before(flow, search, node)
        if origin < 0:
            search.mark[node] = DEAD
            length -= 1
        else:
            search.mark[origin] = SEEN
            search.nodes[length] = origin
            length += 1
    return 0


@compiled
def send(flow: Flow, search: Search, length: int) -> None:
    """One meeting's worth along the path."""
    n_rows = flow.gain.shape[0]
    flow.surplus[search.nodes[0]] += 1
    flow.surplus[search.nodes[length - 1]] -= 1
    for place in range(length):
        search.mark[search.nodes[place]] = UNSEEN
    for place in range(length - 1):
        into, origin = search.nodes[place], search.nodes[place + 1]
        if into >= n_rows:
            flow.taken[origin, into - n_rows] += 1
        else:
            flow.taken[into, origin - n_rows] -= 1


@compiled
def settle(flow: Flow, search: Search) -> None:
    """Moves meetings until nobody has too many or too few, in place; stops early if that cannot be."""
    while True:
        far = measure(flow, search)
        if far == FAR:
            return
        move_prices(flow, search, far)
        search.arc[:] = 0
        for node in range(flow.price.size):
            search.mark[node] = UNSEEN if search.far[node] <= far else DEAD
        for node in range(flow.price.size):
            while flow.surplus[node] < 0 and search.mark[node] == UNSEEN:
                length = trace(flow, search, node)
                if length > 0:
                    send(flow, search, length)


KERNELS = (reach_from_row, reach_from_column, nearest, measure, move_prices, before, trace, send, settle)
