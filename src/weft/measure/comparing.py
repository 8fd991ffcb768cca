"""One wave against the one before: the change with its interval, or why they cannot be compared."""

from dataclasses import dataclass
from typing import Any, Protocol

import weft.stats as ws
from weft.measure.tables.gaps import Gap, as_many_looks, gap_of
from weft.measure.tables.protect import is_too_small
from weft.registry.figure import SampleType
from weft.registry.load import Registry
from weft.registry.words import Verdict


class SaysHow(Protocol):
    """Whatever says how a wave was done: a Wave, or a release."""

    @property
    def period(self) -> str: ...
    @property
    def population(self) -> str: ...
    @property
    def mode(self) -> str: ...
    @property
    def sample(self) -> str: ...


@dataclass(frozen=True)
class Wave:
    """What must match for two waves to be compared, and everyone's unrounded estimates by indicator key."""

    period: str
    population: str
    mode: str
    sample: str
    unrounded: dict[str, dict[str, Any]]


def compare_waves(earlier: Wave, later: Wave, registry: Registry) -> list[dict[str, Any]]:
    """A Change (as keyword arguments) for every indicator of the later wave that the earlier has in any version.

    Changes in the declared indicators are tested one by one; the others are exploratory and weighed together
    (honesty rule 6; Benjamini and Hochberg).
    """
    by_id = {key.split("@")[0]: key for key in earlier.unrounded}
    pairs = [(by_id[key.split("@")[0]], key) for key in later.unrounded if key.split("@")[0] in by_id]
    refused = {key: why_not_comparable(earlier, later, was, key, registry) for was, key in pairs}
    gaps = {
        key: gap_of(ws.independent(_cell(later.unrounded[key]), _cell(earlier.unrounded[was])))
        for was, key in pairs
        if not refused[key]
    }
    declared = {key: registry.indicator(key).headline for key in gaps}
    exploratory = [key for key in gaps if not declared[key]]
    gaps |= dict(zip(exploratory, as_many_looks([gaps[key] for key in exploratory]), strict=True))
    return [
        {"indicator": key, "verdict": Verdict.NOT_COMPARABLE, "reason": refused[key]}
        if refused[key]
        else _change(
            key, gaps[key], declared=declared[key], is_share=later.unrounded[key]["counted"] is not None
        )
        for _, key in pairs
    ]


def why_not_comparable(earlier: Wave, later: Wave, was_key: str, key: str, registry: Registry) -> str:
    """The first reason two waves of an indicator may not be joined (honesty rule 7); "" when they may."""
    if why := why_waves_differ(earlier, later, was_key, key, registry):
        return why
    if any(
        is_too_small(cell["n"], cell["counted"])
        for cell in (earlier.unrounded[was_key], later.unrounded[key])
    ):
        return "too few people to show in one of the two"  # the change would tell the hidden value
    return ""


def why_waves_differ(earlier: SaysHow, later: SaysHow, was_key: str, key: str, registry: Registry) -> str:
    """The same, as far as it lies in how the waves were done and not in how many answered."""
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
    if earlier.period.partition(" ")[0] == later.period.partition(" ")[0]:
        return "the periods do not say which came first"
    if earlier.population != later.population:
        return "the population changed"
    if earlier.mode != later.mode:
        return "people answered in different ways"
    return ""


def _change(key: str, gap: Gap, *, declared: bool, is_share: bool) -> dict[str, Any]:
    digits = 2 if is_share else 1
    return {
        "indicator": key,
        "verdict": gap.verdict,
        "declared": declared,
        "difference": round(gap.est, digits),
        "lo": round(gap.lo, digits),
        "hi": round(gap.hi, digits),
    }


def _cell(everyone: dict[str, Any]) -> ws.Cell:
    """The stored unrounded estimate as a figure of weft.stats; only what a difference needs."""
    nan = float("nan")
    return ws.Cell(everyone["est"], everyone["se"], nan, nan, everyone["n"], nan, everyone["df"])
