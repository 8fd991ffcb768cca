"""Slices of people add up to the same evidence as all people at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import weft.stats as ws
from tests.stats.slices import ASKED, ITEMS, SHARE, largest_difference, sample
from weft.stats.engines import border, slicing
from weft.stats.engines.packing import pack, unpack

PEOPLE = sample()
DRAWN = ws.Drawn("wt", "borough", "address")
OUTLINE = ws.Outline(ITEMS, **ASKED, drawn=DRAWN)
CLOSE = 1e-12


def whole(**drawn: Any) -> ws.Evidence:
    return ws.Design(PEOPLE, weights="wt", **drawn).evidence(ITEMS, **ASKED)


@pytest.mark.parametrize("lonely", ["remove", "adjust", "average"])
@pytest.mark.parametrize("units", [{"psu": "address"}, {"psu": "address", "fpc": "addresses"}, {}])
def test_slices_give_what_the_whole_gives(lonely: Any, units: dict[str, str]) -> None:
    drawn = ws.Drawn("wt", "borough", lonely=lonely, **units)
    ev = ws.Outline(ITEMS, **ASKED, drawn=drawn).evidence(PEOPLE.lazy(), rows=700)
    assert largest_difference(ev, whole(strata="borough", lonely=lonely, **units)) < CLOSE


def test_without_strata_psus_or_weights() -> None:
    plain = ws.Outline(ITEMS, by="age")
    ev = plain.evidence([PEOPLE[:100], PEOPLE[100:]])
    assert largest_difference(ev, ws.Design(PEOPLE).evidence(ITEMS, by="age")) < CLOSE
    assert ev.watermark == ws.Design(PEOPLE).watermark != ""


def test_a_few_items_at_a_time_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slicing, "BLOCK_NUMBERS", 2 * len(PEOPLE))
    assert largest_difference(OUTLINE.evidence(PEOPLE), whole(strata="borough", psu="address")) < CLOSE


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 6))
def test_any_grouping_of_slices_gives_the_same(seed: int, count: int) -> None:
    heap = np.random.default_rng(seed).integers(0, count, 60)
    parts = [PEOPLE.filter(pl.Series(heap[PEOPLE["address"].to_numpy()] == i)) for i in range(count)]
    found = [OUTLINE.moments(part) for part in parts if len(part)]
    backward = found[-1]
    for part in reversed(found[:-1]):
        backward = backward + part
    assert largest_difference(backward.evidence(), OUTLINE.evidence(parts)) < CLOSE


def test_a_stream_in_order_is_cut_between_psus() -> None:
    rows = PEOPLE.sort("borough", "address")
    expected = whole(strata="borough", psu="address")
    stream = (rows[i : i + 7] for i in range(0, len(rows), 7))
    assert largest_difference(OUTLINE.evidence(stream, rows=900, in_order=True), expected) < CLOSE
    assert largest_difference(OUTLINE.evidence(rows.lazy(), rows=900, in_order=True), expected) < CLOSE
    parts = list(ws.whole_psus([rows[:3], rows[3:50], rows[50:]], DRAWN))
    assert sum(len(p) for p in parts) == len(rows)  # type: ignore[arg-type]


def test_one_psu_alone_in_a_stream_waits_for_the_end() -> None:
    one = PEOPLE.filter(borough="Ash", address=3)
    assert [len(p) for p in ws.whole_psus([one[:2], one[2:]], DRAWN)] == [len(one)]  # type: ignore[arg-type]


def test_a_psu_in_two_slices_is_refused() -> None:
    message = "^address: [0-9]+ PSUs have people in more than one slice. Cut the data between PSUs: "
    with pytest.raises(ws.DesignError, match=message):
        OUTLINE.evidence([PEOPLE[:3000], PEOPLE[3000:]])


def test_moments_travel_as_bytes() -> None:
    moments = OUTLINE.moments(PEOPLE)
    again = unpack(pack(moments), OUTLINE)
    assert largest_difference(again.evidence(), moments.evidence()) == 0.0


def test_a_category_missing_from_a_slice_is_nobody_there() -> None:
    parts = [PEOPLE.filter(pl.col("address") < 30), PEOPLE.filter(pl.col("address") >= 30)]
    parts[0] = parts[0].with_columns(belong=pl.lit("No"))
    joined = ws.Design(pl.concat(parts), weights="wt", strata="borough", psu="address")
    assert largest_difference(OUTLINE.evidence(parts), joined.evidence(ITEMS, **ASKED)) < CLOSE


def test_levels_that_are_objects_keep_their_order() -> None:
    rows = {"g": [10, 2, None, 2], "flag": [True, False, None, True], "y": [1.0, 2.0, 3.0, 4.0]}
    outline = ws.Outline(ws.mean("y"), by=["g", "flag"])
    expected = ws.Design(rows).evidence(ws.mean("y"), by=["g", "flag"])
    ev = outline.evidence(rows)
    assert [b.cells for b in ev.breakdowns] == [b.cells for b in expected.breakdowns]
    assert ev.at(ws.mean("y"), g="2").est == 3.0


def refused(message: str, **changes: Any) -> None:
    frame = changes.pop("frame", PEOPLE)
    outline = {"items": ITEMS, "drawn": DRAWN, **ASKED, **changes}
    with pytest.raises(ws.StatsError) as caught:
        ws.Outline(**outline).evidence(frame)
    assert str(caught.value).startswith(message)


def test_what_slices_refuse() -> None:
    refused("No interval method 'wlad'.", ci="wlad")
    refused("by: one column crossed with itself", by=[("age", "age")])
    refused("No category of 'belong' 'Never'", items=ws.prop("belong", ["Never"]))
    negative = PEOPLE.with_columns(wt=-pl.col("address") - 1.0)
    refused("wt: missing, infinite or negative weights (rows 1, 2, 3, 4, 5 and 5996 more", frame=negative)
    unknown = PEOPLE.with_columns(address=pl.lit(None))
    refused("address: missing in rows 1, 2, 3, 4, 5 and 5996 more of a slice", frame=unknown)
    refused("source: no rows", frame=[])
    refused("No column 'wt'", frame=PEOPLE.drop("wt").lazy())
    refused("psu: 1 strata hold a single PSU", drawn=ws.Drawn("wt", "borough", "address", lonely="fail"))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (pl.lit(None), "missing, zero or negative population sizes"),
        (pl.Series(np.arange(6001) + 100.0), "different population sizes inside one stratum"),
        (pl.lit(30.0), "a population smaller than its sample"),
    ],
)
def test_population_sizes_that_cannot_be_are_refused(values: Any, message: str) -> None:
    drawn = ws.Drawn("wt", "borough", "address", "addresses")
    refused(f"addresses: {message}", frame=PEOPLE.with_columns(addresses=values), drawn=drawn)


def test_a_design_of_several_stages_is_refused() -> None:
    with pytest.raises(ws.DesignError, match="more than one stage"):
        ws.Drawn("wt", psu=("a", "b"))  # type: ignore[arg-type]
    with pytest.raises(ws.UnknownName, match="No rule for lonely PSUs 'ajust'"):
        ws.Drawn("wt", lonely="ajust")  # type: ignore[arg-type]


def test_moments_of_different_outlines_do_not_add_up() -> None:
    other = ws.Outline(ITEMS, drawn=DRAWN)
    with pytest.raises(ws.DesignError, match="they answer different outlines"):
        OUTLINE.moments(PEOPLE) + other.moments(PEOPLE)


def test_a_gap_needs_the_people() -> None:
    with pytest.raises(ws.DesignError, match="came without their people"):
        OUTLINE.evidence(PEOPLE).gap(SHARE, "age", "65+")


class Capsule:
    """An Arrow object that is no data frame."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.frame.__arrow_c_stream__(requested_schema)


