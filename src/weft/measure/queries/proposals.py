"""What a release on its way out would show, read from what will be frozen."""

from dataclasses import dataclass

from weft.measure.cube.seal import FIGURES
from weft.measure.models import Estimate, Proposal, Release
from weft.measure.queries.figures import figure_of, release_registry, source_of
from weft.registry.figure import Figure


@dataclass(frozen=True)
class ProposedRow:
    """One figure as it will be public: of which group, and the figure."""

    breakdown: str
    level: str
    figure: Figure


def indicators_in(proposal: Proposal) -> list[tuple[str, str, int]]:
    """Each indicator of a release: its key, its label, and how many figures of it are hidden."""
    if not proposal.content:
        return []
    registry = release_registry(_release(proposal))
    at, showing = FIGURES.index("indicator"), FIGURES.index("showing")
    hidden: dict[str, int] = {}
    for row in proposal.content["figures"]:
        hidden[row[at]] = hidden.get(row[at], 0) + (row[showing] == "hidden")
    return [(key, registry.indicator(key).label, n) for key, n in hidden.items()]


def figures_of(proposal: Proposal, key: str) -> tuple[list[ProposedRow], str]:
    """The figures of one indicator and its label; no rows where it has none."""
    kept = proposal.content.get("figures", [])
    found = [dict(zip(FIGURES, row, strict=True)) for row in kept if row[0] == key]
    if not found:
        return [], ""
    release = _release(proposal)
    indicator, source = release_registry(release).indicator(key), source_of(release)
    estimates = [Estimate(release=release, **row) for row in found]
    rows = [
        ProposedRow(e.breakdown_label, e.level_label, figure_of(e, release, indicator, source))
        for e in estimates
    ]
    return rows, indicator.label


def _release(proposal: Proposal) -> Release:
    """The release it would be; not kept."""
    return Release(**proposal.content["facts"])
