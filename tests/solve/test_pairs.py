"""Pairs of two sides: the order of what counts, worked by hand, by trying everything, and at full size."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft.solve.errors import NotAChoice, WrongShape
from weft.solve.pairs import Alternative, Candidates, Unmatched, explain, match_pairs, shared


def _candidates(
    rows: list[list[int]], left: list[int] | None = None, right: list[int] | None = None
) -> Candidates:
    """Costs as a table; -1: may not meet."""
    table = np.array(rows, np.int64)
    tiers = [np.array(one or [], np.int64) for one in (left, right)]
    return Candidates(table >= 0, table, *tiers)


def test_more_people_are_matched_before_better_pairs() -> None:
    # Alone, the pair (0, 0) costs nothing; with it nobody is left for the second.
    found = match_pairs(_candidates([[0, 900], [5, -1]]))
    assert found.partner.tolist() == [1, 0]
    assert (found.cost, found.worst) == (905, 900)


def test_among_as_many_pairs_who_waited_longest_comes_first() -> None:
    both_want_one = [[10], [900]]
    assert match_pairs(_candidates(both_want_one)).partner.tolist() == [0, -1]
    assert match_pairs(_candidates(both_want_one, left=[0, 9])).partner.tolist() == [-1, 0]


def test_waiting_counts_on_both_sides() -> None:
    assert match_pairs(_candidates([[10, 900]], right=[0, 3])).partner.tolist() == [1]


def test_a_rare_need_is_met_first() -> None:
    # Only the first helper can meet the second person; the first person could meet anybody.
    found = match_pairs(_candidates([[0, 400, 400], [300, -1, -1]]))
    assert found.partner.tolist() == [1, 0]


def test_of_equal_totals_the_one_with_the_least_dear_pair_is_taken() -> None:
    found = match_pairs(_candidates([[0, 100], [100, 200]]))  # 0 + 200 and 100 + 100 cost the same
    assert found.partner.tolist() == [1, 0]
    assert (found.worst, found.worst_is_least) == (100, True)


def test_nobody_who_may_meet_anybody_makes_no_pair() -> None:
    found = match_pairs(_candidates([[-1, -1], [-1, -1]]))
    assert (found.partner.tolist(), found.cost, found.pairs.shape) == ([-1, -1], 0, (0, 2))


def test_shapes_and_values_that_do_not_fit_are_refused() -> None:
    allowed, cost = np.ones((2, 3), np.bool_), np.zeros((2, 3), np.int64)
    with pytest.raises(WrongShape, match=r"allowed is \(2, 3\) and cost \(3, 2\)"):
        Candidates(allowed, cost.T)
    with pytest.raises(WrongShape, match="1 tiers of waiting for 2 people on the left"):
        Candidates(allowed, cost, np.zeros(1, np.int64))
    with pytest.raises(NotAChoice, match="tier from 0 to 9"):
        Candidates(allowed, cost, np.array([0, 10]))
    with pytest.raises(NotAChoice, match="from 0 to 1000"):
        Candidates(allowed, cost + 1001)
    with pytest.raises(WrongShape, match="codes on the left"):
        shared(np.ones((2, 3)), np.ones((2, 4)))


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.tuples(
            st.lists(st.lists(st.integers(-1, 6), min_size=4, max_size=4), min_size=n, max_size=n),
            st.lists(st.integers(0, 2), min_size=n, max_size=n),
            st.lists(st.integers(0, 2), min_size=4, max_size=4),
        )
    )
)
def test_no_matching_is_better_than_the_one_found(case: tuple[list[list[int]], list[int], list[int]]) -> None:
    rows, left, right = case
    found = match_pairs(_candidates(rows, left, right))
    assert _worth(rows, left, right, found.partner.tolist()) == max(
        _worth(rows, left, right, partner) for partner in _every_matching(rows)
    )


def _every_matching(rows: list[list[int]]) -> list[list[int]]:
    columns = [*range(4), *[-1] * len(rows)]
    tried = {order[: len(rows)] for order in permutations(columns)}
    return [
        list(one)
        for one in tried
        if all(column < 0 or rows[row][column] >= 0 for row, column in enumerate(one))
    ]


def _worth(rows: list[list[int]], left: list[int], right: list[int], partner: list[int]) -> tuple[int, ...]:
    """Pairs, then waiting, then (negative) cost, then (negative) dearest pair."""
    pairs = [(row, column) for row, column in enumerate(partner) if column >= 0]
    costs = [rows[row][column] for row, column in pairs]
    waited = sum(left[row] + right[column] for row, column in pairs)
    return len(pairs), waited, -sum(costs), -max(costs, default=0)


def test_an_unmatched_person_learns_which_filter_binds_and_who_is_near() -> None:
    speaks = np.array([[True, True, False], [False, False, False]])
    near = np.array([[True, True, True], [True, True, False]])
    candidates = Candidates(speaks & near, np.array([[5, 1, 9], [7, 3, 1]]))
    found = match_pairs(candidates)
    assert found.partner.tolist() == [1, -1]
    assert explain(candidates, found, {"languages": speaks, "areas": near}) == (
        Unmatched(1, "languages", (Alternative(1, 3, "languages"), Alternative(0, 7, "languages"))),
    )
    others = explain(candidates, found, {"languages": speaks, "areas": near}, "right")
    assert [(one.person, one.binding) for one in others] == [(0, "taken"), (2, "languages")]


def test_who_only_lost_to_others_is_told_so() -> None:
    candidates = _candidates([[1], [2]])
    found = match_pairs(candidates)
    assert explain(candidates, found, {"all": candidates.allowed}) == (
        Unmatched(1, "taken", (Alternative(0, 2, ""),)),
    )


def test_beyond_the_small_the_dearest_pair_is_not_brought_down() -> None:
    draw = np.random.default_rng(7)
    table = draw.integers(0, 1001, (240, 240))
    found = match_pairs(Candidates(np.ones((240, 240), np.bool_), table))
    assert (len(found.pairs), found.worst_is_least) == (240, False)


def test_more_people_than_exact_prices_allow_are_still_matched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weft.solve.pairs.EXACT", 1)
    found = match_pairs(_candidates([[1, 5], [2, -1]], left=[0, 9]))
    assert (found.partner.tolist(), found.cost) == ([1, 0], 7)


def test_shared_counts_the_codes_two_people_share() -> None:
    left, right = np.array([[1, 1, 0], [0, 0, 1]]), np.array([[1, 1, 1], [0, 0, 0]])
    assert shared(left, right).tolist() == [[2, 0], [1, 0]]
