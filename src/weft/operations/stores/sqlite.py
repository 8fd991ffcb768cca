"""SQLite: VACUUM INTO copies one moment of the database while others write; a restore swaps the file in one step."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from weft.operations.archive import sync_folder
from weft.operations.errors import Busy, Damaged
from weft.operations.manifest import Manifest
from weft.operations.stores import Copied, Settle

NAME = "weft.sqlite3"
WAIT_SECONDS = 3
LISTED = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"


def size() -> int:
    """Bytes of the database on the disk."""
    path = Path(connection.settings_dict["NAME"])
    return path.stat().st_size if path.exists() else 0


def copy_out(folder: Path) -> Copied:
    target = folder / NAME
    source = Path(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(source, timeout=WAIT_SECONDS)) as found:
        found.execute("VACUUM INTO ?", (str(target),))
    with closing(sqlite3.connect(target)) as copy:
        names = [row[0] for row in copy.execute(LISTED)]
        tables = {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608 - names of our own tables
        migrations = list(copy.execute("SELECT app, name FROM django_migrations ORDER BY id"))
        chain = copy.execute("SELECT number, digest FROM record_chainhead WHERE id = 1").fetchone()
    return Copied([target], tables, chain or (0, "0" * 64), migrations)


def put_back(folder: Path, _manifest: Manifest, settle: Settle) -> None:
    """Make the new database ready beside the old one, then give it the old one's name."""
    target = Path(connection.settings_dict["NAME"])
    fresh = target.with_name(target.name + ".restoring")
    with _only_user(target):
        _remove(fresh)
        shutil.move(folder / NAME, fresh)
        connection.close()
        connection.settings_dict["NAME"] = str(fresh)
        try:
            _refuse_damaged(fresh)
            settle()
            _one_file(fresh)
            fresh.replace(target)
            sync_folder(target.parent)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = str(target)
            _remove(fresh)


@contextmanager
def _only_user(target: Path) -> Iterator[None]:
    """Hold the old database alone, with nothing left in a side file that the new one would inherit."""
    if not target.exists():
        yield
        return
    connection.close()
    with closing(sqlite3.connect(target, timeout=WAIT_SECONDS, isolation_level=None)) as held:
        try:
            mode = held.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise Busy("Weft is running on this database. Stop it, then restore.") from error
        if mode != "delete":
            raise Busy("Weft is running on this database. Stop it, then restore.")
        yield


def _refuse_damaged(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as found:
            answer = found.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.DatabaseError:
        answer = ""
    if answer != "ok":
        raise Damaged("The database in the backup is damaged. Use an earlier backup.")


def _one_file(path: Path) -> None:
    """Everything in the main file and on the disk, before it takes the old one's place."""
    connection.close()
    with closing(sqlite3.connect(path)) as found:
        found.execute("PRAGMA journal_mode=DELETE")
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
