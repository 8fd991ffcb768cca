"""What a file is, told from its first and last bytes; its name and extension are never asked."""

import zlib
from dataclasses import dataclass
from pathlib import Path

from weft.reading.refusals import Refusal

HEAD = 65_536
_SAVE_AS_CSV = "In the spreadsheet choose Save as, CSV UTF-8, and bring that file."
_SAVE_FROM_R = "In R save the table with write.csv or haven::write_sav, and bring that file."
_SAVE_FROM_SAS = "In SAS export the table as SPSS (.sav), Stata (.dta) or CSV, and bring that file."
_SAVE_FROM_SPSS = "In SPSS choose File, Save as, SPSS Statistics (.sav), and bring that file."
_UNPACK = "Unpack it and bring the survey file inside."
_EXPORT = "Export the answers as CSV UTF-8, SPSS (.sav), Stata (.dta) or Parquet, and bring that file."
_SAS7BDAT = bytes(12) + bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011")


@dataclass(frozen=True)
class Foreign:
    """A kind of file Weft does not read: how it begins, what to call it, what to do instead."""

    begins: bytes
    name: str
    remedy: str


_FOREIGN = (
    Foreign(bytes.fromhex("d0cf11e0a1b11ae1"), "an old Excel spreadsheet or Office document", _SAVE_AS_CSV),
    Foreign(b"%PDF", "a PDF document", _EXPORT),
    Foreign(b"{\\rtf", "a text document", _EXPORT),
    Foreign(b"BZh", "a compressed file (bzip2)", _UNPACK),
    Foreign(b"\xfd7zXZ", "a compressed file (xz)", _UNPACK),
    Foreign(b"7z\xbc\xaf", "a compressed archive (7z)", _UNPACK),
    Foreign(b"Rar!", "a compressed archive (rar)", _UNPACK),
    Foreign(b"\x28\xb5\x2f\xfd", "a compressed file (zstd)", _UNPACK),
    Foreign(_SAS7BDAT, "a SAS data set", _SAVE_FROM_SAS),
    Foreign(b"HEADER RECORD*******LIB", "a SAS transport file", _SAVE_FROM_SAS),
    Foreign(b"RDX", "an R workspace (RData)", _SAVE_FROM_R),
    Foreign(b"\x89PNG", "a picture", _EXPORT),
    Foreign(b"\xff\xd8\xff", "a picture", _EXPORT),
    Foreign(b"GIF8", "a picture", _EXPORT),
    Foreign(b"II*\x00", "a picture", _EXPORT),
    Foreign(b"MM\x00*", "a picture", _EXPORT),
    Foreign(b"\x7fELF", "a program", _EXPORT),
    Foreign(b"#!", "a program", _EXPORT),
    Foreign(b"MZ\x90\x00", "a program", _EXPORT),
    Foreign(b"SQLite format 3\x00", "a database (SQLite)", _EXPORT),
    Foreign(b"ARROW1", "an Arrow or Feather file", "Save the table as Parquet, and bring that file."),
    Foreign(b"\x89HDF", "an HDF5 file", _EXPORT),
    Foreign(b"PARE", "an encrypted Parquet file", "Save it without encryption, and bring that file."),
    Foreign(b"{", "a JSON file", _EXPORT),
    Foreign(b"[", "a JSON file", _EXPORT),
)


def recognise(path: Path) -> str:
    """ "csv", "spss", "stata" or "parquet"; refuses every other kind by its name."""
    head, tail = _ends(path)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Refusal("The file is empty.", "the whole file", "Export the survey again, and bring that file.")
    if head.startswith((b"$FL2", b"$FL3")):
        return "spss"
    if head.startswith(b"<stata_dta>") or _is_old_stata(head):
        return "stata"
    if head.startswith(b"PAR1"):
        _check_parquet_ends(tail)
        return "parquet"
    _refuse_foreign(head)
    return "csv"


def _ends(path: Path) -> tuple[bytes, bytes]:
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(max(0, path.stat().st_size - 8))
        return head, file.read(8)


def _is_old_stata(head: bytes) -> bool:
    return len(head) > 4 and 102 <= head[0] <= 115 and head[1] in (1, 2) and head[2] == 1


def _check_parquet_ends(tail: bytes) -> None:
    if not tail.endswith(b"PAR1"):
        raise Refusal(
            "The Parquet file stops before its end.",
            "the last 4 bytes",
            "The copy was probably cut short. Copy or export it again.",
        )


def _refuse_foreign(head: bytes) -> None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        raise _zip_refusal(head)
    if head.startswith(b"\x1f\x8b"):
        raise _gzip_refusal(head)
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<?xml", b"<!", b"<html", b"<table")) or _is_utf16_markup(head):
        raise _not_a_survey("a web page or XML document", _EXPORT)
    if b"SPSS PORT FILE" in head[:512]:
        raise _not_a_survey("an SPSS portable file (.por)", _SAVE_FROM_SPSS)
    for kind in _FOREIGN:
        if head.startswith(kind.begins):
            raise _not_a_survey(kind.name, kind.remedy)


def _is_utf16_markup(head: bytes) -> bool:
    return head.startswith((b"\xff\xfe<\x00", b"\xfe\xff\x00<"))


def _not_a_survey(name: str, remedy: str) -> Refusal:
    return Refusal(f"This is {name}, not a table of answers.", "the first bytes of the file", remedy)


def _zip_refusal(head: bytes) -> Refusal:
    sheets = (b"xl/", b"[Content_Types].xml", b"opendocument.spreadsheet")
    if any(mark in head for mark in sheets):
        return Refusal("This is a spreadsheet.", "the first bytes of the file", _SAVE_AS_CSV)
    return Refusal("This is a ZIP archive.", "the first bytes of the file", _UNPACK)


def _gzip_refusal(head: bytes) -> Refusal:
    try:
        inside = zlib.decompressobj(31).decompress(head, 16)
    except zlib.error:
        inside = b""
    if inside.startswith((b"RDX", b"RDA", b"X\n", b"A\n", b"B\n")):
        return _not_a_survey("an R data file", _SAVE_FROM_R)
    return _not_a_survey("a compressed file (gzip)", _UNPACK)
