"""Each format holds what was answered, typed and labelled, with the reason for every empty cell."""

import csv
import random
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pyreadstat

from tests.forms.exports import small
from weft.forms.exports.cells import Answered
from weft.forms.exports.plan import Plan, plan_of
from weft.forms.exports.writing import Told, one_file, write_export


def told(answered: Answered, name: str = "a1") -> Told:
    return Told(name, "web", "English (en)", date(2026, 3, 1), 61, "submitted", answered)


def read(path: Path, *, user_missing: bool = False) -> tuple[pl.DataFrame, Any]:
    return pyreadstat.read_sav(path, user_missing=user_missing, output_format="polars")


def both() -> Plan:
    return plan_of([(1, small.first()), (2, small.second())])


ONE = {
    "/data/has_children": "yes", "/data/child/name": "=SUM(A1)", "/data/child/age": "-3",
    "/data/child[2]/name": "", "/data/child[2]/age": "",
    "/data/groups": "choir other", "/data/groups_other": "+44", "/data/about/height": "1.5",
    "/data/about/born": "1990-02-28",
}  # fmt: skip
TWO = {
    "/data/has_children": "rather_not", "/data/groups": "", "/data/years_here": "twelve",
    "/data/about/height": "", "/data/about/belief": "no",
}  # fmt: skip


def answered() -> list[Told]:
    return [
        told(Answered(1, small.instance(small.first(), ONE), {"/data/child[2]/age": "dont_know"})),
        told(Answered(2, small.instance(small.second(), TWO), {"/data/groups": "refused"}), "b2"),
    ]


def written(folder: Path, to: str) -> tuple[Path, ...]:
    return write_export(answered(), both(), folder, to=to)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_holds_values_and_reasons(tmp_path: Path) -> None:
    main, children = written(tmp_path, "csv")
    assert main.read_bytes().startswith(b"\xef\xbb\xbf")
    one, two = rows(main)
    assert {name: one[name] for name in one if name.startswith("groups")} == {
        "groups__choir": "1", "groups__club": "0", "groups__garden": "", "groups__other": "1",
        "groups__reason": "", "groups_other": "'+44", "groups_other__reason": "",
    }  # fmt: skip
    assert (one["years_here"], one["years_here__reason"]) == ("", "not_in_version")
    assert (one["belief__reason"], one["born"]) == ("not_in_version", "1990-02-28")
    assert (two["has_children"], two["has_children__reason"]) == ("", "refused")
    assert (two["groups__choir"], two["groups__reason"]) == ("", "refused")
    assert (two["groups_other__reason"], two["height__reason"]) == ("not_routed", "skipped")
    assert (two["years_here"], two["years_here__reason"]) == ("twelve", "does_not_fit")
    assert [(row["weft_response"], row["weft_row"], row["name"], row["age"]) for row in rows(children)] == [
        ("a1", "1", "'=SUM(A1)", "-3"), ("a1", "2", "", ""),
    ]  # fmt: skip
    assert [row["age__reason"] for row in rows(children)] == ["", "dont_know"]


def test_csv_without_the_mark(tmp_path: Path) -> None:
    assert written(tmp_path, "csv-plain")[0].read_bytes().startswith(b"weft_response,")


def test_xlsx_keeps_a_formula_as_text(tmp_path: Path) -> None:
    (path,) = written(tmp_path, "xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["responses", "child", "columns"]
    header, first, second = book["child"].iter_rows()
    cell = first[[each.value for each in header].index("name")]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=SUM(A1)", "s", True)
    assert [each.value for each in second][-1] == "dont_know"


def test_sav_has_labels_and_user_missing(tmp_path: Path) -> None:
    main, children = written(tmp_path, "sav")
    frame, meta = read(main, user_missing=True)
    assert meta.column_names_to_labels["has_children"] == "Do you have children?"
    assert meta.variable_value_labels["has_children"][1.0] == "Yes"
    assert meta.variable_value_labels["has_children"][-9999.0] == "Prefer not to say"
    assert meta.missing_ranges["has_children"] == [{"lo": -9999.0, "hi": -9991.0}]
    assert list(frame["has_children"]) == [1.0, -9999.0]
    assert list(frame["groups__garden"]) == [-9994.0, -9999.0]
    assert list(frame["years_here"]) == [-9994.0, -9991.0]
    assert list(frame["groups_other"]) == ["+44", ""]
    assert meta.variable_value_labels["groups_other__reason"][-9996.0].startswith("Not asked")
    assert "has_children__reason" not in meta.column_names
    assert read(main)[0]["has_children"].to_list() == [1.0, None]
    assert read(children)[0]["age"].to_list() == [-3.0, None]


def test_sav_moves_its_codes_where_an_answer_lies_among_them(tmp_path: Path) -> None:
    answers = {**ONE, "/data/child/age": "-9995"}
    only = [told(Answered(1, small.instance(small.first(), answers)))]
    children = write_export(only, both(), tmp_path, to="sav")[1]
    frame, meta = read(children, user_missing=True)
    assert list(frame["age"]) == [-9995.0, -99999997.0]
    assert meta.missing_ranges["age"] == [{"lo": -99999999.0, "hi": -99999991.0}]


def test_parquet_is_typed(tmp_path: Path) -> None:
    main, children = written(tmp_path, "parquet")
    frame = pl.read_parquet(main)
    assert frame["groups__choir"].to_list() == [True, None]
    assert frame["born"].to_list() == [date(1990, 2, 28), None]
    assert frame["height"].to_list() == [1.5, None]
    assert frame["years_here__reason"].to_list() == ["not_in_version", "does_not_fit"]
    assert pl.read_parquet(children)["age"].to_list() == [-3, None]


def test_several_tables_go_in_one_file(tmp_path: Path) -> None:
    assert one_file(written(tmp_path, "csv")).name == "responses.zip"


def test_no_answers_write_whole_empty_tables(tmp_path: Path) -> None:
    for to in ("csv", "xlsx", "sav", "parquet"):
        folder = tmp_path / to
        folder.mkdir()
        assert write_export([], both(), folder, to=to)


def test_a_form_that_was_left_says_where(tmp_path: Path) -> None:
    left = Answered(
        1, small.instance(small.first(), {**ONE, "/data/about/born": "", "/data/about/height": ""}), {}, True
    )
    one = rows(write_export([told(left)], both(), tmp_path, to="csv", with_partials=True)[0])[0]
    assert (one["weft_state"], one["height__reason"], one["born__reason"]) == (
        "submitted",
        "not_reached",
        "not_reached",
    )


def test_every_format_takes_what_chance_answers(tmp_path: Path) -> None:
    chance = random.Random(5)
    many = [told(small.at_random(*pair, chance), str(n)) for n in range(40) for pair in ((small.first(), 1),)]
    for to in ("csv", "xlsx", "sav", "parquet"):
        folder = tmp_path / to
        folder.mkdir()
        assert write_export(many, both(), folder, to=to)
