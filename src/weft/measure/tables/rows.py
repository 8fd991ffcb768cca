"""Estimates as they may leave the analyst's room: protected Figures, and what may be said of differences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from weft.measure.tables.evidence import Evidence, Missing, Row
from weft.measure.tables.gaps import Gap
from weft.measure.tables.protect import SMALLEST_COUNT, Protected, Showing, protect_together
from weft.measure.tables.recipe import Recipe, RecipeError, SurveyFacts
from weft.registry.definitions import Indicator
from weft.registry.figure import Figure, Hidden, Interval, NoInterval, SampleType, Source
from weft.registry.load import Registry
from weft.registry.words import Verdict, lint, percent, whole_percent

NEEDED_FOR_A_FIGURE = {
    "name": "the name of the survey",
    "period": "when people answered, for example 2021-22",
    "area": "the place it is about",
    "population": "who could be asked, for example residents aged 16 and over",
    "sample": f"how people came to answer, one of: {', '.join(SampleType)}",
}
FREE_TEXT = ("name", "population", "response", "source", "limits")


@dataclass(frozen=True)
class TableRow:
    """One line of a published table. The Figure carries its own definition, base, period, area and source.

    breakdown, level: as in the recipe, "" for everyone. verdict and difference: against the rest, in words;
    "" where they were not compared.
    """

    figure: Figure
    breakdown: str = ""
    breakdown_label: str = ""
    level: str = ""
    level_label: str = "Everyone"
    verdict: str = ""
    difference: str = ""


@dataclass(frozen=True)
class MissingShare:
    """The share of everyone who is not in an indicator's base, for one reason; None when too few to show."""

    reason: str
    share: float | None

    @property
    def words(self) -> str:
        return percent(self.share) if self.share is not None else f"fewer than {SMALLEST_COUNT} people"


def refuse_unsaid(facts: SurveyFacts, needed: Mapping[str, str] = NEEDED_FOR_A_FIGURE) -> None:
    """Raise RecipeError for the first thing without which no figure may be made, or that claims too much."""
    for name, meaning in needed.items():
        if not getattr(facts, name).strip():
            raise RecipeError(
                f"survey, {name}", "is empty; no figure goes out without it.", f"Say {meaning}."
            )
    for name in FREE_TEXT:
        for finding in lint(getattr(facts, name)):
            found = f"“{finding.word}” claims more than a survey can show."
            raise RecipeError(f"survey, {name}", found, finding.remedy)


def source_of(recipe: Recipe) -> Source:
    """Where the figures come from. Raked figures are weighted."""
    facts = recipe.survey
    weighted = bool(recipe.design.weight or recipe.rake.margins)
    return Source(facts.name, SampleType(facts.sample), synthetic=facts.synthetic, weighted=weighted)


def table_rows(evidence: Evidence, recipe: Recipe, registry: Registry) -> dict[str, list[TableRow]]:
    """The protected rows of every indicator, by definition key."""
    source = source_of(recipe)
    found: dict[str, list[TableRow]] = {}
    protected = protect_together(evidence.raws)
    for row, shown in zip(evidence.rows, protected, strict=True):
        indicator = registry.indicator(row.indicator)
        label = evidence.labels.get(row.breakdown, row.breakdown)
        found.setdefault(row.indicator, []).append(_table_row(row, shown, indicator, label, recipe, source))
    return found


def _table_row(
    row: Row, shown: Protected, indicator: Indicator, label: str, recipe: Recipe, source: Source
) -> TableRow:
    figure = _figure(row, shown, indicator, label, recipe, source)
    verdict, words = "", ""
    if row.gap is not None and shown.showing is not Showing.HIDDEN and source.sample.speaks_for_everyone:
        verdict = str(row.gap.verdict)
        words = difference_words(row.gap, is_share=figure.is_share)
    return TableRow(figure, row.breakdown, label, row.level, row.level_label, verdict, words)


def _figure(
    row: Row, shown: Protected, indicator: Indicator, label: str, recipe: Recipe, source: Source
) -> Figure:
    is_wave = bool(row.breakdown) and row.breakdown == recipe.compare.column
    return Figure(
        definition=indicator,
        value=Hidden(shown.reason) if shown.est is None else shown.est,
        base=shown.base,
        period=row.level_label if is_wave else recipe.survey.period,
        area=row.level_label if row.breakdown == "area" else recipe.survey.area,
        source=source,
        interval=_interval(shown, source),
        group=f"{label}: {row.level_label}" if row.breakdown and row.breakdown != "area" else "",
    )


def _interval(shown: Protected, source: Source) -> Interval | NoInterval:
    if shown.lo is None or shown.hi is None:
        return NoInterval(shown.reason)
    if not source.sample.speaks_for_everyone:
        return NoInterval(f"{source.sample.label}, not a random sample")
    return Interval(shown.lo, shown.hi)


def difference_words(gap: Gap, *, is_share: bool) -> str:
    """ "5 points lower (3 to 7)" where it is clear; otherwise nothing: the verdict says all there is."""
    if not gap.verdict.is_clear:
        return ""
    way = "higher" if gap.verdict is Verdict.HIGHER else "lower"
    low, high = sorted((abs(gap.lo), abs(gap.hi)))
    if not is_share:
        return f"{abs(gap.est):.1f} {way} ({low:.1f} to {high:.1f})"
    points = whole_percent(abs(gap.est))
    unit = "point" if points == 1 else "points"
    return f"{points} {unit} {way} ({whole_percent(low)} to {whole_percent(high)})"


def missing_shares(missing: Missing, people: int) -> Iterator[MissingShare]:
    """Published shares of people outside an indicator's base, by reason; counts under 10 are not shown."""
    for reason, share in missing.shares.items():
        count = missing.counts[reason]
        may_show = min(count, people - count) >= SMALLEST_COUNT
        yield MissingShare(reason.replace("_", " "), share if may_show else None)
