"""The tables of a place pack, each checked against the others. Every fault is told with its row and column."""

from dataclasses import dataclass
from datetime import date

from weft.places.importing.numbers import Where, number, whole
from weft.places.importing.opening import Row
from weft.places.importing.population import refuse_never_kept
from weft.places.importing.refusals import Faults
from weft.places.packs.pack import Pack, PackError


@dataclass(frozen=True)
class PackArea:
    """One row of areas.csv."""

    row: int
    code: str
    name: str
    short: str
    kind: str
    parent: str
    latitude: float
    longitude: float
    neighbours: tuple[str, ...]
    starts_on: date | None


def pack_areas(pack: Pack) -> list[PackArea]:
    """The areas, each after what it is part of. Raises Refused with every fault."""
    faults, found = Faults(), dict[str, PackArea]()
    where = Where("lat", "lon", pack.window, faults)
    for row in pack.rows("areas.csv", ("code", "name", "kind", "parent", "lat", "lon")):
        area = _pack_area(row, where)
        if area is None:
            continue
        if not area.code or not area.name or area.code in found:
            faults.add(row.number, "code", "a code of its own and a name belong here.")
            continue
        found[area.code] = area
    for area in found.values():
        _refuse_misplaced(area, found, pack, faults)
    faults.refuse_any()
    if not found:
        raise PackError(f"{pack.folder.name}/areas.csv is missing or empty.")
    return sorted(found.values(), key=lambda area: pack.depth(area.kind))


def _pack_area(row: Row, where: Where) -> PackArea | None:
    cells = row.cells
    point = where.point(row.number, cells["lat"], cells["lon"])
    starts = cells.get("starts_on", "")
    if point is None:
        return None
    return PackArea(
        row.number, cells["code"], cells["name"], cells.get("short", ""), cells["kind"], cells["parent"],
        point.latitude, point.longitude, tuple(cells.get("neighbours", "").split()),
        date.fromisoformat(starts) if starts else None,
    )  # fmt: skip


def _refuse_misplaced(area: PackArea, found: dict[str, PackArea], pack: Pack, faults: Faults) -> None:
    """A part lies deeper than its whole: so no area is ever part of itself, near or far."""
    depth = pack.depth(area.kind)
    if depth == len(pack.kinds):
        faults.add(area.row, "kind", f"{area.kind!r} is not one of the kinds in pack.yaml.")
    parent = found.get(area.parent)
    if area.parent and (parent is None or pack.depth(parent.kind) >= depth):
        faults.add(area.row, "parent", f"{area.parent} is no wider area of this file.")
    for code in area.neighbours:
        if code not in found or code == area.code:
            faults.add(area.row, "neighbours", f"{code} is no other area of this file.")


@dataclass(frozen=True)
class PackOutcode:
    code: str
    latitude: float
    longitude: float
    area: str


def pack_outcodes(pack: Pack, codes: set[str]) -> list[PackOutcode]:
    faults, found = Faults(), dict[str, PackOutcode]()
    where = Where("lat", "lon", pack.window, faults)
    for row in pack.rows("outcodes.csv", ("outcode", "lat", "lon", "area")):
        point = where.point(row.number, row.cells["lat"], row.cells["lon"])
        code = pack.pattern.outcode_in(row.cells["outcode"])
        area = row.cells["area"]
        if code is None or code in found:
            faults.add(
                row.number, "outcode", "an outcode of its own belongs here, as pack.yaml describes it."
            )
        elif area and area not in codes:
            faults.add(row.number, "area", f"{area} is not in areas.csv.")
        elif point:
            found[code] = PackOutcode(code, point.latitude, point.longitude, area)
    faults.refuse_any()
    return list(found.values())


@dataclass(frozen=True)
class PackCount:
    area: str
    topic: str
    category: str
    period: str
    count: int
    source: str


def pack_population(pack: Pack, codes: set[str]) -> list[PackCount]:
    faults, found = Faults(), list[PackCount]()
    for row in pack.rows("population.csv", ("area", "topic", "category", "period", "count", "source")):
        cells, count = row.cells, whole(row.cells["count"])
        refuse_never_kept((cells["topic"],))
        if cells["area"] not in codes:
            faults.add(row.number, "area", f"{cells['area']} is not in areas.csv.")
        elif count is None:
            faults.add(row.number, "count", "a whole number belongs here.")
        else:
            found.append(
                PackCount(
                    cells["area"], cells["topic"], cells["category"], cells["period"], count, cells["source"]
                )
            )
    faults.refuse_any()
    return found


def pack_tiles(pack: Pack, codes: set[str]) -> dict[str, tuple[int, int]]:
    """Column and row of each area on the tile map, from 1."""
    faults, found = Faults(), dict[str, tuple[int, int]]()
    for row in pack.rows("tiles.csv", ("area", "column", "row")):
        column, line = number(row.cells["column"]), number(row.cells["row"])
        if row.cells["area"] not in codes:
            faults.add(row.number, "area", f"{row.cells['area']} is not in areas.csv.")
        elif column not in range(1, 13) or line not in range(1, 13):
            faults.add(row.number, "column", "columns and rows count from 1 to 12.")
        else:
            found[row.cells["area"]] = (int(column or 0), int(line or 0))
    faults.refuse_any()
    return found
