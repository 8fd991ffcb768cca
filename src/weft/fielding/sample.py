"""A list of addresses on its way in: CSV or XLSX, read whole, refused with every fault by row and column.

BrokenList     what is wrong: a list of Fault
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from weft.fielding.rules import FILE_BYTES, MOST_ADDRESSES, MOST_ADULTS, UNPACKED_BYTES

NEEDED = ("reference", "address_1", "postcode", "area")
LINES = ("address_1", "address_2", "address_3", "address_4")
KNOWN = (
    *NEEDED,
    "address_2",
    "address_3",
    "address_4",
    "stratum",
    "adults",
    "weight",
    "probability",
    "email",
)
LONGEST = {"reference": 40, "area": 20, "stratum": 40, "postcode": 12, "email": 254}
LONGEST_LINE = 80


@dataclass(frozen=True)
class Fault:
    """Where something is wrong, and what to do."""

    row: int
    column: str
    words: str

    def __str__(self) -> str:
        where = _("Row %(row)s") % {"row": self.row} if self.row else _("The file")
        return f"{where}, {self.column}: {self.words}" if self.column else f"{where}: {self.words}"


class BrokenList(Exception):
    """The list cannot be used; every fault that was found."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


@dataclass(frozen=True)
class Row:
    """One address of the list."""

    number: int
    reference: str
    area: str
    stratum: str
    adults: int
    weight: float
    where: dict[str, Any] = field(repr=False)  # lines, postcode, email


def read_list(name: str, content: bytes, areas: Iterable[str], taken: Iterable[str] = ()) -> list[Row]:
    """Every address of a file. areas: codes that exist. taken: references the fieldwork holds already."""
    if len(content) > FILE_BYTES:
        raise BrokenList(
            Fault(0, "", _("It is larger than 900 KB. Split it, and bring the parts one by one."))
        )
    is_workbook = content.startswith(b"PK")
    table = _workbook(content) if is_workbook else _text(content, name)
    header, faults = _header(next(table, [])), list[Fault]()
    checker = _Checker(frozenset(areas), dict.fromkeys(taken, 0), faults)
    rows = [
        row
        for number, cells in enumerate(table, 2)
        if any(cells) and (row := checker.row(number, dict(zip(header, cells, strict=False))))
    ]
    if faults:
        raise BrokenList(*faults)
    if not 0 < len(rows) <= MOST_ADDRESSES:
        words = _("It holds no address.") if not rows else _("It holds more than 20,000 addresses. Split it.")
        raise BrokenList(Fault(0, "", words))
    return rows


def _text(content: bytes, _name: str) -> Iterator[list[str]]:
    if b"\0" in content:
        raise BrokenList(
            Fault(0, "", _("It is neither a CSV file nor an XLSX workbook. Save it as one of them."))
        )
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = content.decode("cp1252", errors="replace")
    first = words.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for cells in csv.reader(io.StringIO(words), delimiter=delimiter, strict=True):
            yield [cell.strip() for cell in cells]
    except csv.Error:
        raise BrokenList(
            Fault(0, "", _("A quotation mark is never closed. Save the list as CSV again."))
        ) from None


def _workbook(content: bytes) -> Iterator[list[str]]:
    """The first sheet. A zip file reads no more than it claims to hold, so the claim is checked first."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            claimed = sum(each.file_size for each in packed.infolist())
        if claimed > UNPACKED_BYTES:
            raise BrokenList(
                Fault(0, "", _("It unpacks to far more than a list of addresses. Save it as CSV."))
            )
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=60)):
            if number > 2 * MOST_ADDRESSES:
                break
            yield [_cell(cell) for cell in cells]
    except BrokenList:
        raise
    except Exception:
        raise BrokenList(
            Fault(
                0, "", _("The workbook could not be read: it is damaged. Save it again, or save it as CSV.")
            )
        ) from None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _header(cells: list[str]) -> list[str]:
    """The names of the columns as ours; refuses what is missing and what nobody knows."""
    names = [name.strip().lower().replace(" ", "_") for name in cells]
    known = ", ".join(KNOWN)
    missing = [Fault(1, name, _("this column is missing.")) for name in NEEDED if name not in names]
    extra = [
        Fault(1, name, _("this column is not known. The columns are: %(known)s.") % {"known": known})
        for name in names
        if name and name not in KNOWN
    ]
    twice = [
        Fault(1, name, _("this column is there twice."))
        for name in sorted(set(names) - {""})
        if names.count(name) > 1
    ]
    if missing or extra or twice:
        raise BrokenList(*missing, *extra, *twice)
    return names


@dataclass
class _Checker:
    """Checks one row after another, keeping what it has seen."""

    areas: frozenset[str]
    seen: dict[str, int]  # reference -> row; 0 for one the fieldwork holds
    faults: list[Fault]

    def row(self, number: int, cells: dict[str, str]) -> Row | None:
        before = len(self.faults)
        for name in NEEDED:
            if not cells.get(name):
                self._say(number, name, _("it is empty."))
        for name, most in LONGEST.items():
            if len(cells.get(name, "")) > most:
                self._say(number, name, _("it is longer than %(most)s characters.") % {"most": most})
        self._lines(number, cells)
        self._reference(number, cells.get("reference", ""))
        self._area(number, cells.get("area", ""))
        self._email(number, cells.get("email", ""))
        adults, weight = self._adults(number, cells), self._weight(number, cells)
        if len(self.faults) > before:
            return None
        where = {
            "lines": [cells[name] for name in LINES if cells.get(name)],
            "postcode": cells["postcode"],
            "email": cells.get("email", ""),
        }
        return Row(number, cells["reference"], cells["area"], cells.get("stratum", ""), adults, weight, where)

    def _say(self, number: int, column: str, words: str) -> None:
        self.faults.append(Fault(number, column, words))

    def _lines(self, number: int, cells: dict[str, str]) -> None:
        for name in LINES:
            if len(cells.get(name, "")) > LONGEST_LINE:
                self._say(number, name, _("it is longer than %(most)s characters.") % {"most": LONGEST_LINE})

    def _reference(self, number: int, reference: str) -> None:
        if not reference:
            return
        if reference in self.seen:
            before = self.seen[reference]
            words = (
                _("it stands in row %(row)s already.") if before else _("this fieldwork holds it already.")
            )
            self._say(number, "reference", words % {"row": before})
        self.seen.setdefault(reference, number)

    def _area(self, number: int, area: str) -> None:
        if area and self.areas and area not in self.areas:
            self._say(number, "area", _("no area of the city has this code."))

    def _email(self, number: int, email: str) -> None:
        try:
            if email:
                validate_email(email)
        except ValidationError:
            self._say(number, "email", _("write an address like name@example.org, or leave it empty."))

    def _adults(self, number: int, cells: dict[str, str]) -> int:
        text = cells.get("adults", "") or "1"
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_ADULTS):
            self._say(number, "adults", _("write a whole number from 1 to 10."))
            return 1
        return int(text)

    def _weight(self, number: int, cells: dict[str, str]) -> float:
        """The weight, or one over the probability where that is given."""
        for name in ("weight", "probability"):
            if text := cells.get(name, ""):
                found = _number(text)
                if not 0 < found < 1e9 or (name == "probability" and found > 1):
                    words = _("write a number over 0 and up to 1.") if name == "probability" else _(
                        "write a number over 0."
                    )  # fmt: skip
                    self._say(number, name, words)
                    return 1.0
                return found if name == "weight" else 1 / found
        return 1.0


def _number(text: str) -> float:
    try:
        return float(text.replace(",", ".")) if text.isascii() else 0.0
    except ValueError:
        return 0.0
