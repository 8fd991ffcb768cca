"""Real surveys through the command line, against R survey 4.1.1: the two recipes that ship as examples."""

import csv
from pathlib import Path

import pytest

from tests.cli.shared import gold, shared_file
from weft.cli import main

pytestmark = pytest.mark.shared_data

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "measure" / "examples"


def tables(file: str, recipe: str, out: Path) -> Path:
    options = ["--design", str(EXAMPLES / recipe), "--out", str(out)]
    assert main(["measure", "tables", str(shared_file(file)), *options]) == 0
    return out


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text().splitlines()[1:]))


def test_general_social_survey_75_699_people(tmp_path):
    out = tables("gss_sub.parquet", "gss-fefam.yaml", tmp_path / "gss")
    (change,) = rows(out / "changes.csv")
    expected = gold("gss/contrast/2018-2000")
    assert float(change["change"]) == pytest.approx(expected["est"][0], rel=1e-8)
    assert float(change["standard_error"]) == pytest.approx(expected["se"], rel=1e-8)
    assert (f"{float(change['change']):.4f}", f"{float(change['standard_error']):.4f}") == (
        "-0.1510",
        "0.0202",
    )
    assert (change["verdict"], change["in_words"]) == ("clearly lower", "15 points lower (11 to 19)")


def test_general_social_survey_year_by_year(tmp_path):
    out = tables("gss_sub.parquet", "gss-fefam.yaml", tmp_path / "gss")
    years = {row["level"]: row for row in rows(out / "evidence.csv") if row["breakdown"] == "year"}
    expected = gold("gss/by/fefam_agree~year")
    assert list(years) == list(expected["est"])
    for (year, est), se in zip(expected["est"].items(), expected["se"], strict=True):
        assert float(years[year]["estimate"]) == pytest.approx(est, rel=1e-8)
        assert float(years[year]["standard_error"]) == pytest.approx(se, rel=1e-8)


def test_nhanes_ii_zinc(tmp_path):
    out = tables("nhanes2.csv", "nhanes2-zinc.yaml", tmp_path / "zinc")
    everyone = rows(out / "evidence.csv")[0]
    expected = gold("nhanes2/mean/zinc")
    assert float(everyone["estimate"]) == pytest.approx(expected["est"]["zinc"], rel=1e-8)
    assert float(everyone["standard_error"]) == pytest.approx(expected["se"], rel=1e-8)
    assert [float(everyone[end]) for end in ("low", "high")] == pytest.approx(expected["ci"][0], rel=1e-6)
    assert float(everyone["df"]) == expected["df"]
    assert (f"{float(everyone['estimate']):.5f}", f"{float(everyone['standard_error']):.5f}") == (
        "87.18207", "0.49448",
    )  # fmt: skip


def test_nhanes_ii_zinc_by_race(tmp_path):
    out = tables("nhanes2.csv", "nhanes2-zinc.yaml", tmp_path / "zinc")
    found = {row["level"]: row for row in rows(out / "evidence.csv") if row["breakdown"]}
    expected = gold("nhanes2/by/zinc~race")
    for (race, est), se in zip(expected["est"].items(), expected["se"], strict=True):
        assert float(found[race]["estimate"]) == pytest.approx(est, rel=1e-8)
        assert float(found[race]["standard_error"]) == pytest.approx(se, rel=1e-8)
