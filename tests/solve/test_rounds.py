"""Speed networking: no pair twice, nobody twice in a round, as many meetings and as much gain as there can be."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft.solve.errors import NotAChoice, WrongShape
from weft.solve.rounds import Timetable, Wishes, timetable


def _pairs(found: Timetable) -> list[tuple[int, int]]:
    return [(left, int(right)) for row in found.partner for left, right in enumerate(row) if right >= 0]


def _is_sound(found: Timetable, wishes: Wishes) -> bool:
    pairs = _pairs(found)
    once_a_round = all(len(set(r := row[row >= 0].tolist())) == len(r) for row in found.partner)
    return (
        once_a_round
        and len(set(pairs)) == len(pairs) == found.meetings
        and all(wishes.possible[p] for p in pairs)
    )


def test_forty_and_forty_meet_in_eight_rounds_without_a_repeat() -> None:
    wishes = Wishes(np.zeros((40, 40), np.int64), 8)
    found = timetable(wishes)
    assert (found.meetings, _is_sound(found, wishes)) == (320, True)


def test_wishes_are_met_where_they_can_be() -> None:
    wishes = Wishes(np.array([[9, 1, 0], [9, 2, 0]]), 1)
    found = timetable(wishes)
    assert (found.meetings, found.gain, found.partner.tolist()) == (2, 11, [[0, 1]])


def test_who_met_before_or_may_not_meet_never_does() -> None:
    met = np.array([[True, False], [False, False]])
    found = timetable(Wishes(np.array([[5, 1], [1, -1]]), 2, met))
    assert sorted(_pairs(found)) == [(0, 1), (1, 0)]


def test_unequal_sides_pause_in_turn() -> None:
    wishes = Wishes(np.zeros((2, 5), np.int64), 3)
    found = timetable(wishes)
    assert (found.meetings, _is_sound(found, wishes)) == (6, True)


def test_nobody_who_may_meet_gives_an_empty_timetable() -> None:
    found = timetable(Wishes(np.full((2, 2), -1), 2))
    assert (found.meetings, found.gain, found.partner.tolist()) == (0, 0, [[-1, -1], [-1, -1]])


def test_shapes_and_rounds_that_do_not_fit_are_refused() -> None:
    with pytest.raises(NotAChoice, match="at least one round"):
        Wishes(np.zeros((2, 2), np.int64), 0)
    with pytest.raises(WrongShape, match="left by right"):
        Wishes(np.zeros(2, np.int64), 1)
    with pytest.raises(WrongShape, match="Earlier meetings"):
        Wishes(np.zeros((2, 2), np.int64), 1, np.zeros((2, 3), np.bool_))


@given(
    st.lists(st.lists(st.integers(-1, 3), min_size=3, max_size=3), min_size=2, max_size=3), st.integers(1, 2)
)
def test_no_timetable_is_better_than_the_one_found(rows: list[list[int]], rounds: int) -> None:
    wishes = Wishes(np.array(rows), rounds)
    found = timetable(wishes)
    assert _is_sound(found, wishes)
    assert (found.meetings, found.gain) == _best(rows, rounds)


def _best(rows: list[list[int]], rounds: int) -> tuple[int, int]:
    """By trying every set of meetings with at most `rounds` a person (König: it then falls into rounds)."""
    edges = [(i, j) for i, row in enumerate(rows) for j, gain in enumerate(row) if gain >= 0]
    best = (0, 0)
    for size in range(len(edges) + 1):
        for some in combinations(edges, size):
            degrees = [sum(1 for e in some if e[side] == n) for side in (0, 1) for n in range(3)]
            if max(degrees, default=0) <= rounds:
                best = max(best, (size, sum(rows[i][j] for i, j in some)))
    return best


def test_a_large_event_with_wishes_reaches_the_bound_of_the_flow() -> None:
    draw = np.random.default_rng(3)
    wishes = Wishes(draw.integers(0, 10, (60, 60)), 6)
    found = timetable(wishes)
    assert (found.meetings, _is_sound(found, wishes)) == (360, True)
    assert found.gain == _whole_programme(wishes)


def _whole_programme(wishes: Wishes) -> int:
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    n, m = wishes.gain.shape
    rows = np.concatenate([np.repeat(np.arange(n), m), n + np.tile(np.arange(m), n)])
    columns = np.tile(np.arange(n * m), 2)
    inside = csr_array((np.ones(2 * n * m), (rows, columns)))
    worth = wishes.gain.ravel() + 1e5
    solved = linprog(-worth, A_ub=inside, b_ub=np.full(n + m, wishes.rounds), bounds=(0, 1))
    return round(-solved.fun - 1e5 * n * wishes.rounds)
