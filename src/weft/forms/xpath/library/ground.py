"""Places on the ground: area, distance, geofence. Answers: "latitude longitude altitude accuracy", ; between."""

from __future__ import annotations

import math
from itertools import pairwise
from math import cos, isnan, nan, radians, sin
from typing import TypeAlias

from weft.forms.xpath import values
from weft.forms.xpath.context import Context, Value
from weft.forms.xpath.registry import function

EARTH_RADIUS_METRES = 6_378_100  # as JavaRosa and ODK Web Forms
Point: TypeAlias = tuple[float, float]


def _point(text: str, context: Context) -> Point | None:
    parts = text.split()
    if not 2 <= len(parts) <= 4:
        return None
    latitude, longitude = (values.number_of_text(part, context) for part in parts[:2])
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    return latitude, longitude


def _line(all_values: tuple[Value, ...], context: Context) -> list[Point] | None:
    """The points of one line, or one point a value; None when something is no point."""
    texts: list[str] = []
    for value in all_values:
        nodes = value if isinstance(value, list) else None
        texts += [values.string(value, context)] if nodes is None else [context.text_of(n) for n in nodes]
    if len(texts) == 1:
        texts = texts[0].strip().rstrip("; \t\n").split(";")
    context.charge(10 * len(texts))
    points = [_point(text, context) for text in texts]
    return None if None in points else [point for point in points if point is not None]


@function("area", "any", gives="number")
def area(context: Context, value: Value) -> float:
    """Square metres inside a line, closed when it is not."""
    points = _line((value,), context)
    if points is None or len(points) < 3:
        return 0.0
    if points[0] != points[-1]:
        points.append(points[0])
    total = sum(
        radians(end[1] - start[1]) * (2 + sin(radians(end[0])) + sin(radians(start[0])))
        for start, end in pairwise(points)
    )
    return _centi(abs(total * EARTH_RADIUS_METRES**2 / 2))


@function("distance", "any any*", gives="number")
def distance(context: Context, *all_values: Value) -> float:
    """Metres along a line, or along the points given; NaN when something is no point."""
    points = _line(all_values, context)
    if points is None or len(points) < 2:
        return nan
    return _centi(sum(_apart(start, end) for start, end in pairwise(points)))


def _apart(start: Point, end: Point) -> float:
    south, north = radians(start[0]), radians(end[0])
    across = radians(start[1] - end[1])
    cosine = sin(south) * sin(north) + cos(south) * cos(north) * cos(across)
    return math.acos(max(-1.0, min(1.0, cosine))) * EARTH_RADIUS_METRES


def _centi(metres: float) -> float:
    return metres if isnan(metres) else math.floor(metres * 100 + 0.5) / 100


@function("geofence", "any any", gives="boolean")
def geofence(context: Context, place: Value, shape: Value) -> bool:
    """Whether a point lies inside a closed shape (crossing number)."""
    point = _point(values.string(place, context), context)
    corners = _line((values.string(shape, context),), context)
    if point is None or corners is None or len(corners) < 2 or corners[0] != corners[-1]:
        return False
    return sum(_crosses(point, start, end) for start, end in pairwise(corners)) % 2 == 1


def _crosses(point: Point, start: Point, end: Point) -> bool:
    north, east = point
    if (end[0] > north) == (start[0] > north):
        return False
    return east < (start[1] - end[1]) * (north - end[0]) / (start[0] - end[0]) + end[1]