def test_an_arrow_capsule_is_a_frame() -> None:
    drawn: dict[str, Any] = {"strata": "borough", "psu": "address"}
    ev = ws.Design(Capsule(PEOPLE), weights="wt", **drawn).evidence(ITEMS, **ASKED)
    assert largest_difference(ev, whole(**drawn)) == 0.0
    assert border.native(PEOPLE) is PEOPLE


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(
        ws.DesignError, match=r"^no_such_thing: not installed, and needed to fly\. pip install"
    ):
        border.need("no_such_thing.inside", "to fly")
    monkeypatch.setattr(border, "ARROW_READERS", ("no_such_arrow",))
    with pytest.raises(ws.DesignError, match=r"no library to read it with\. pip install no_such_arrow"):
        border.native(Capsule(PEOPLE))


class Relation:
    """What weft.stats uses of a DuckDB relation, on polars. The real one: tests/oracles."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame, self.columns = frame, frame.columns

    def project(self, columns: str) -> Relation:
        return Relation(self.frame.select(columns.replace('"', "").split(", ")))

    def order(self, columns: str) -> Relation:
        return Relation(self.frame.sort(columns.replace('"', "").split(", ")))

    def to_arrow_reader(self, rows: int) -> Iterator[Capsule]:
        return (Capsule(part) for part in self.frame.iter_slices(rows))


class SparkFrame(Relation):
    """What weft.stats uses of a Spark data frame, on polars. The real one: tests/oracles."""

    def select(self, *columns: str) -> SparkFrame:
        return SparkFrame(self.frame.select(c.strip("`") for c in columns))

    def repartition(self, slices: int, *columns: str) -> SparkFrame:
        self.parts = self.frame.partition_by([c.strip("`") for c in columns])
        return self

    def mapInArrow(self, work: Callable[[list[object]], Iterator[Any]], schema: str) -> SparkFrame:
        assert schema == "moments binary"
        self.rows = [row for part in [[], *([p] for p in self.parts)] for row in work(part)]
        return self

    def toLocalIterator(self) -> Iterator[dict[str, bytes]]:
        return iter(self.rows)

    def count(self) -> int:
        return len(self.frame)


Relation.__module__, SparkFrame.__module__ = "_duckdb", "pyspark.sql"
FAKE_ARROW = SimpleNamespace(
    Table=type("Table", (), {"from_batches": staticmethod(pl.concat)}),
    ChunkedArray=type("ChunkedArray", (), {}),
    RecordBatch=SimpleNamespace(from_pydict=lambda columns: {"moments": columns["moments"][0]}),
)


@pytest.mark.parametrize("kind", [Relation, SparkFrame])
def test_other_engines_feed_the_same_kernel(kind: type[Relation], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", FAKE_ARROW)
    ev = OUTLINE.evidence(kind(PEOPLE), rows=800)
    assert largest_difference(ev, whole(strata="borough", psu="address")) < CLOSE
    ordered = OUTLINE.evidence(kind(PEOPLE.sort("borough", "address")), in_order=True)
    assert largest_difference(ordered, ev) < CLOSE
    twins = PEOPLE.with_columns(Age=pl.col("age"))
    with pytest.raises(ws.DesignError, match=r"^Age: (DuckDB|Spark) cannot tell it from 'age'"):
        OUTLINE.evidence(kind(twins))


def test_an_empty_heap_or_batch_is_passed_over() -> None:
    few, plain = PEOPLE[:3], ws.Outline(ws.mean("score"), drawn=DRAWN)
    assert plain.evidence(few.lazy(), rows=1).at("mean(score)").n == few["score"].is_not_nan().sum()
    batches = [few[:0], few[:1], few[:0], few[1:]]
    parts = list(ws.whole_psus(batches, ws.Drawn()))
    assert [len(p) for p in parts] == [1, 2]  # type: ignore[arg-type]


def test_a_census_stratum_adds_no_variance() -> None:
    rows = {"s": ["a", "a"], "w": [1.0, 1.0], "N": [2.0, 2.0], "y": [1.0, 3.0]}
    outline = ws.Outline(ws.mean("y"), drawn=ws.Drawn("w", "s", fpc="N"))
    assert outline.evidence(rows).at(ws.mean("y")).se == 0.0
