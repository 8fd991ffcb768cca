"""The real pandas, PyArrow, great_tables and Altair take what evidence gives. Skipped where not installed."""

from __future__ import annotations

from typing import Any

import pytest

import weft.stats as ws
from tests.stats.slices import ITEMS, SHARE, sample
from weft.stats.exports.charts import to_chart
from weft.stats.exports.tables import to_great_table

pytestmark = pytest.mark.slow
EV = ws.Design(sample(400), strata="borough", psu="address").evidence(ITEMS, by=["age"])


@pytest.mark.parametrize(("library", "module"), [("pandas", "pandas"), ("arrow", "pyarrow")])
def test_frames(library: str, module: str) -> None:
    pytest.importorskip(module)
    frame: Any = EV.to_frame(library)
    expected: Any = EV.to_frame("polars")
    assert type(frame).__module__.startswith(module)
    assert len(frame) == len(expected)
    assert list(frame["est"].to_numpy()) == expected["est"].to_list()


def test_great_tables() -> None:
    pytest.importorskip("great_tables")
    table: Any = to_great_table(EV, SHARE)
    page = table.as_raw_html()
    assert f"{EV.at(SHARE).est:.1%}" in page and EV.watermark in page


def test_altair() -> None:
    pytest.importorskip("altair")
    chart: Any = to_chart(EV, SHARE)
    drawn = chart.to_dict()
    assert [layer["mark"]["type"] for layer in drawn["layer"]] == ["rule", "point"]
    assert EV.watermark in str(drawn)
