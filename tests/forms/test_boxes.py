"""Films and pictures made of boxes lose where, when and with what they were made; all else stays in its place."""

import contextlib
import random
import struct
import time

import pytest

from weft.forms.boxes import NotBoxes, without_boxes_that_tell
from weft.forms.files import RefusedFile, checked_kind, without_traces

PLACE, CAMERA, PIXELS, SOUND = b"+51.5072-000.1276/", b"Somephone 12", b"PIXELS" * 20, b"SOUND" * 9
WHEN = (3_900_000_000).to_bytes(4, "big")


def box(name: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">I", len(body) + 8) + name + body


def full(name: bytes, *inside: bytes, version: int = 0) -> bytes:
    return box(name, bytes([version, 0, 0, 0]), *inside)


def track(kind: bytes, chunks: list[int], sizes: list[int], runs: list[tuple[int, int]]) -> bytes:
    """A track whose samples lie in chunks at these places."""
    table = box(
        b"stbl",
        full(b"stsz", struct.pack(">II", 0, len(sizes)), *(struct.pack(">I", size) for size in sizes)),
        full(b"stco", struct.pack(">I", len(chunks)), *(struct.pack(">I", at) for at in chunks)),
        full(b"stsc", struct.pack(">I", len(runs)), *(struct.pack(">III", *run, 1) for run in runs)),
    )
    head = full(b"tkhd", WHEN, WHEN, bytes(8))
    told = full(b"hdlr", bytes(4), kind, bytes(12))
    return box(b"trak", head, box(b"mdia", full(b"mdhd", WHEN, WHEN, bytes(8)), told, box(b"minf", table)))


def film() -> bytes:
    """Picture, sound, and a track of places the phone wrote beside them, their samples mixed in one heap."""
    start = box(b"ftyp", b"isom", bytes(4))
    heap = box(b"mdat", PIXELS, PLACE, SOUND, PLACE, PLACE)
    at = len(start) + 8
    places = [at + len(PIXELS), at + len(PIXELS) + len(PLACE) + len(SOUND)]
    head = full(b"mvhd", WHEN, WHEN, bytes(8))
    told = box(b"udta", box(b"\xa9xyz", PLACE), box(b"\xa9mod", CAMERA))
    tracks = [
        track(b"vide", [at], [len(PIXELS)], [(1, 1)]),
        track(b"soun", [at + len(PIXELS) + len(PLACE)], [len(SOUND)], [(1, 1)]),
        track(b"meta", places, [len(PLACE)] * 3, [(1, 1), (2, 2)]),
    ]
    return start + heap + box(b"moov", head, *tracks, told, full(b"meta", CAMERA)) + box(b"uuid", CAMERA * 2)


def item(number: int, kind: bytes) -> bytes:
    return full(b"infe", struct.pack(">HH", number, 0), kind, b"\0", version=2)


def picture(*, in_idat: bool = False) -> bytes:
    """A HEIC of one picture, with EXIF and XMP beside it."""
    start = box(b"ftyp", b"heic", bytes(4))
    exif, xmp = b"Exif\0\0" + PLACE + CAMERA, b"<x:xmpmeta>" + PLACE
    pieces = [PIXELS, exif, xmp]
    heap = b"".join(pieces)
    named = full(b"iinf", struct.pack(">H", 3), item(1, b"hvc1"), item(2, b"Exif"), item(3, b"mime"))

    def meta(base: int) -> bytes:
        rows, at = b"", base
        for number, piece in enumerate(pieces, 1):
            rows += struct.pack(">HHHHII", number, int(in_idat), 0, 1, at, len(piece))
            at += len(piece)
        where = full(b"iloc", b"\x44\x00", struct.pack(">H", 3), rows, version=1)
        return full(b"meta", named, where, *([box(b"idat", heap)] if in_idat else []))

    if in_idat:
        return start + meta(0)
    return start + meta(len(start) + len(meta(0)) + 8) + box(b"mdat", heap)


@pytest.mark.parametrize("content", [film(), picture(), picture(in_idat=True)], ids=["film", "heic", "idat"])
def test_place_and_camera_are_gone_and_the_picture_lies_where_it_lay(content: bytes) -> None:
    assert PLACE in content and CAMERA in content
    clean = without_traces(content, checked_kind(content))
    assert PLACE not in clean and CAMERA not in clean
    assert len(clean) == len(content) and clean.index(PIXELS) == content.index(PIXELS)
    assert without_boxes_that_tell(clean) == clean  # once is enough


def test_moments_of_a_film_are_gone_and_its_sound_stays() -> None:
    clean = without_boxes_that_tell(film())
    assert WHEN not in clean and clean.index(SOUND) == film().index(SOUND)
    assert clean.count(b"trak") == 2


def test_control_a_track_that_is_heard_keeps_its_samples() -> None:
    spoken = film().replace(b"meta" + bytes(12), b"soun" + bytes(12))
    assert PLACE in without_boxes_that_tell(spoken)


@pytest.mark.parametrize("content", [film(), picture()], ids=["film", "heic"])
def test_a_file_cut_short_is_refused_with_what_to_do(content: bytes) -> None:
    for end in range(12, len(content) - len(PIXELS), 7):
        try:
            clean = without_boxes_that_tell(content[:end])
        except NotBoxes:
            continue
        assert PLACE not in clean.partition(b"mdat")[0]  # an end between two boxes is a whole, if odd, file
    with pytest.raises(RefusedFile, match="damaged or cut short"):
        checked_kind(content[: content.index(PIXELS) - 30] if b"heic" in content[:16] else content[:-3])


def test_any_damage_ends_soon_and_in_our_own_words() -> None:
    chance, began = random.Random(20181), time.perf_counter()
    for content in [film(), picture()] * 300:
        broken = bytearray(content)
        for _ in range(chance.randint(1, 6)):
            broken[chance.randrange(8, len(broken))] = chance.choice((0, 1, 127, 255))
        with contextlib.suppress(NotBoxes):
            assert len(without_boxes_that_tell(bytes(broken))) == len(content)
    assert time.perf_counter() - began < 20


def test_boxes_in_boxes_without_end_are_refused() -> None:
    deep = b""
    for _ in range(3000):
        deep = box(b"traf", deep)
    with pytest.raises(NotBoxes):
        without_boxes_that_tell(box(b"ftyp", b"isom") + box(b"moov", deep))
