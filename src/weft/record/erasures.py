"""The ledger of erasures: outside the database, so that a restored backup can be told to forget again.

One line each: when, what ("all", or a store), and a pseudonym of the holder that only this installation's key file
can make. It names nobody. A line is written before the transaction ends: if that one then fails, the ledger
knows one erasure too many, of somebody who asked for it.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from weft.record.ids import pseudonym
from weft.record.keys import secret_for

EVERYTHING = "all"
PURPOSE = "erasure"


@dataclass(frozen=True)
class Erasure:
    at: datetime
    what: str  # EVERYTHING, or the store that was withdrawn
    pseudonym: str


def ledger() -> Path:
    return Path(settings.DATA) / "erasures.log"


def pseudonym_of(holder: str) -> str:
    return pseudonym(secret_for(PURPOSE), holder)


def note_erasure(holder: str, what: str) -> None:
    """Add one line, on the disk before this returns."""
    line = f"{datetime.now(UTC).isoformat()} {what} {pseudonym_of(holder)}\n"
    descriptor = os.open(ledger(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, line.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def noted() -> list[Erasure]:
    """Every whole line of the ledger; one cut off by a power failure is left out."""
    if not ledger().exists():
        return []
    parts = [line.split(" ") for line in ledger().read_text().splitlines()]
    return [Erasure(datetime.fromisoformat(at), what, who) for at, what, who in filter(_is_whole, parts)]


def _is_whole(parts: list[str]) -> bool:
    return len(parts) == 3 and len(parts[2]) == 64
