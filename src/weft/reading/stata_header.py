"""The header of a Stata file read in plain Python: claims held against the file.

Layout: as the Stata help file "dta" describes it (formats 113-115 and 117-119).
"""

import re
import struct
from dataclasses import dataclass
from pathlib import Path

from weft.reading.claims import check_claims, damaged_header, more_than_there_is, no_rows
from weft.reading.limits import Limits
from weft.reading.refusals import Refusal

_OLDEST = 113  # Stata 8 (2003)
_SAVE_AGAIN = "In Stata open it and type: save newname, replace. Bring that file."
_WIDTHS_NEW = {32768: 8, 65526: 8, 65527: 4, 65528: 4, 65529: 2, 65530: 1}
_WIDTHS_OLD = {251: 1, 252: 2, 253: 4, 254: 4, 255: 8}
_START = re.compile(rb"<stata_dta><header><release>(11[789])</release><byteorder>(MSF|LSF)</byteorder><K>")


@dataclass(frozen=True)
class _Claim:
    rows: int
    columns: int
    row_bytes: int


def check_header(path: Path, limits: Limits) -> None:
    """Refuse a file whose claims its bytes cannot bear."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(4_000_000)
    try:
        claim = _new(head, limits) if head.startswith(b"<") else _old(head, limits)
    except (struct.error, KeyError, ValueError):
        raise damaged_header("the header of the file") from None
    if claim.rows == 0:
        raise no_rows()
    if claim.rows * claim.row_bytes > size:
        raise more_than_there_is(claim.rows, size)


def _new(head: bytes, limits: Limits) -> _Claim:
    start = _START.match(head)
    if not start:
        raise ValueError
    release, order = int(start[1]), ">" if start[2] == b"MSF" else "<"
    place = start.end()
    columns_form, rows_form = ("I" if release == 119 else "H"), ("I" if release == 117 else "Q")
    (columns,) = struct.unpack_from(order + columns_form, head, place)
    place += struct.calcsize(columns_form) + len(b"</K><N>")
    (rows,) = struct.unpack_from(order + rows_form, head, place)
    check_claims(rows, columns, limits)
    types_at = head.index(b"<variable_types>", place) + len(b"<variable_types>")
    types = struct.unpack_from(f"{order}{columns}H", head, types_at)
    widths = (kind if 1 <= kind <= 2045 else _WIDTHS_NEW[kind] for kind in types)
    return _Claim(rows, columns, sum(widths))


def _old(head: bytes, limits: Limits) -> _Claim:
    if head[0] < _OLDEST:
        raise Refusal("The file is in a Stata form from before 2003.", "the first byte", _SAVE_AGAIN)
    order = ">" if head[1] == 1 else "<"
    columns, rows = struct.unpack_from(order + "Hi", head, 4)
    if rows < 0:
        raise ValueError
    check_claims(rows, columns, limits)
    types = struct.unpack_from(f"{columns}B", head, 109)
    widths = (kind if 1 <= kind <= 244 else _WIDTHS_OLD[kind] for kind in types)
    return _Claim(rows, columns, sum(widths))
