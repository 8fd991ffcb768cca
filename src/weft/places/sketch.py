"""A sketch of where things lie: rings, outlines and pins as SVG without text; the list beside it says everything."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from weft.places.geometry import Point, Polygons, box_around
from weft.places.models import Boundary
from weft.places.packs.pack import Pack

SIDE = 360  # of the drawing, in its own units
MARGIN = 1.12  # how much wider than the outer ring the sketch is
MOST_OUTLINES = 40
KM_A_DEGREE = 111.195
STEP = 2  # per cent: pins stand on classes (the content policy forbids style attributes)


@dataclass(frozen=True)
class Pin:
    """A numbered place on the sketch, in per cent from its left and top edge, rounded to a class."""

    number: int
    left: int
    top: int


@dataclass(frozen=True)
class Sketch:
    drawing: SafeString
    pins: list[Pin]


@dataclass(frozen=True)
class Frame:
    """A square of the surface around a point, flattened: true enough over a few dozen kilometres."""

    middle: Point
    km: float  # from the middle to an edge

    def place(self, point: Point) -> tuple[float, float]:
        """Left and top as shares of the side."""
        east = (point.longitude - self.middle.longitude + 180) % 360 - 180
        across = east * KM_A_DEGREE * math.cos(math.radians(self.middle.latitude))
        up = (point.latitude - self.middle.latitude) * KM_A_DEGREE
        return 0.5 + across / (2 * self.km), 0.5 - up / (2 * self.km)


def sketch(middle: Point, km: float, points: Sequence[Point], outlines: Sequence[Polygons] = ()) -> Sketch:
    """Rings at half the distance and at all of it, the outlines of areas, and a numbered pin for each point."""
    frame = Frame(middle, km * MARGIN)
    rings = format_html_join(
        "", '<circle class="sketch__ring" cx="{0}" cy="{0}" r="{1}"/>',
        ((SIDE // 2, round(SIDE / 2 / MARGIN * part, 1)) for part in (0.5, 1.0)),
    )  # fmt: skip
    lines = format_html_join(
        "", '<path class="sketch__outline" d="{}"/>', ((_path(p, frame),) for p in outlines)
    )
    drawing = format_html(
        '<svg viewBox="0 0 {0} {0}" aria-hidden="true" focusable="false">{1}{2}</svg>', SIDE, lines, rings
    )
    return Sketch(
        drawing, [pin for number, point in enumerate(points, 1) if (pin := _pin(number, point, frame))]
    )


def _pin(number: int, point: Point, frame: Frame) -> Pin | None:
    left, top = frame.place(point)
    if not (0 <= left <= 1 and 0 <= top <= 1):
        return None
    return Pin(number, round(left * 100 / STEP) * STEP, round(top * 100 / STEP) * STEP)


def _path(polygons: Polygons, frame: Frame) -> str:
    """The outlines in whole units of the drawing: corners that fall together are drawn once."""
    parts = []
    for polygon in polygons:
        for ring in polygon:
            corners = [frame.place(Point(latitude, longitude)) for longitude, latitude in ring[:-1]]
            drawn = dict.fromkeys((round(x * SIDE), round(y * SIDE)) for x, y in corners)
            if len(drawn) > 2:
                parts.append("M" + "L".join(f"{x} {y}" for x, y in drawn) + "Z")
    return "".join(parts)


def outlines_near(middle: Point, km: float, pack: Pack) -> list[Polygons]:
    """Outlines that reach into the sketch: of the widest kind below the city that is known and not too crowded."""
    box = box_around(middle, km)
    if box.goes_round or box.crosses_the_date_line:
        return []
    for kind in pack.kinds[1:]:
        there = Boundary.objects.filter(
            area__kind=kind.key, area__ends_on=None, south__lte=box.north, north__gte=box.south,
            west__lte=box.east, east__gte=box.west,
        )[: MOST_OUTLINES + 1]  # fmt: skip
        found = [outline.polygons for outline in there] if kind.is_listed else []
        if 0 < len(found) <= MOST_OUTLINES:
            return found
    return []
