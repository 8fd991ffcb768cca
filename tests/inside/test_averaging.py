"""Asking for the same cell again and again: the mean of fifty tables is as far off as one. Fresh noise is not."""

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from tests.inside.make import LONELY, rae
from weft.inside.actions import ask_table
from weft.inside.models import Admission
from weft.inside.tables.asking import Asked
from weft.inside.tables.crossing import cross
from weft.inside.tables.perturbed import figures_of, noise
from weft.inside.tables.room import Room, room_of
from weft.stats._types import Ints
from weft.stats.disclosure.cell_key import KEYS, noise_table, perturb

NAMES = ("", "cycled", "strat", "lifesat", "sex")
OFTEN = "indicator:R1@1"  # counts those who gave the first answer of the question: the same people once more
WANTED = 50


def fifty_with_the_cell() -> list[Asked]:
    """Different tables which all hold the women who are often lonely."""
    splits = [(a, b, area) for a, b in product(NAMES, NAMES) for area in ("", "area")]
    of_women = {Asked.of(what, split, "sex=female") for what in (LONELY, OFTEN) for split in splits}
    by_sex = {Asked.of(what, split) for what in (LONELY, OFTEN) for split in splits if "sex" in split}
    every = sorted(of_women | by_sex, key=lambda each: (each.what, each.only, each.by))
    return [each for each in every if not {"lifesat", "area"} <= set(each.by)][:WANTED]  # too large a table


def women(figures: dict[str, Any]) -> int:
    """What a table says of them."""
    rows = {tuple(filter(None, row["of"])): row["counts"] for row in figures["rows"]}
    return int(rows.get(("Female",), rows[()])[0])


def drawn_afresh(room: Room, seed: int) -> Room:
    return replace(room, keys=np.random.default_rng(seed).integers(0, 256, len(room.keys)))


@pytest.fixture
def truth(held: Admission) -> list[int]:
    return cross(room_of(held.opening), Asked.of(LONELY, (), "sex=female")).counted()[0, 1:].tolist()


def test_the_mean_of_fifty_tables_is_as_far_off_as_one(held: Admission, truth: list[int]) -> None:
    tables = [ask_table(opening=held.opening, asked=each, by=rae()) for each in fifty_with_the_cell()]
    seen = [women(table.figures) for table in tables]
    held.refresh_from_db()
    assert (len({table.pk for table in tables}), held.used) == (WANTED, WANTED)
    assert set(seen) == {seen[0]}  # one set of people, one number: there is nothing to average
    assert np.mean(seen) - truth[0] == seen[0] - truth[0]


def test_the_noise_differs_from_file_to_file(held: Admission, truth: list[int]) -> None:
    """So one number is off by chance, not by a rule somebody could undo."""
    room, asked = room_of(held.opening), Asked.of(LONELY, (), "sex=female")
    off = [women(figures_of(cross(drawn_afresh(room, n), asked))) - truth[0] for n in range(WANTED)]
    assert (min(off), max(off)) == (-4, 4)


def test_control_fresh_noise_is_averaged_away_by_fifty_tables(held: Admission, truth: list[int]) -> None:
    room, asked = room_of(held.opening), Asked.of(LONELY, (), "sex=female")
    seen = np.array(
        [figures_of(cross(drawn_afresh(room, n), asked))["rows"][0]["counts"] for n in range(WANTED)]
    )
    assert len(np.unique(seen[:, 0])) > 5
    assert np.abs(seen.mean(axis=0) - truth).max() < 1.2
    assert np.abs(seen - truth).mean() > 1.2


def test_asking_for_the_same_table_fifty_times_costs_one_and_tells_one(held: Admission) -> None:
    said = {
        ask_table(opening=held.opening, asked=Asked.of(LONELY, ("sex",)), by=rae()).digest for _ in range(5)
    }
    held.refresh_from_db()
    assert (len(said), held.used) == (1, 1)


def test_noise_is_as_often_up_as_down_and_stays_within_four_people() -> None:
    noise = noise_table().noise
    assert (noise[1:].sum(axis=1) == 0).all()
    assert (noise.min(), noise.max(), noise[0].any()) == (-4, 4, False)
    assert round(float(noise[1:].std()), 2) == 2.23


@pytest.mark.parametrize("people", [12, 40, 700])
def test_somebody_who_leaves_a_group_changes_its_noise(people: int) -> None:
    """Two groups that differ by one person differ by one and by noise: the person is not pinned."""
    keys = np.random.default_rng(people).integers(0, KEYS, people + 40)
    differences = [shown(keys[: people + 1]) - shown(keys[1 : people + 1]) for keys in _rolled(keys)]
    assert len(set(differences)) > 4


def shown(keys: Ints) -> int:
    return int(perturb(np.zeros(len(keys), np.int64), keys, noise(), 1)[0])


def _rolled(keys: Ints) -> list[Ints]:
    return [np.roll(keys, n) for n in range(40)]
