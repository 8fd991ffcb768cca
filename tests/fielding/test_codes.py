"""Codes: every single wrong character and every two swapped are noticed; nobody mistakes a letter for another."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fielding.make import cases, code, planned, rows
from weft.fielding.actions import add_sample
from weft.fielding.codes import ALPHABET, LENGTH, check_of, code_of, digest_of, grouped, is_code, plain
from weft.fielding.models import Case
from weft.record import keys

data = st.text(alphabet=ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1)


def test_no_character_is_read_for_another() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 23
    assert not set("01OILSZBVUNAE") & set(ALPHABET)


@given(data)
def test_every_single_wrong_character_is_noticed(letters: str) -> None:
    whole = letters + check_of(letters)
    assert is_code(whole)
    for place, other in itertools.product(range(LENGTH), ALPHABET):
        changed = whole[:place] + other + whole[place + 1 :]
        assert is_code(changed) is (changed == whole)


@given(data)
def test_every_two_characters_swapped_are_noticed_neighbours_or_not(letters: str) -> None:
    whole = letters + check_of(letters)
    for first, second in itertools.combinations(range(LENGTH), 2):
        swapped = list(whole)
        swapped[first], swapped[second] = swapped[second], swapped[first]
        assert is_code("".join(swapped)) is (whole[first] == whole[second])


def test_the_proof_for_every_code_is_exhaustive_over_differences() -> None:
    """The check is linear: a change is missed only where weight * difference = 0 modulo 23. None is."""
    weights, differences = range(1, LENGTH + 1), range(1, 23)
    assert all(weight * one % 23 for weight in weights for one in differences)
    pairs = itertools.combinations(weights, 2)
    assert all((first - second) * one % 23 for first, second in pairs for one in differences)


def test_a_plain_sum_as_control_misses_swaps() -> None:
    drawn = "".join(random.choice(ALPHABET) for _ in range(11))
    total = sum(map(ALPHABET.index, drawn)) % 23
    swapped = drawn[1] + drawn[0] + drawn[2:]
    assert sum(map(ALPHABET.index, swapped)) % 23 == total


@pytest.mark.parametrize(
    "typed", ["2345 6789 CDF{}", " 2345-6789-cdf{} ", "23456789cdf{}", "2345–6789–CDF{}"]
)
def test_a_code_is_the_same_however_it_is_typed(typed: str) -> None:
    last = check_of("23456789CDF")
    assert plain(typed.format(last)) == "23456789CDF" + last
    assert plain(grouped("23456789CDF" + last)) == "23456789CDF" + last


@pytest.mark.django_db
def test_codes_lie_nowhere_in_the_clear_and_are_found_by_their_hash() -> None:
    wave = planned()
    add_sample(fieldwork=wave, rows=rows(40), by=None)
    found = cases(wave)
    drawn = [code(case) for case in found]
    assert len(set(drawn)) == 40
    assert all(is_code(one) for one in drawn)
    assert [case.code_digest for case in found] == [digest_of(one) for one in drawn]
    kept = str(list(Case.objects.unscoped("test").values_list()))
    assert not [one for one in drawn if one in kept]


@pytest.mark.django_db
def test_without_the_key_of_its_fieldwork_no_code_can_be_worked_out_again() -> None:
    wave = planned()
    add_sample(fieldwork=wave, rows=rows(1), by=None)
    (case,) = cases(wave)
    before = code(case)
    assert code(case) == before
    keys.destroy_keys(wave.public_id, "fielding codes")
    assert code_of(wave.public_id, case.public_id) != before
