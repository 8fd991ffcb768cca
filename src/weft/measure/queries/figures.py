"""Stored estimates become Figures, with everything that must travel along."""

import json
from functools import lru_cache

from django.utils.translation import gettext_noop

from weft.measure.models import Change, Estimate, Release
from weft.measure.recipes import registry_for, shipped_registry
from weft.measure.tables.protect import Showing
from weft.measure.tables.recipe import Recipe
from weft.registry.definitions import Indicator
from weft.registry.figure import Figure, Hidden, Interval, NoInterval, SampleType, Source
from weft.registry.load import Registry


def release_registry(release: Release) -> Registry:
    """The definitions a release was made with: the shipped ones and its own."""
    definitions = release.recipe.get("definitions")
    return _registry_with(json.dumps(definitions, sort_keys=True)) if definitions else shipped_registry()


@lru_cache(maxsize=32)
def _registry_with(definitions: str) -> Registry:
    return registry_for(Recipe(definitions=json.loads(definitions)))


def source_of(release: Release) -> Source:
    return Source(
        release.name, SampleType(release.sample), synthetic=release.synthetic, weighted=release.weighted
    )


def figure_of(
    estimate: Estimate, release: Release, indicator: Indicator, source: Source | None = None
) -> Figure:
    """The Figure of one stored estimate. `source` may be passed where many share one."""
    hidden = estimate.showing == Showing.HIDDEN
    return Figure(
        definition=indicator,
        value=Hidden(estimate.reason) if hidden else float(estimate.est or 0.0),
        base=estimate.base,
        period=release.period,
        area=release.area,
        source=source or source_of(release),
        interval=_interval(estimate),
        group=_group(estimate),
    )


def everyone_of(release: Release) -> list[Figure]:
    """What a release said about everyone, in the order it was published."""
    registry, source = release_registry(release), source_of(release)
    rows = release.estimates.filter(breakdown="").order_by("position")
    return [figure_of(row, release, registry.indicator(row.indicator), source) for row in rows]


def _interval(estimate: Estimate) -> Interval | NoInterval:
    if estimate.lo is not None and estimate.hi is not None:
        return Interval(estimate.lo, estimate.hi)
    return NoInterval(estimate.no_interval or estimate.reason or gettext_noop("not published"))


def _group(estimate: Estimate) -> str:
    return f"{estimate.breakdown_label}: {estimate.level_label}" if estimate.breakdown else ""


def difference_words(row: Estimate | Change, *, is_share: bool) -> str:
    """ "5 points lower (3 to 7)": size first, then the range, never a sign."""
    if row.difference is None:
        return ""
    return size_words(row.difference, _ends(row), is_share=is_share)


def size_words(difference: float, ends: tuple[float | None, float | None], *, is_share: bool) -> str:
    """The same for a difference that is in no row."""
    low, high = sorted(abs(end or 0.0) for end in ends)
    way = "higher" if difference > 0 else "lower"
    if not is_share:
        return f"{abs(difference):.1f} {way} ({low:.1f} to {high:.1f})"
    points = round(abs(difference) * 100)
    return (
        f"{points} {'point' if points == 1 else 'points'} {way} ({round(low * 100)} to {round(high * 100)})"
    )


def _ends(row: Estimate | Change) -> tuple[float | None, float | None]:
    if isinstance(row, Estimate):
        return row.difference_lo, row.difference_hi
    return row.lo, row.hi
