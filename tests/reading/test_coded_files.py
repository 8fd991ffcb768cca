"""SPSS, Stata and Parquet: labels, codes the file declares missing, dates."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pyreadstat
import pytest
from tests.reading.stata_bytes import dta_118

from weft.reading import Column, Refusal, SurveyFile, read_survey

STATA_LONG_MISSING = 2_147_483_621  # "." ; .a is one more


@pytest.fixture
def labelled_sav(tmp_path: Path) -> SurveyFile:
    frame = pl.DataFrame(
        {
            "lonely": [1.0, 2.0, 9.0, 8.0, None, 9.0],
            "income": [1200.5, -1.0, -9.0, 800.0, -3.0, None],
            "why": ["work", "XX", "", "Zoë " + "x" * 400, "work", "work"],
        }
    )
    path = tmp_path / "odd name.csv"
    pyreadstat.write_sav(
        frame,
        path,
        column_labels={"lonely": "How often do you feel lonely?"},
        variable_value_labels={
            "lonely": {1: "Often", 2: "Never", 8: "Don't know", 9: "Refused"},
            "income": {-7: "Gone"},
        },
        missing_ranges={"lonely": [8, 9], "income": [{"lo": -10, "hi": -1}], "why": ["XX"]},
    )
    return read_survey(path)


def test_spss_discrete_missing_codes_stay_and_are_counted(labelled_sav: SurveyFile) -> None:
    assert labelled_sav.format == "spss"
    assert labelled_sav.columns[0] == Column(
        name="lonely",
        label="How often do you feel lonely?",
        kind="number",
        value_labels={"1": "Often", "2": "Never", "8": "Don't know", "9": "Refused"},
        user_missing={"8": "Don't know", "9": "Refused"},
        n_answered=2,
        n_blank=1,
        n_user_missing=3,
        distinct=4,
        top=(("9", "Refused", 2), ("1", "Often", 1), ("2", "Never", 1), ("8", "Don't know", 1)),
    )
    assert labelled_sav.values("lonely").to_list() == [1, 2, 9, 8, None, 9]
    assert labelled_sav.codes("lonely").to_list() == ["1", "2", "9", "8", None, "9"]
    assert labelled_sav.numbers("lonely").to_list() == [1.0, 2.0, None, None, None, None]


def test_spss_missing_range_names_the_codes_within_it(labelled_sav: SurveyFile) -> None:
    column = labelled_sav.column("income")
    assert column.user_missing == {"-1": "", "-3": "", "-9": "", "-7": "Gone"}
    assert (column.n_answered, column.n_blank, column.n_user_missing) == (2, 1, 3)
    assert labelled_sav.numbers("income").to_list() == [1200.5, None, None, 800.0, None, None]


def test_spss_text_long_and_declared_missing(labelled_sav: SurveyFile) -> None:
    column = labelled_sav.column("why")
    assert (column.kind, column.user_missing) == ("text", {"XX": ""})
    assert (column.n_answered, column.n_blank, column.n_user_missing) == (4, 1, 1)
    assert labelled_sav.values("why")[3] == "Zoë " + "x" * 400


@pytest.mark.parametrize("how", [{}, {"row_compress": True}, {"compress": True}])
def test_spss_dates_in_each_compression(tmp_path: Path, how: dict[str, bool]) -> None:
    frame = pl.DataFrame({"day": [date(2026, 1, 31), None], "at": [datetime(1999, 5, 4, 3, 2, 1)] * 2})  # noqa: DTZ001
    pyreadstat.write_sav(frame, tmp_path / "a.sav", **how)
    survey = read_survey(tmp_path / "a.sav")
    assert survey.frame().rows() == frame.rows()
    assert [column.kind for column in survey.columns] == ["date", "date"]


def test_spss_read_in_parts_equals_the_whole(tmp_path: Path) -> None:
    frame = pl.DataFrame({f"v{i}": [float((row * 7 + i) % 11) for row in range(20_000)] for i in range(120)})
    pyreadstat.write_sav(frame, tmp_path / "a.zsav", compress=True)
    assert read_survey(tmp_path / "a.zsav").frame().cast(pl.Float64).equals(frame)


def test_spss_8630_rows_by_200_within_the_default_limits(tmp_path: Path) -> None:
    frame = pl.DataFrame({f"v{i}": [float((row + i) % 7) for row in range(8_630)] for i in range(200)})
    pyreadstat.write_sav(frame, tmp_path / "a.sav", variable_value_labels={"v1": {1: "Yes"}})
    survey = read_survey(tmp_path / "a.sav")
    assert (survey.rows, len(survey.columns)) == (8_630, 200)
    assert survey.peak_mb < 256


def test_stata_extended_missing_codes_keep_their_letters(tmp_path: Path) -> None:
    labels = {1: "Never", 2: "Often", STATA_LONG_MISSING + 1: "Refused", STATA_LONG_MISSING + 4: "Not asked"}
    rows = [(1, 5), (2, 101), (102, 6), (103, 7), (127, 8), (101, 1)]  # 101 is ".", 102 ".a", 127 ".z"
    (tmp_path / "a.dta").write_bytes(dta_118(["often", "hours"], rows, labels=labels))
    survey = read_survey(tmp_path / "a.dta")
    often = survey.column("often")
    assert (often.label, often.kind) == ("How often", "number")
    assert often.value_labels == {"1": "Never", "2": "Often", ".a": "Refused", ".d": "Not asked"}
    assert often.user_missing == {".a": "Refused", ".b": "", ".d": "Not asked", ".z": ""}
    assert (often.n_answered, often.n_blank, often.n_user_missing) == (2, 1, 3)
    assert survey.values("often").to_list() == ["1", "2", ".a", ".b", ".z", None]
    assert survey.numbers("often").to_list() == [1.0, 2.0, None, None, None, None]
    assert survey.values("hours").to_list() == [5, None, 6, 7, 8, 1]


@pytest.mark.parametrize("version", [8, 10, 12, 13, 14, 15])
def test_stata_versions_and_dates(tmp_path: Path, version: int) -> None:
    frame = pl.DataFrame(
        {"q": [1.0, 2.5, None], "who": ["a", "bb", ""], "day": [date(2026, 1, 31), None, date(1950, 1, 1)]}
    )
    pyreadstat.write_dta(frame, tmp_path / "a.dta", version=version)
    survey = read_survey(tmp_path / "a.dta")
    assert survey.format == "stata"
    assert survey.frame().rows() == [
        (1.0, "a", date(2026, 1, 31)),
        (2.5, "bb", None),
        (None, None, date(1950, 1, 1)),
    ]


def test_parquet_types(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "small": pl.Series([1, None, 3], dtype=pl.UInt8),
            "wide": pl.Series([1, 2, 3], dtype=pl.Int128),
            "share": [0.5, float("nan"), None],
            "code": pl.Series([1.0, 2.0, 3.0], dtype=pl.Float32),
            "yes": [True, False, None],
            "who": pl.Series(["a", "", "None"], dtype=pl.Categorical),
            "day": [date(2026, 1, 31), None, None],
            "none": pl.Series([None, None, None], dtype=pl.Null),
        }
    )
    frame.write_parquet(tmp_path / "a.parquet")
    survey = read_survey(tmp_path / "a.parquet")
    assert [c.kind for c in survey.columns] == [*["number"] * 4, "boolean", "text", "date", "text"]
    assert survey.frame().rows() == [
        (1, 1, 0.5, 1, True, "a", date(2026, 1, 31), None),
        (None, 2, None, 2, False, None, None, None),
        (3, 3, None, 3, None, "None", None, None),
    ]


def test_infinite_numbers_are_refused_by_column(tmp_path: Path) -> None:
    pl.DataFrame({"w": [1.0, float("inf")]}).write_parquet(tmp_path / "a.parquet")
    with pytest.raises(Refusal) as refused:
        read_survey(tmp_path / "a.parquet")
    assert refused.value.as_dict() == {
        "message": "Column 'w' holds numbers that are infinite.",
        "where": "column 'w'",
        "remedy": "Set them to missing in the program the file came from.",
    }


@pytest.mark.parametrize("write", [pl.DataFrame.write_parquet, pl.DataFrame.write_csv, pyreadstat.write_sav])
def test_names_of_any_alphabet_are_kept(tmp_path: Path, write: Callable[[pl.DataFrame, Path], None]) -> None:
    frame = pl.DataFrame({"имя": ["а"], "年齢": [34]})
    write(frame, tmp_path / "a")
    assert read_survey(tmp_path / "a").frame().rows(named=True) == [{"имя": "а", "年齢": 34}]
