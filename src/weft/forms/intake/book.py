"""A workbook as read: sheets of rows that still know their row number."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from weft.forms.intake.bounds import CELL_CHARACTERS, COLUMNS_MOST, EMPTY_ROWS_MOST, rows_most
from weft.forms.intake.problems import NotAForm, Problem

SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")


@dataclass(frozen=True)
class Row:
    """A row that holds something. number: as the person sees it; the header is row 1 of a workbook."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    header_row: int = 1


@dataclass(frozen=True)
class Book:
    """The sheets of an XLSForm, by their lower-case names."""

    sheets: dict[str, Sheet]

    def sheet(self, name: str) -> Sheet:
        return self.sheets.get(name) or Sheet(name, (), ())

    def as_dict(self) -> dict[str, Any]:
        return {
            name: {
                "header": list(sheet.header),
                "header_row": sheet.header_row,
                "rows": [[row.number, row.cells] for row in sheet.rows],
            }
            for name, sheet in self.sheets.items()
        }

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> "Book":
        return cls(
            {
                name: Sheet(
                    name,
                    tuple(sheet["header"]),
                    tuple(Row(number, cells) for number, cells in sheet["rows"]),
                    sheet["header_row"],
                )
                for name, sheet in told.items()
            }
        )


def make_book(tables: Iterable[tuple[str, Iterable[tuple[int, Sequence[str]]]]]) -> Book:
    """The known sheets among the tables; a table that is alone is the survey, whatever its name.

    tables: name, and lines (row number, texts of the cells), the first of which that holds something is the header.
    """
    given = list(tables)
    sheets: dict[str, Sheet] = {}
    for name, lines in given:
        known = name.strip().lower()
        if known not in SHEETS and len(given) == 1:
            known = "survey"
        if known not in SHEETS or known in sheets:
            continue
        sheets[known] = make_sheet(known, lines)
    return Book(sheets)


def make_sheet(name: str, lines: Iterable[tuple[int, Sequence[str]]]) -> Sheet:
    """The sheet of these lines. Raises NotAForm when it is too large or two columns have one name."""
    begun = _until_empty(lines)
    header_row, first = next(begun, (1, ()))
    titles = _titles(name, header_row, first)
    rows: list[Row] = []
    for number, texts in begun:
        cells = {title: text for title, text in zip(titles, texts, strict=False) if title and text}
        if not cells:
            continue
        rows.append(Row(number, cells))
        _check_row(name, rows)
    return Sheet(name, tuple(title for title in titles if title), tuple(rows), header_row)


def _until_empty(lines: Iterable[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The lines that hold something, cleaned; the end is where very many empty lines follow each other."""
    empty = 0
    for number, texts in lines:
        cleaned = tuple(clean(text) for text in texts)
        empty = 0 if any(cleaned) else empty + 1
        if empty > EMPTY_ROWS_MOST:
            return
        if not empty:
            yield number, cleaned


def clean(text: str) -> str:
    """A cell's text: no-break spaces are spaces, nothing around it, and no character XML cannot hold."""
    plain = text.replace("\u00a0", " ").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        letter for letter in plain if letter in "\n\t" or letter.isprintable() or letter > "\x9f"
    ).strip()


def _titles(name: str, row: int, first: Sequence[str]) -> list[str]:
    titles = [" ".join(text.split()) for text in first]
    if len(titles) > COLUMNS_MOST:
        raise NotAForm(
            [Problem(name, row, "", f"This sheet has over {COLUMNS_MOST} columns. Leave out the empty ones.")]
        )
    twice = sorted({title for title in titles if title and titles.count(title) > 1})
    if twice:
        raise NotAForm(
            [
                Problem(name, row, title, "Two columns have this name. Rename or remove one.")
                for title in twice
            ]
        )
    return titles


def _check_row(name: str, rows: list[Row]) -> None:
    last = rows[-1]
    if len(rows) > rows_most(name):
        message = (
            f"This sheet has over {rows_most(name):,} rows. Make two forms of it, or check what was pasted."
        )
        raise NotAForm([Problem(name, last.number, "", message)])
    for title, text in last.cells.items():
        if len(text) > CELL_CHARACTERS:
            message = f"This cell is longer than {CELL_CHARACTERS:,} characters. Write less in it."
            raise NotAForm([Problem(name, last.number, title, message)])
