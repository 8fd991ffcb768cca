"""The meetings are as many as can be, and of those the best: beside the whole linear programme, and by their prices."""

import numpy as np
import pytest

from tests.solve.rounds.make import as_plain_python, best_by_programme, is_sound, random_wishes
from weft.solve.rounds import Prices, Wishes, is_proved_best, timetable
from weft.solve.rounds import meetings as choosing
from weft.solve.rounds.meetings import best_meetings

THREE = Wishes(np.array([[9, 1, 0], [9, 2, 0]], np.int64), 1)  # best: 9 and 2
PRICES = Prices(np.array([1, 1, 0, 0, 0]), np.array([1, 2, 8, 0, 0]))


def test_a_hundred_timetables_are_those_of_the_whole_linear_programme() -> None:
    _are_those_of_the_whole_programme(range(100))


@pytest.mark.slow
def test_six_hundred_more_timetables_are_those_of_the_whole_linear_programme() -> None:
    _are_those_of_the_whole_programme(range(100, 700))


def _are_those_of_the_whole_programme(seeds: range) -> None:
    for seed in seeds:
        wishes = random_wishes(seed)
        found = timetable(wishes)
        assert is_sound(found, wishes), seed
        assert (found.meetings, found.gain) == best_by_programme(wishes), seed


@pytest.mark.parametrize("shape", [(60, 60, 7), (60, 35, 5), (35, 60, 9)])
@pytest.mark.parametrize("possible", [1.0, 0.15])
def test_popular_people_and_wide_gains_are_those_of_the_whole_linear_programme(
    shape: tuple[int, int, int], possible: float
) -> None:
    draw = np.random.default_rng(shape[1])
    gain = draw.integers(0, 900, shape[1]) * draw.integers(0, 30, shape[0])[:, None]
    gain[draw.random(gain.shape) > possible] = -1
    wishes = Wishes(gain, shape[2])
    found = timetable(wishes)
    assert (found.meetings, found.gain, is_sound(found, wishes)) == (*best_by_programme(wishes), True)


def test_compiled_and_plain_python_make_the_same_timetable() -> None:
    for seed in range(60):
        wishes = random_wishes(seed, 8)
        found = timetable(wishes)
        with as_plain_python():
            plain = timetable(wishes)
        assert (plain.partner.tolist(), plain.gain) == (found.partner.tolist(), found.gain)


def test_prices_prove_a_timetable_worked_by_hand() -> None:
    assert is_proved_best(THREE, _chosen((0, 0), (1, 1)), PRICES)


def test_a_worse_choice_is_not_proved() -> None:
    assert not is_proved_best(THREE, _chosen((0, 1), (1, 0)), PRICES)  # gain 10, one less
    assert not is_proved_best(THREE, _chosen((0, 0)), PRICES)  # one meeting less


def test_a_choice_that_may_not_be_is_not_proved() -> None:
    assert not is_proved_best(THREE, _chosen((0, 0), (0, 1), (1, 1)), PRICES)  # two in one round
    never = Wishes(np.array([[-1, 1, 0], [9, 2, 0]], np.int64), 1)
    assert not is_proved_best(never, _chosen((0, 0), (1, 1)), PRICES)


@pytest.mark.parametrize("person", range(5))
@pytest.mark.parametrize("change", [-3, 9])
def test_a_wrong_price_proves_nothing(person: int, change: int) -> None:
    gain = PRICES.gain.copy()
    gain[person] += change
    assert not is_proved_best(THREE, _chosen((0, 0), (1, 1)), Prices(PRICES.meetings, gain))


def test_a_wrong_price_of_a_meeting_proves_nothing() -> None:
    chosen = _chosen((0, 0), (1, 1))
    for meetings in ([0, 1, 0, 0, 0], [1, 1, 0, 0, 1], [2, 1, 0, 0, 0], [1, 1, -1, 0, 0]):
        assert not is_proved_best(THREE, chosen, Prices(np.array(meetings), PRICES.gain))


def test_prices_found_prove_what_was_found_and_nothing_else() -> None:
    refused = 0
    for seed in range(50):
        wishes = random_wishes(seed)
        chosen, prices = best_meetings(wishes)
        assert is_proved_best(wishes, chosen, prices)
        if chosen.any():
            fewer = chosen.copy()
            fewer[tuple(np.argwhere(chosen)[0])] = False
            refused += not is_proved_best(wishes, fewer, prices)
    assert refused == sum(random_wishes(seed).possible.any() for seed in range(50))


def test_the_greatest_gains_are_still_proved_to_the_last_unit() -> None:
    draw = np.random.default_rng(40)
    wishes = Wishes(2**40 - draw.integers(0, 3, (30, 20)) * draw.integers(0, 2**30, (30, 20)), 6)
    found = timetable(wishes)  # raises where it is not proved
    assert (found.meetings, is_sound(found, wishes)) == (120, True)


def test_meetings_that_are_not_proved_are_never_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "settle", lambda _flow, _search: None)
    with pytest.raises(RuntimeError, match="do not prove"):
        timetable(Wishes(np.array([[9, 1], [9, 1]], np.int64), 1))


def test_prices_that_leave_64_bits_prove_nothing() -> None:
    wishes = Wishes(np.array([[1, 9], [9, 1]], np.int64), 1)
    far = -(2**63) + 8
    prices = Prices(np.array([1, 1, 0, 0], np.int64), np.array([far, far, 0, 0], np.int64))
    assert not is_proved_best(wishes, np.eye(2, dtype=np.bool_), prices)  # 2, where 18 is best


def test_gains_too_great_for_whole_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 1099511627776"):
        Wishes(np.array([[2**40 + 1]]), 1)


def _chosen(*pairs: tuple[int, int]) -> np.ndarray:
    chosen = np.zeros((2, 3), np.bool_)
    for pair in pairs:
        chosen[pair] = True
    return chosen
