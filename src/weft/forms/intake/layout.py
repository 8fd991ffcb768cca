"""The survey sheet as groups and questions, each with its row; and what is wrong with their order, types and names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from pyxform import aliases
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_OSM, RE_SELECT

from weft.forms.intake.book import Book
from weft.forms.intake.columns import Cells, columns_of
from weft.forms.intake.problems import Problem

_NAME = re.compile(r"^[^\W\d][\w.-]*$")
_NAMELESS = ("note", "audit", "group", "repeat", "loop")  # pyxform makes a name for these
_COMMON = (
    "text", "integer", "decimal", "date", "time", "dateTime", "select_one", "select_multiple", "rank", "range",
    "note", "calculate", "geopoint", "geotrace", "geoshape", "image", "audio", "video", "file", "barcode",
    "acknowledge", "hidden", "begin group", "end group", "begin repeat", "end repeat", "start", "end", "today",
)  # fmt: skip
META = (
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "phonenumber",
    "email",
    "audit",
    "simserial",
    "subscriberid",
)


@dataclass(frozen=True)
class Item:
    """A question, group or repeat of the survey sheet."""

    cells: Cells
    kind: str  # as XLSForm names it: "select_one", "text", "group", "repeat"
    name: str
    parents: tuple["Item", ...] = ()
    list_name: str = ""
    has_other: bool = False  # "or_other"

    @property
    def number(self) -> int:
        return self.cells.row.number

    @property
    def in_repeat(self) -> bool:
        return any(parent.kind in ("repeat", "loop") for parent in (*self.parents, self))

    @property
    def is_group(self) -> bool:
        return self.kind in ("group", "repeat", "loop")

    def ref(self, root: str) -> str:
        """Where it stands in the data: "/data/household/age"."""
        return "/" + "/".join((root, *(parent.name for parent in self.parents), self.name))


@dataclass
class Layout:
    """What the survey sheet asks, in order."""

    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def named(self, name: str) -> Item | None:
        return next((item for item in self.items if item.name == name), None)

    @property
    def names(self) -> set[str]:
        return {item.name for item in self.items if item.name}


def lay_out(book: Book) -> Layout:
    """Groups and questions of the survey sheet, with every fault of their order, types and names."""
    laid = Layout()
    open_groups: list[Item] = []
    for cells in rows_of(book, "survey"):
        text = " ".join(cells.get("type").split())
        end = RE_END_CONTROL.match(text)
        if not text:
            laid.problems += _without_type(cells)
        elif end:
            laid.problems += _close(open_groups, aliases.control[end["type"]], cells)
        else:
            _take(laid, open_groups, cells, text)
    laid.problems += [
        _at(item.cells, "type", f"This {item.kind} is never closed. Add a row “end {item.kind}”.")
        for item in open_groups
    ]
    laid.problems += list(_names(laid.items))
    return laid


def rows_of(book: Book, name: str) -> Iterator[Cells]:
    """The rows of a sheet that are in use."""
    sheet = book.sheet(name)
    columns = columns_of(sheet)
    for row in sheet.rows:
        cells = Cells(row, columns)
        if aliases.yes_no.get(cells.get("disabled")) is not True:
            yield cells


def _without_type(cells: Cells) -> list[Problem]:
    if not (cells.get("name") or cells.get("label")):
        return []  # a remark in some other column
    return [
        _at(
            cells,
            "type",
            "This row has a name or a label but no type. Say what is asked, for example “text”.",
        )
    ]


def _close(open_groups: list[Item], kind: str, cells: Cells) -> list[Problem]:
    if not open_groups:
        return [_at(cells, "type", f"This “end {kind}” closes nothing: no {kind} is open here.")]
    last = open_groups.pop()
    if last.kind == kind:
        return []
    message = f"This “end {kind}” meets the {last.kind} “{last.name}” that began in row {last.number}."
    return [_at(cells, "type", message)]


def _take(laid: Layout, open_groups: list[Item], cells: Cells, text: str) -> None:
    if text in aliases.settings_header:
        return  # a setting written on the survey sheet
    begin = RE_BEGIN_CONTROL.match(text)
    kind, list_name, has_other = _kind(text)
    if begin:
        kind, list_name, has_other = aliases.control[begin["type"]], begin["list_name"] or "", False
    elif not kind:
        laid.problems.append(_at(cells, "type", _unknown(text)))
        return
    item = Item(cells, kind, cells.get("name"), tuple(open_groups), list_name, has_other)
    laid.items.append(item)
    if begin:
        open_groups.append(item)


def _kind(text: str) -> tuple[str, str, bool]:
    """The type, its list and whether "other" is offered; ("", "", False) for a type nobody knows."""
    select = RE_SELECT.match(text)
    if select:
        command = aliases.select[select["select_command"]]
        kind = {"select one": "select_one", "select all that apply": "select_multiple"}.get(command, command)
        return kind, select["list_name"], bool(select["specify_other"])
    osm = RE_OSM.match(text)
    if osm:
        return "osm", "", False
    known = aliases._type_alias_map.get(text, text)
    return (
        (text, "", False) if known in QUESTION_TYPE_DICT and text not in aliases.select else ("", "", False)
    )


def _unknown(text: str) -> str:
    if text in aliases.select or text in ("select_one", "select_multiple", "rank"):
        return f"Write which list the choices come from: “{text} LIST”, with LIST in the choices sheet."
    word = text.split(maxsplit=1)[0] if text.startswith(("select", "rank")) else text
    near = get_close_matches(word, _COMMON, n=1, cutoff=0.6)
    hint = f" Did you mean “{near[0]}”?" if near else ""
    return f"There is no question type “{text[:60]}”.{hint}"


def _names(items: list[Item]) -> Iterator[Problem]:
    seen: dict[tuple[int, str], Item] = {}
    for item in items:
        if not item.name:
            if item.kind not in _NAMELESS:
                yield _at(item.cells, "name", "This question has no name. Give it one, such as “age”.")
            continue
        if not _NAME.match(item.name):
            message = f"“{item.name[:60]}” cannot be a name: begin with a letter; use letters, digits, _ - and . only."
            yield _at(item.cells, "name", message)
            continue
        place = (item.parents[-1].number if item.parents else 0, item.name)
        if place in seen:
            yield _at(item.cells, "name", f"Row {seen[place].number} already has the name “{item.name}”.")
        seen.setdefault(place, item)


def _at(cells: Cells, name: str, message: str) -> Problem:
    return Problem("survey", cells.row.number, cells.title(name), message)
