"""Take over postcodes and population tables: whole or not at all, and the same file twice changes nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, TypeVar

from django.contrib.auth.models import User
from django.db import connection, transaction

from weft.places.importing.numbers import number
from weft.places.importing.opening import Limits
from weft.places.importing.population import About, Counted, read_population
from weft.places.importing.postcodes import Located, Tally, read_postcodes, refuse_nothing
from weft.places.importing.refusals import whole_file
from weft.places.models import Area, Outcode, Population, Postcode
from weft.places.packs.pack import chosen_pack
from weft.record.actions import record_event

Progress = Callable[[int, str], None]
Item = TypeVar("Item")
BATCH = 5_000


@dataclass(frozen=True)
class Imported:
    """What an import came to. `kept` is what the file holds of use; `added` of it was not there before."""

    what: str
    read: int
    kept: int
    added: int
    left_out: int = 0

    def as_dict(self) -> dict[str, int | str]:
        return {"what": self.what, "read": self.read, "kept": self.kept, "added": self.added,
                "left_out": self.left_out}  # fmt: skip


def silent(_done: int, _doing: str) -> None:
    """Nobody watches."""


def batches(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


@transaction.atomic
def import_postcodes(
    *, file: Path | IO[bytes], by: User | None, progress: Progress = silent, limits: Limits | None = None
) -> Imported:
    """Where each postcode of the city lies. Raises importing.refusals.Refused, having changed nothing."""
    pack, tally, before = chosen_pack(), Tally(), Postcode.objects.count()
    found = read_postcodes(
        file, pattern=pack.pattern, window=pack.window, limits=limits or Limits(), tally=tally
    )
    middles, kept = Middles(), 0
    for batch in batches(found):
        kept += len(batch)
        _write_postcodes(batch)
        middles.count(batch)
        progress(kept, "postcodes")
    refuse_nothing(tally, kept)
    middles.write()
    done = Imported("postcodes", tally.read, kept, Postcode.objects.count() - before, tally.read - kept)
    record_event(by=by, action="places.import", thing="places.postcode:*", after=done.as_dict())
    return done


def _write_postcodes(batch: list[Located]) -> None:
    """One statement a batch; a postcode that is there already gets its new place."""
    table = connection.ops.quote_name(Postcode._meta.db_table)
    sets = ", ".join(f"{name} = excluded.{name}" for name in ("latitude", "longitude", "area_code"))
    columns = "(code, latitude, longitude, area_code)"
    upsert = f"ON CONFLICT (code) DO UPDATE SET {sets}"
    rows = [(one.code, one.latitude, one.longitude, one.area_code) for one in batch]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = "unnest(%s::varchar[], %s::float8[], %s::float8[], %s::varchar[])"
            cursor.execute(
                f"INSERT INTO {table} {columns} SELECT * FROM {arrays} {upsert}",  # noqa: S608 - our own names
                [list(column) for column in zip(*rows, strict=True)],
            )
        else:
            cursor.executemany(
                f"INSERT INTO {table} {columns} VALUES (%s, %s, %s, %s) {upsert}",  # noqa: S608 - our own names
                rows,
            )


class Middles:
    """The middle of each outcode's postcodes, and the area most of them lie in."""

    def __init__(self) -> None:
        self.sums: dict[str, list[float]] = {}
        self.areas: dict[str, Counter[str]] = {}

    def count(self, batch: list[Located]) -> None:
        for one in batch:
            total = self.sums.setdefault(one.outcode, [0.0, 0.0, 0])
            total[0] += one.latitude
            total[1] += one.longitude
            total[2] += 1
            self.areas.setdefault(one.outcode, Counter())[one.area_code] += 1

    def write(self) -> None:
        rows = [
            Outcode(
                code=code, latitude=round(y / n, 5), longitude=round(x / n, 5),
                area_code=self.areas[code].most_common(1)[0][0],
            )
            for code, (y, x, n) in self.sums.items()
        ]  # fmt: skip
        Outcode.objects.bulk_create(
            rows, batch_size=500, update_conflicts=True, unique_fields=["code"],
            update_fields=["latitude", "longitude", "area_code"],
        )  # fmt: skip


@transaction.atomic
def import_population(
    *, file: Path | IO[bytes], about: About, by: User | None, progress: Progress = silent,
    limits: Limits | None = None,
) -> Imported:  # fmt: skip
    """Counts by area and category. What the areas of the file had on the topic and period is replaced."""
    _refuse_unsaid(about)
    areas = dict(Area.objects.filter(ends_on=None).values_list("code", "pk"))
    counted = list(read_population(file, about=about, limits=limits or Limits(), known=set(areas)))
    pks = list({areas[one.area] for one in counted})
    added = len(counted)
    for some in batches(pks, 500):
        there = Population.objects.filter(area__in=some, topic=about.topic, period=about.period)
        added -= there.delete()[0]
    done = 0
    for batch in batches(counted):
        Population.objects.bulk_create([_row(one, areas[one.area], about) for one in batch], batch_size=100)
        done += len(batch)
        progress(done, "counts")
    made = Imported("population", len(counted), len(counted), max(0, added))
    after = made.as_dict() | {"topic": about.topic, "period": about.period, "source": about.source}
    record_event(by=by, action="places.import", thing=f"places.population:{about.topic}", after=after)
    return made


def _row(one: Counted, area: int, about: About) -> Population:
    return Population(
        area_id=area, topic=about.topic, category=one.category, period=about.period, count=one.count,
        source=about.source,
    )  # fmt: skip


def _refuse_unsaid(about: About) -> None:
    """A figure without a topic, a period and a source is no figure."""
    if not about.topic or len(about.topic) > 60:
        raise whole_file("Say what is counted, in at most 60 characters, for example ethnic_group.")
    if number(about.period[:4]) is None or len(about.period) > 20:
        raise whole_file("Say which year the counts are of, for example 2021.")
    if not about.source or len(about.source) > 200:
        raise whole_file("Say who counted, in at most 200 characters, for example ONS Census 2021, OGL v3.")
