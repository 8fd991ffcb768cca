"""Hard conditions hold, and those that cannot are refused by name."""

import numpy as np
import pytest

from tests.solve.teams.make import NOTHING_BEFORE, problem
from weft.solve.errors import Impossible, NotAChoice, WrongShape
from weft.solve.teams import Problem, Unmet, Why, make_teams, reseat, tables_of
from weft.solve.teams.pricing import Asked
from weft.solve.teams.verdict import unmet_of, value_of

QUICK = 0.002


def _refused(asked: Problem) -> tuple[str, ...]:
    with pytest.raises(Impossible) as refusal:
        make_teams(asked, seed=1, seconds=QUICK)
    return refusal.value.because


def test_people_kept_together_share_every_table_and_people_apart_none() -> None:
    asked = problem(8, (4, 4), rounds=3, together=((0, 1), (1, 2)), apart=((0, 5), (3, 4)))
    found = make_teams(asked, seed=1, seconds=QUICK)
    assert found.is_sound
    assert (found.table[:, 0] == found.table[:, 1]).all()
    assert (found.table[:, 0] == found.table[:, 2]).all()
    assert (found.table[:, 0] != found.table[:, 5]).all()
    assert (found.table[:, 3] != found.table[:, 4]).all()
    control = make_teams(problem(8, (4, 4), rounds=3), seed=1, seconds=QUICK).table
    assert not (control[:, 0] == control[:, 2]).all()


def test_access_needs_and_fixed_seats_hold() -> None:
    fits = np.ones((6, 3), np.bool_)
    fits[0] = fits[1] = [False, False, True]
    found = make_teams(problem(6, (2, 2, 2), rounds=2, fits=fits, fixed={(1, 5): 0}), seed=1, seconds=QUICK)
    assert found.is_sound
    assert found.table[:, :2].tolist() == [[2, 2], [2, 2]]
    assert found.table[1, 5] == 0


def test_sizes_stay_within_their_bounds() -> None:
    asked = Problem(11, np.array([2, 3, 3]), np.array([4, 4, 5]), rounds=2, together=((0, 1, 2), (3, 4)))
    found = make_teams(asked, seed=1, seconds=QUICK)
    sizes = np.stack([np.bincount(one, minlength=3) for one in found.table])
    assert ((sizes >= asked.smallest) & (sizes <= asked.largest)).all()


def test_together_and_apart_is_impossible() -> None:
    asked = problem(4, (2, 2), together=((0, 1),), apart=((1, 0),))
    assert _refused(asked) == ("People 1 and 0 are to be together and apart.",)


def test_sizes_that_do_not_add_up_are_impossible() -> None:
    assert _refused(problem(7, (3, 3))) == ("Sizes do not add up: 2 tables hold 6 to 6 people, not 7.",)
    assert _refused(problem(5, (3, 3))) == ("Sizes do not add up: 2 tables hold 6 to 6 people, not 5.",)
    assert _refused(problem(4, (2, 2), together=((0, 1, 3),))) == (
        "People 0, 1, 3 are kept together, but no table holds more than 2.",
    )


def test_more_people_all_apart_than_tables_is_impossible() -> None:
    asked = problem(6, (3, 3), apart=((0, 1), (1, 2), (0, 2)))
    assert _refused(asked) == ("People 0, 1, 2 are all apart from each other, but there are 2 tables.",)
    assert make_teams(problem(6, (3, 3), apart=((0, 1), (1, 2))), seed=1, seconds=QUICK).is_sound


def test_more_access_needs_than_seats_are_impossible() -> None:
    fits = np.ones((6, 3), np.bool_)
    fits[:3] = [False, False, True]
    assert _refused(problem(6, (2, 2, 2), fits=fits)) == (
        "3 people can sit only at tables 2, which hold 2 (round 1).",
    )
    fits[0] = False
    assert _refused(problem(6, (2, 2, 2), fits=fits)) == ("No table in round 1 may seat Person 0.",)
    fixed = {(0, 0): 0, (0, 1): 1}
    assert _refused(problem(6, (3, 3), fixed=fixed, together=((0, 1),))) == (
        "No table in round 1 may seat People 0, 1.",
    )


