"""Small files of places, made in memory."""

import gzip
import io
import json
from typing import Any

import pytest

Corner = tuple[float, float]


def file_of(text: str | bytes, *, packed: bool = False) -> io.BytesIO:
    raw = text.encode() if isinstance(text, str) else text
    return io.BytesIO(gzip.compress(raw) if packed else raw)


def square(west: float, south: float, size: float = 0.1, *, closed: bool = True) -> list[Corner]:
    ring = [(west, south), (west + size, south), (west + size, south + size), (west, south + size)]
    return [*ring, ring[0]] if closed else ring


def feature(
    code: str, ring: Any, *, name: str = "", parent: str = "", kind: str = "Polygon", **more: Any
) -> dict[str, Any]:
    properties = {"code": code, "name": name or f"Area {code}", "parent": parent} | more
    coordinates = [ring] if kind == "Polygon" else ring
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def collection(*features: Any, packed: bool = False) -> io.BytesIO:
    return file_of(json.dumps({"type": "FeatureCollection", "features": list(features)}), packed=packed)


def boroughs(*codes: str) -> None:
    """Areas that others can be part of, in a city of their own."""
    from weft.places.models import Area

    city, _ = Area.objects.get_or_create(code="E12000007", defaults={"name": "London", "kind": "city"})
    for code in codes:
        Area.objects.create(code=code, name=f"Borough {code}", kind="borough", parent=city)


def refusal(work: Any, **given: Any) -> list[str]:
    """The lines an import is refused with."""
    from weft.places.importing.refusals import Refused

    with pytest.raises(Refused) as refused:
        work(by=None, **given)
    return refused.value.lines
