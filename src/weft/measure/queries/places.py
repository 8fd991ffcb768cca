"""Places on the tile map: where each sits and its state in words. Never a rank, never a colour by value."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext_noop as _

from weft.measure.models import Estimate
from weft.measure.tables.protect import GIVES_AWAY, Showing
from weft.registry.definitions import Area
from weft.registry.load import Registry
from weft.registry.words import Verdict

HIDDEN_WORDS = _("hidden: too few people answered")
WIDE, HIGH = 8, 12  # squares of the tile map
AREA = "area"  # the breakdown whose levels are places


@dataclass(frozen=True)
class Tile:
    """One area on the tile map: where it sits, and its state in words."""

    area: Area
    state: str  # higher, lower, same, low_base, hidden
    words: str


def tiles_of(cells: Iterable[Estimate], registry: Registry) -> tuple[Tile, ...]:
    """The places among some estimates, by name."""
    found = [
        Tile(registry.area(cell.level), *tile_state(cell))
        for cell in cells
        if cell.breakdown == AREA and cell.level in registry.areas
    ]
    return tuple(sorted(found, key=lambda tile: tile.area.name))


def in_order(tiles: tuple[Tile, ...]) -> tuple[tuple[Tile, ...], bool]:
    """The tiles, and whether they stand about where the places are; in rows by name where no list of areas says so."""
    if any(tile.area.tile for tile in tiles):
        return tiles, True
    spots = [(i % WIDE + 1, i // WIDE + 1) for i in range(len(tiles))]
    if len(tiles) > WIDE * HIGH:
        return (), False
    return tuple(
        replace(tile, area=replace(tile.area, tile=spot)) for tile, spot in zip(tiles, spots, strict=True)
    ), False


def tile_state(estimate: Estimate) -> tuple[str, str]:
    """The state of a tile, and the same in words."""
    if estimate.showing == Showing.HIDDEN:
        gives_away = estimate.reason in GIVES_AWAY
        return "hidden", _("hidden: it would give another figure away") if gives_away else HIDDEN_WORDS
    if estimate.verdict == Verdict.HIGHER:
        return "higher", _("clearly higher than the rest")
    if estimate.verdict == Verdict.LOWER:
        return "lower", _("clearly lower than the rest")
    if estimate.showing == Showing.LOW_BASE:
        return "low_base", _("low base, no clear difference from the rest")
    return "same", _("no clear difference from the rest")
