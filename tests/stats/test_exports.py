"""Evidence leaves as rows, frames, files, tables and charts, and comes back the same."""

from __future__ import annotations

import sys
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest

import weft.stats as ws
from tests.stats.slices import ITEMS, SHARE, largest_difference, sample
from weft.stats.exports import charts, frames, tables
from weft.stats.packed import write

PEOPLE = sample(400)
EV = ws.Design(PEOPLE, weights="wt", strata="borough", psu="address").evidence(ITEMS, by=["age", "rooms"])
TINY = ws.Design({"q": [1.0, 0.0, 1.0, 1.0], "N": ["a", "a", "b", None]}).evidence(
    ws.prop("q", label="Trust"), "N"
)


def test_rows_say_all_there_is_to_a_figure() -> None:
    first = TINY.to_rows()[0]
    assert (first.item, first.label, first.kind, first.method) == ("prop(q)", "Trust", "prop", "logit")
    assert (first.levels, first.cell, first.confidence) == ({}, TINY.at("prop(q)"), 0.95)
    assert first.watermark == TINY.watermark
    assert [row.levels for row in TINY.to_rows()] == [{}, {"N": "a"}, {"N": "b"}]


def test_a_frame_has_a_column_for_each_breakdown() -> None:
    frame = EV.to_frame("polars")
    assert isinstance(frame, pl.DataFrame)
    assert frame.columns[:8] == ["item", "label", "kind", "method", "confidence", "watermark", "age", "rooms"]
    found = frame.filter(pl.col("item") == SHARE.key, pl.col("age") == "65+")
    assert (found["est"].item(), found["n"].item()) == (
        EV.at(SHARE, age="65+").est,
        EV.at(SHARE, age="65+").n,
    )
    assert frame.schema["n"] == frame.schema["n_counted"] == pl.Int64
    assert frame.filter(pl.col("kind") == "mean")["n_counted"].null_count() == 8


def test_a_breakdown_named_like_a_figure_is_told_apart() -> None:
    frame = TINY.to_frame()
    assert isinstance(frame, pl.DataFrame)
    assert frame["by_N"].to_list() == [None, "a", "b"]


def test_a_library_we_do_not_know_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ws.UnknownName, match="No library 'pandsa'"):
        EV.to_frame("pandsa")
    monkeypatch.setitem(frames.MODULES, "pandas", "no_such_thing")
    with pytest.raises(ws.DesignError, match=r"not installed, .*pip install no_such_thing"):
        EV.to_frame("pandas")


def test_saved_figures_come_back_without_people() -> None:
    file = BytesIO()
    EV.save(file)
    file.seek(0)
    again = ws.load(file)
    assert largest_difference(again, EV) == 0.0
    assert (again.items, again.methods, again.watermark) == (EV.items, EV.methods, "")
    with pytest.raises(ws.DesignError, match="without their people"):
        again.gap(SHARE, "age", "65+")
    with pytest.raises(ws.DesignError, match="no design with strata"):
        again.code("R")


def test_a_watermark_is_saved_with_its_figures() -> None:
    file = BytesIO()
    TINY.save(file)
    assert ws.load(BytesIO(file.getvalue())).watermark == TINY.watermark != ""


def other_archive() -> bytes:
    file = BytesIO()
    write(file, {"format": "something else"}, {})
    return file.getvalue()


def pickled() -> bytes:
    file = BytesIO()
    np.save(file, np.array([{}], dtype=object), allow_pickle=True)
    return file.getvalue()


@pytest.mark.parametrize("held", [b"", b"PK", b"text", other_archive(), pickled()])
def test_another_file_is_refused_and_nothing_in_it_is_run(held: bytes) -> None:
    with pytest.raises(ws.DesignError, match="saved by weft"):
        ws.load(BytesIO(held))


class Recorder:
    """Remembers what was called on it."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self.given, self.named, self.calls = given, named, {}

    def __getattr__(self, name: str) -> Any:
        def call(*given: Any, **named: Any) -> Recorder:
            self.calls[name] = (*given, named)
            return self

        return call

    def __add__(self, other: Any) -> Recorder:
        return self


def test_a_table_gives_shares_as_per_cent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "great_tables", SimpleNamespace(GT=Recorder))
    table = tables.to_great_table(TINY, "prop(q)")
    assert isinstance(table, Recorder)
    assert table.given[0].rows()[0] == ("Everyone", "75.0%", "4.1% to 99.5%", 4)
    assert table.calls["tab_header"] == ({"title": "Trust"},)
    assert table.calls["tab_source_note"] == (TINY.watermark, {})
    weighted = tables.to_great_table(EV, ws.mean("score"), decimals=0)
    assert isinstance(weighted, Recorder) and "tab_source_note" not in weighted.calls
    with pytest.raises(ws.UnknownName, match="No item 'prop\\(r\\)'"):
        tables.to_great_table(TINY, "prop(r)")


def test_a_chart_shows_dots_and_intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = SimpleNamespace(**dict.fromkeys(("Chart", "Data", "X", "Y", "Axis"), Recorder))
    monkeypatch.setitem(sys.modules, "altair", fake)
    chart = charts.to_chart(TINY, "prop(q)")
    assert isinstance(chart, Recorder)
    assert chart.named["title"] == ["Trust", TINY.watermark]
    values = chart.given[0].named["values"]
    assert [v["group"] for v in values] == ["Everyone", "a", "b"]
    assert charts.to_chart(EV, SHARE).named["title"] == [SHARE.key]  # type: ignore[attr-defined]
