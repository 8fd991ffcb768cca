"""One indicator: the answer, the sentence to copy, the definition, groups and places, versions, downloads."""

from dataclasses import dataclass
from itertools import groupby

from weft.measure.models import Change, Estimate, Release
from weft.measure.queries.definitions import Asked, asked
from weft.measure.queries.figures import difference_words, figure_of, release_registry, source_of
from weft.measure.queries.picture import benchmark_of
from weft.measure.queries.places import AREA, Tile, tiles_of
from weft.measure.queries.releases import is_version_of, releases_with
from weft.registry.definitions import Benchmark, Indicator, MissingReason
from weft.registry.figure import Figure
from weft.registry.words import Verdict, sentence

WHY_MISSING = {
    MissingReason.NOT_ANSWERED: "left it blank",
    MissingReason.DONT_KNOW: "said they did not know",
    MissingReason.REFUSED: "preferred not to say",
    MissingReason.NOT_ASKED: "were not asked",
}


@dataclass(frozen=True)
class GroupRow:
    """One group or place: its figure, and its verdict against the rest."""

    code: str
    label: str
    figure: Figure
    verdict: Verdict | None
    words: str


@dataclass(frozen=True)
class GroupSection:
    """The rows of one breakdown, in the order of its levels."""

    breakdown: str
    label: str
    rows: tuple[GroupRow, ...]


@dataclass(frozen=True)
class IndicatorPage:
    """Everything the page of one indicator in one wave shows."""

    indicator: Indicator
    release: Release
    waves: tuple[Release, ...]
    figure: Figure
    sentence: str
    questions: tuple[Asked, ...]
    missing: tuple[tuple[str, float | None], ...]
    sections: tuple[GroupSection, ...]
    tiles: tuple[Tile, ...]
    change: Change | None
    change_words: str
    benchmark: Benchmark | None
    scale_max: float

    @property
    def groups(self) -> tuple[GroupSection, ...]:
        return tuple(section for section in self.sections if section.breakdown != AREA)

    @property
    def areas(self) -> GroupSection | None:
        return next((section for section in self.sections if section.breakdown == AREA), None)


def indicator_page(indicator_id: str, period: str = "") -> IndicatorPage | None:
    """The page of an indicator in a wave (the latest by default); None when nothing is published."""
    waves = tuple(releases_with(indicator_id).defer("unrounded", "design"))
    release = next((wave for wave in waves if not period or wave.period == period), None)
    if release is None:
        return None
    key = release.estimates.get(is_version_of(indicator_id), breakdown="").indicator
    estimates = list(release.estimates.filter(indicator=key))
    registry = release_registry(release)
    indicator = registry.indicator(key)
    everyone = figure_of(next(e for e in estimates if not e.breakdown), release, indicator)
    change = release.changes.filter(indicator=indicator.key).select_related("earlier").first()
    return IndicatorPage(
        indicator=indicator,
        release=release,
        waves=waves,
        figure=everyone,
        sentence=sentence(everyone),
        questions=tuple(asked(registry.question(name)) for name in indicator.questions),
        missing=tuple((_why(name), share) for name, share in release.missing.get(indicator.key, {}).items()),
        sections=tuple(_sections(estimates, release, indicator)),
        tiles=tiles_of(estimates, registry),
        change=change,
        change_words=difference_words(change, is_share=everyone.is_share) if change else "",
        benchmark=benchmark_of(indicator, release),
        scale_max=_scale(estimates),
    )


def _why(name: str) -> str:
    return WHY_MISSING[MissingReason(name)] if name in list(MissingReason) else f"are {name}"


def _sections(estimates: list[Estimate], release: Release, indicator: Indicator) -> list[GroupSection]:
    source = source_of(release)
    found = []
    for breakdown, cells in groupby((e for e in estimates if e.breakdown), key=lambda e: e.breakdown):
        of_one = list(cells)
        rows = tuple(
            GroupRow(
                e.level,
                e.level_label,
                f := figure_of(e, release, indicator, source),
                Verdict(e.verdict) if e.verdict else None,
                difference_words(e, is_share=f.is_share) or e.reason,
            )
            for e in of_one
        )
        found.append(GroupSection(breakdown, of_one[0].breakdown_label, rows))
    return found


def _scale(estimates: list[Estimate]) -> float:
    """One scale for the table, in quarters: the next of 20, 40, 60, 80, 100 per cent (or the largest mean)."""
    highest = max((e.hi if e.hi is not None else e.est or 0.0 for e in estimates), default=1.0)
    if highest > 1:
        return float(int(highest) + 1)
    return next(step for step in (0.2, 0.4, 0.6, 0.8, 1.0) if highest <= step)
