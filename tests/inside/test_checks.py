"""What the automatic checks find in a table that is to leave, each with a control that finds nothing."""

from io import BytesIO

import numpy as np
import openpyxl
import pytest
from scipy import sparse

from tests.inside.make import LONELY, NOTES, SEX, a_table, checkers, leaving, rae
from tests.inside.test_airlock import PNG, file_of
from weft.inside.actions import approve
from weft.inside.airlock.checks import Cells, _differencing, _near, _subtracting
from weft.inside.airlock.child import look
from weft.inside.models import Admission, Table
from weft.inside.queries import checked_file, checked_tables, taken_before, true_counts


def cells(*groups: range, title: str = "") -> Cells:
    people = np.zeros((100, len(groups)), np.int64)
    for column, group in enumerate(groups):
        people[list(group), column] = 1
    names = tuple(f"{group.start} to {group.stop}" for group in groups)
    return Cells(sparse.csc_matrix(people), names, np.ones(len(groups), bool), title)


@pytest.mark.parametrize(
    ("ours", "theirs", "people"),
    [
        (range(20), range(21), [1]), (range(30), range(21), [9]), (range(31), range(21), []),
        (range(20), range(20), []),
        (range(1, 21), range(20), []),
    ],
)  # fmt: skip
def test_groups_inside_each_other_that_differ_by_one_to_nine_are_found(
    ours: range, theirs: range, people: list[int]
) -> None:
    assert [n for *_, n in _near(cells(ours), cells(theirs))] == people


def test_what_left_before_is_named_beside_what_is_to_leave() -> None:
    found = _differencing(cells(range(20), range(40)), cells(range(15), title="First table"))
    assert (found.risk, found.count, found.where) == ("earlier", 1, ("0 to 20 / 0 to 15 (5)",))
    assert "“First table”" in found.words


def test_a_pair_inside_one_table_is_found_once() -> None:
    assert _subtracting(cells(range(20), range(25), range(60))).count == 1


def finds(held: Admission, table: Table) -> dict[str, int]:
    (checked,) = checked_tables(leaving(table))
    found: dict[str, int] = {}
    for finding in checked.findings:
        found[finding.risk] = found.get(finding.risk, 0) + finding.count
    return found


def test_a_coarse_table_is_found_to_be_safe(held: Admission) -> None:
    assert finds(held, a_table(held.opening, "strat")) == {}


def test_groups_of_which_all_or_none_gave_an_answer_are_found(held: Admission) -> None:
    assert finds(held, a_table(held.opening, "sex", what=SEX))["whole_group"] >= 4


def test_numbers_shown_although_fewer_than_ten_stand_behind_them_are_found(held: Admission) -> None:
    table = a_table(held.opening, "lifesat", "cycled")
    _, counted = true_counts(table, held.opening)
    small = sum(
        true < 10 and shown is not None
        for trues, row in zip(counted, table.figures["rows"], strict=True)
        for true, shown in zip(trues, [row["base"], *row["counts"]], strict=True)
    )
    assert (finds(held, table)["few"], small > 5) == (small, True)


def test_two_people_who_weigh_most_of_a_cell_are_found(
    held: Admission, monkeypatch: pytest.MonkeyPatch
) -> None:
    from weft.inside import queries

    real = queries.room_of(held.opening)
    heavy = real.weights.copy()
    heavy[:2] = 1e6
    from dataclasses import replace

    monkeypatch.setattr(queries, "room_of", lambda *_: replace(real, weights=heavy))
    assert finds(held, a_table(held.opening))["dominance"] >= 1


def test_only_what_the_same_analyst_took_out_before_is_compared(held: Admission) -> None:
    before = leaving(a_table(held.opening, "sex"))
    again = leaving(a_table(held.opening, "cycled"))
    assert taken_before(again) == []
    for each in checkers():
        approve(output=before, notes=NOTES, by=each)
    assert [table.title for table in taken_before(again)] == [before.title]
    assert rae() == before.analyst


def found_beside(held: Admission, *behind: Table) -> list[str]:
    """Finds between the tables of one output."""
    every = [
        each for checked in checked_tables(file_of(held, PNG, rests_on=behind)) for each in checked.findings
    ]
    return [where for each in every if "leaves beside it" in each.words for where in each.where]


def all_shown(table: Table) -> Table:
    """Every cell shows a number: which do is a matter of chance."""
    for row in table.figures["rows"]:
        row["base"], row["counts"] = 10, [10 for _ in row["counts"]]
    table.save()
    return table


def test_tables_behind_one_file_are_compared_with_each_other(held: Admission) -> None:
    """They leave together, so one can be subtracted from the other as from one that left before."""
    every, women = (
        all_shown(a_table(held.opening, "lifesat")), all_shown(a_table(held.opening, "sex", only="lifesat=0"))
    )  # fmt: skip
    assert "0: Hardly ever / Female: Hardly ever (8)" in found_beside(held, every, women)
    assert found_beside(held, every) == []  # control: nothing leaves beside it


def test_a_sheet_is_searched_for_small_numbers_and_addresses() -> None:
    found = look(
        [("1:1", "9"), ("1:2", "10"), ("1:3", "0"), ("2:1", "3.0"), ("2:2", "3.5"), ("3:1", "a@b.org")]
    )
    assert found == {"cells": 6, "small": 2, "addresses": 1, "running": 0, "where": ["3:1", "1:1", "2:1"]}


def test_text_that_a_spreadsheet_would_run_is_found_before_a_checker_opens_it(held: Admission) -> None:
    evil = b'group,people\n"=HYPERLINK(""http://x"",""a"")",120\n@SUM(A1),-12\n'
    (finding,) = checked_file(file_of(held, evil))
    assert (finding.words, finding.count) == ("Text stands in the file that a spreadsheet may run", 2)
    assert finding.where == ("2:1", "3:1")
    assert checked_file(file_of(held, b"group,change\nall,-12\nsome,+30\n")) == []  # control: numbers


def workbook() -> bytes:
    book, kept = openpyxl.Workbook(), BytesIO()
    book.active.append(["people", 120])
    hidden = book.create_sheet("behind")
    hidden.append([4])
    hidden.sheet_state = "hidden"
    book.save(kept)
    return kept.getvalue()


def test_workbooks_are_read_hidden_sheets_too(held: Admission) -> None:
    (found,) = checked_file(file_of(held, workbook()))
    assert (found.risk, found.count, found.where) == ("few", 1, ("behind 1:1",))


def test_a_csv_is_read_and_a_picture_is_left_to_people(held: Admission) -> None:
    assert checked_file(file_of(held, b"group,people\nall,120\n")) == []
    (found,) = checked_file(file_of(held, PNG))
    assert "look yourself" in found.words
    damaged = file_of(held, b"PK\x03\x04 xl/workbook.xml")
    assert "could not be read" in checked_file(damaged)[0].words


def test_a_table_of_the_room_needs_no_reading(held: Admission) -> None:
    assert checked_file(leaving(a_table(held.opening, what=LONELY))) == []
