"""Drawings for table rows: SVG without text, written as strings because a table may hold 130 of them.

Only numbers that passed through `float` reach the markup, so nothing here needs escaping except the
words of the tile map, which go through `conditional_escape`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

LEFT, WIDTH = 6.0, 308.0
QUARTERS = tuple(LEFT + WIDTH * part / 4 for part in range(5))
SCALES = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
SLACK = 1e-9
NOTHING = SafeString("")


class OffTheScale(ValueError):
    """A drawing would be cut off; the message says which value and what to choose instead."""


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One estimate on a scale from 0 to `scale_max`. All values are shares (0-1); `est` is None when hidden.

    lo, hi: the interval; None where a published figure came without one.
    last: the same figure in the last wave (hollow ring). joined: a line to it, only for a "clearly" verdict.
    benchmark: a published figure beside ours (ink tick). broken: the series cannot be joined (zigzag).
    """

    est: float | None
    lo: float | None
    hi: float | None
    scale_max: float
    last: float | None = None
    benchmark: float | None = None
    joined: bool = False
    broken: bool = False

    def __post_init__(self) -> None:
        if self.scale_max <= 0:
            raise OffTheScale(f"The scale ends at {self.scale_max}. Give a share above 0, for example 0.4.")
        for value in (self.est, self.lo, self.hi, self.last, self.benchmark):
            if value is not None and not -SLACK <= value <= self.scale_max + SLACK:
                raise OffTheScale(
                    f"A value of {value} does not fit a scale from 0 to {self.scale_max}. "
                    "Choose the scale with scale_for(every value in the table)."
                )


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A group less the rest, as shares (0.13 = 13 points), on a scale from -reach to +reach."""

    est: float | None
    lo: float | None
    hi: float | None
    reach: float = 0.2

    def __post_init__(self) -> None:
        for value in (self.est, self.lo, self.hi):
            if value is not None and not -self.reach - SLACK <= value <= self.reach + SLACK:
                raise OffTheScale(f"A difference of {value} does not fit ±{self.reach}. Use a wider reach.")


class TileState(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    SAME = "same"
    LOW_BASE = "low-base"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Tile:
    """One area on the tile map. `verdict` says what the square shows; column and row count from 1."""

    code: str
    name: str
    column: int
    row: int
    state: TileState
    verdict: str
    url: str = ""

    def __post_init__(self) -> None:
        if not (1 <= self.column <= 12 and 1 <= self.row <= 12):
            raise OffTheScale(
                f"{self.name} is at column {self.column}, row {self.row}: the map has 12 of each."
            )


def scale_for(values: Iterable[float | None]) -> float:
    """The shortest scale (0.1, 0.2, 0.4 … 1) that holds every value of a table: one for all its rows."""
    highest = max((value for value in values if value is not None), default=0.0)
    return next((end for end in SCALES if highest <= end + SLACK), 1.0)


def interval_chart(row: ChartRow) -> SafeString:
    """An estimate with its interval, and where asked the last wave, a benchmark and a series break."""
    if row.est is None:
        return NOTHING
    tall = row.last is not None or row.broken
    height, middle = (34, 11.0) if tall else (26, 13.0)
    end = row.scale_max
    dot = _at(row.est, end)
    parts = [_frame(height, middle)]
    if row.benchmark is not None:
        parts.append(f'<path class="bench" d="M{_at(row.benchmark, end):.1f} {middle - 10:g}v20"/>')
    if row.last is not None:
        ring = _at(row.last, end)
        if row.joined:
            parts.append(f'<path class="join" d="M{ring:.1f} 27L{dot:.1f} {middle:g}"/>')
        parts.append(f'<circle class="last" cx="{ring:.1f}" cy="27" r="4.5"/>')
    parts.append(_estimate(dot, _ends(row.lo, row.hi, 0.0, end), middle))
    if row.broken:
        at = min(max(dot, _at(row.hi or 0.0, end)) + 26, 308)
        parts.append(f'<path class="break" d="M{at:.1f} 3l-5 7 5 6-5 7m10-20l-5 7 5 6-5 7"/>')
    parts.append("</svg>")
    return mark_safe("".join(parts))  # noqa: S308 (numbers only)


def difference_chart(row: DifferenceRow) -> SafeString:
    """A difference with its interval against an ink line at no difference."""
    if row.est is None:
        return NOTHING
    reach = row.reach
    dot = _at(row.est + reach, 2 * reach)
    estimate = _estimate(dot, _ends(row.lo, row.hi, -reach, reach), 13.0)
    zero = '<path class="zero" d="M160 0v26"/>'
    return mark_safe(f"{_frame(26, 13.0)}{zero}{estimate}</svg>")  # noqa: S308 (numbers only)


def tile_map(tiles: Iterable[Tile], label: str) -> SafeString:
    """A list of areas laid out as squares: in the markup by name, on the screen about where they are."""
    items = "".join(_tile(tile) for tile in sorted(tiles, key=lambda tile: tile.name))
    named = conditional_escape(label)
    listed = f'<div class="tiles-room"><ul class="tiles" aria-label="{named}">{items}</ul></div>'
    return mark_safe(listed)  # noqa: S308 (every word above is escaped)


def _tile(tile: Tile) -> str:
    words = (
        f'<span>{conditional_escape(tile.code)}</span><span class="hidden-words">, '
        f"{conditional_escape(tile.name)}: {conditional_escape(tile.verdict)}</span>"
    )
    held = f'<span class="tile">{words}</span>'
    if tile.url:
        held = f'<a href="{conditional_escape(tile.url)}">{words}</a>'
    return f'<li class="x{int(tile.column)} y{int(tile.row)} {TileState(tile.state).value}">{held}</li>'


def _at(value: float, end: float) -> float:
    return LEFT + WIDTH * min(max(float(value) / end, 0.0), 1.0)


def _ends(lo: float | None, hi: float | None, start: float, end: float) -> tuple[float, float] | None:
    if lo is None or hi is None:
        return None
    return _at(lo - start, end - start), _at(hi - start, end - start)


def _frame(height: int, middle: float) -> str:
    grid = "".join(f"M{x:g} 0v{height}" for x in QUARTERS)
    return (
        f'<svg class="chart" viewBox="0 0 320 {height}" aria-hidden="true" focusable="false">'
        f'<path class="grid" d="{grid}M6 {middle:g}h308"/>'
    )


def _estimate(dot: float, ends: tuple[float, float] | None, middle: float) -> str:
    circle = f'<circle class="dot" cx="{dot:.1f}" cy="{middle:g}" r="4.5"/>'
    if ends is None:
        return circle
    low, high = ends
    wide = max(high - low, 1)
    return (
        f'<rect class="ci" x="{low:.1f}" y="{middle - 8:g}" width="{wide:.1f}" height="16" rx="3"/>{circle}'
    )
