"""The city picture: every indicator for everyone, what clearly changed, who is furthest from the rest, where."""

from dataclasses import dataclass, field

from weft.measure.models import Change, Estimate, Release
from weft.measure.queries.figures import difference_words, figure_of, release_registry
from weft.measure.queries.places import AREA, Tile, tiles_of
from weft.measure.queries.releases import current_releases
from weft.measure.recipes import shipped_registry
from weft.measure.tables.protect import Showing
from weft.registry.definitions import Benchmark, BenchmarkStatus, Indicator, Theme
from weft.registry.figure import Figure, SampleType
from weft.registry.words import Verdict

MAP_INDICATOR = "O2"  # belongs to the local area: the outcome asked of everyone everywhere
LANDING_INDICATOR = "R1"
THEME_QUESTIONS = {
    Theme.RELATIONSHIPS: ("Relationships", "Do people mix, trust and look out for each other?"),
    Theme.PARTICIPATION: ("Participation", "Do people take part and have a say?"),
    Theme.EQUALITY: ("Equality", "What stands in the way?"),
    Theme.OUTCOMES: ("Outcomes", "Do people feel they belong?"),
}


@dataclass(frozen=True)
class PictureRow:
    """One indicator for everyone, in its latest wave, with the wave before and a benchmark where there are."""

    indicator: Indicator
    figure: Figure
    period: str
    is_latest_wave: bool
    last: Figure | None = None
    change: Change | None = None
    benchmark: Benchmark | None = None

    @property
    def verdict(self) -> Verdict | None:
        return Verdict(self.change.verdict) if self.change else None

    @property
    def change_words(self) -> str:
        return difference_words(self.change, is_share=self.figure.is_share) if self.change else ""


@dataclass(frozen=True)
class ThemeRows:
    theme: Theme
    label: str
    question: str
    rows: tuple[PictureRow, ...]


@dataclass(frozen=True)
class GapRow:
    """A group clearly different from the rest. Association, never cause."""

    indicator: Indicator
    figure: Figure
    group: str
    verdict: Verdict
    words: str
    difference: float
    lo: float
    hi: float


@dataclass(frozen=True)
class CityPicture:
    """Everything the page shows. Order is fixed by the registry, never by value."""

    release: Release
    themes: tuple[ThemeRows, ...]
    changed: tuple[PictureRow, ...]
    unchanged: int
    not_comparable: int
    one_wave_only: int
    gaps: tuple[GapRow, ...]
    map_indicator: Indicator | None = None
    tiles: tuple[Tile, ...] = field(default_factory=tuple)
    earlier_period: str = ""  # "" where the rows are compared with different waves
    has_comparisons: bool = False

    @property
    def is_random(self) -> bool:
        """Only then may the page speak of a survey of residents (honesty rule 1)."""
        return SampleType(self.release.sample).speaks_for_everyone


def city_picture(*, every_indicator: bool = False) -> CityPicture | None:
    """The picture from all current releases; None before the first.

    Only the declared (headline) indicators and a city's own, unless every_indicator is asked for.
    """
    releases = list(current_releases().defer("unrounded", "design", "missing"))
    if not releases:
        return None
    rows = [
        row for row in _rows(releases) if every_indicator or row.indicator.headline or "/" in row.indicator.id
    ]
    rows = rows or _rows(releases)
    latest = _main_release(releases)
    tested = [row for row in rows if row.change]
    map_indicator, tiles = _tiles(releases)
    return CityPicture(
        release=latest,
        themes=_themes(rows),
        changed=tuple(
            row for row in tested if row.verdict and row.verdict.is_clear and row.indicator.headline
        ),
        unchanged=sum(row.verdict is Verdict.NO_DIFFERENCE for row in tested),
        not_comparable=sum(row.verdict is Verdict.NOT_COMPARABLE for row in tested),
        one_wave_only=sum(row.change is None for row in rows),
        gaps=_gaps(releases),
        map_indicator=map_indicator,
        tiles=tiles,
        earlier_period=_earlier_period(rows),
        has_comparisons=bool(tested),
    )


def _themes(rows: list[PictureRow]) -> tuple[ThemeRows, ...]:
    return tuple(
        ThemeRows(theme, *words, tuple(row for row in rows if row.indicator.theme is theme))
        for theme, words in THEME_QUESTIONS.items()
    )


def _earlier_period(rows: list[PictureRow]) -> str:
    """The one earlier wave all rows are compared with; "" where they differ."""
    found = {row.last.period for row in rows if row.last}
    return found.pop() if len(found) == 1 else ""


def landing_figure() -> Figure | None:
    """The live figure on the landing page: the landing indicator where published, else the first there is."""
    rows = _rows(list(current_releases().defer("unrounded", "design", "missing")))
    return next(
        (r.figure for r in rows if r.indicator.id == LANDING_INDICATOR), rows[0].figure if rows else None
    )


def _main_release(releases: list[Release]) -> Release:
    """The latest wave of the survey that says most."""
    latest = max(release.period for release in releases)
    return max((r for r in releases if r.period == latest), key=lambda r: len(r.recipe))


