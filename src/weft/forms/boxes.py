"""Pictures and films made of boxes (ISO base media: HEIC, MP4, M4A, 3GP) without where, when and with what they were
made.

Everything stays where it is, because other boxes point to it by number: what is taken out is overwritten with zeros and
its box renamed to `free`, which every player skips. Source: ISO/IEC 14496-12 (boxes, tracks) and 23008-12 (items).
"""

from collections.abc import Iterator
from dataclasses import dataclass

CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf")
TOLD = (
    b"udta",
    b"meta",
    b"uuid",
)  # words, places and cameras; `meta` of a HEIC holds the picture itself, see _items
TIMED = (b"mvhd", b"tkhd", b"mdhd")  # begin with when they were made and changed
SHOWN = (
    b"vide",
    b"soun",
    b"text",
    b"sbtl",
    b"subt",
)  # tracks somebody sees or hears; others tell of places and faces
TRACES = (b"Exif", b"mime", b"uri ")  # items of a HEIC that are no picture
MOST_BOXES, MOST_SAMPLES, DEEPEST = 100_000, 1_000_000, 8


class NotBoxes(Exception):
    """The boxes do not fit into each other: nobody can say what is in them."""


@dataclass(frozen=True)
class Box:
    """One box: its name, where it begins, where its content begins and ends."""

    name: bytes
    start: int
    body: int
    end: int


def without_boxes_that_tell(content: bytes) -> bytes:
    """The same film or picture, as long as before. Raises NotBoxes."""
    made = bytearray(content)
    try:
        for box in _boxes(content, 0, len(content)):
            if box.name == b"meta":
                _blank_items(made, box)
            elif box.name == b"moov":
                _blank_film(made, box)
            elif box.name in TOLD:
                _free(made, box)
    except (IndexError, ValueError) as error:  # shorter than it says, or tables that do not agree
        raise NotBoxes from error
    return bytes(made)


def _boxes(content: bytes | bytearray, at: int, end: int) -> Iterator[Box]:
    for _count in range(MOST_BOXES):
        if at + 8 > end:
            return
        size, name, body = _number(content, at, 4), bytes(content[at + 4 : at + 8]), at + 8
        if size == 1:
            size, body = _number(content, body, 8), body + 8
        size = size or end - at  # 0: to the end
        if at + size > end or size < body - at:
            raise NotBoxes
        yield Box(name, at, body, at + size)
        at += size
    raise NotBoxes


def _number(content: bytes | bytearray, at: int, width: int) -> int:
    if at + width > len(content):
        raise NotBoxes
    return int.from_bytes(content[at : at + width], "big")


def _zero(made: bytearray, start: int, end: int) -> None:
    if not 0 <= start <= end <= len(made):
        raise NotBoxes
    made[start:end] = bytes(end - start)


def _free(made: bytearray, box: Box) -> None:
    made[box.start + 4 : box.start + 8] = b"free"
    _zero(made, box.body, box.end)


def _blank_film(made: bytearray, film: Box, depth: int = 0) -> None:
    """Inside a film or a track: what tells goes, moments become zero, tracks nobody sees or hears are emptied."""
    if depth > DEEPEST:
        raise NotBoxes
    for box in list(_boxes(made, film.body, film.end)):
        if box.name in TOLD:
            _free(made, box)
        elif box.name in TIMED:
            width = 8 if made[box.body] == 1 else 4
            _zero(made, box.body + 4, box.body + 4 + 2 * width)
        elif box.name == b"trak" and _track_kind(made, box) not in SHOWN:
            _empty_track(made, box)
        elif box.name in CONTAINERS:
            _blank_film(made, box, depth + 1)


def _found(made: bytearray, box: Box, *path: bytes) -> Box | None:
    for name in path:
        inner = next((each for each in _boxes(made, box.body, box.end) if each.name == name), None)
        if inner is None:
            return None
        box = inner
    return box


def _track_kind(made: bytearray, track: Box) -> bytes:
    told = _found(made, track, b"mdia", b"hdlr")
    return bytes(made[told.body + 8 : told.body + 12]) if told else b""


