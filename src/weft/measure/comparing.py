"""One wave against the one before: the change with its interval, or why they cannot be compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import weft.stats as ws
from weft.measure.tables.evidence import gap_of
from weft.registry.figure import SampleType
from weft.registry.load import Registry
from weft.registry.words import Verdict


@dataclass(frozen=True)
class Wave:
    """What must match for two waves to be compared, and everyone's unrounded estimates by indicator key."""

    period: str
    population: str
    mode: str
    sample: str
    unrounded: dict[str, dict[str, Any]]


def compare_waves(earlier: Wave, later: Wave, registry: Registry) -> Iterator[dict[str, Any]]:
    """A Change (as keyword arguments) for every indicator of the later wave that the earlier has in any version."""
    by_id = {key.split("@")[0]: key for key in earlier.unrounded}
    for key, now in later.unrounded.items():
        was_key = by_id.get(key.split("@")[0])
        if was_key is None:
            continue
        reason = why_not_comparable(earlier, later, was_key, key, registry)
        if reason:
            yield {"indicator": key, "verdict": Verdict.NOT_COMPARABLE, "reason": reason}
        else:
            yield _change(key, earlier.unrounded[was_key], now)


def why_not_comparable(earlier: Wave, later: Wave, was_key: str, key: str, registry: Registry) -> str:
    """The first reason two waves of an indicator may not be joined (honesty rule 7); "" when they may."""
    if was_key != key:
        return "the definition changed"
    if later.period in registry.indicator(key).breaks:
        return registry.indicator(key).breaks[later.period]
    if earlier.sample != later.sample or not SampleType(later.sample).speaks_for_everyone:
        return (
            "people were not sampled at random in both"
            if earlier.sample == later.sample
            else "people were sampled in different ways"
        )
    if earlier.population != later.population:
        return "the population changed"
    if earlier.mode != later.mode:
        return "people answered in different ways"
    return ""


def _change(key: str, was: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    gap = gap_of(ws.independent(_cell(now), _cell(was)))
    digits = 1 if now["counted"] is None else 2
    return {
        "indicator": key,
        "verdict": gap.verdict,
        "difference": round(gap.est, digits),
        "lo": round(gap.lo, digits),
        "hi": round(gap.hi, digits),
    }


def _cell(everyone: dict[str, Any]) -> ws.Cell:
    """The stored unrounded estimate as a figure of weft.stats; only what a difference needs."""
    nan = float("nan")
    return ws.Cell(everyone["est"], everyone["se"], nan, nan, everyone["n"], nan, everyone["df"])
