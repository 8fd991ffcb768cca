"""The long tables of an indicator page, as strings: 150 rows, where a template would take most of the time.

Every number still goes through a Figure (weft.web.showing), and every word from a file is escaped.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from weft.measure.queries.indicator import GroupRow, GroupSection, IndicatorPage
from weft.measure.views.drawing import Beside, chart_of
from weft.registry.figure import Figure, Hidden
from weft.registry.words import Verdict
from weft.web import showing, words


@dataclass(frozen=True)
class Groups:
    """The rows of one breakdown, ready for the page."""

    id: str
    label: str
    rows: SafeString


@dataclass(frozen=True)
class ClearGroup:
    """A group clearly different from the rest, and the row that says by how much."""

    label: str
    anchor: str


@dataclass(frozen=True)
class Linked:
    """A row as a page shows it: its anchor, where its name leads, and what is drawn beside the estimate."""

    row: GroupRow
    anchor: str
    url: str = ""
    beside: Beside | None = None


def groups(page: IndicatorPage) -> list[Groups]:
    """Every breakdown but places, in the order of the registry."""
    said = _Said()
    return [_groups(section, page.scale_max, said) for section in page.groups]


def places(page: IndicatorPage) -> Groups | None:
    """The places, by name whatever their values."""
    if page.areas is None:
        return None
    by_name = tuple(sorted(page.areas.rows, key=lambda row: row.label))
    return _groups(replace(page.areas, rows=by_name), page.scale_max, _Said())


def clear_groups(page: IndicatorPage, verdict: Verdict) -> list[ClearGroup]:
    """The groups with a verdict, in the order of the table."""
    return [
        ClearGroup(f"{section.label}: {row.label}", row_id(section.breakdown, row.code))
        for section in page.groups
        for row in section.rows
        if row.verdict is verdict
    ]


def row_id(breakdown: str, code: str) -> str:
    """A place is known by its code; a level only within its breakdown."""
    return code if breakdown == "area" else f"{breakdown}-{code}".replace(" ", "_")


def _groups(section: GroupSection, scale_max: float, said: "_Said") -> Groups:
    rows = (_row(Linked(row, row_id(section.breakdown, row.code)), scale_max, said) for row in section.rows)
    return Groups(section.breakdown, section.label, _joined(rows))


def joined_rows(rows: Iterable[Linked], scale_max: float) -> SafeString:
    """The rows of any table of groups, ready for the page."""
    said = _Said()
    return _joined(_row(row, scale_max, said) for row in rows)


def _joined(parts: Iterable[str]) -> SafeString:
    return mark_safe("\n".join(parts))  # noqa: S308 (every part below is escaped)


class _Said:
    """The words that rows repeat, looked up once a page: verdicts, and values said more than once."""

    def __init__(self) -> None:
        self.base = conditional_escape(gettext("Base"))
        self.verdicts = {
            verdict: words.verdict(verdict.value)
            for verdict in Verdict
            if verdict is not Verdict.NOT_COMPARABLE
        }
        self.low_base = format_html(' <span class="flag">{}</span>', gettext("low base"))
        self._values: dict[tuple[float | Hidden, bool], SafeString] = {}

    def value(self, figure: Figure) -> SafeString:
        """What weft.web.showing says of a figure, asked once for each value."""
        key = (figure.value, figure.has_low_base)
        if key not in self._values:
            self._values[key] = showing.value(figure)
        return self._values[key]


def _row(linked: Linked, scale_max: float, said: _Said) -> str:
    row, figure = linked.row, linked.row.figure
    flag = said.low_base if figure.has_low_base else ""
    name: str = conditional_escape(row.label)
    if linked.url:
        name = f'<a href="{conditional_escape(linked.url)}">{name}</a>'
    return (
        f'<tr role="row" id="{conditional_escape(linked.anchor)}">'
        f'<th scope="row" role="rowheader">{name}{flag}</th>'
        f'<td role="cell" class="est">{said.value(figure)} '
        f'<span class="interval">{showing.interval(figure)}</span></td>'
        f'{_drawn(linked, scale_max)}<td role="cell" class="verdict">{_verdict(row, said)}</td>'
        f'<td role="cell" class="base" data-label="{said.base}">{showing.base(figure)}</td></tr>'
    )


def _drawn(linked: Linked, scale_max: float) -> str:
    """The drawing, or in its place the reason there is none."""
    figure = linked.row.figure
    if figure.is_hidden:
        return f'<td role="cell" class="reason">{showing.reason(figure)}</td>'
    return f'<td role="cell" class="drawn">{chart_of(figure, scale_max, linked.beside)}</td>'


def _verdict(row: GroupRow, said: _Said) -> str:
    if row.verdict is None:
        return ""
    if row.verdict is Verdict.NOT_COMPARABLE:
        return words.verdict(f"{words.NOT_COMPARABLE}{row.words or gettext('too few people in the rest')}")
    if row.verdict.is_clear:
        return f'{said.verdicts[row.verdict]} <span class="soft" dir="auto">{conditional_escape(row.words)}</span>'
    return said.verdicts[row.verdict]
