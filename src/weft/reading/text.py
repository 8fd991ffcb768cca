"""Text tables: which encoding, and whether these are the bytes of a text at all."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from weft.reading.limits import MB, Limits
from weft.reading.refusals import Refusal

_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1f]")
_NOT_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_SAVE_UTF8 = "Save it again as CSV UTF-8, and bring that file."


@dataclass
class _Seen:
    """First line (from 1) of each sight; 0 for never."""

    multibyte: int = 0
    invalid: int = 0
    lines: int = 0


def check_text(path: Path, limits: Limits) -> str:
    """The encoding to read the file with: "utf-8-sig", "utf-16" or "cp1252"."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _check_utf16(path, limits)
        return "utf-16"
    _refuse_unmarked_utf16(head)
    _refuse_noise(head)
    return _encoding_of(_look(path, limits))


def _refuse_unmarked_utf16(head: bytes) -> None:
    pairs = len(head) // 2
    zeros = max(head[0::2].count(0), head[1::2].count(0))
    if pairs and zeros > 0.7 * pairs and min(head[0::2].count(0), head[1::2].count(0)) < 0.1 * pairs:
        raise Refusal("The text is UTF-16 without the mark that says so.", "line 1", _SAVE_UTF8)


def _refuse_noise(head: bytes) -> None:
    if len(_CONTROL.findall(head)) + head.count(0) > len(head) / 50 + 1:
        raise Refusal(
            "This is not a table Weft can read: neither text, nor SPSS, Stata or Parquet.",
            "the first bytes of the file",
            "Export the answers as CSV UTF-8, SPSS (.sav), Stata (.dta) or Parquet, and bring that file.",
        )


def _look(path: Path, limits: Limits) -> _Seen:
    seen, open_line = _Seen(), 0
    with path.open("rb") as file:
        for block in _line_blocks(iter(lambda: file.read(MB), b""), limits):
            open_line = seen.lines + 1
            _look_at(block, open_line, seen)
            seen.lines += block.count(b"\n") or block.count(b"\r")
    return seen


def _line_blocks(blocks: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    """The same bytes, cut after line ends, so that no letter is cut in two."""
    rest, lines = b"", 0
    for block in blocks:
        whole = rest + block
        cut = max(whole.rfind(b"\n"), whole.rfind(b"\r")) + 1
        if len(whole) - cut > limits.max_line_bytes:
            raise Refusal(
                f"A line is longer than {limits.max_line_bytes // MB} MB.",
                f"line {lines + _line(whole, cut):,}",
                "Check that the file has line ends and is a table; export it again as CSV UTF-8.",
            )
        lines += whole.count(b"\n", 0, cut)
        yield whole[:cut]
        rest = whole[cut:]
    yield rest


def _line(block: bytes, place: int) -> int:
    """The line (from 1) a place in a block is on."""
    return block.count(b"\n", 0, place) + 1


def _look_at(block: bytes, first_line: int, seen: _Seen) -> None:
    zero = block.find(0)
    if zero >= 0:
        raise Refusal(
            "The text holds a NUL byte, which no text has.",
            f"line {first_line - 1 + _line(block, zero):,}",
            "The file was probably damaged in copying. " + _SAVE_UTF8,
        )
    if block.isascii():
        return
    try:
        block.decode("utf-8")
        bad = -1
    except UnicodeDecodeError as error:
        bad = error.start
    match = _MULTIBYTE.search(block)
    if match and not seen.multibyte:
        seen.multibyte = first_line - 1 + _line(block, match.start())
    if bad >= 0 and not seen.invalid:
        seen.invalid = first_line - 1 + _line(block, bad)
    odd = _NOT_IN_CP1252.search(block) if seen.invalid and not seen.multibyte else None
    if odd:
        raise _unknown_encoding(first_line - 1 + _line(block, odd.start()))


def _encoding_of(seen: _Seen) -> str:
    if not seen.invalid:
        return "utf-8-sig"
    if seen.multibyte:
        raise Refusal(
            f"Two encodings are mixed: line {seen.multibyte:,} is UTF-8, line {seen.invalid:,} is not.",
            f"line {seen.invalid:,}",
            "Parts from different programs were joined. Save each as CSV UTF-8 before joining them.",
        )
    return "cp1252"


def _unknown_encoding(line: int) -> Refusal:
    return Refusal("The text is neither UTF-8 nor Western European (cp1252).", f"line {line:,}", _SAVE_UTF8)


def _check_utf16(path: Path, limits: Limits) -> None:
    decoder, length, line = codecs.getincrementaldecoder("utf-16")(), 0, 1
    with path.open("rb") as file:
        while block := file.read(MB):
            try:
                text = decoder.decode(block, final=len(block) < MB)
            except UnicodeDecodeError:
                raise Refusal("The UTF-16 text is damaged.", f"after line {line:,}", _SAVE_UTF8) from None
            if "\x00" in text:
                raise Refusal(
                    "The text holds a NUL byte, which no text has.", f"after line {line:,}", _SAVE_UTF8
                )
            end = text.rfind("\n")
            length = length + len(text) if end < 0 else len(text) - end
            line += text.count("\n")
            if length > limits.max_line_bytes:
                raise Refusal(
                    f"A line is longer than {limits.max_line_bytes // MB} MB.", f"line {line:,}", _SAVE_UTF8
                )
