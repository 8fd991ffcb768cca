"""What an export of answers promises, as a table anybody can read."""

from datetime import date
from pathlib import Path

import polars as pl

from tests.forms.exports import small
from weft.forms.exports.cells import Answered
from weft.forms.exports.plan import plan_of
from weft.forms.exports.writing import Told, write_export

# Ann answered version 1: no children, so nothing about them; she sings; she would not say how tall she is.
ANN = Answered(
    1,
    small.instance(
        small.first(), {"/data/has_children": "no", "/data/groups": "choir", "/data/about/height": ""}
    ),
    {"/data/about/height": "refused"},
)
# Bob answered version 2, which asks how long he lives here and no longer when he was born; he left after that.
BOB = Answered(
    2,
    small.instance(
        small.second(),
        {
            "/data/has_children": "yes",
            "/data/child/name": "Cleo",
            "/data/child/age": "",
            "/data/groups": "garden",
            "/data/years_here": "4",
            "/data/about/height": "",
            "/data/about/belief": "",
        },
    ),
    {"/data/child/age": "dont_know"},
    is_partial=True,
)

EXPECTED = """
column               | Ann            | Bob
weft_version         | 1              | 2
has_children         | no             | yes
has_children__reason |                |
groups__choir        | 1              | 0
groups__club         | 0              | 0
groups__garden       |                | 1
groups__other        | 0              | 0
groups__reason       |                |
groups_other         |                |
groups_other__reason | not_routed     | not_routed
years_here           |                | 4
years_here__reason   | not_in_version |
height               |                |
height__reason       | refused        | not_reached
belief               |                |
belief__reason       | not_in_version | not_reached
born                 |                |
born__reason         | not_routed     | not_in_version
"""


def told(name: str, answered: Answered) -> Told:
    return Told(name, "web", "English (en)", date(2026, 3, 1), 60, "submitted", answered)


def written(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    plan = plan_of([(1, small.first()), (2, small.second())])
    files = write_export([told("Ann", ANN), told("Bob", BOB)], plan, folder, to="csv", with_partials=True)
    main, child = (pl.read_csv(file, infer_schema=False).fill_null("") for file in files)
    return main, child


def test_every_empty_cell_has_its_reason(tmp_path: Path) -> None:
    main, _child = written(tmp_path)
    for line in EXPECTED.strip().splitlines()[1:]:
        column, *expected = (part.strip() for part in line.split("|"))
        assert main[column].to_list() == expected, column


def test_a_repeat_is_a_table_of_its_own_that_points_to_its_response(tmp_path: Path) -> None:
    _main, child = written(tmp_path)
    assert child.select("weft_response", "weft_row", "name", "age", "age__reason").rows() == [
        ("Bob", "1", "Cleo", "", "dont_know")
    ]