def _rows(releases: list[Release]) -> list[PictureRow]:
    """One row an indicator id, from the latest release that has it, in the order of the registry."""
    by_pk = {release.pk: release for release in releases}
    everyone = Estimate.objects.filter(release__in=releases, breakdown="")
    by_id: dict[str, list[Estimate]] = {}
    for estimate in everyone:
        by_id.setdefault(estimate.indicator.split("@")[0], []).append(estimate)
    changes = {(c.release_id, c.indicator): c for c in Change.objects.filter(release__in=releases)}
    rows = [_row(found, by_pk, changes) for found in by_id.values()]
    order = {name: i for i, name in enumerate(shipped_registry().indicators)}
    return sorted(rows, key=lambda row: (order.get(row.indicator.id, len(order)), row.indicator.id))


def _row(
    found: list[Estimate], by_pk: dict[int, Release], changes: dict[tuple[int, str], Change]
) -> PictureRow:
    newest = sorted(found, key=lambda e: by_pk[e.release_id].period, reverse=True)
    now, release = newest[0], by_pk[newest[0].release_id]
    indicator = release_registry(release).indicator(now.indicator)
    change = changes.get((release.pk, now.indicator))
    last = next((e for e in newest[1:] if change and e.release_id == change.earlier_id), None)
    return PictureRow(
        indicator=indicator,
        figure=figure_of(now, release, indicator),
        period=release.period,
        is_latest_wave=release.period == max(r.period for r in by_pk.values()),
        last=figure_of(last, by_pk[last.release_id], _defined(last, by_pk)) if last else None,
        change=change,
        benchmark=benchmark_of(indicator, release),
    )


def _defined(estimate: Estimate, by_pk: dict[int, Release]) -> Indicator:
    return release_registry(by_pk[estimate.release_id]).indicator(estimate.indicator)


def benchmark_of(indicator: Indicator, release: Release) -> Benchmark | None:
    """The one benchmark drawn beside the estimate: same question, another place, the nearest year."""
    fit = [b for b in indicator.benchmarks if b.status is BenchmarkStatus.EXACT and b.area != release.area]
    return min(fit, key=lambda b: abs(_year(b.period) - _year(release.period)), default=None)


def _year(period: str) -> int:
    return int(period[:4]) if period[:4].isdigit() else 0


def _gaps(releases: list[Release]) -> tuple[GapRow, ...]:
    """For each theme, the group clearly furthest from the rest, in the latest release that tested it."""
    by_pk = {release.pk: release for release in releases}
    clear = Estimate.objects.filter(
        release__in=releases,
        indicator__in=_declared(releases),
        verdict__in=[Verdict.HIGHER, Verdict.LOWER],
        showing=Showing.SHOWN,
    ).exclude(breakdown__in=["", AREA]).values_list("pk", "release_id", "indicator", "difference")  # fmt: skip
    best: dict[Theme, tuple[float, int]] = {}
    for pk, release_id, key, difference in clear:
        indicator = release_registry(by_pk[release_id]).indicator(key)
        size = abs(difference or 0.0)
        if size > best.get(indicator.theme, (0.0,))[0]:
            best[indicator.theme] = (size, pk)
    furthest = Estimate.objects.in_bulk([pk for _, pk in best.values()])
    return tuple(_gap_row(furthest[best[theme][1]], by_pk) for theme in THEME_QUESTIONS if theme in best)


def _declared(releases: list[Release]) -> set[str]:
    registries = [release_registry(release) for release in releases]
    return {i.key for registry in registries for i in registry.indicators.values() if i.headline}


def _gap_row(estimate: Estimate, by_pk: dict[int, Release]) -> GapRow:
    release = by_pk[estimate.release_id]
    indicator = release_registry(release).indicator(estimate.indicator)
    figure = figure_of(estimate, release, indicator)
    return GapRow(
        indicator, figure, f"{estimate.breakdown_label}: {estimate.level_label}", Verdict(estimate.verdict),
        difference_words(estimate, is_share=figure.is_share),
        estimate.difference or 0.0, estimate.difference_lo or 0.0, estimate.difference_hi or 0.0,
    )  # fmt: skip


def _tiles(releases: list[Release]) -> tuple[Indicator | None, tuple[Tile, ...]]:
    """The map: the first indicator of the fixed list that was asked by place. Never chosen by its values."""
    for name in _map_indicators():
        for release in releases:
            cells = list(release.estimates.filter(breakdown=AREA, indicator__startswith=f"{name}@"))
            if cells:
                registry = release_registry(release)
                return registry.indicator(cells[0].indicator), tiles_of(cells, registry)
    return None, ()


def _map_indicators() -> tuple[str, ...]:
    declared = [i for i in shipped_registry().indicators.values() if i.headline]
    outcomes = [i.id for i in declared if i.theme is Theme.OUTCOMES]
    return tuple(dict.fromkeys([MAP_INDICATOR, *outcomes, *(i.id for i in declared)]))
