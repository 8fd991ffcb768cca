"""From what somebody types to a place: a postcode, an outcode, the name of an area, or coordinates.

Nothing here keeps or logs what was typed: a caller gets a point and a name that is safe to show.
"""

import re
from dataclasses import dataclass

from weft.places.geometry import Point, holds
from weft.places.importing.numbers import number
from weft.places.models import Area, Boundary, Outcode, Postcode
from weft.places.packs.pack import Pack, chosen_pack
from weft.places.packs.pattern import plain

COORDINATES = re.compile(r"(-?\d{1,2}(?:\.\d{1,8})?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d{1,8})?)")
LONGEST = 80


@dataclass(frozen=True)
class Located:
    """A point, and its name for the page: of an outcode or an area, never a whole postcode."""

    point: Point
    name: str
    is_exact: bool = False  # of a single postcode, or coordinates


def locate(text: str, pack: Pack | None = None) -> Located | None:
    """Where the text says, or None when nothing here is called so."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    pack = pack or chosen_pack()
    return _coordinates(text, pack) or _postcode(text, pack) or _outcode(text, pack) or _area(text)


def _coordinates(text: str, pack: Pack) -> Located | None:
    found = COORDINATES.fullmatch(text)
    y, x = (number(found[1]), number(found[2])) if found else (None, None)
    if y is None or x is None or not pack.window.holds(Point(y, x)):
        return None
    return Located(Point(y, x), "", is_exact=True)


def _postcode(text: str, pack: Pack) -> Located | None:
    """The postcode's own place; where the table lacks it, the middle of its outcode."""
    halves = pack.pattern.halves(text)
    if halves is None:
        return None
    found = Postcode.objects.filter(code="".join(halves)).first()
    if found is None:
        return _outcode(halves[0], pack)
    return Located(Point(found.latitude, found.longitude), halves[0], is_exact=True)


def _outcode(text: str, pack: Pack) -> Located | None:
    code = pack.pattern.outcode_in(text)
    found = Outcode.objects.filter(code=code).first() if code else None
    return Located(Point(found.latitude, found.longitude), found.code) if found else None


def _area(text: str) -> Located | None:
    for area in Area.objects.filter(ends_on=None, name__iexact=text, latitude__isnull=False)[:1]:
        assert area.middle
        return Located(area.middle, area.name)
    return None


def area_at(latitude: float, longitude: float, *, postcode: str = "") -> Area | None:
    """The smallest listed area that holds a point: by outlines, else by the postcode table, else by the outcode."""
    pack = chosen_pack()
    return _outlined(Point(latitude, longitude), pack) or _by_postcode(postcode, pack)


def _outlined(point: Point, pack: Pack) -> Area | None:
    listed = {kind.key for kind in pack.kinds if kind.is_listed}
    there = Boundary.objects.filter(
        south__lte=point.latitude, north__gte=point.latitude, west__lte=point.longitude,
        east__gte=point.longitude, area__ends_on=None, area__kind__in=listed,
    ).select_related("area")  # fmt: skip
    holding = [outline.area for outline in there if holds(outline.polygons, point)]
    return max(holding, key=lambda area: pack.depth(area.kind), default=None)


def _by_postcode(postcode: str, pack: Pack) -> Area | None:
    halves = pack.pattern.halves(postcode)
    outcode = halves[0] if halves else pack.pattern.outcode_in(postcode)
    if outcode is None:
        return None
    codes = list(Postcode.objects.filter(code=plain(postcode)).values_list("area_code", flat=True))
    codes += Outcode.objects.filter(code=outcode).values_list("area_code", flat=True)
    areas = {area.code: area for area in Area.objects.filter(ends_on=None, code__in=[c for c in codes if c])}
    return next((areas[code] for code in codes if code in areas), None)