def _empty_track(made: bytearray, track: Box) -> None:
    """Its samples lie among those of the others, in chunks: each is overwritten where it lies."""
    table = _found(made, track, b"mdia", b"minf", b"stbl")
    if table:
        sizes, starts = _sizes(made, table), _starts(made, table)
        at = 0
        for start, count in zip(starts, _counts(made, table, len(starts)), strict=True):
            length = sum(sizes[at : at + count])
            _zero(made, start, start + length)
            at += count
    _free(made, track)


def _sizes(made: bytearray, table: Box) -> list[int]:
    """Of each sample, in bytes."""
    box = _found(made, table, b"stsz")
    if box is None:
        raise NotBoxes
    every, count = _number(made, box.body + 4, 4), _number(made, box.body + 8, 4)
    if count > MOST_SAMPLES:
        raise NotBoxes
    return [every or _number(made, box.body + 12 + 4 * n, 4) for n in range(count)]


def _starts(made: bytearray, table: Box) -> list[int]:
    """Where each chunk begins."""
    for name, width in ((b"stco", 4), (b"co64", 8)):
        if box := _found(made, table, name):
            count = min(_number(made, box.body + 4, 4), MOST_SAMPLES)
            return [_number(made, box.body + 8 + width * n, width) for n in range(count)]
    raise NotBoxes


def _counts(made: bytearray, table: Box, chunks: int) -> list[int]:
    """How many samples each chunk holds; a run goes on until the next begins."""
    box = _found(made, table, b"stsc")
    if box is None:
        raise NotBoxes
    count = min(_number(made, box.body + 4, 4), MOST_SAMPLES)
    runs = [
        (_number(made, at, 4), _number(made, at + 4, 4))
        for at in (box.body + 8 + 12 * n for n in range(count))
    ]
    ends = [first for first, _ in runs[1:]] + [chunks + 1]
    if any(first >= end for (first, _), end in zip(runs, ends, strict=True)):
        raise NotBoxes
    return [
        held
        for (first, held), end in zip(runs, ends, strict=True)
        for _ in range(first, min(end, chunks + 1))
    ]


def _blank_items(made: bytearray, meta: Box) -> None:
    """Of a picture: the items that are no picture are overwritten, wherever they lie."""
    inside = Box(meta.name, meta.start, meta.body + 4, meta.end)  # a version and flags come first
    names, places = _found(made, inside, b"iinf"), _found(made, inside, b"iloc")
    if names is None or places is None:
        raise NotBoxes
    traces = set(_traces(made, names))
    kept_here = _found(made, inside, b"idat")
    for item, is_here, start, length in _extents(made, places):
        if item in traces:
            base = kept_here.body if is_here and kept_here else 0
            _zero(made, base + start, base + start + length if length else len(made))


def _traces(made: bytearray, names: Box) -> Iterator[int]:
    """Numbers of the items that tell something."""
    at = names.body + (6 if made[names.body] == 0 else 8)
    for box in _boxes(made, at, names.end):
        version = made[box.body]
        width = 4 if version == 3 else 2
        kind = box.body + 4 + width + 2
        if version < 2 or bytes(made[kind : kind + 4]) in TRACES:
            yield _number(made, box.body + 4, width)


def _extents(made: bytearray, places: Box) -> Iterator[tuple[int, bool, int, int]]:
    """(item, whether it lies in the picture's own `idat`, start, length) of each piece of each item."""
    version, at = made[places.body], places.body + 6
    start_width, length_width = divmod(made[places.body + 4], 16)
    base_width, index_width = divmod(made[places.body + 5], 16)
    wide = 4 if version == 2 else 2
    count, at = _number(made, at, wide), at + wide
    for _item in range(count):
        item, at = _number(made, at, wide), at + wide
        here = version > 0 and _number(made, at, 2) & 15 == 1
        at += 2 * (version > 0) + 2
        base, at = _number(made, at, base_width), at + base_width
        pieces, at = _number(made, at, 2), at + 2
        if pieces > 1 and not (start_width or length_width):
            raise NotBoxes
        for _piece in range(pieces):
            at += index_width * (version > 0)
            start, at = base + _number(made, at, start_width), at + start_width
            length, at = _number(made, at, length_width), at + length_width
            yield item, here, start, length
