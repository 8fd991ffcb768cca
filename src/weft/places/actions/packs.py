"""Load a place pack: areas, neighbours, outcodes, population, tiles. Twice is the same as once."""

from django.contrib.auth.models import User
from django.db import transaction

from weft.places.actions.boundaries import set_neighbours
from weft.places.actions.imports import Imported
from weft.places.models import Area, Outcode, Population
from weft.places.packs.pack import Pack, chosen_pack
from weft.places.packs.tables import (
    PackArea,
    PackCount,
    PackOutcode,
    pack_areas,
    pack_outcodes,
    pack_population,
    pack_tiles,
)
from weft.record.actions import record_event


@transaction.atomic
def load_pack(*, by: User | None, pack: Pack | None = None) -> Imported:
    """Everything in the pack's tables. Raises Refused or PackError, having changed nothing."""
    pack = pack or chosen_pack()
    areas = pack_areas(pack)
    codes = {area.code for area in areas}
    before = Area.objects.count()
    kept = _write_areas(areas, pack_tiles(pack, codes))
    pairs = ((kept[area.code].pk, kept[code].pk) for area in areas for code in area.neighbours)
    set_neighbours({area.pk for area in kept.values()}, pairs)
    outcodes = pack_outcodes(pack, codes)
    _write_outcodes(outcodes)
    counts = pack_population(pack, codes)
    _write_population(counts, kept)
    done = Imported(
        "pack", len(areas) + len(outcodes) + len(counts), len(areas), Area.objects.count() - before
    )
    after = done.as_dict() | {"outcodes": len(outcodes), "counts": len(counts)}
    record_event(by=by, action="places.pack.load", thing=f"places.pack:{pack.key}", after=after)
    return done


def _write_areas(areas: list[PackArea], tiles: dict[str, tuple[int, int]]) -> dict[str, Area]:
    """Widest first, so that what an area is part of is there before it."""
    kept: dict[str, Area] = {}
    there = {area.code: area for area in Area.objects.filter(ends_on=None)}
    for one in areas:
        area = there.get(one.code) or Area(code=one.code)
        column, row = tiles.get(one.code, (None, None))
        values = {
            "name": one.name, "short": one.short, "kind": one.kind, "parent": kept.get(one.parent),
            "latitude": one.latitude, "longitude": one.longitude, "starts_on": one.starts_on,
            "tile_column": column, "tile_row": row,
        }  # fmt: skip
        if not area.pk or any(getattr(area, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(area, name, value)
            area.save()
        kept[one.code] = area
    return kept


def _write_outcodes(outcodes: list[PackOutcode]) -> None:
    rows = [
        Outcode(code=one.code, latitude=one.latitude, longitude=one.longitude, area_code=one.area)
        for one in outcodes
    ]
    Outcode.objects.bulk_create(
        rows, batch_size=200, update_conflicts=True, unique_fields=["code"],
        update_fields=["latitude", "longitude", "area_code"],
    )  # fmt: skip


def _write_population(counts: list[PackCount], kept: dict[str, Area]) -> None:
    areas = [area.pk for area in kept.values()]
    for topic, period in {(one.topic, one.period) for one in counts}:
        Population.objects.filter(area__in=areas, topic=topic, period=period).delete()
    Population.objects.bulk_create(
        [
            Population(
                area=kept[one.area], topic=one.topic, category=one.category, period=one.period,
                count=one.count, source=one.source,
            )
            for one in counts
        ],
        batch_size=100,
    )  # fmt: skip
