"""Rows of the public tables with their drawings: Figures in, what a template loops over out."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from weft.measure.queries.figures import release_registry
from weft.measure.queries.indicator import IndicatorPage
from weft.measure.queries.picture import CityPicture, PictureRow, landing_figure
from weft.measure.queries.places import Tile
from weft.measure.queries.releases import current_digests, current_releases, releases_with
from weft.measure.queries.whole import NotWhole, refuse_altered
from weft.measure.recipes import shipped_registry
from weft.measure.views import frozen
from weft.measure.views.drawing import Beside, chart_of
from weft.registry.definitions import BenchmarkStatus, Theme
from weft.registry.figure import Figure
from weft.registry.words import Verdict
from weft.web import charts, words
from weft.web.figures import FigureCard

REACH = 0.2  # the difference scale runs from -20 to +20 points, wider only when a difference needs it


@dataclass(frozen=True)
class TableRow:
    """One row: the figure, its drawing, and what is said beside it."""

    label: str
    url: str
    figure: Figure
    chart: SafeString
    verdict: str
    words: str
    flag: str = ""
    benchmark: str = ""


@dataclass(frozen=True)
class Table:
    """Rows on one scale."""

    id: str
    label: str
    caption: str
    theme: Theme
    scale_max: float
    rows: tuple[TableRow, ...]


def indicator_url(indicator_id: str) -> str:
    return reverse("measure-indicator", args=[indicator_id])


def label_of(indicator_id: str) -> str:
    """The name of a published indicator, the shipped ones and a city's own."""
    if indicator_id in shipped_registry().indicators:
        return shipped_registry().indicator(indicator_id).label
    release = releases_with(indicator_id).first()
    return release_registry(release).indicator(indicator_id).label if release else indicator_id


def theme_tables(picture: CityPicture) -> list[Table]:
    """The tables of the city picture, all on a scale from 0 to 100 per cent."""
    return [
        Table(
            t.theme.value,
            gettext(t.label),
            gettext(t.question),
            t.theme,
            1.0,
            tuple(_picture_row(row) for row in t.rows),
        )
        for t in picture.themes
        if t.rows
    ]


def _picture_row(row: PictureRow) -> TableRow:
    verdict = row.verdict
    bench = row.benchmark if row.benchmark and row.figure.is_share else None
    return TableRow(
        label=row.indicator.label,
        url=indicator_url(row.indicator.id),
        figure=row.figure,
        chart=chart_of(
            row.figure,
            1.0,
            Beside(
                last=row.last,
                benchmark=bench.value if bench else None,
                joined=bool(verdict and verdict.is_clear),
                broken=verdict is Verdict.NOT_COMPARABLE,
            ),
        ),
        verdict=verdict_words(verdict, row.change.reason if row.change else ""),
        words=row.change_words if verdict and verdict.is_clear else _was(row),
        flag="" if row.is_latest_wave else row.period,
        benchmark=f"{bench.area} {bench.period}: {round(bench.value * 100)}%" if bench else "",
    )


def _was(row: PictureRow) -> str:
    if row.change is None:
        return gettext("Asked in %(period)s only") % {"period": row.period}
    return ""


def verdict_words(verdict: Verdict | None, reason: str = "") -> str:
    if verdict is None:
        return ""
    return f"{verdict.value}: {reason}" if verdict is Verdict.NOT_COMPARABLE else verdict.value


def change_verdict(page: IndicatorPage) -> SafeString:
    """The verdict on the change since the wave before; "" when there is none."""
    if page.change is None:
        return SafeString("")
    return words.verdict(verdict_words(Verdict(page.change.verdict), page.change.reason))


@dataclass(frozen=True)
class GapLine:
    """A group clearly different from the rest, drawn on the difference scale."""

    group: str
    indicator: str
    url: str
    theme: Theme
    figure: Figure
    chart: SafeString
    verdict: str
    words: str


def gap_rows(picture: CityPicture) -> dict[str, object]:
    """The gap lines and the reach of their scale."""
    widest = max((abs(end) for gap in picture.gaps for end in (gap.lo, gap.hi)), default=0.0)
    reach = REACH if widest <= REACH else (0.4 if widest <= 0.4 else 1.0)
    lines = [
        GapLine(
            g.group, g.indicator.label, indicator_url(g.indicator.id), g.indicator.theme, g.figure,
            charts.difference_chart(charts.DifferenceRow(g.difference, g.lo, g.hi, reach)), g.verdict.value, g.words,
        )
        for g in picture.gaps
    ]  # fmt: skip
    return {"lines": lines, "reach": reach}


def tiles(places: tuple[Tile, ...], url: str = "") -> list[charts.Tile]:
    """The tile map, each tile linking to its row of the table on the indicator's page."""
    return [
        charts.Tile(
            tile.area.short or tile.area.name[:3].upper(), tile.area.name, *tile.area.tile,
            charts.TileState(tile.state.replace("_", "-")), gettext(tile.words), f"{url}#{tile.area.code}",
        )
        for tile in places
        if tile.area.tile
    ]  # fmt: skip


def map_words(places: tuple[Tile, ...]) -> list[str]:
    """What the map shows, in words and by name: the same to somebody who cannot see it."""
    named = {
        state: [t.area.name for t in places if t.state == state] for state in ("higher", "lower", "hidden")
    }
    said = []
    if named["higher"]:
        said.append(
            gettext("Clearly higher than the rest: %(names)s.") % {"names": ", ".join(named["higher"])}
        )
    if named["lower"]:
        said.append(gettext("Clearly lower than the rest: %(names)s.") % {"names": ", ".join(named["lower"])})
    if not said:
        said.append(gettext("No place is clearly different from the rest."))
    if named["hidden"]:
        said.append(gettext("Hidden: %(names)s.") % {"names": ", ".join(named["hidden"])})
    return said


@dataclass(frozen=True)
class Card:
    """The figure card of an indicator page."""

    figure: Figure
    chart: SafeString
    scale_max: float
    benchmark: str


def card(page: IndicatorPage) -> Card:
    bench = page.benchmark if page.benchmark and page.figure.is_share else None
    scale = max(page.scale_max, 0.2)
    if bench:
        scale = max(scale, charts.scale_for([bench.value]))
    said = f"{bench.area} {bench.period}: {round(bench.value * 100)}%" if bench else ""
    return Card(
        page.figure,
        chart_of(page.figure, scale, Beside(benchmark=bench.value if bench else None)),
        scale,
        said,
    )


_STATUS = {
    BenchmarkStatus.EXACT: gettext_noop("same question"),
    BenchmarkStatus.NEAR: gettext_noop("similar wording: not compared"),
    BenchmarkStatus.UNVERIFIED: gettext_noop("definition not seen: not compared"),
}


def benchmark_lines(page: IndicatorPage) -> list[str]:
    """Published values in words, each with how far it may be compared."""
    return [
        f"{bench.area}, {bench.period}: {round(bench.value * 100)}% ({bench.source}; {gettext(_STATUS[bench.status])})"
        for bench in page.indicator.benchmarks
    ]


def landing_card() -> FigureCard | None:
    """The live figure of the landing page; None before anything is published, and while a release is altered."""
    try:
        return frozen.once(("landing", *current_digests()), _landing_card)
    except NotWhole:
        return None


def _landing_card() -> FigureCard | None:
    refuse_altered(current_releases())
    figure = landing_figure()
    if figure is None or figure.is_hidden or not figure.is_share:
        return None
    return FigureCard(
        figure=figure,
        url=indicator_url(figure.definition.id),
        url_text=gettext("By age, income, tenure and borough"),
    )
