"""What is wrong with a form's definition, and where."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault, by sheet and row as the person sees them: the header is row 1; row 0 is the whole sheet or file.

    A fault that only publishing minds (a language still missing) lets a draft be made and looked at.
    """

    sheet: str
    row: int
    column: str
    message: str
    only_publishing: bool = False

    def __str__(self) -> str:
        place = [f"sheet {self.sheet}"] if self.sheet else []
        place += [f"row {self.row}"] if self.row else []
        place += [f"column {self.column}"] if self.column else []
        return f"{', '.join(place)}: {self.message}" if place else self.message


class NotAForm(Exception):
    """The definition cannot be used. `problems` holds every fault found, by sheet and row."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def whole_file(message: str) -> NotAForm:
    """A refusal of the file as such."""
    return NotAForm([Problem("", 0, "", message)])
