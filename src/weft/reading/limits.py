"""How much a survey file may cost to read. Every refusal on size names one of these."""

from dataclasses import dataclass, replace

MB = 1024 * 1024
_SMALL_FILE = 64 * MB
_MEMORY_PER_BYTE = 10  # measured: a CSV of 133 MB (a million rows, 34 columns) held 717 MB while being stored


@dataclass(frozen=True)
class Limits:
    """The bounds of one reading. The defaults suit a file from somebody we do not know.

    The caller decides: this package reads no environment variable. A page that takes uploads keeps the
    defaults; an analyst's own machine may pass `Limits.for_size(...)` or raise `memory_mb`.
    """

    max_bytes: int = 500 * MB
    max_columns: int = 20_000
    max_rows: int = 5_000_000
    max_cells: int = 100_000_000
    max_cell_characters: int = 131_072
    max_line_bytes: int = 8 * MB
    max_stored_bytes: int = 2048 * MB  # what the reading may write in its temporary folder
    seconds: float = 60.0
    memory_mb: int = 256  # of the reading process, all told

    @classmethod
    def for_size(cls, size: int) -> "Limits":
        """Limits that grow with a file the caller trusts: ten bytes of memory a byte above 64 MB, and
        ten seconds more for every 20 MB."""
        beyond = max(0, size - _SMALL_FILE)
        return replace(
            cls(),
            memory_mb=256 + _MEMORY_PER_BYTE * beyond // MB,
            seconds=60.0 + beyond / (2 * MB),
        )
