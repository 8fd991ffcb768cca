"""Published tables as files: complete, safe to open, the same bytes every time."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.measure.tables.made import FACTS, RECIPE, ROWS, made, public_rows
from weft.measure.tables import export
from weft.measure.tables.folder import FolderRefusal, write_folder
from weft.measure.tables.recipe import RecipeError
from weft.measure.tables.rows import missing_shares, table_rows

EVIL = [
    '=HYPERLINK("http://x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
]


def notes() -> export.Notes:
    evidence = made(RECIPE).evidence
    missing = {m.indicator: tuple(missing_shares(m, ROWS)) for m in evidence.missing}
    return export.Notes(FACTS, missing)


def test_a_table_by_hand():
    told = list(csv.DictReader(io.StringIO(export.table_csv(public_rows()))))
    shown = [
        tuple(row[name] for name in ("group", "value", "low", "high", "base", "against_the_rest"))
        for row in told
    ]
    assert shown == [
        ("Everyone", "25", "21", "30", "340", ""),
        ("Female", "40", "33", "48", "170", "clearly higher"),
        ("Male", "10", "6", "16", "170", "clearly lower"),
    ]
    assert told[1]["difference"] == "30 points higher (21 to 39)"


#   share  base  mark
ENDS = [
    (0.001, 6600, "under 1 per cent"),
    (0.999, 6600, "over 99 per cent"),
    (0.0, 60, "Low base; under 5 per cent"),
]


@pytest.mark.parametrize(("share", "base", "mark"), ENDS)
def test_a_share_that_rounds_to_nobody_or_everybody_has_words_and_no_number(share, base, mark):
    row = public_rows()[0]
    (told,) = csv.DictReader(
        io.StringIO(export.table_csv([replace(row, figure=replace(row.figure, value=share, base=base))]))
    )
    assert (told["value"], told["mark"]) == ("", mark)


def test_every_line_carries_what_a_figure_must_carry():
    for row in csv.DictReader(io.StringIO(export.table_csv(public_rows()))):
        carried = [row[name] for name in ("definition", "unit", "period", "area", "source", "sample", "data")]
        assert carried == [
            "R1@1", "residents aged 16 and over", "2024", "London", "A made-up survey", "probability sample",
            "Demonstration: synthetic",
        ]  # fmt: skip


@pytest.mark.parametrize("text", EVIL)
def test_text_a_spreadsheet_could_run_is_escaped(text):
    assert export.plain(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Everyone", "16 to 24", "25-34", "a=b", ""])
def test_other_text_stays_as_it_is(text):
    assert export.plain(text) == text


@given(st.text())
def test_no_text_leaves_starting_with_a_sign_that_runs(text):
    assert not export.plain(text).lstrip().startswith(tuple("=+-@＝＋－＠"))


def evil_rows(text):
    rows = public_rows(replace(RECIPE, survey=replace(FACTS, name=text, area=text)))
    return [replace(row, level_label=text, breakdown_label=text) for row in rows]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "＝1"])
def test_a_name_that_is_a_formula_runs_nowhere(text):
    rows = evil_rows(text)
    assert text not in [cell for line in csv.reader(io.StringIO(export.table_csv(rows))) for cell in line]
    book = load_workbook(io.BytesIO(export.workbook({"R1@1": rows})))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.value == text]


def test_the_workbook_starts_with_definitions_and_has_a_sheet_an_indicator():
    book = load_workbook(io.BytesIO(export.workbook({"R1@1": public_rows()}, notes())))
    assert book.sheetnames == ["Definitions and notes", "R1"]
    first = {
        line[0]: line[1] for line in book.worksheets[0].iter_rows(values_only=True, max_col=2) if line[0]
    }
    assert first["definition"] == "R1@1"
    assert first["not in the base"] == "dont know 5%; not answered fewer than 10 people; refused 10%"
    assert [sheet["A1"].value for sheet in book] == ["Demonstration: synthetic"] * 2
    assert [cell.value for cell in book["R1"][4]][2:6] == ["Everyone", 25, 21, 30]


def test_real_data_carries_no_mark_of_a_demonstration():
    rows = public_rows(replace(RECIPE, survey=replace(FACTS, synthetic=False)))
    assert "Demonstration" not in export.table_csv(rows)
    assert "Demonstration" not in export.metadata(rows, "R1.csv")


def test_the_metadata_says_what_is_needed_to_read_the_file():
    told = json.loads(export.metadata(public_rows(), "R1.csv", notes()))
    about = {note["name"]: note["value"] for note in told["notes"]}
    assert told["@context"][0] == "http://www.w3.org/ns/csvw"
    assert (told["url"], told["dc:identifier"], told["dc:temporal"]) == ("R1.csv", "R1@1", "2024")
    assert {
        "data", "definition", "unit of analysis", "period", "area", "source", "sample type", "base rule",
        "not in the base", "population", "response",
    } <= set(about)  # fmt: skip
    header = export.table_csv(public_rows()).splitlines()[0].split(",")
    assert [column["name"] for column in told["tableSchema"]["columns"]] == header


def test_json_has_the_same_rows_with_the_definitions():
    told = json.loads(export.table_json({"R1@1": public_rows()}, notes()))
    (table,) = told["indicators"]
    assert (told["synthetic"], table["definition"], table["about"]["counted"]) == (
        True, "R1@1", 'People who feel lonely "often or always"',
    )  # fmt: skip
    assert [row["value"] for row in table["rows"]] == [25, 40, 10]


#   key            file
@pytest.mark.parametrize(("key", "stem"), [("R1@1", "R1"), ("local/agree@2", "local-agree")])
def test_file_names(key, stem):
    assert export.file_stem(key) == stem


def test_two_long_names_get_two_sheets():
    rows = public_rows()
    keys = [f"local/{'a' * 40}{end}@1" for end in "xy"]
    names = load_workbook(io.BytesIO(export.workbook(dict.fromkeys(keys, rows)))).sheetnames
    assert len({name.lower() for name in names}) == 3
    assert max(map(len, names)) <= 31


def test_the_folder_is_the_same_bytes_every_time(tmp_path):
    import time_machine

    run = made(RECIPE)
    for name, day in (("one", "2024-01-01"), ("two", "2031-07-09")):
        with time_machine.travel(day):
            write_folder(run, tmp_path / name)
    files = sorted(
        path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file()
    )
    assert [str(path) for path in files] == [
        "evidence.csv", "how-we-know.md", "public/R1.csv", "public/R1.csv-metadata.json",
        "public/tables.json", "public/tables.xlsx", "recipe.yaml",
    ]  # fmt: skip
    for path in files:
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes(), path


def test_evidence_says_it_is_internal_and_is_exact(tmp_path):
    write_folder(made(RECIPE), tmp_path / "out")
    first, header, everyone, *_ = (tmp_path / "out" / "evidence.csv").read_text().splitlines()
    assert first.startswith("# INTERNAL, not for publication")
    cells = dict(zip(header.split(","), everyone.split(","), strict=True))
    assert (cells["estimate"], cells["n"], cells["counted"]) == ("0.25", "336", "84")


def test_how_we_know_tells_the_sample_the_weights_and_who_is_left_out(tmp_path):
    write_folder(made(RECIPE), tmp_path / "out")
    said = (tmp_path / "out" / "how-we-know.md").read_text()
    for words in (
        "# How we know: A made-up survey",
        "**Demonstration: synthetic.**",
        "- Response: 1,000 asked, 400 answered",
        "- Effective sample size 400",
        "- Often or always lonely (R1@1): dont know 5%; not answered fewer than 10 people; refused 10%",
    ):
        assert words in said


# Whole or not at all.


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FolderRefusal, match="already holds something"):
        write_folder(made(RECIPE), tmp_path)
    with pytest.raises(FolderRefusal, match="was not made by this command"):
        write_folder(made(RECIPE), tmp_path, replace=True)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_of_this_command_is_replaced_when_asked(tmp_path):
    write_folder(made(RECIPE), tmp_path / "out")
    write_folder(made(replace(RECIPE, by=())), tmp_path / "out", replace=True)
    assert (tmp_path / "out" / "public" / "R1.csv").read_text().count("\n") == 2
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_nothing_is_left_behind_when_a_fact_is_missing(tmp_path):
    with pytest.raises(RecipeError, match="survey, period: is empty"):
        write_folder(made(replace(RECIPE, survey=replace(FACTS, period=""))), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_behind_when_writing_fails(tmp_path, monkeypatch):
    monkeypatch.setattr(export, "workbook", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_folder(made(RECIPE), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_rows_of_a_wave_have_the_period_of_the_wave():
    from weft.measure.tables.recipe import Comparison

    run = made(replace(RECIPE, by=(), compare=Comparison("wave", "2020", "2024")))
    rows = table_rows(run.evidence, run.recipe, run.registry)["R1@1"]
    assert [row.figure.period for row in rows] == ["2024", "2020", "2024"]
