"""Speed networking: no pair twice, nobody twice in a round, as many meetings and as much gain as there can be."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.solve.rounds.make import best_by_programme, is_sound, pairs
from weft.solve.errors import NotAChoice, WrongShape
from weft.solve.rounds import Wishes, timetable


def test_forty_and_forty_meet_in_eight_rounds_without_a_repeat() -> None:
    wishes = Wishes(np.zeros((40, 40), np.int64), 8)
    found = timetable(wishes)
    assert (found.meetings, is_sound(found, wishes)) == (320, True)


def test_wishes_are_met_where_they_can_be() -> None:
    wishes = Wishes(np.array([[9, 1, 0], [9, 2, 0]]), 1)
    found = timetable(wishes)
    assert (found.meetings, found.gain, found.partner.tolist()) == (2, 11, [[0, 1]])


def test_who_met_before_or_may_not_meet_never_does() -> None:
    met = np.array([[True, False], [False, False]])
    found = timetable(Wishes(np.array([[5, 1], [1, -1]]), 2, met))
    assert sorted(pairs(found)) == [(0, 1), (1, 0)]


def test_unequal_sides_pause_in_turn() -> None:
    wishes = Wishes(np.zeros((2, 5), np.int64), 3)
    found = timetable(wishes)
    assert (found.meetings, is_sound(found, wishes)) == (6, True)


def test_nobody_who_may_meet_gives_an_empty_timetable() -> None:
    found = timetable(Wishes(np.full((2, 2), -1), 2))
    assert (found.meetings, found.gain, found.partner.tolist()) == (0, 0, [[-1, -1], [-1, -1]])


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0)])
def test_a_side_without_people_gives_an_empty_timetable(shape: tuple[int, int]) -> None:
    found = timetable(Wishes(np.ones(shape, np.int64), 2))
    assert (found.meetings, found.gain, found.partner.tolist()) == (0, 0, [[-1] * shape[0]] * 2)


def test_every_two_meet_once_where_rounds_are_more_than_people() -> None:
    wishes = Wishes(np.arange(12).reshape(3, 4).T, 9)
    found = timetable(wishes)
    assert (found.meetings, found.gain, is_sound(found, wishes)) == (12, 66, True)


def test_shapes_and_rounds_that_do_not_fit_are_refused() -> None:
    with pytest.raises(NotAChoice, match="There are 1 to 1000 rounds"):
        Wishes(np.zeros((2, 2), np.int64), 0)
    with pytest.raises(WrongShape, match="left by right"):
        Wishes(np.zeros(2, np.int64), 1)
    with pytest.raises(WrongShape, match="whole numbers of 64 bits"):
        Wishes(np.array([[0.5, 0.9]]), 1)
    with pytest.raises(WrongShape, match="Earlier meetings"):
        Wishes(np.zeros((2, 2), np.int64), 1, np.zeros((2, 3), np.bool_))


@given(
    st.lists(st.lists(st.integers(-1, 3), min_size=3, max_size=3), min_size=2, max_size=3), st.integers(1, 2)
)
def test_no_timetable_is_better_than_the_one_found(rows: list[list[int]], rounds: int) -> None:
    wishes = Wishes(np.array(rows), rounds)
    found = timetable(wishes)
    assert is_sound(found, wishes)
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
    assert (found.meetings, is_sound(found, wishes)) == (360, True)
    assert (found.meetings, found.gain) == best_by_programme(wishes)
