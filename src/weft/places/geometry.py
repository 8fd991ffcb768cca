"""Shapes on the globe in plain arithmetic: distances, boxes, rings. Degrees in, kilometres and degrees out."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from weft.places.rules import EARTH_KM, SPOT_DEGREES

Position = tuple[float, float]  # longitude, latitude, the order of GeoJSON
Ring = list[Position]
Polygons = list[list[Ring]]  # of each polygon: its outline, then its holes
DECIMALS = 5  # about a metre
BAND_DEGREES = 0.02  # about 2.2 kilometres
MOST_CORNERS = 400  # of one ring; a longer one is thinned
THINNING = 0.00005  # degrees, about five metres; doubled until the ring is short enough


@dataclass(frozen=True)
class Point:
    """A place on the globe, in degrees (WGS 84)."""

    latitude: float
    longitude: float

    @property
    def spot(self) -> "Point":
        """The middle of the spot this point is told as in addresses (rules.SPOT_DEGREES)."""
        return Point(_on_grid(self.latitude), _on_grid(self.longitude))


def _on_grid(degrees: float) -> float:
    return round(round(degrees / SPOT_DEGREES) * SPOT_DEGREES, 3)


def direction(point: Point) -> tuple[float, float, float]:
    """The point as a vector of length 1 from the middle of the earth."""
    latitude, longitude = math.radians(point.latitude), math.radians(point.longitude)
    return (
        math.cos(latitude) * math.cos(longitude),
        math.cos(latitude) * math.sin(longitude),
        math.sin(latitude),
    )


def band_of(latitude: float) -> int:
    """The number of the band of latitude, BAND_DEGREES high, counted from the equator."""
    return math.floor(latitude / BAND_DEGREES)


def haversine_of(km: float) -> float:
    """sin²(angle / 2) of a distance along the surface; half the earth's round at most."""
    return math.sin(min(km / EARTH_KM, math.pi) / 2) ** 2


def km_of(haversine: float) -> float:
    """The distance along the surface whose sin²(angle / 2) this is."""
    return 2 * EARTH_KM * math.asin(math.sqrt(min(max(haversine, 0.0), 1.0)))


@dataclass(frozen=True)
class Box:
    """Everything within a distance lies in it. West is larger than east where it crosses the 180th meridian."""

    south: float
    north: float
    west: float
    east: float

    @property
    def goes_round(self) -> bool:
        return self.east - self.west >= 360

    @property
    def crosses_the_date_line(self) -> bool:
        return self.west > self.east


def box_around(point: Point, km: float) -> Box:
    """The smallest box of latitude and longitude around a circle on the globe.

    Source: J. P. Matuschek, Finding points within a distance of a latitude/longitude (2010), section 3.
    """
    angle = km / EARTH_KM
    slack = math.degrees(angle) * 1e-9 + 1e-9  # a tenth of a millimetre
    south = point.latitude - math.degrees(angle) - slack
    north = point.latitude + math.degrees(angle) + slack
    if south <= -90 or north >= 90:
        return Box(max(south, -90.0), min(north, 90.0), -180.0, 180.0)
    spread = math.degrees(math.asin(math.sin(angle) / math.cos(math.radians(point.latitude)))) + slack
    west, east = point.longitude - spread, point.longitude + spread
    return Box(south, north, west + 360 if west < -180 else west, east - 360 if east > 180 else east)


def closed(ring: Sequence[Position]) -> Ring:
    """The ring with neighbouring repeats left out and its first corner as its last."""
    found: Ring = []
    for corner in ring:
        rounded = (round(corner[0], DECIMALS), round(corner[1], DECIMALS))
        if not found or rounded != found[-1]:
            found.append(rounded)
    if found and found[0] != found[-1]:
        found.append(found[0])
    return found


def simplified(ring: Ring) -> Ring:
    """The ring, thinned by Douglas and Peucker (1973) while it has more than MOST_CORNERS corners."""
    tolerance = THINNING
    while len(ring) > MOST_CORNERS:
        middle = len(ring) // 2  # a ring starts where it ends: thin its two halves
        ring = [*_thinned(ring[: middle + 1], tolerance)[:-1], *_thinned(ring[middle:], tolerance)]
        tolerance *= 2
    return ring


def _thinned(line: Ring, tolerance: float) -> Ring:
    keep, spans = {0, len(line) - 1}, [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        off, at = max((_off(line[i], line[first], line[last]), i) for i in range(first + 1, last))
        if off > tolerance:
            keep.add(at)
            spans += [(first, at), (at, last)]
    return [line[i] for i in sorted(keep)]


def _off(corner: Position, start: Position, end: Position) -> float:
    """How far a corner lies from the straight line between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    if length == 0:
        return math.hypot(corner[0] - start[0], corner[1] - start[1])
    return abs(dy * (corner[0] - start[0]) - dx * (corner[1] - start[1])) / length


def holds(polygons: Polygons, point: Point) -> bool:
    """Whether the point lies in one of the polygons and in none of its holes: the even-odd rule."""
    return any(sum(_inside(ring, point) for ring in polygon) % 2 for polygon in polygons)


def _inside(ring: Ring, point: Point) -> bool:
    x, y, is_inside = point.longitude, point.latitude, False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            is_inside = not is_inside
    return is_inside


def middle(polygons: Polygons) -> Point:
    """The centre of mass of the largest outline."""
    ring = max((polygon[0] for polygon in polygons), key=lambda outline: abs(_twice_area(outline)))
    twice = _twice_area(ring)
    if twice == 0:
        return Point(ring[0][1], ring[0][0])
    x = y = 0.0
    for (x1, y1), (x2, y2) in pairwise(ring):
        cross = x1 * y2 - x2 * y1
        x, y = x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return Point(round(y / (3 * twice), 6), round(x / (3 * twice), 6))


def _twice_area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


def extent(polygons: Polygons) -> Box:
    corners = [corner for polygon in polygons for corner in polygon[0]]
    return _extent(corners)


def _extent(corners: Iterable[Position]) -> Box:
    longitudes, latitudes = zip(*corners, strict=True)
    return Box(min(latitudes), max(latitudes), min(longitudes), max(longitudes))
