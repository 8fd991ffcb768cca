"""Real surveys that lie beside the project, read within the default limits."""

from pathlib import Path

import polars as pl
import pytest

from weft.reading import Refusal, read_survey


def shared_surveys() -> Path | None:
    for folder in Path(__file__).resolve().parents:
        found = folder / "shared" / "data" / "survey"
        if found.is_dir():
            return found
    return None


SURVEYS = shared_surveys()
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(SURVEYS is None, reason="no shared/data/survey folder above the project"),
]
FILES = sorted(p for p in SURVEYS.iterdir() if p.suffix in (".csv", ".parquet")) if SURVEYS else []
ALIKE = "fpc.csv"  # it has a column nh and a column Nh


@pytest.mark.parametrize("path", [p for p in FILES if p.name != ALIKE], ids=lambda path: path.name)
def test_real_file_is_read_whole(path: Path) -> None:
    survey = read_survey(path)
    is_text = path.suffix == ".csv"
    expected = pl.read_csv(path, infer_schema=False) if is_text else pl.read_parquet(path)
    assert (survey.rows, len(survey.columns)) == expected.shape
    assert survey.peak_mb < 256


@pytest.mark.skipif(
    SURVEYS is None or not (SURVEYS / "gss_sub.parquet").exists(), reason="gss_sub.parquet is absent"
)
def test_general_social_survey_is_as_it_was() -> None:
    assert SURVEYS is not None
    survey, expected = read_survey(SURVEYS / "gss_sub.parquet"), pl.read_parquet(SURVEYS / "gss_sub.parquet")
    assert (survey.rows, len(survey.columns)) == (75_699, 20)
    for name in expected.columns:
        assert survey.numbers(name).equals(expected[name].cast(pl.Float64))


@pytest.mark.skipif(SURVEYS is None or not (SURVEYS / ALIKE).exists(), reason=f"{ALIKE} is absent")
def test_real_file_with_names_alike_but_for_a_capital_is_refused() -> None:
    assert SURVEYS is not None
    with pytest.raises(Refusal) as refused:
        read_survey(SURVEYS / ALIKE)
    assert refused.value.message == "Two columns have the same name: 'nh' and 'Nh'."
