"""The header of an SPSS file walked in plain Python: variables counted, claims held against the file.

Layout: as the PSPP developers' guide describes it ("System File Format").
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from weft.reading.claims import check_claims, damaged_header, more_than_there_is, no_rows
from weft.reading.limits import MB, Limits
from weft.reading.refusals import Refusal

_HEADER_BYTES = 176
_MAX_BLOCK = 64 * MB  # SPSS writes blocks of 4 MB
_UNKNOWN = -1


@dataclass
class _Dictionary:
    """What the walk has counted. An element is eight bytes of a case."""

    cases: int
    compression: int
    elements: int = 0
    variables: int = 0


def check_header(path: Path, limits: Limits) -> None:
    """Refuse a file whose claims its bytes cannot bear."""
    size = path.stat().st_size
    with path.open("rb") as file:
        order, found = _read_fixed(file)
        try:
            _walk(file, order, found)
            held = _elements_held(file, order, found, size)
        except (struct.error, EOFError):
            raise damaged_header(f"byte {file.tell():,}") from None
    if not found.variables or not found.elements:
        raise damaged_header("the list of variables")
    rows = found.cases if found.cases != _UNKNOWN else held // found.elements
    check_claims(rows, found.variables, limits)
    if rows * found.elements > held:
        raise more_than_there_is(rows, size)
    if rows * found.elements > 4 * limits.max_cells:
        check_claims(rows, found.elements, limits)
    if rows == 0:
        raise no_rows()


def _read_fixed(file: BinaryIO) -> tuple[str, _Dictionary]:
    head = file.read(_HEADER_BYTES)
    if head[8:16] == b"ENCRYPTE":
        raise Refusal(
            "The SPSS file is locked with a password.",
            "the header of the file",
            "In SPSS save it without a password, and bring that file.",
        )
    if len(head) < _HEADER_BYTES:
        raise damaged_header("the first 176 bytes")
    order = next((o for o in "<>" if struct.unpack_from(o + "i", head, 64)[0] in (2, 3)), "")
    if not order:
        raise damaged_header("byte 65")
    compression, _, cases = struct.unpack_from(order + "3i", head, 72)
    if cases < _UNKNOWN or compression not in (0, 1, 2):
        raise damaged_header("bytes 73 to 84")
    return order, _Dictionary(cases, compression)


def _walk(file: BinaryIO, order: str, found: _Dictionary) -> None:
    """Follow the records of the dictionary up to its end mark."""
    while True:
        (kind,) = _ints(file, order, 1)
        if kind == 2:
            _variable(file, order, found)
        elif kind == 3:
            for _ in range(_count(file, order)):
                length = _take(file, 9)[8]
                _take(file, -(length + 1) % 8 + length)
        elif kind == 4:
            _take(file, 4 * _count(file, order))
        elif kind == 6:
            _take(file, 80 * _count(file, order))
        elif kind == 7:
            _extension(file, order, found)
        elif kind == 999:
            _take(file, 4)
            return
        else:
            raise EOFError


def _variable(file: BinaryIO, order: str, found: _Dictionary) -> None:
    width, labelled, missing, _, _ = _ints(file, order, 5)
    _take(file, 8)
    if width < -1 or width > 255 or abs(missing) > 3:
        raise EOFError
    if labelled:
        length = _count(file, order)
        _take(file, length + -length % 4)
    _take(file, 8 * abs(missing))
    found.elements += 1
    found.variables += width >= 0


def _extension(file: BinaryIO, order: str, found: _Dictionary) -> None:
    subtype, size, count = _ints(file, order, 3)
    if size < 0 or count < 0:
        raise EOFError
    content = _take(file, size * count)
    if subtype == 16 and size == 8 and count == 2:
        found.cases = max(found.cases, struct.unpack(order + "2q", content)[1])


def _elements_held(file: BinaryIO, order: str, found: _Dictionary, size: int) -> int:
    """The most elements the data part can hold."""
    left = size - file.tell()
    if found.compression == 0:
        return left // 8
    if found.compression == 1:
        return left  # at least one byte of instruction an element
    return _unpacked(file, order, size)


def _unpacked(file: BinaryIO, order: str, size: int) -> int:
    """Bytes the zlib blocks say they unpack to, from the trailer that lists them."""
    _, trailer, length = struct.unpack(order + "3q", _take(file, 24))
    if not 0 < trailer <= trailer + length <= size or length < 24:
        raise EOFError
    file.seek(trailer)
    _, _, _, blocks = struct.unpack(order + "2q2i", _take(file, 24))
    if blocks < 0 or 24 + 24 * blocks != length:
        raise EOFError
    total = 0
    for _, _, unpacked, packed in struct.iter_unpack(order + "2q2i", _take(file, 24 * blocks)):
        if not 0 <= unpacked <= _MAX_BLOCK or not 0 < packed <= size or unpacked > 1100 * packed:
            raise EOFError
        total += unpacked
    return total


def _count(file: BinaryIO, order: str) -> int:
    (number,) = _ints(file, order, 1)
    if number < 0:
        raise EOFError
    return number


def _ints(file: BinaryIO, order: str, how_many: int) -> tuple[int, ...]:
    return struct.unpack(f"{order}{how_many}i", _take(file, 4 * how_many))


def _take(file: BinaryIO, length: int) -> bytes:
    """Exactly so many bytes; never asks for more than a dictionary may hold."""
    if length > 64 * MB:
        raise EOFError
    content = file.read(length)
    if len(content) != length:
        raise EOFError
    return content
