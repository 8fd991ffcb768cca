"""Open a file of places, packed or not, without ever holding more of it than the limits say."""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn, cast

from weft.places.importing.refusals import Fault, Refused, whole_file

MB = 1024 * 1024
PACKED = b"\x1f\x8b"
SEPARATORS = ",;\t"
MOST_LINE = 65_536
MOST_COLUMNS = 500


@dataclass(frozen=True)
class Limits:
    """How much a file may hold once unpacked. The defaults suit the command line: the directory of a whole country."""

    table_bytes: int = 2048 * MB
    shapes_bytes: int = 256 * MB  # read whole


ON_THE_WEB = Limits(table_bytes=200 * MB, shapes_bytes=40 * MB)


@dataclass
class Row:
    """One row of a table: its number as a spreadsheet counts, and its cells by column."""

    number: int
    cells: dict[str, str]


class Bounded(io.RawIOBase):
    """Reads on until the limit, then refuses: a packed file of a few kilobytes can hold gigabytes."""

    def __init__(self, inner: IO[bytes], most: int) -> None:
        self.inner, self.left, self.most = inner, most, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            found = self.inner.read(min(len(buffer), 1 << 16))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise whole_file("The packed file is damaged. Fetch it again.") from error
        self.left -= len(found)
        if self.left < 0:
            raise whole_file(f"The file holds more than {self.most // MB} MB. Leave out what is not needed.")
        buffer[: len(found)] = found
        return len(found)


@contextmanager
def opened(file: Path | IO[bytes], most: int) -> Iterator[io.BufferedReader]:
    """The bytes of a file, unpacked when it is packed with gzip (known by its first bytes, not by its name)."""
    if isinstance(file, Path):
        try:
            with file.open("rb") as stream, opened(stream, most) as found:
                yield found
        except OSError as error:
            raise whole_file(f"{file.name} cannot be opened: {error.strerror}.") from error
        return
    file.seek(0)
    start = file.read(2)
    file.seek(0)
    inner = cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if start == PACKED else file
    yield io.BufferedReader(Bounded(inner, most))


def table(stream: io.BufferedReader) -> tuple[list[str], Iterator[Row]]:
    """Column names, and the rows under them. The separator is the one the first line uses most."""
    lines = _lines(stream)
    first = next(lines, "")
    if not first.strip():
        raise whole_file("The file is empty.")
    separator = max(SEPARATORS, key=first.count)
    names = [_plain(name) for name in next(csv.reader([first], delimiter=separator))]
    _refuse_names(names)
    return names, _rows(lines, names, separator)


def _plain(name: str) -> str:
    return "_".join(name.strip().lower().split())


def _refuse_names(names: list[str]) -> None:
    if len(names) > MOST_COLUMNS:
        raise Refused(Fault(1, "", f"{len(names)} columns are more than {MOST_COLUMNS}."))
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Refused(Fault(1, twice[0], "this name stands over two columns. Rename or remove one."))


def _rows(lines: Iterator[str], names: list[str], separator: str) -> Iterator[Row]:
    number = 1
    rows = csv.reader(lines, delimiter=separator)
    while True:
        number += 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(Fault(number, "", "a cell is too long or its quotes do not close.")) from error
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            raise Refused(Fault(number, "", f"{len(cells)} cells, where the first row has {len(names)}."))
        yield Row(number, dict(zip(names, map(str.strip, cells), strict=True)))


def _lines(stream: io.BufferedReader) -> Iterator[str]:
    number = 0
    while line := stream.readline(MOST_LINE):
        number += 1
        if len(line) == MOST_LINE:
            raise Refused(Fault(number, "", "the line is too long for a table. Save the file as CSV."))
        if b"\0" in line:
            raise Refused(Fault(number, "", "this is not text. Save the file as CSV in UTF-8."))
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise Refused(Fault(number, "", "this is not UTF-8. Save the file as CSV in UTF-8.")) from error
        yield text


def shapes(stream: io.BufferedReader) -> list[dict[str, Any]]:
    """The features of a GeoJSON FeatureCollection, as they stand in the file."""
    try:
        found = json.loads(stream.read().decode("utf-8-sig"), parse_constant=_no_number)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise whole_file("This is not GeoJSON in UTF-8.") from error
    if isinstance(found, dict) and found.get("type") == "Topology":
        raise whole_file("This is TopoJSON, whose outlines share pieces. Save it as GeoJSON.")
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection":
        raise whole_file("This is not a FeatureCollection. Save the areas as GeoJSON.")
    features = found.get("features")
    if not isinstance(features, list) or not features:
        raise whole_file("The FeatureCollection holds no features.")
    return features


def _no_number(name: str) -> NoReturn:
    raise whole_file(f"The file holds {name}, which is no number. Mend it and save it again.")
