"""What a file is, by its content, and its sheets."""

import io
import zipfile
from pathlib import Path

from weft.forms.intake.book import SHEETS, Book
from weft.forms.intake.problems import whole_file
from weft.forms.intake.read_tables import as_unicode, read_archive, read_csv, read_markdown
from weft.forms.intake.read_workbook import read_xls, read_xlsx

_ARCHIVE, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_SHEETS = (
    b"\x09\x08",
    b"\x09\x04",
    b"\x09\x02",
    b"\x09\x00",
)  # a bare BIFF stream, as old programs wrote


def read_book(content: bytes) -> Book:
    """The sheets of a form brought as a workbook, as Markdown, or as CSV. Raises NotAForm."""
    kind = kind_of(content)
    if kind == "xlsx":
        return read_xlsx(content)
    if kind == "xls":
        return read_xls(content)
    if kind == "zip":
        return read_archive(content)
    text = as_unicode(content)
    return read_markdown(text) if kind == "md" else read_csv(text)


def kind_of(content: bytes) -> str:
    """xlsx, xls, zip (of CSV files), md or csv, by the content alone. Raises NotAForm for anything else."""
    if content.startswith(_ARCHIVE):
        return "xlsx" if _is_workbook(content) else "zip"
    if content.startswith(_OLD_OFFICE) or content[:2] in _OLD_SHEETS:
        return "xls"
    if not content.strip():
        raise whole_file("This file is empty.")
    if b"\0" in content[:4096]:
        raise whole_file("This is no form. Bring an Excel workbook, Markdown tables or CSV tables.")
    lines = [line.strip() for line in content[:65_536].splitlines()]
    return "md" if sum(line.startswith(b"|") for line in lines) >= 2 else "csv"


def _is_workbook(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(name.startswith("xl/") for name in archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError):
        return True  # told as a damaged workbook


def pack_folder(folder: Path) -> bytes:
    """The CSV tables of a folder as one archive, the same bytes each time; a form kept in git is brought so."""
    found = [path for path in sorted(folder.glob("*.csv")) if path.stem.lower() in SHEETS]
    if not found:
        raise whole_file("This folder holds no survey.csv.")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in found:
            archive.writestr(zipfile.ZipInfo(path.name, (1980, 1, 1, 0, 0, 0)), path.read_bytes())
    return packed.getvalue()
