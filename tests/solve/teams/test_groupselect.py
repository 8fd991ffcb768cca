"""Quality beside GroupSelect: its own example tables, and one of ours that is always there."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from weft.solve.teams import Problem, Value, make_teams, tables_of

FOLDER = (
    Path(os.environ.get("WEFT_SHARED_DATA", Path(__file__).parents[4] / "shared" / "data")) / "groupselect"
)
# people: file, columns mixed on, sizes, what one off the even share is worth, GroupSelect's imbalance and repeats.
TABLES = {
    30: ("30i_4j_3k_3d_data.csv", "gender age region", (6, 6), 0.0, (0, 129)),
    40: ("sf_f_40.csv", "a b c d e f g", (8, 8), 1.0, (84, 336)),
    100: ("100i_4j_3k_3d_data.csv", "gender age region nation media", (5, 5), 0.0, (60, 214)),
    110: ("philipps_example_data.csv", "gender age education ethnicity region", (7, 8), 0.0, (204, 890)),
}
POSSIBLE = {30: (0, 26), 40: (12, 90), 100: (0, 0), 110: (0, 9)}  # imbalance, repeats


def groupselect(people: int, folder: Path = FOLDER) -> Problem:
    """A table of GroupSelect's as a problem of four rounds."""
    name, columns, sizes, worth, _ = TABLES[people]
    with (folder / name).open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    codes = [np.unique([row[one] for row in rows], return_inverse=True)[1] for one in columns.split()]
    traits = np.stack(codes, axis=1).astype(np.int64)
    return Problem(people, *tables_of(people, *sizes), rounds=4, traits=traits, uneven_worth=worth)


def _is_no_worse(value: Value, other: tuple[int, int]) -> bool:
    return value.hard == 0 and value.evenness <= other[0] and value.repeats <= other[1]


@pytest.mark.shared_data
@pytest.mark.skipif(not FOLDER.is_dir(), reason="GroupSelect's example tables are not beside the project")
@pytest.mark.parametrize("people", TABLES)
def test_teams_are_no_worse_than_groupselect(people: int) -> None:
    value = make_teams(groupselect(people), seed=3, seconds=0.5).value
    assert _is_no_worse(value, TABLES[people][4])
    assert value.evenness + value.repeats <= sum(POSSIBLE[people])


def test_a_hundred_people_meet_nobody_twice_in_four_rounds() -> None:
    draw = np.random.default_rng(100)
    traits = np.stack([draw.integers(0, levels, 100) for levels in (2, 2, 2, 4, 2)], axis=1)
    found = make_teams(Problem(100, *tables_of(100, 5, 5), rounds=4, traits=traits), seed=1, seconds=0.5)
    assert (found.value.hard, found.value.evenness, found.value.repeats) == (0, 0, 0)
    assert not _is_no_worse(found.value, (0, -1))  # the control: the comparison can fail
