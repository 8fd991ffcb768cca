"""Take over outlines of areas: whole or not at all, and the same file twice changes nothing."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from django.contrib.auth.models import User
from django.db import transaction

from weft.places.actions.imports import Imported, Progress, batches, silent
from weft.places.geometry import extent
from weft.places.importing.boundaries import FEATURE, Properties, Shape, neighbours, read_boundaries
from weft.places.importing.opening import Limits
from weft.places.importing.refusals import Faults, whole_file
from weft.places.models import Area, Boundary
from weft.places.packs.pack import Pack, PackError, chosen_pack
from weft.record.actions import record_event

CHANGEABLE = ("name", "parent_id", "latitude", "longitude")
FEW = 200  # rows a statement


@transaction.atomic
def import_boundaries(
    *, file: Path | IO[bytes], kind: str, by: User | None, named: Properties | None = None,
    progress: Progress = silent, limits: Limits | None = None,
) -> Imported:  # fmt: skip
    """The areas of one kind with their outlines and neighbours. Raises importing.refusals.Refused."""
    pack = chosen_pack()
    _refuse_kind(pack, kind)
    found, used = read_boundaries(
        file, named=named or Properties(), window=pack.window, limits=limits or Limits()
    )
    progress(len(found), "outlines read")
    parents = _parents(found, kind, pack, used.parent)
    added = _write_areas(found, kind, parents)
    areas = dict(Area.objects.filter(kind=kind, ends_on=None).values_list("code", "pk"))
    _write_outlines(found, areas, progress)
    set_neighbours(
        {areas[shape.code] for shape in found}, ((areas[a], areas[b]) for a, b in neighbours(found))
    )
    done = Imported("boundaries", len(found), len(found), added)
    record_event(by=by, action="places.import", thing=f"places.area:{kind}", after=done.as_dict())
    return done


def _refuse_kind(pack: Pack, kind: str) -> None:
    try:
        pack.kind(kind)
    except PackError as error:
        raise whole_file(str(error)) from error


def _parents(found: list[Shape], kind: str, pack: Pack, column: str) -> dict[str, int | None]:
    """What each area is part of: a wider area that is here already; the only widest one where the file is silent."""
    depth, faults = pack.depth(kind), Faults(FEATURE)
    wider = {
        code: pk
        for code, pk, of in Area.objects.filter(ends_on=None).values_list("code", "pk", "kind")
        if pack.depth(of) < depth
    }
    tops = list(Area.objects.filter(ends_on=None, kind=pack.kinds[0].key).values_list("pk", flat=True))
    whole = tops[0] if len(tops) == 1 and depth else None
    parents: dict[str, int | None] = {}
    for shape in found:
        if shape.parent and shape.parent not in wider:
            said = "is no wider area here. Load the place pack or import its boundaries first."
            faults.add(shape.row, column, f"{shape.parent[:20]} {said}")
        parents[shape.code] = wider.get(shape.parent, whole)
    faults.refuse_any()
    return parents


def _write_areas(found: list[Shape], kind: str, parents: dict[str, int | None]) -> int:
    """Make the areas that are new and change those that differ; how many are new."""
    faults, there = Faults(FEATURE), {area.code: area for area in Area.objects.filter(ends_on=None)}
    fresh, changed = list[Area](), list[Area]()
    for shape in found:
        area = there.get(shape.code) or Area(code=shape.code, kind=kind)
        if area.kind != kind:
            faults.add(shape.row, "", f"{shape.code} is here already, as {area.kind}.")
        values = (shape.name, parents[shape.code], shape.middle.latitude, shape.middle.longitude)
        if area.pk and tuple(getattr(area, name) for name in CHANGEABLE) == values:
            continue
        for name, value in zip(CHANGEABLE, values, strict=True):
            setattr(area, name, value)
        (changed if area.pk else fresh).append(area)
    faults.refuse_any()
    Area.objects.bulk_create(fresh, batch_size=FEW)
    Area.objects.bulk_update(changed, ["name", "parent", "latitude", "longitude"], batch_size=50)
    return len(fresh)


def _write_outlines(found: list[Shape], areas: dict[str, int], progress: Progress) -> None:
    done = 0
    for batch in batches(found, FEW):
        Boundary.objects.bulk_create(
            [_outline(shape, areas[shape.code]) for shape in batch],
            batch_size=FEW, update_conflicts=True, unique_fields=["area"],
            update_fields=["rings", "south", "north", "west", "east"],
        )  # fmt: skip
        done += len(batch)
        progress(done, "outlines kept")


def _outline(shape: Shape, area: int) -> Boundary:
    box = extent(shape.polygons)
    rings = json.dumps(shape.polygons, separators=(",", ":"))
    return Boundary(area_id=area, rings=rings, south=box.south, north=box.north, west=box.west, east=box.east)


def set_neighbours(among: set[int], pairs: Iterable[tuple[int, int]]) -> None:
    """These pairs, both ways, in place of the neighbours these areas had."""
    through = Area.neighbours.through
    for some in batches(among, 500):
        through.objects.filter(from_area__in=some).delete()
        through.objects.filter(to_area__in=some).delete()
    rows = [
        through(from_area_id=a, to_area_id=b) for one, other in pairs for a, b in ((one, other), (other, one))
    ]
    through.objects.bulk_create(rows, batch_size=400, ignore_conflicts=True)
