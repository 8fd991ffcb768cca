"""A consistent copy of the database while it serves, and the way back, on SQLite and on PostgreSQL.

Both have `copy_out(folder) -> Copied` and `put_back(folder, manifest, settle)`. `settle` runs on the new database
before anyone else can see it; if it raises, or the process dies, the old database is still there, whole.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from django.db import connection

from weft.operations.errors import BackupError

FOLDER = "database"
Settle = Callable[[], None]


@dataclass(frozen=True)
class Copied:
    """What the copy holds, read from the copy itself."""

    files: list[Path]
    tables: dict[str, int]
    chain: tuple[int, str]
    migrations: list[tuple[str, str]]
    columns: dict[str, list[str]] = field(default_factory=dict)


def store() -> ModuleType:
    """The module for the database at hand."""
    from weft.operations.stores import postgres, sqlite

    found = {"sqlite": sqlite, "postgresql": postgres}.get(connection.vendor)
    if found is None:
        raise BackupError(f"Weft does not know how to copy a {connection.vendor} database.")
    return found
