"""The real pandas, PyArrow, DuckDB and Spark give what the people in memory give. Skipped where not installed."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

import weft.stats as ws
from tests.stats.slices import ASKED, ITEMS, largest_difference, sample

pytestmark = pytest.mark.slow
PEOPLE = sample(20_000)
DRAWN = ws.Drawn("wt", "borough", "address", "addresses")
OUTLINE = ws.Outline(ITEMS, **ASKED, drawn=DRAWN)
CLOSE = 1e-12
SOURCE = str(Path(ws.__file__).parents[2])


def design(frame: object) -> ws.Evidence:
    drawn: dict[str, Any] = {"strata": "borough", "psu": "address", "fpc": "addresses"}
    return ws.Design(frame, weights="wt", **drawn).evidence(ITEMS, **ASKED)


def test_pandas() -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    frame = PEOPLE.to_pandas()
    assert largest_difference(design(frame), design(PEOPLE)) == 0.0
    assert largest_difference(OUTLINE.evidence(frame), design(PEOPLE)) < CLOSE


def test_arrow_tables_and_streams_of_batches() -> None:
    pytest.importorskip("pyarrow")
    table = PEOPLE.sort("borough", "address").to_arrow()
    expected = design(PEOPLE)
    assert largest_difference(design(table), expected) < CLOSE
    assert (
        largest_difference(OUTLINE.evidence(table.to_batches(700), rows=900, in_order=True), expected) < CLOSE
    )
    assert largest_difference(OUTLINE.evidence(table.to_reader(700), in_order=True), expected) < CLOSE


def test_duckdb(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    PEOPLE.write_parquet(tmp_path / "people.parquet")
    with duckdb.connect() as connection:
        relation = connection.read_parquet(str(tmp_path / "people.parquet"))
        connection.sql(f"create table people as select * from '{tmp_path / 'people.parquet'}'")
        for source in (relation, connection.table("people")):
            assert largest_difference(OUTLINE.evidence(source, rows=1500), design(PEOPLE)) < CLOSE
            assert largest_difference(design(source), design(PEOPLE)) < CLOSE
        twins = connection.sql("select 1 as wt, 2 as address, 'a' as borough")
        with pytest.raises(ws.UnknownName):
            OUTLINE.evidence(twins)


def test_spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sql = pytest.importorskip("pyspark.sql")
    pytest.importorskip("pyarrow")
    for name, value in {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": SOURCE}.items():
        monkeypatch.setenv(name, value)
    PEOPLE.write_parquet(tmp_path / "people.parquet")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Spark's own, about the version of pandas
        build = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
        build = build.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
        spark = build.config("spark.sql.shuffle.partitions", "4").getOrCreate()
        try:
            frame = spark.read.parquet(str(tmp_path / "people.parquet"))
            assert largest_difference(OUTLINE.evidence(frame, rows=5000), design(PEOPLE)) < CLOSE
        finally:
            spark.stop()
    assert os.environ["PYTHONPATH"] == SOURCE
