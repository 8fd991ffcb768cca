"""Stata files written byte by byte, so that a test may hold codes and claims no library would write."""

import struct
from collections.abc import Sequence

MISSING_BYTE = {".": 101, **{f".{chr(97 + i)}": 102 + i for i in range(26)}}


def dta_118(
    names: Sequence[str],
    rows: Sequence[Sequence[int]],
    *,
    labels: dict[int, str] | None = None,
    claimed_rows: int | None = None,
) -> bytes:
    """A little file of byte variables, form 118; the first variable carries the value labels."""
    k = len(names)
    head = _tag("release", b"118") + _tag("byteorder", b"LSF") + _tag("K", struct.pack("<H", k))
    head += _tag("N", struct.pack("<Q", len(rows) if claimed_rows is None else claimed_rows))
    head += _tag("label", struct.pack("<H", 0)) + _tag("timestamp", b"\0")
    parts = [b"<stata_dta>", _tag("header", head)]
    body = [
        _tag("variable_types", struct.pack(f"<{k}H", *[65530] * k)),
        _tag("varnames", b"".join(name.encode().ljust(129, b"\0") for name in names)),
        _tag("sortlist", bytes(2 * (k + 1))),
        _tag("formats", b"%8.0g".ljust(57, b"\0") * k),
        _tag("value_label_names", b"lab".ljust(129, b"\0") + bytes(129 * (k - 1))),
        _tag("variable_labels", b"How often".ljust(321, b"\0") + bytes(321 * (k - 1))),
        _tag("characteristics", b""),
        _tag("data", b"".join(struct.pack(f"<{k}b", *row) for row in rows)),
        _tag("strls", b""),
        _tag("value_labels", _label_table(labels or {})),
    ]
    return b"".join(parts) + _map(b"".join(parts), body) + b"".join(body) + b"</stata_dta>"


def dta_115(rows: int) -> bytes:
    """A header of form 115 with one byte variable, claiming so many rows."""
    head = struct.pack("<4BHi", 115, 2, 1, 0, 1, rows)
    return head + bytes(81 + 18) + bytes([251]) + b"q1".ljust(33, b"\0") + bytes(400)


def _tag(name: str, content: bytes) -> bytes:
    return f"<{name}>".encode() + content + f"</{name}>".encode()


def _map(before: bytes, body: Sequence[bytes]) -> bytes:
    places = [0, len(before)]
    at = len(before) + len("<map></map>") + 14 * 8
    for part in body:
        places.append(at)
        at += len(part)
    places += [at, at + len("</stata_dta>")]
    return _tag("map", struct.pack("<14Q", *places))


def _label_table(labels: dict[int, str]) -> bytes:
    if not labels:
        return b""
    text, offsets = b"", []
    for label in labels.values():
        offsets.append(len(text))
        text += label.encode() + b"\0"
    n = len(labels)
    content = struct.pack(f"<2I{n}I{n}i", n, len(text), *offsets, *labels) + text
    return _tag("lbl", struct.pack("<I", len(content)) + b"lab".ljust(129, b"\0") + bytes(3) + content)
