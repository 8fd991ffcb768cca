"""Areas and published values as they are written in a YAML file, turned into frozen values."""

import re
from datetime import date

import yaml

from weft.registry.catalogue import ImportedValue, Registry
from weft.registry.definitions import Area, Estimator
from weft.registry.nodes import Fields, Source, did_you_mean, number

_AREA = ("code", "name", "kind", "parent", "short", "tile")
_VALUE = ("indicator", "period", "percent", "base", "area", "source", "design_effect", "note")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def share_of(fields: Fields) -> float:
    """The share (0-1) written as `percent`."""
    percent = fields.number("percent")
    if not 0 <= percent <= 100:
        raise fields.refusal(f"`percent` is {percent:g}. A per cent lies between 0 and 100.", "percent")
    return percent / 100


def period_of(fields: Fields, updated: date) -> str:
    """The period of a value, which cannot lie after the file that quotes it."""
    period = fields.text("period")
    if any(int(year) > updated.year for year in _YEAR.findall(period)):
        message = f"`period` {period!r} is after the file was updated ({updated}). Check both dates."
        raise fields.refusal(message, "period")
    return period


def read_area(node: yaml.Node, source: Source, known: Registry) -> Registry:
    """One area, inside a parent listed before it."""
    fields = Fields(node, source, "An area", _AREA)
    code, parent = fields.text("code"), fields.text("parent", "")
    if code in known.areas:
        raise fields.refusal(f"Area {code} is already defined. List it once.", "code")
    if parent and parent not in known.areas:
        hint = did_you_mean(parent, known.areas)
        raise fields.refusal(f"No area `{parent}` above this line.{hint} List a parent first.", "parent")
    tile = _tile(fields, parent, known) if "tile" in fields else None
    area = Area(code, fields.text("name"), fields.text("kind"), parent, fields.text("short", ""), tile)
    return Registry(areas={code: area})


def _tile(fields: Fields, parent: str, known: Registry) -> tuple[int, int]:
    place = [number(node, fields.source, "A tile column or row") for node in fields.items("tile")]
    if len(place) != 2 or any(step < 1 or step != int(step) for step in place):
        raise fields.refusal("`tile` must be [column, row], counted from 1.", "tile")
    tile = (int(place[0]), int(place[1]))
    for area in known.areas.values():
        if area.parent == parent and area.tile == tile:
            raise fields.refusal(f"`tile` {list(tile)} is taken by {area.name}. Choose another.", "tile")
    return tile


def read_value(node: yaml.Node, source: Source, known: Registry, updated: date) -> Registry:
    """One published value of an imported indicator."""
    fields = Fields(node, source, "A published value", _VALUE)
    value = ImportedValue(
        indicator=_imported(fields, known),
        period=period_of(fields, updated),
        value=share_of(fields),
        area=_known_area(fields, known),
        source=fields.text("source"),
        base=fields.whole("base") if "base" in fields else None,
        design_effect=fields.number("design_effect") if "design_effect" in fields else None,
        note=fields.text("note", ""),
    )
    if value.design_effect is not None and value.design_effect <= 0:
        message = f"`design_effect` is {value.design_effect:g}. Write a number above 0."
        raise fields.refusal(message, "design_effect")
    return Registry(imported=(value,))


def _imported(fields: Fields, known: Registry) -> str:
    name = fields.text("indicator")
    if name not in known.indicators:
        raise fields.refusal(f"No indicator `{name}`.{did_you_mean(name, known.indicators)}", "indicator")
    indicator = known.indicators[name]
    if indicator.estimator is not Estimator.IMPORTED:
        message = f"{indicator.key} is computed from answers. Only imported indicators take values."
        raise fields.refusal(message, "indicator")
    return indicator.key


def _known_area(fields: Fields, known: Registry) -> str:
    code = fields.text("area")
    if code not in known.areas:
        raise fields.refusal(f"No area `{code}`.{did_you_mean(code, known.areas)}", "area")
    return code
