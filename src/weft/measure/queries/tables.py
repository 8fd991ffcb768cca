"""A published indicator as a table to take away: the same Figures as on its page, with notes."""

from collections.abc import Sequence
from dataclasses import dataclass

from weft.measure.models import Estimate, Release
from weft.measure.queries.figures import difference_words, figure_of, release_registry, source_of
from weft.measure.queries.releases import is_version_of, releases_with
from weft.measure.tables.export import Notes, TableRow
from weft.measure.tables.recipe import SurveyFacts
from weft.measure.tables.rows import MissingShare
from weft.registry.words import Verdict


@dataclass(frozen=True)
class PublishedTable:
    """The rows of one indicator in one wave."""

    key: str
    period: str
    rows: tuple[TableRow, ...]
    notes: Notes


def published_table(indicator_id: str, period: str = "") -> PublishedTable | None:
    """The table of an indicator in a wave (the latest by default); None when nothing is published."""
    waves = list(releases_with(indicator_id))
    release = next((wave for wave in waves if not period or wave.period == period), None)
    if release is None:
        return None
    estimates = list(release.estimates.filter(is_version_of(indicator_id)).order_by("position"))
    key = estimates[0].indicator
    return PublishedTable(
        key=key,
        period=release.period,
        rows=tuple(table_rows([e for e in estimates if e.indicator == key], release)),
        notes=notes_of(release, key),
    )


def notes_of(release: Release, key: str) -> Notes:
    """What is known about the survey, and who has no answer to an indicator."""
    return Notes(_facts(release), {key: _missing(release, key)})


def table_rows(estimates: Sequence[Estimate], release: Release) -> list[TableRow]:
    """Cells of one indicator as lines of a table to take away."""
    indicator, source = release_registry(release).indicator(estimates[0].indicator), source_of(release)
    return [
        TableRow(
            figure := figure_of(estimate, release, indicator, source),
            estimate.breakdown,
            estimate.breakdown_label,
            estimate.level,
            estimate.level_label,
            estimate.verdict,
            _difference(estimate, is_share=figure.is_share),
        )
        for estimate in estimates
    ]


def _difference(estimate: Estimate, *, is_share: bool) -> str:
    """Words for a clear difference only: otherwise the verdict says all there is."""
    clear = bool(estimate.verdict) and Verdict(estimate.verdict).is_clear
    return difference_words(estimate, is_share=is_share) if clear else ""


def _missing(release: Release, key: str) -> list[MissingShare]:
    return [
        MissingShare(name.replace("_", " "), share) for name, share in release.missing.get(key, {}).items()
    ]


def _facts(release: Release) -> SurveyFacts:
    return SurveyFacts(
        name=release.name,
        period=release.period,
        area=release.area,
        area_code=release.area_code,
        population=release.population,
        sample=release.sample,
        mode=release.mode,
        response=release.response,
        source=release.source,
        limits=release.limits,
        synthetic=release.synthetic,
    )
