"""Outlines of areas out of GeoJSON: closed, rounded, thinned, and known by code, name and parent."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import IO, Any

from weft.places.geometry import Point, Polygons, Position, Ring, closed, holds, middle, simplified
from weft.places.importing import columns
from weft.places.importing.numbers import Window
from weft.places.importing.opening import Limits, opened, shapes
from weft.places.importing.refusals import Fault, Faults, Refused
from weft.places.rules import NEIGHBOURS_SHARE

FEATURE = "feature"
LONGEST_CODE, LONGEST_NAME = 20, 120


class Unusable(Exception):
    """A geometry that is no outline; the message says why."""


@dataclass(frozen=True)
class Properties:
    """Which property of a feature is which; "" means: find it by its name."""

    code: str = ""
    name: str = ""
    parent: str = ""


@dataclass(frozen=True)
class Shape:
    """One area of a file: who it is and its outline."""

    row: int
    code: str
    name: str
    parent: str
    middle: Point
    polygons: Polygons


def read_boundaries(
    file: Path | IO[bytes], *, named: Properties, window: Window, limits: Limits
) -> tuple[list[Shape], Properties]:
    """Every area of a FeatureCollection, and the properties it was read by. Raises Refused with all faults."""
    with opened(file, limits.shapes_bytes) as stream:
        features = shapes(stream)
    named = _found(features, named)
    faults, found, seen = Faults(FEATURE), [], dict[str, int]()
    for row, feature in enumerate(features, 1):
        shape = _shape(row, feature, named, faults)
        if shape is None:
            continue
        if shape.code in seen:
            faults.add(row, named.code, f"{shape.code} is feature {seen[shape.code]} already.")
        seen.setdefault(shape.code, row)
        _refuse_elsewhere(shape, window, faults)
        found.append(shape)
    faults.refuse_any()
    return found, named


def _found(features: list[Any], named: Properties) -> Properties:
    first = features[0] if isinstance(features[0], dict) else {}
    properties = first.get("properties")
    names = list(properties) if isinstance(properties, dict) else []
    for name in (named.code, named.name, named.parent):
        if name and name not in names:
            there = ", ".join(names[:12])
            raise Refused(Fault(1, name, f"no such property. The properties are: {there}.", FEATURE))
    try:
        code = named.code or columns.need(names, columns.CODE, "the code of the area")
        name = named.name or columns.need(names, columns.NAME, "the name of the area")
    except Refused as refused:
        said = (
            refused.faults[0]
            .message.replace("columns", "properties")
            .replace("column", "property")
            .replace("Name one", "Say which, or name one")
        )
        raise Refused(Fault(1, "", said, FEATURE)) from refused
    return Properties(code, name, named.parent or columns.find(names, columns.PARENT, (code, name)))


def _shape(row: int, feature: Any, named: Properties, faults: Faults) -> Shape | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        faults.add(row, "", "this is no feature with properties.")
        return None
    code, name = _text(properties, named.code), _text(properties, named.name)
    parent = _text(properties, named.parent) if named.parent else ""
    for text, held, longest in ((code, named.code, LONGEST_CODE), (name, named.name, LONGEST_NAME)):
        if not 0 < len(text) <= longest:
            faults.add(row, held, f"a text of 1 to {longest} characters belongs here.")
            return None
    if parent == code:
        faults.add(row, named.parent, f"{code} is named as part of itself.")
        return None
    try:
        polygons = _polygons(feature.get("geometry"))
    except Unusable as error:
        faults.add(row, "geometry", str(error))
        return None
    return Shape(row, code, name, parent, _middle(properties, polygons), polygons)


def _text(properties: dict[str, Any], name: str) -> str:
    found = properties.get(name)
    return "" if found is None or isinstance(found, dict | list) else str(found).strip()


def _polygons(geometry: Any) -> Polygons:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise Unusable("the outline of an area is a Polygon or a MultiPolygon.")
    given = geometry.get("coordinates")
    listed = [given] if kind == "Polygon" else given
    if not isinstance(listed, list) or not listed or not all(isinstance(p, list) and p for p in listed):
        raise Unusable("the outline holds no rings.")
    found = [[_ring(ring) for ring in polygon] for polygon in listed]
    # Offices that generalise outlines leave islands and holes shrunk to a point or a line: nothing lies in them.
    kept = [[ring for ring in polygon if _is_round(ring)] for polygon in found if _is_round(polygon[0])]
    if not kept:
        raise Unusable("a ring needs three corners that differ.")
    return kept


def _is_round(ring: Ring) -> bool:
    return len(set(ring)) >= 3


def _ring(ring: Any) -> Ring:
    if not isinstance(ring, list):
        raise Unusable("a ring is a list of corners.")
    return simplified(closed([_corner(corner) for corner in ring]))


def _corner(corner: Any) -> Position:
    if not isinstance(corner, list) or len(corner) < 2:
        raise Unusable("a corner is a longitude and a latitude.")
    x, y = corner[0], corner[1]
    if (
        isinstance(x, bool)
        or isinstance(y, bool)
        or not isinstance(x, int | float)
        or not isinstance(y, int | float)
    ):
        raise Unusable("a corner is a longitude and a latitude.")
    if not (abs(x) < math.inf and abs(y) < math.inf):
        raise Unusable("a corner holds a number without end.")
    if abs(x) > 180 or abs(y) > 90:
        raise Unusable(
            f"the corner {x:.6g}, {y:.6g} is not in degrees. Save the file in WGS 84 (EPSG:4326), longitude first."
        )
    return float(x), float(y)


def _middle(properties: dict[str, Any], polygons: Polygons) -> Point:
    """The middle the file gives, when it lies inside; else the centre of mass of the outline."""
    given = [properties.get(name) for name in ("lat", "lon")]
    if all(isinstance(value, float) for value in given):
        point = Point(*given)  # type: ignore[arg-type]
        if holds(polygons, point):
            return point
    return middle(polygons)


def _refuse_elsewhere(shape: Shape, window: Window, faults: Faults) -> None:
    if window.holds(shape.middle):
        return
    y, x = shape.middle.latitude, shape.middle.longitude
    if window.is_swapped(shape.middle):
        faults.add(
            shape.row, "geometry", "longitude and latitude look swapped. GeoJSON puts longitude first."
        )
    else:
        faults.add(
            shape.row,
            "geometry",
            f"latitude {y:.4g}, longitude {x:.4g} is outside the window of the place pack.",
        )


def neighbours(found: list[Shape]) -> Iterator[tuple[str, str]]:
    """Pairs of areas whose outlines share corners (rules.NEIGHBOURS_SHARE)."""
    at = defaultdict[Position, set[str]](set)
    for shape in found:
        for polygon in shape.polygons:
            for ring in polygon:
                for corner in ring:
                    at[corner].add(shape.code)
    shared = defaultdict[tuple[str, str], int](int)
    for codes in at.values():
        if len(codes) > 1:
            for pair in combinations(sorted(codes), 2):
                shared[pair] += 1
    return (pair for pair, corners in shared.items() if corners >= NEIGHBOURS_SHARE)
