"""Letters: levels that share one are not clearly different."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import weft.stats as ws
from weft.stats.pairwise import letter_display


@pytest.mark.parametrize(
    ("clear", "shown"),
    [
        ([], {"A": "a", "B": "a", "C": "a"}),
        ([("A", "C")], {"A": "a", "B": "ab", "C": "b"}),
        ([("A", "B"), ("A", "C")], {"A": "a", "B": "b", "C": "b"}),
        ([("A", "B"), ("A", "C"), ("B", "C")], {"A": "a", "B": "b", "C": "c"}),
    ],
)
def test_letters_by_hand(clear: list[tuple[str, str]], shown: dict[str, str]) -> None:
    assert letter_display(["A", "B", "C"], clear) == shown


PAIRS = {n: list(combinations(range(n), 2)) for n in range(2, 8)}


@given(st.integers(2, 7).flatmap(lambda n: st.tuples(st.just(n), st.sets(st.sampled_from(PAIRS[n])))))
def test_two_levels_share_a_letter_exactly_when_they_are_not_clear(
    drawn: tuple[int, set[tuple[int, int]]],
) -> None:
    n, pairs = drawn
    levels = [f"L{i}" for i in range(n)]
    shown = letter_display(levels, [(levels[a], levels[b]) for a, b in sorted(pairs)])
    for a, b in combinations(range(n), 2):
        assert bool(set(shown[levels[a]]) & set(shown[levels[b]])) is ((a, b) not in pairs)


def test_many_groups_have_letters_of_their_own() -> None:
    levels = [f"L{i:02}" for i in range(30)]
    shown = letter_display(levels, list(combinations(levels, 2)))
    assert (shown["L00"], shown["L25"], shown["L26"], shown["L29"]) == ("a", "z", "a2", "d2")


def test_letters_of_a_survey() -> None:
    rng = np.random.default_rng(3)
    group = np.repeat(np.array(["low", "middle", "high"], dtype=object), 400)
    y = rng.normal(np.repeat([10.0, 10.2, 14.0], 400), 5)
    design = ws.Design({"y": y, "g": group, "w": np.ones(1200)}, weights="w")
    assert ws.letters(design, ws.mean("y"), "g", ["low", "middle", "high"]) == {
        "low": "a",
        "middle": "a",
        "high": "b",
    }
    assert set(ws.letters(design, ws.mean("y"), "g")) == {"low", "middle", "high"}
    with pytest.raises(ws.UnknownName, match="middle"):
        ws.letters(design, ws.mean("y"), "g", ["midle"])
