"""Moments as bytes, to travel between machines."""

from __future__ import annotations

from dataclasses import astuple
from io import BytesIO
from typing import TYPE_CHECKING

from weft.stats._types import Floats, Ints
from weft.stats.engines.moments import Moments, Sheet, Stratum
from weft.stats.packed import read, write

if TYPE_CHECKING:
    from weft.stats.engines.outline import Outline


def pack(moments: Moments) -> bytes:
    """Moments without their outline."""
    words = {
        "keys": [sheet.keys for sheet in moments.sheets],
        "strata": {name: astuple(s) for name, s in moments.strata.items()},
        "levels": moments.levels,
    }
    arrays: dict[str, Floats | Ints] = {f"sums{i}": sheet.sums for i, sheet in enumerate(moments.sheets)}
    arrays |= {f"psus{i}": marks for i, marks in enumerate(moments.psus)}
    into = BytesIO()
    write(into, words, {"pivot": moments.pivot, **arrays})
    return into.getvalue()


def unpack(packed: bytes, outline: Outline) -> Moments:
    """Moments from `pack`, with the outline they answer."""
    words, held = read(BytesIO(packed))
    sheets = tuple(
        Sheet(tuple(tuple(key) for key in keys), held[f"sums{i}"]) for i, keys in enumerate(words["keys"])
    )
    strata = {name: Stratum(*values) for name, values in words["strata"].items()}
    psus = tuple(marks for name, marks in held.items() if name.startswith("psus"))
    return Moments(outline, sheets, strata, words["levels"], held["pivot"], psus)
