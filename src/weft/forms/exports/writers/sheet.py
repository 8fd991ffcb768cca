"""What every writer is told: the tables with their columns; and what it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from weft.forms.exports.cells import Cell
from weft.forms.exports.columns import Column, Value
from weft.forms.exports.plan import MAIN, Table


@dataclass(frozen=True)
class Sheet:
    """One table on its way into a file."""

    table: Table
    columns: tuple[Column, ...]
    language: str = ""

    @property
    def name(self) -> str:
        return "responses" if self.table.name == MAIN else self.table.name


class Writer(Protocol):
    """Takes rows as they come; holds no more than a batch of them."""

    def write(self, sheet: Sheet, about: Sequence[Value], cells: Sequence[Cell]) -> None: ...

    def close(self) -> tuple[Path, ...]:
        """The files, that of responses first."""
        ...
