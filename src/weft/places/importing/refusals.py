"""Why a file of places is not taken over: the row and the column of every fault, or one sentence about the file."""

from dataclasses import dataclass

MOST_TOLD = 20


@dataclass(frozen=True)
class Fault:
    """One thing wrong. Row 1 is the line of column names, as a spreadsheet counts; 0 is the whole file."""

    row: int
    column: str
    message: str
    counted_in: str = "row"

    def __str__(self) -> str:
        place = [f"{self.counted_in} {self.row}"] if self.row else []
        place += [f"column {self.column}"] if self.column and self.counted_in == "row" else []
        place += [f"property {self.column}"] if self.column and self.counted_in != "row" else []
        return f"{', '.join(place)}: {self.message}" if place else self.message


class Refused(Exception):
    """Nothing of the file was taken over. `faults` says why, at most MOST_TOLD of them."""

    def __init__(self, *faults: Fault, is_cut: bool = False) -> None:
        self.faults, self.is_cut = faults, is_cut
        super().__init__("\n".join(self.lines))

    @property
    def lines(self) -> list[str]:
        more = [f"There may be more: only the first {MOST_TOLD} are listed."] if self.is_cut else []
        return [*map(str, self.faults), *more]


class Faults:
    """Gathers what is wrong while a file is read, so that all of it can be mended at once."""

    def __init__(self, counted_in: str = "row") -> None:
        self.found: list[Fault] = []
        self.counted_in = counted_in

    def add(self, row: int, column: str, message: str) -> None:
        self.found.append(Fault(row, column, message, self.counted_in))
        if len(self.found) == MOST_TOLD:
            raise Refused(*self.found, is_cut=True)

    def refuse_any(self) -> None:
        if self.found:
            raise Refused(*self.found)


def whole_file(message: str) -> Refused:
    return Refused(Fault(0, "", message))
