"""Hostile and mistaken files, each built by the test itself, with the exact words of its refusal."""

import os
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyreadstat
from tests.reading.stata_bytes import dta_115, dta_118

Build = Callable[[Path], object]
START = "the first bytes of the file"
HEADER = "the header of the file"
EXPORT = "Export the answers as CSV UTF-8, SPSS (.sav), Stata (.dta) or Parquet, and bring that file."
AS_CSV = "In the spreadsheet choose Save as, CSV UTF-8, and bring that file."
UTF8 = "Save it again as CSV UTF-8, and bring that file."
UNPACK = "Unpack it and bring the survey file inside."
REOPEN = "Open it in the program it came from, save it again, and bring that file."
FROM_R = "In R save the table with write.csv or haven::write_sav, and bring that file."
CUT = "The file is cut short or false. Copy or export it again."
ITSELF = "Give the survey file itself."
FEWER = "Leave out columns you do not need."
QUOTES = "Write a quotation mark inside a cell twice, or export the table again as CSV UTF-8."
LONG = "Keep one wave or one area a file. A sample survey is never this long: check where it came from."


@dataclass(frozen=True)
class Hostile:
    """A file and its refusal: what, where, remedy."""

    name: str
    build: Build
    message: str
    where: str
    remedy: str


def put(content: bytes) -> Build:
    return lambda path: path.write_bytes(content)


