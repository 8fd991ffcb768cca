"""Column names: every one there, no two alike."""

import re
import unicodedata
from collections.abc import Sequence

from weft.reading.limits import Limits
from weft.reading.refusals import Refusal, counted, shown

ROW_NAME = "row"
_NUMBER = re.compile(r"[+-]?[0-9.,]+")


def check_names(names: Sequence[str], limits: Limits) -> tuple[tuple[str, ...], list[str]]:
    """The names to use, and a note where the first had to be given."""
    if len(names) > limits.max_columns:
        raise Refusal(
            f"The table has {counted(len(names), 'column')}; at most {limits.max_columns:,} are read.",
            "the row of column names",
            "Leave out columns you do not need. If rows and columns are swapped, turn the table.",
        )
    clean = [unicodedata.normalize("NFC", name).strip() for name in names]
    notes = []
    if len(clean) > 1 and not clean[0]:
        clean[0] = _free_name(clean)
        notes.append(f"The first column had no name (row numbers, as R writes them): named '{clean[0]}'.")
    for place, name in enumerate(clean, start=1):
        _check_name(name, place)
    _refuse_alike(clean)
    return tuple(clean), notes


def refuse_data_as_names(names: Sequence[str]) -> None:
    """A first row of numbers is answers, not names; they are not repeated in the message."""
    if names and all(_NUMBER.fullmatch(name.strip()) or not name.strip() for name in names):
        raise Refusal(
            "The first row holds numbers, not column names.",
            "row 1",
            "Add a first row with a name for every column.",
        )


def _free_name(names: Sequence[str]) -> str:
    taken = {name.casefold() for name in names}
    return next(
        name for name in (ROW_NAME, *(f"{ROW_NAME}_{i}" for i in range(1, 100_000))) if name not in taken
    )


def _check_name(name: str, place: int) -> None:
    if not name:
        raise Refusal(
            f"Column {place:,} has no name.",
            f"the row of column names, column {place:,}",
            "Give every column a name; delete columns that are empty.",
        )
    if len(name) > 1000 or not name.isprintable():
        raise Refusal(
            f"The name of column {place:,} has a line break or control character, or over 1,000 letters.",
            f"the row of column names, column {place:,}",
            "Give the column a short name on one line.",
        )


def _refuse_alike(names: Sequence[str]) -> None:
    first: dict[str, int] = {}
    for place, name in enumerate(names, start=1):
        other = first.setdefault(name.casefold(), place)
        if other != place:
            raise Refusal(
                f"Two columns have the same name: {shown(names[other - 1])} and {shown(name)}.",
                f"columns {other:,} and {place:,}",
                "Rename one of them; names that differ only by capital letters count as the same.",
            )
