"""What is near: a box on an index, then the haversine of the great circle, both in the database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Expression, F, FloatField, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from weft.places.geometry import Box, Point, box_around, direction, haversine_of, km_of
from weft.places.models import Venue
from weft.places.rules import EDGE_KM, LISTED

NARROWER = (16, 4, 1)  # look close by first: a city centre has its fifty nearest within a few streets


@dataclass(frozen=True)
class Found:
    """A venue and how far away it is."""

    venue: Venue
    km: float


def nearest(at: Point, within_km: float, *, limit: int = LISTED, access: Sequence[str] = ()) -> list[Found]:
    """Open venues within a distance, nearest first; those that have every access feature asked for.

    Looking in a smaller circle first changes no answer: when it holds `limit` venues, nothing further out is nearer.
    """
    found: list[Found] = []
    for part in NARROWER:
        found = [
            Found(venue, km_of(vars(venue)["haversine"]))
            for venue in _within(at, within_km / part, access)[:limit]
        ]
        if len(found) == limit:
            break
    return found


def _within(at: Point, km: float, access: Sequence[str]) -> "QuerySet[Venue]":
    rows = Venue.objects.filter(is_closed=False).filter(in_box(box_around(at, km)))
    if access:
        rows = rows.annotate(access_text=Cast("access", TextField()))
        for key in access:
            rows = rows.filter(access_text__contains=f'"{key}"')
    found: QuerySet[Venue] = (
        rows.annotate(haversine=_haversine(at))
        .filter(haversine__lte=haversine_of(km + EDGE_KM))
        .order_by("haversine", "pk")
    )
    return found


def in_box(box: Box) -> Q:
    """Rows whose latitude and longitude lie in the box; on both sides of the 180th meridian where it crosses it."""
    rows = Q(latitude__gte=box.south, latitude__lte=box.north)
    if box.goes_round:
        return rows
    if box.crosses_the_date_line:
        return rows & (Q(longitude__gte=box.west) | Q(longitude__lte=box.east))
    return rows & Q(longitude__gte=box.west, longitude__lte=box.east)


def _haversine(at: Point) -> Expression | Combinable:
    """sin²(angle / 2): a quarter of the squared straight line between two points of a globe of radius 1."""
    total: Combinable | None = None
    for square in _squares(at):
        total = square if total is None else total + square
    assert total is not None
    return total * Value(0.25, FloatField())


def _squares(at: Point) -> Iterator[Combinable]:
    for axis, there in zip("xyz", direction(at), strict=True):
        difference = F(axis) - Value(there, FloatField())
        yield difference * difference