def test_what_is_impossible_but_not_seen_to_be_is_said_with_the_teams() -> None:
    # Five in a ring, each apart from the next, need three tables; no three of them are all apart.
    ring = tuple((one, (one + 1) % 5) for one in range(5))
    found = make_teams(problem(6, (3, 3), apart=ring), seed=1, seconds=QUICK)
    assert (found.is_sound, found.value.hard) == (False, 1)
    assert [one.why for one in found.unmet] == [Why.APART]
    assert found.proved == ()


def test_every_broken_condition_is_named() -> None:
    fits = np.ones((3, 2), np.bool_)
    fits[2, 0] = False
    asked = Asked(Problem(3, np.array([1, 1]), np.array([2, 2]), fits=fits, apart=((0, 1),)), NOTHING_BEFORE)
    table = np.zeros((1, 3), np.int64)
    assert unmet_of(asked, table) == (
        Unmet(0, 0, (0, 1), Why.APART),
        Unmet(0, 0, (2,), Why.CLOSED),
        Unmet(0, 0, (0, 1, 2), Why.SIZE),
        Unmet(0, 1, (), Why.SIZE),
    )
    assert value_of(asked, table).hard == 4


def test_those_who_came_keep_their_seats_where_they_can() -> None:
    # Nine at three tables; two of the first stayed away, one walked in: one more must join the first table.
    before = np.array([[0, 1, 1, 1, 2, 2, 2, -1]])
    asked = Problem(8, np.array([2, 2, 2]), np.array([3, 3, 3]))
    found = reseat(asked, before, seed=1, seconds=QUICK)
    assert (found.value.moves, found.table[0, 7]) == (0, 0)
    nobody_came = np.array([[0, 1, 1, 1, 2, 2, 2]])
    asked = Problem(7, np.array([2, 2, 2]), np.array([3, 3, 3]))
    assert reseat(asked, nobody_came, seed=1, seconds=QUICK).value.moves == 1


def test_a_repair_of_seats_there_are_not_is_refused() -> None:
    asked = problem(4, (2, 2))
    with pytest.raises(WrongShape, match=r"Seats are \(1, 3\) for 1 rounds of 4 people"):
        reseat(asked, np.zeros((1, 3), np.int64), seed=1)
    with pytest.raises(NotAChoice, match="names a table there is not"):
        reseat(asked, np.full((1, 4), 2), seed=1)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"rounds": 0}, "at least one person and one round"),
        ({"smallest": np.array([3, 3])}, "from `smallest`"),
        ({"uneven_worth": 11}, "from 0 to 10"),
        ({"apart": ((0, 4),)}, "numbered from 0 to 3"),
        ({"fixed": {(1, 0): 0}}, "a round or a table there is not"),
        ({"traits": ["aaaa"], "no_isolates": [True, True]}, "2 no_isolates for 1 traits"),
        ({"traits": ["aaa"]}, r"Traits are \(3, 1\) for 4 people"),
        ({"met": np.zeros((3, 3), np.bool_)}, r"Earlier meetings are \(3, 3\)"),
        ({"smallest": np.array([2])}, "one number a table"),
    ],
)
def test_a_problem_that_does_not_fit_together_is_refused(asked: dict[str, object], message: str) -> None:
    with pytest.raises((NotAChoice, WrongShape), match=message):
        problem(4, (2, 2), **asked)


def test_other_values_out_of_bounds_are_refused() -> None:
    with pytest.raises(NotAChoice, match="a code from 0"):
        Problem(1, np.array([1]), np.array([1]), traits=np.array([[-2]]))
    with pytest.raises(NotAChoice, match="Seconds"):
        make_teams(problem(2, (2,)), seed=1, seconds=0)
    with pytest.raises(NotAChoice, match="smallest"):
        tables_of(4, 3, 2)
    assert [one.tolist() for one in tables_of(10, 3, 4)] == [[3, 3, 3], [4, 4, 4]]
