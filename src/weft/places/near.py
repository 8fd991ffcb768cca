"""What is near: a box on an index, then the haversine of the great circle, both in the database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F, FloatField, Q, Value
from django.db.models.expressions import Combinable

from weft.places.access import bits_of
from weft.places.geometry import Box, Point, band_of, box_around, direction, haversine_of, km_of
from weft.places.models import Venue
from weft.places.rules import EDGE_KM, LISTED

NARROWER = (8, 1)  # look close by first: a city centre has its fifty nearest within a few streets
MOST_BANDS = 100  # listed one by one, so that the index serves latitude and longitude at once


@dataclass(frozen=True)
class Found:
    """A venue and how far away it is."""

    venue: Venue
    km: float


def nearest(at: Point, within_km: float, *, limit: int = LISTED, access: Sequence[str] = ()) -> list[Found]:
    """Open venues within a distance, nearest first; those that have every access feature asked for.

    Looking in a smaller circle first changes no answer: when it holds `limit` venues, nothing further out is nearer.
    """
    found: list[tuple[int, float]] = []
    for part in NARROWER:
        found = _within(at, within_km / part, limit, bits_of(access))
        if len(found) == limit:
            break
    venues = Venue.objects.in_bulk([pk for pk, _ in found])
    return [Found(venues[pk], km_of(haversine)) for pk, haversine in found if pk in venues]


def _within(at: Point, km: float, limit: int, bits: int) -> list[tuple[int, float]]:
    """Keys and haversines of the nearest in a box; the first that is too far ends the list, for it is sorted."""
    rows = Venue.objects.filter(in_box(box_around(at, km)), is_closed=False)
    if bits:
        rows = rows.annotate(has=F("access_bits").bitand(bits)).filter(has=bits)
    nearest_first = rows.annotate(haversine=haversine_to(at)).order_by("haversine", "pk")
    edge = haversine_of(km + EDGE_KM)
    return [row for row in nearest_first.values_list("pk", "haversine")[:limit] if row[1] <= edge]


def in_box(box: Box) -> Q:
    """Rows in the bands of the box and between its sides; on both sides of the 180th meridian where it crosses it."""
    south, north = band_of(box.south), band_of(box.north)
    rows = Q(band__gte=south, band__lte=north)
    if north - south < MOST_BANDS:
        rows = Q(band__in=range(south, north + 1))
    if box.goes_round:
        return rows
    if box.crosses_the_date_line:
        return rows & (Q(longitude__gte=box.west) | Q(longitude__lte=box.east))
    return rows & Q(longitude__gte=box.west, longitude__lte=box.east)


def haversine_to(at: Point) -> Combinable:
    """sin²(angle / 2): a quarter of the squared straight line between two points of a globe of radius 1."""
    x, y, z = _squares(at)
    return (x + y + z) * Value(0.25, FloatField())


def _squares(at: Point) -> Iterator[Combinable]:
    for axis, there in zip("xyz", direction(at), strict=True):
        difference = F(axis) - Value(there, FloatField())
        yield difference * difference
