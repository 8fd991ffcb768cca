"""Where postcodes lie: the directory of the statistical office, or any table of postcode, latitude and longitude."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from weft.places.importing import columns
from weft.places.importing.numbers import Where, Window, number
from weft.places.importing.opening import Limits, Row, opened, table
from weft.places.importing.refusals import Faults, whole_file
from weft.places.packs.pattern import Pattern

NOWHERE = 99.999999
"""What the postcode directory writes as the latitude of a postcode without a grid reference (ONS Postcode Directory
user guide, 2024)."""
LONGEST_CODE = 20


@dataclass(frozen=True)
class Located:
    """One postcode, without spaces, and its first half."""

    code: str
    outcode: str
    latitude: float
    longitude: float
    area_code: str


@dataclass
class Tally:
    """What became of the rows."""

    read: int = 0
    ended: int = 0
    elsewhere: int = 0


@dataclass(frozen=True)
class Reading:
    """What a row is read with."""

    postcode: str
    area: str
    ended: str
    where: Where
    pattern: Pattern


def read_postcodes(
    file: Path | IO[bytes], *, pattern: Pattern, window: Window, limits: Limits, tally: Tally
) -> Iterator[Located]:
    """The postcodes of the city, one after another. Ended ones and those of elsewhere are counted and left out.

    Raises Refused with every fault, at the latest at the end: write within a transaction.
    """
    with opened(file, limits.table_bytes) as stream:
        names, rows = table(stream)
        faults = Faults()
        reading = _reading(names, pattern, window, faults)
        seen: dict[str, int] = {}
        for row in rows:
            tally.read += 1
            found = _located(row, reading, tally)
            if found is None:
                continue
            if found.code in seen:
                faults.add(
                    row.number, reading.postcode, f"this postcode is in row {seen[found.code]} already."
                )
                continue
            seen[found.code] = row.number
            yield found
        faults.refuse_any()


def _reading(names: list[str], pattern: Pattern, window: Window, faults: Faults) -> Reading:
    postcode = columns.need(names, columns.POSTCODE, "the postcode")
    latitude = columns.need(names, columns.LATITUDE, "the latitude")
    longitude = columns.need(names, columns.LONGITUDE, "the longitude")
    area, ended = columns.find(names, columns.AREA_OF_POSTCODE), columns.find(names, columns.TERMINATED)
    return Reading(postcode, area, ended, Where(latitude, longitude, window, faults), pattern)


def _located(row: Row, reading: Reading, tally: Tally) -> Located | None:
    cells, where = row.cells, reading.where
    if reading.ended and cells[reading.ended]:
        tally.ended += 1
        return None
    latitude, longitude = cells[where.latitude], cells[where.longitude]
    if number(latitude) == NOWHERE:
        tally.elsewhere += 1
        return None
    point = where.point(row.number, latitude, longitude)
    if point is None:
        return None
    if not where.window.holds(point):
        tally.elsewhere += 1
        return None
    halves = reading.pattern.halves(cells[reading.postcode])
    if halves is None:
        where.faults.add(row.number, reading.postcode, "this is not a postcode of the place pack.")
        return None
    area = cells[reading.area] if reading.area else ""
    if len(area) > LONGEST_CODE:
        where.faults.add(
            row.number, reading.area, f"the code of an area has at most {LONGEST_CODE} characters."
        )
        return None
    return Located("".join(halves), halves[0], point.latitude, point.longitude, area)


def refuse_nothing(tally: Tally, kept: int) -> None:
    """A file that leaves nothing is of another city, or its pattern is wrong."""
    if not kept:
        raise whole_file(
            f"None of its {tally.read} rows is a postcode in use inside the window of the place pack."
        )
