"""What the pages show of areas and venues."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from weft.places.access import CRECHE, Chip, chips, features, groups
from weft.places.models import Area, Venue
from weft.places.near import Found
from weft.places.packs.pack import Pack
from weft.web.charts import Tile, TileState

Crumb = tuple[str, str]
NEARER_THAN = 0.5  # kilometres; below it a spot of that size says no more


@dataclass(frozen=True)
class Hit:
    """One venue of a list, as it is shown."""

    number: int
    venue: Venue
    where: str
    how_far: str
    chips: list[Chip]


def hits(found: Sequence[Found], pack: Pack, asked: Sequence[str]) -> list[Hit]:
    return [
        Hit(number, one.venue, where_of(one.venue, pack), how_far(one.km), chips_of(one.venue, asked))
        for number, one in enumerate(found, 1)
    ]


def where_of(venue: Venue, pack: Pack) -> str:
    """Street and postcode on one line."""
    return ", ".join(part for part in (venue.address, pack.pattern.written(venue.postcode)) if part)


def how_far(km: float) -> str:
    if km < NEARER_THAN:
        return _("less than half a kilometre away")
    return _("about %(km)s km away") % {"km": f"{km:.1f}"}


def creche_ages(venue: Venue) -> str:
    youngest, oldest = venue.creche_from, venue.creche_to
    if youngest is not None and oldest is not None:
        return _("ages %(youngest)s to %(oldest)s") % {"youngest": youngest, "oldest": oldest}
    if youngest is not None:
        return _("from age %(youngest)s") % {"youngest": youngest}
    return _("up to age %(oldest)s") % {"oldest": oldest} if oldest is not None else ""


def chips_of(venue: Venue, asked: Sequence[str] = ()) -> list[Chip]:
    return chips(venue.access, asked=asked, creche_ages=creche_ages(venue))


@dataclass(frozen=True)
class AccessGroup:
    label: str
    items: list[str]


def access_groups(venue: Venue) -> list[AccessGroup]:
    """What there is, under the headings of access.yaml; a heading without anything is left out."""
    found = []
    for key, name in groups().items():
        items = [
            _item(f.key, f.label, venue)
            for f in features().values()
            if f.group == key and f.key in venue.access
        ]
        if items:
            found.append(AccessGroup(_(name), items))
    return found


def _item(key: str, label: str, venue: Venue) -> str:
    ages = creche_ages(venue) if key == CRECHE else ""
    return f"{_(label)}, {ages}" if ages else _(label)


def tiles(areas: Sequence[Area]) -> list[Tile]:
    """Areas that have a place on the tile map."""
    return [
        Tile(
            code=area.short or area.code[-3:], name=area.name, column=area.tile_column, row=area.tile_row,
            state=TileState.SAME, verdict=_("see the area"), url=area_url(area),
        )
        for area in areas
        if area.tile_column and area.tile_row
    ]  # fmt: skip


def area_url(area: Area) -> str:
    return reverse("places-area", args=[area.code])


def venue_url(venue: Venue) -> str:
    return reverse("places-venue", args=[venue.public_id])
