"""Text tables that are read: encodings, delimiters, and what a cell is taken for."""

from datetime import date, datetime
from pathlib import Path

import pytest

from weft.reading import Refusal, SurveyFile, read_survey


def read(tmp_path: Path, content: str | bytes, encoding: str = "utf-8") -> SurveyFile:
    path = tmp_path / "survey.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return read_survey(path)


def kinds(survey: SurveyFile) -> dict[str, str]:
    return {column.name: column.kind for column in survey.columns}


def test_numbers_text_and_dates_are_told_apart_by_the_whole_column(tmp_path: Path) -> None:
    survey = read(tmp_path, "n,w,who,day,at\n1,0.5,a,2026-01-31,2026-01-31 09:30:00\n,-2e3,,2025-12-01,\n")
    assert kinds(survey) == {"n": "number", "w": "number", "who": "text", "day": "date", "at": "date"}
    assert survey.frame().rows() == [
        (1, 0.5, "a", date(2026, 1, 31), datetime(2026, 1, 31, 9, 30)),  # noqa: DTZ001
        (None, -2000.0, None, date(2025, 12, 1), None),
    ]
    assert survey.notes == ("Encoding: UTF-8.", "Delimiter: comma.")


@pytest.mark.parametrize(
    "cell", ["007", "+447700900123", "12345678901234567890", "1,5", "31/01/2026", "1e999", "inf"]
)
def test_what_only_looks_like_a_number_stays_text(tmp_path: Path, cell: str) -> None:
    survey = read(tmp_path, f'id,q\n"{cell}",1\n5,2\n')
    assert kinds(survey) == {"id": "text", "q": "number"}
    assert survey.values("id").to_list() == [cell, "5"]


def test_impossible_date_leaves_the_column_as_text(tmp_path: Path) -> None:
    assert kinds(read(tmp_path, "day,q\n2026-02-30,1\n2026-01-01,1\n")) == {"day": "text", "q": "number"}


def test_none_and_na_are_answers_in_a_column_of_text(tmp_path: Path) -> None:
    survey = read(tmp_path, "faith,q\nNone,1\nNA,2\n,3\nnull,4\n")
    column = survey.column("faith")
    assert (column.n_answered, column.n_blank) == (3, 1)
    assert survey.values("faith").to_list() == ["None", "NA", None, "null"]


def test_na_among_numbers_is_blank_and_noted(tmp_path: Path) -> None:
    survey = read(tmp_path, "age,q\n34,1\nNA,2\n.,3\n51.5,4\n")
    assert survey.values("age").to_list() == [34.0, None, None, 51.5]
    assert (
        survey.notes[-1]
        == "2 cells in 1 column (first: 'age') of numbers say NA, a point or the like: read as blank."
    )


def test_formula_cells_stay_text_and_are_counted(tmp_path: Path) -> None:
    survey = read(tmp_path, "q,why\n1,\"=cmd|' /C calc'!A0\"\n2,@SUM(1)\n3,-no\n4,fine\n")
    assert survey.values("why").to_list() == ["=cmd|' /C calc'!A0", "@SUM(1)", "-no", "fine"]
    assert (
        survey.notes[-1]
        == "3 cells in 1 column (first: 'why') begin like a formula (=, +, - or @): kept as text."
    )


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", "Encoding: UTF-8."),
        ("utf-8-sig", "Encoding: UTF-8."),
        ("utf-16", "Encoding: UTF-16."),
        ("cp1252", "Encoding: Western European (cp1252), a guess."),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, note: str) -> None:
    survey = read(tmp_path, "café,q\nZoë,1\n", encoding)
    assert survey.columns[0].name == "café"
    assert survey.values("café").to_list() == ["Zoë"]
    assert survey.notes[0] == note


@pytest.mark.parametrize(
    ("delimiter", "word"), [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "bar")]
)
def test_delimiters(tmp_path: Path, delimiter: str, word: str) -> None:
    survey = read(tmp_path, f'a{delimiter}b\r\n1{delimiter}"x{delimiter} y"\r\n')
    assert survey.frame().rows() == [(1, f"x{delimiter} y")]
    assert survey.notes[1] == f"Delimiter: {word}."


def test_decimal_comma_is_a_number_where_semicolons_separate(tmp_path: Path) -> None:
    survey = read(tmp_path, "id;w;q\na;1,5;1\nb;-0,25;2\nc;NA;3\nd;3;4\n")
    assert survey.values("w").to_list() == [1.5, -0.25, None, 3.0]


def test_excel_separator_line_and_line_breaks_in_cells(tmp_path: Path) -> None:
    survey = read(tmp_path, 'sep=;\r\nq;why\r\n1;"two\r\nlines"\r\n\r\n2;""\r\n')
    assert survey.frame().rows() == [(1, "two\r\nlines"), (2, None)]


def test_old_mac_line_ends_and_a_single_column(tmp_path: Path) -> None:
    assert read(tmp_path, b"age\r34\r51\r").values("age").to_list() == [34, 51]


def test_spaces_alone_are_blank(tmp_path: Path) -> None:
    survey = read(tmp_path, "a,b\n 1 ,x\n  ,  \n")
    assert survey.frame().rows() == [(1, "x"), (None, None)]


def test_unnamed_row_numbers_get_a_name(tmp_path: Path) -> None:
    survey = read(tmp_path, ',age\n"1",34\n"2",51\n')
    assert [column.name for column in survey.columns] == ["row", "age"]
    assert survey.notes[-1] == "The first column had no name (row numbers, as R writes them): named 'row'."


def test_late_text_in_a_long_column_is_not_lost(tmp_path: Path) -> None:
    survey = read(tmp_path, "q,z\n" + "1,2\n" * 300_000 + "often,2\n")
    column = survey.column("q")
    assert (survey.rows, column.kind, column.distinct) == (300_001, "text", 2)
    assert column.top == (("1", "", 300_000), ("often", "", 1))


def test_ragged_row_in_a_later_part_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, "q,z\n" + "1,2\n" * 300_000 + "1\n")
    assert refused.value.message == "Row 300,002 has 1 cell; the header has 2."
    assert refused.value.where == "row 300,002"


def test_messages_hold_no_answers(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, "name,q\nPlantedName,1,PlantedAnswer\n")
    assert "Planted" not in str(refused.value)
