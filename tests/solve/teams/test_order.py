"""What comes before what: each level worked by hand, and no seating better than the one found on small problems."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.solve.teams.make import as_plain_python, best_of_all, problem, worth
from weft.solve.teams import Problem, Unmet, Why, gower, make_teams, reseat, tables_of

QUICK = 0.002  # seconds, that is some thousand steps


def test_an_even_spread_is_the_share_rounded_down_or_up() -> None:
    # Five of a and three of b over two tables of four: 2.5 and 1.5 a table.
    asked = problem(8, (4, 4), traits=["aaaaabbb"])
    assert worth(asked, [[0, 0, 0, 1, 1, 0, 1, 1]]).evenness == 0
    assert worth(asked, [[0, 0, 0, 0, 1, 1, 1, 1]]).evenness == 4  # one off, at both tables, for a and for b
    assert make_teams(asked, seed=1, seconds=QUICK).value.evenness == 0


def test_nobody_of_a_small_group_is_alone_although_one_each_would_be_even() -> None:
    asked = problem(6, (3, 3), traits=["aabbbb"], no_isolates=[True])
    assert worth(asked, [[0, 1, 0, 0, 1, 1]]).isolates == 2
    found = make_teams(asked, seed=1, seconds=QUICK)
    assert (found.value.isolates, found.value.evenness, found.unmet) == (0, 2, ())  # the four b are 1 and 3
    assert found.table[0, 0] == found.table[0, 1]
    asked = problem(6, (3, 3), traits=["aabbbb"])  # the control: without the wish they are spread
    assert make_teams(asked, seed=1, seconds=QUICK).value.evenness == 0


def test_who_is_the_only_one_is_told_so_and_the_bound_says_it_cannot_be_helped() -> None:
    found = make_teams(problem(6, (3, 3), traits=["abbbbb"], no_isolates=[True]), seed=1, seconds=QUICK)
    table = int(found.table[0, 0])
    assert found.unmet == (Unmet(0, table, (0,), Why.ONLY_ONE, trait=0, code=0),)
    assert (found.value.isolates, found.bound.isolates) == (1, 1)
    assert found.proved == ("hard", "isolates", "moves", "evenness", "repeats", "diversity")


def test_who_is_alone_because_two_are_kept_apart_is_told_that_nothing_was_found() -> None:
    asked = problem(4, (2, 2), traits=["aabb"], no_isolates=[True], apart=((0, 1),))
    found = make_teams(asked, seed=1, seconds=QUICK)
    assert [(one.people[0], one.why) for one in found.unmet if one.code == 0] == [
        (int(one), Why.NOT_FOUND) for one in np.argsort(found.table[0, :2])
    ]


def test_repeats_count_earlier_rounds_and_earlier_events_but_not_people_kept_together() -> None:
    table = [[0, 0, 1, 1], [0, 0, 1, 1]]
    assert worth(problem(4, (2, 2), rounds=2), table).repeats == 2
    assert worth(problem(4, (2, 2), rounds=2, together=((0, 1),)), table).repeats == 1
    met = np.zeros((4, 4), np.bool_)
    met[2, 3] = met[3, 2] = True
    assert worth(problem(4, (2, 2), rounds=2, met=met), table).repeats == 3


def test_strangers_meet_when_they_can() -> None:
    found = make_teams(problem(9, (3, 3, 3), rounds=4), seed=1, seconds=0.02)  # nine schoolgirls
    assert (found.value.repeats, found.bound.repeats) == (0, 0)
    assert "repeats" in found.proved


def test_repeats_that_no_seating_avoids_are_in_the_bound() -> None:
    # Four people at one table twice meet the same six pairs; six at two tables of three meet at least two again.
    assert make_teams(problem(4, (4,), rounds=2), seed=1, seconds=QUICK).bound.repeats == 6
    found = make_teams(problem(6, (3, 3), rounds=2), seed=1, seconds=QUICK)
    assert (found.value.repeats, found.bound.repeats) == (2, 2)


def test_evenness_may_be_given_a_worth_in_repeats() -> None:
    # Two a and two b: mixed tables twice repeat, unless the second round is uneven by one for each level and table.
    asked = problem(4, (2, 2), rounds=3, traits=["aabb"])
    assert make_teams(asked, seed=1, seconds=QUICK).value.order()[3:5] == (0, 2)
    asked = problem(4, (2, 2), rounds=3, traits=["aabb"], uneven_worth=0.1)
    value = make_teams(asked, seed=1, seconds=QUICK).value
    assert (value.evenness, value.repeats) == (4, 0)


def test_people_as_different_as_can_be_sit_together_last() -> None:
    distance = gower(np.array([[0], [0], [1], [1]]))
    found = make_teams(problem(4, (2, 2), distance=distance), seed=1, seconds=QUICK)
    assert found.value.diversity == 2.0
    assert found.bound.diversity == np.inf


def test_difference_is_the_mean_over_what_is_known_of_both() -> None:
    traits = np.array([[0, 1], [0, 2], [-1, 2]])
    assert gower(traits)[0].tolist() == [0.0, 0.5, 1.0]
    years = np.array([[20.0], [40.0], [np.nan]])
    assert gower(traits, years)[0].tolist() == [0.0, 2 / 3, 1.0]
    assert gower(np.array([[-1], [0]])).tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_the_same_seed_gives_the_same_teams_and_another_may_not() -> None:
    asked = problem(12, (4, 4, 4), rounds=3, traits=["aabbccaabbcc"])
    first, again, other = (make_teams(asked, seed=seed, seconds=QUICK) for seed in (5, 5, 6))
    assert (first.table.tolist(), first.value) == (again.table.tolist(), again.value)
    assert other.table.tolist() != first.table.tolist()


def test_plain_python_and_compiled_kernels_agree() -> None:
    asked = Problem(
        7,
        np.array([2, 2]),
        np.array([4, 5]),
        rounds=2,
        traits=np.array([[0], [0], [1], [1], [1], [2], [-1]]),
        together=((0, 5),),
        apart=((1, 2),),
        distance=np.abs(np.subtract.outer(np.arange(7.0), np.arange(7.0))),
    )
    compiled = make_teams(asked, seed=3, seconds=QUICK)
    with as_plain_python():
        plain = make_teams(asked, seed=3, seconds=QUICK)
    assert plain.table.tolist() == compiled.table.tolist()
    assert plain.value == compiled.value


small = st.fixed_dictionaries(
    {
        "traits": st.lists(st.text("abc?", min_size=6, max_size=6), min_size=1, max_size=2),
        "apart": st.lists(st.sampled_from([(0, 3), (2, 3), (1, 5)]), max_size=2, unique=True).map(tuple),
        "together": st.sampled_from([(), ((0, 1),), ((4, 5),)]),
        "uneven_worth": st.sampled_from([0.0, 0.0, 1.0]),
    }
)


@settings(max_examples=40, deadline=None)
@given(small, st.sampled_from([(3, 3), (2, 4)]), st.booleans())
def test_no_seating_is_better_than_the_one_found(
    asked: dict[str, Any], sizes: tuple[int, ...], lonely: bool
) -> None:
    whole = problem(6, sizes, no_isolates=[lonely] * len(asked["traits"]), **asked)
    found = make_teams(whole, seed=1, seconds=QUICK)
    assert found.value.order(whole.uneven_worth) == best_of_all(whole)
    assert _is_at_most(found.bound.order()[:5], found.value.order()[:5])


def _is_at_most(bound: tuple[float, ...], value: tuple[float, ...]) -> bool:
    return all(one <= other for one, other in zip(bound, value, strict=True))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from([0, 1, -1]), min_size=6, max_size=6), st.text("ab", min_size=6, max_size=6))
def test_no_repair_moves_fewer_people(before: list[int], word: str) -> None:
    asked = problem(6, (4, 4), smallest=np.array([2, 2]), traits=[word], no_isolates=[True])
    seats = np.array([before])
    found = min(reseat(asked, seats, seed=seed, seconds=0.02).value.order() for seed in (1, 2))
    assert found == best_of_all(asked, seats)


def test_a_hundred_and_fifty_people_in_twenty_five_teams() -> None:
    draw = np.random.default_rng(150)
    smallest, largest = tables_of(150, 6, 6)
    traits = np.stack([draw.integers(0, levels, 150) for levels in (2, 4, 5)], axis=1)
    found = make_teams(Problem(150, smallest, largest, traits=traits), seed=1, seconds=0.5)
    assert (smallest.size, found.value.hard, found.value.evenness) == (25, 0, 0)
    assert np.bincount(found.table[0]).tolist() == [6] * 25


@pytest.mark.parametrize("people", [1, 2])
def test_one_or_two_people_make_one_team(people: int) -> None:
    found = make_teams(problem(people, (people,)), seed=1, seconds=QUICK)
    assert found.table.tolist() == [[0] * people]
