"""What a file's header claims, held against the file and the limits before any library believes it."""

from weft.reading.limits import Limits
from weft.reading.refusals import Refusal, counted


def check_claims(rows: int, columns: int, limits: Limits) -> None:
    """Refuse a table whose claimed size is beyond the limits."""
    if columns > limits.max_columns:
        raise Refusal(
            f"The table has {counted(columns, 'column')}; at most {limits.max_columns:,} are read.",
            "the header of the file",
            "Leave out columns you do not need.",
        )
    if rows > limits.max_rows:
        raise Refusal(
            f"The table has {counted(rows, 'row')}; at most {limits.max_rows:,} are read.",
            "the header of the file",
            "Keep one wave or one area a file. A sample survey is never this long: check where it came from.",
        )
    if rows * columns > limits.max_cells:
        raise Refusal(
            f"The table has {rows:,} rows times {columns:,} columns; at most {limits.max_cells:,} cells.",
            "the header of the file",
            "Leave out columns you do not need.",
        )


def more_than_there_is(rows: int, size: int) -> Refusal:
    return Refusal(
        f"The header claims {counted(rows, 'row')}, more than a file of {counted(size, 'byte')} can hold.",
        "the header of the file",
        "The file is cut short or false. Copy or export it again.",
    )


def damaged_header(place: str) -> Refusal:
    return Refusal(
        "The description of the columns is damaged or cut short.",
        place,
        "Open it in the program it came from, save it again, and bring that file.",
    )


def no_rows() -> Refusal:
    return Refusal(
        "The table has column names but no answers.", "after the header", "Export it again with the answers."
    )