def zipped(inside: str, megabytes: int) -> Build:
    def build(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(inside, bytes(megabytes << 20))

    return build


def sav(rows: int = 200, **how: object) -> Callable[[Path], bytes]:
    def build(path: Path) -> bytes:
        frame = pl.DataFrame({f"q{i}": [float(row % 7) for row in range(rows)] for i in range(20)})
        pyreadstat.write_sav(frame, path, **how)
        return path.read_bytes()

    return build


def sav_claiming(rows: int, **how: object) -> Build:
    def build(path: Path) -> None:
        content = bytearray(sav(10, **how)(path))
        struct.pack_into("<i", content, 80, rows)
        path.write_bytes(_without_long_count(content))

    return build


def _without_long_count(content: bytearray) -> bytes:
    """Drop the second, 64-bit case count (extension 16) where the writer put one."""
    at = bytes(content).find(struct.pack("<4i", 7, 16, 8, 2))
    return bytes(content if at < 0 else content[:at] + content[at + 32 :])


def zsav_bomb(claim: int) -> Build:
    """One zlib block of 60 MB of zeros; the trailer owns up to it `claim` times, or to a little."""

    def build(path: Path) -> None:
        content = _without_long_count(bytearray(sav(10, compress=True)(path)))
        start = content.find(struct.pack("<2i", 999, 0)) + 8
        content = bytearray(content[:start])
        struct.pack_into("<i", content, 80, -1)
        packed = zlib.compress(bytes(60 << 20), 9)
        unpacked, blocks = (60 << 20, claim) if claim else (2000, 1)
        trailer_at = start + 24 + len(packed)
        content += struct.pack("<3q", start, trailer_at, 24 + 24 * blocks) + packed
        content += struct.pack("<2q2i", -100, 0, 0x3FF000, blocks)
        content += struct.pack("<2q2i", start, start + 24, unpacked, len(packed)) * blocks
        path.write_bytes(content)

    return build


def cut(build: Callable[[Path], bytes], share: float) -> Build:
    def cut_build(path: Path) -> None:
        content = build(path)
        path.write_bytes(content[: int(len(content) * share)])

    return cut_build


def parquet(frame: Callable[[], pl.DataFrame]) -> Callable[[Path], bytes]:
    def build(path: Path) -> bytes:
        frame().write_parquet(path)
        return path.read_bytes()

    return build


def parquet_claiming_more(path: Path) -> None:
    """Six million rows in a few kilobytes; the footer then says 134 million."""
    constant_rows(6_000_000)(path)
    content = path.read_bytes()
    path.write_bytes(content.replace(_varint(12_000_000), _varint((1 << 28) - 2)))


def _varint(number: int) -> bytes:
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def constant_rows(rows: int) -> Build:
    return lambda path: pl.select(pl.repeat(1, rows, dtype=pl.Int8).alias("q")).write_parquet(path)


def parquet_page_bomb(path: Path) -> None:
    """A megabyte or so that unpacks to 400 MB of text, all different."""
    text = pl.col("n").cast(pl.String) + pl.lit("x" * 20_000)
    rows = pl.LazyFrame({"n": list(range(20_000))})
    rows.select(text.alias("q")).sink_parquet(path, row_group_size=1_000)


def parquet_noise(path: Path) -> None:
    content = bytearray(parquet(lambda: pl.DataFrame({"q": list(range(5000))}))(path))
    noise = random.Random(7)
    content[4:-8] = noise.randbytes(len(content) - 12)
    path.write_bytes(content)


def one_line(path: Path) -> None:
    path.write_bytes(b"a,b\n" + b"x" * (60 << 20))


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(501 << 20)


def locked(path: Path) -> None:
    path.write_bytes(b"$FL2@(#) ENCRYPTEDSAV".replace(b"@(#) ", b"\0\0\0\0") + bytes(400))


def link(path: Path) -> None:
    other = path.with_name("real.csv")
    other.write_text("a,b\n1,2\n")
    path.symlink_to(other)


XXE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
LAUGHS = b'\xef\xbb\xbf<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'
SAS = bytes(12) + bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011") + bytes(2000)
WEB = "This is a web page or XML document, not a table of answers."
NOISE = "This is not a table Weft can read: neither text, nor SPSS, Stata or Parquet."
BROKEN = "The file could not be read: it is probably damaged"
DAMAGED = "The description of the columns is damaged or cut short."
FALSE_COUNT = "The header claims 4,000,000 rows, more than a file of "

FILES = (
    Hostile("zip bomb", zipped("zeros.csv", 80), "This is a ZIP archive.", START, UNPACK),
    Hostile("zip bomb.sav", zipped("zeros.sav", 80), "This is a ZIP archive.", START, UNPACK),
    Hostile(
        "sheet bomb.xlsx", zipped("xl/worksheets/sheet1.xml", 80), "This is a spreadsheet.", START, AS_CSV
    ),
    Hostile("xxe.xml", put(XXE), WEB, START, EXPORT),
    Hostile("laughs.csv", put(LAUGHS), WEB, START, EXPORT),
    Hostile("page.csv", put(b"\n <html><table><tr><td>1</table>"), WEB, START, EXPORT),
    Hostile(
        "old.xls",
        put(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)),
        "This is an old Excel spreadsheet or Office document, not a table of answers.",
        START,
        AS_CSV,
    ),
    Hostile("a.pdf", put(b"%PDF-1.7\n..."), "This is a PDF document, not a table of answers.", START, EXPORT),
    Hostile(
        "gzip bomb.csv.gz",
        lambda p: p.write_bytes(zlib.compress(bytes(80 << 20), 9, 31)),
        "This is a compressed file (gzip), not a table of answers.",
        START,
        UNPACK,
    ),
    Hostile(
        "table.rds",
        lambda p: p.write_bytes(zlib.compress(b"X\n\0\0\0\3" + bytes(500), 9, 31)),
        "This is an R data file, not a table of answers.",
        START,
        FROM_R,
    ),
    Hostile(
        "table.por",
        put(b"0" * 200 + b"ASCII SPSS PORT FILE    " + b"0" * 300),
        "This is an SPSS portable file (.por), not a table of answers.",
        START,
        "In SPSS choose File, Save as, SPSS Statistics (.sav), and bring that file.",
    ),
    Hostile(
        "table.sas7bdat",
        put(SAS),
        "This is a SAS data set, not a table of answers.",
        START,
        "In SAS export the table as SPSS (.sav), Stata (.dta) or CSV, and bring that file.",
    ),
    Hostile(
        "photo.csv",
        put(b"\x89PNG\r\n\x1a\n" + bytes(99)),
        "This is a picture, not a table of answers.",
        START,
        EXPORT,
    ),
    Hostile(
        "tool.csv",
        put(b"\x7fELF\2\1\1" + bytes(99)),
        "This is a program, not a table of answers.",
        START,
        EXPORT,
    ),
    Hostile("rows.json", put(b'[{"q": 1}]'), "This is a JSON file, not a table of answers.", START, EXPORT),
    Hostile("claim 10 GB.sav", sav_claiming(4_000_000), FALSE_COUNT + "2,944 bytes can hold.", HEADER, CUT),
    Hostile(
        "claim 300 GB.sav",
        sav_claiming(2**31 - 1),
        "The table has 2,147,483,647 rows; at most 5,000,000 are read.",
        HEADER,
        LONG,
    ),
    Hostile(
        "claim 10 GB packed.sav",
        sav_claiming(4_000_000, row_compress=True),
        FALSE_COUNT + "1,584 bytes can hold.",
        HEADER,
        CUT,
    ),
    Hostile(
        "bomb.zsav",
        zsav_bomb(160),
        "The table has 503,316,480 rows; at most 5,000,000 are read.",
        HEADER,
        LONG,
    ),
    Hostile("lying bomb.zsav", zsav_bomb(0), BROKEN + " (ReadstatError).", "the whole file", REOPEN),
    Hostile(
        "cut.sav",
        cut(sav(), 0.7),
        "The header claims 200 rows, more than a file of 23,363 bytes can hold.",
        HEADER,
        CUT,
    ),
    Hostile("cut in names.sav", cut(sav(1), 0.3), DAMAGED, "byte 460", REOPEN),
    Hostile(
        "locked.sav",
        locked,
        "The SPSS file is locked with a password.",
        HEADER,
        "In SPSS save it without a password, and bring that file.",
    ),
    Hostile("noise.sav", put(b"$FL2" + random.Random(3).randbytes(5000)), DAMAGED, "byte 65", REOPEN),
    Hostile(
        "claim 10 GB.dta",
        put(dta_118(["q"], [[1]], claimed_rows=10_000_000_000)),
        "The table has 10,000,000,000 rows; at most 5,000,000 are read.",
        HEADER,
        LONG,
    ),
    Hostile(
        "claim 4 M.dta",
        put(dta_118(["q"], [[1]], claimed_rows=4_000_000)),
        FALSE_COUNT + "1,179 bytes can hold.",
        HEADER,
        CUT,
    ),
    Hostile("old claim.dta", put(dta_115(4_000_000)), FALSE_COUNT + "543 bytes can hold.", HEADER, CUT),
    Hostile(
        "cut.dta",
        cut(lambda path: dta_118(["q"], [[1]] * 900), 0.34),
        "The header claims 900 rows, more than a file of 706 bytes can hold.",
        HEADER,
        CUT,
    ),
    Hostile("cut in header.dta", put(dta_118(["q"], [[1]])[:150]), DAMAGED, HEADER, REOPEN),
    Hostile(
        "claim.parquet",
        parquet_claiming_more,
        "The table has 134,217,727 rows; at most 5,000,000 are read.",
        HEADER,
        LONG,
    ),
    Hostile(
        "constant.parquet",
        constant_rows(6_000_000),
        "The table has 6,000,000 rows; at most 5,000,000 are read.",
        HEADER,
        LONG,
    ),
    Hostile(
        "page bomb.parquet",
        parquet_page_bomb,
        "Reading needed more than 256 MB of memory and was stopped.",
        "the whole file",
        "Leave out columns you do not need, or ask whoever looks after Weft to allow more memory.",
    ),
    Hostile(
        "cut.parquet",
        cut(parquet(lambda: pl.DataFrame({"q": list(range(5000))})), 0.8),
        "The Parquet file stops before its end.",
        "the last 4 bytes",
        "The copy was probably cut short. Copy or export it again.",
    ),
    Hostile("noise.parquet", parquet_noise, BROKEN + " (ComputeError).", "the whole file", REOPEN),
    Hostile(
        "footer.parquet",
        put(b"PAR1" + bytes(50) + b"\xff\xff\xff\x7fPAR1"),
        DAMAGED,
        "the last 8 bytes",
        REOPEN,
    ),
    Hostile(
        "nested.parquet",
        parquet(lambda: pl.DataFrame({"who": [1], "answers": [[1, 2]]})),
        "Column 'answers' holds List values, which have no place in a table of answers.",
        "column 'answers'",
        "Turn it into numbers, text or dates, or leave it out.",
    ),
    Hostile(
        "empty.csv",
        put(b""),
        "The file is empty.",
        "the whole file",
        "Export the survey again, and bring that file.",
    ),
    Hostile(
        "blank.csv",
        put(b"\xef\xbb\xbf \r\n \n"),
        "The file is empty.",
        "the whole file",
        "Export the survey again, and bring that file.",
    ),
    Hostile(
        "only header.csv",
        put(b"age,sex\n"),
        "The table has column names but no answers.",
        "after the header",
        "Export it again with the answers.",
    ),
    Hostile(
        "alike.csv",
        put(b"age,sex,AGE\n1,2,3\n"),
        "Two columns have the same name: 'age' and 'AGE'.",
        "columns 1 and 3",
        "Rename one of them; names that differ only by capital letters count as the same.",
    ),
    Hostile(
        "nameless.csv",
        put(b"age,,sex\n1,2,3\n"),
        "Column 2 has no name.",
        "the row of column names, column 2",
        "Give every column a name; delete columns that are empty.",
    ),
    Hostile(
        "no header.csv",
        put(b"34,34,1\n51,2,2\n"),
        "The first row holds numbers, not column names.",
        "row 1",
        "Add a first row with a name for every column.",
    ),
    Hostile(
        "mixed.csv",
        put("name,q\nZoë,1\n".encode() + "Zoë,2\n".encode("cp1252")),
        "Two encodings are mixed: line 2 is UTF-8, line 3 is not.",
        "line 3",
        "Parts from different programs were joined. Save each as CSV UTF-8 before joining them.",
    ),
    Hostile(
        "unknown encoding.csv",
        put(b"a,b\n1,x\x81y\n"),
        "The text is neither UTF-8 nor Western European (cp1252).",
        "line 2",
        UTF8,
    ),
    Hostile(
        "nul.csv",
        put(b"age,sex\n" + b"34,1\n" * 2000 + b"3\x004,1\n"),
        "The text holds a NUL byte, which no text has.",
        "line 2,002",
        "The file was probably damaged in copying. " + UTF8,
    ),
    Hostile(
        "utf16.csv",
        put("age,sex\n34,1\n".encode("utf-16-le")),
        "The text is UTF-16 without the mark that says so.",
        "line 1",
        UTF8,
    ),
    Hostile(
        "million columns.csv",
        lambda p: p.write_text(",".join(f"q{i}" for i in range(1_000_000)) + "\n" + "1," * 999_999 + "1\n"),
        "The table has 1,000,000 columns; at most 20,000 are read.",
        "the row of column names",
        "Leave out columns you do not need. If rows and columns are swapped, turn the table.",
    ),
    Hostile(
        "one line.csv",
        one_line,
        "A line is longer than 8 MB.",
        "line 2",
        "Check that the file has line ends and is a table; export it again as CSV UTF-8.",
    ),
    Hostile(
        "ragged.csv",
        put(b"age,sex\n34,1\n51,2,Secret Name\n"),
        "Row 3 has 3 cells; the header has 2.",
        "row 3",
        "Put quotation marks around cells that hold the delimiter, or export the table again.",
    ),
    Hostile(
        "open quote.csv",
        put(b'age,why\n34,"because\n51,no\n'),
        "A quotation mark opens a cell and never closes.",
        "row 2, which begins on line 2",
        QUOTES,
    ),
    Hostile(
        "long cell.csv",
        put(b'age,why\n34,ok\n51,"' + b"x\n" * 100_000 + b'"\n'),
        "A cell is over 131,072 characters. Does its quotation mark close?",
        "row 3, which begins on line 3",
        QUOTES,
    ),
    Hostile(
        "bad quote.csv",
        put(b'age,why\n34,"be"cause\n'),
        "A quotation mark closes in the middle of a cell.",
        "row 2, which begins on line 2",
        QUOTES,
    ),
    Hostile("noise.csv", put(random.Random(5).randbytes(50_000)), NOISE, START, EXPORT),
    Hostile(
        "too large.csv",
        sparse,
        "The file is larger than 500 MB.",
        "the whole file",
        "Leave out columns you do not need, or save it as Parquet, which is smaller.",
    ),
    Hostile("folder.csv", lambda p: p.mkdir(), "This is a folder, not a file.", "the file", ITSELF),
    Hostile("link.csv", link, "This is a link to another place.", "the file", ITSELF),
    Hostile(
        "pipe.csv", lambda p: os.mkfifo(p), "This is a device or a pipe, not a file.", "the file", ITSELF
    ),
    Hostile(
        "absent.csv",
        lambda p: None,
        "The file cannot be opened.",
        "the file",
        "Check that it is there and may be read.",
    ),
)
