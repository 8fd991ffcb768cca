"""A seating somebody changed by hand is valued as the solver's own is."""

import numpy as np
import pytest

from tests.solve.teams.make import problem
from weft.solve.errors import WrongShape
from weft.solve.teams import judge, make_teams, uneven_by_trait


def test_a_seating_is_worth_what_the_solver_says() -> None:
    asked = problem(8, (4, 4), traits=["aaaabbbb", "ababab??"])
    made = make_teams(asked, seed=1, seconds=0.01)
    assert judge(asked, made.table).value == made.value


def test_each_table_says_how_far_each_trait_is_off_the_even_share() -> None:
    asked = problem(8, (4, 4), traits=["aaaabbbb", "aabbaabb"])
    by_first = np.array([[0, 0, 0, 0, 1, 1, 1, 1]])
    # four of a where two are even, and none of b where two are: 4 off at each table by the first, none by the second
    assert uneven_by_trait(asked, by_first).tolist() == [[[4, 0], [4, 0]]]


def test_seats_of_another_shape_are_refused() -> None:
    with pytest.raises(WrongShape):
        judge(problem(4, (2, 2)), np.zeros((1, 3), np.int64))
