"""What a database leaves in its files after a row is gone, and its removal.

SQLite overwrites what it deletes (secure_delete) but keeps older pages in its log until that is emptied, and gaps in
rebuilt pages: VACUUM writes the file anew, a checkpoint empties the log. PostgreSQL keeps the old version of a row
until VACUUM FULL writes the table anew, and samples of columns in its statistics. Its write-ahead log keeps
changes until its segments are reused: wiping moves to a new segment, and docs/privacy.md says the rest.
"""

import logging
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction

LOG = logging.getLogger("weft.privacy")
# Writing a SQLite file anew takes about 40 ms a megabyte (tests/bench/erasing.py); nobody waits longer than 2 s for it.
AT_ONCE_BYTES = 50_000_000
# A transaction that began before the erasure may still read the rows, so PostgreSQL carries them into the new table;
# so does one that has written in any other database of the server, since every snapshot reaches back to it, and a
# standby server that says what it still reads.
# Pages are over in a moment; a backup or a report takes longer, and then the next tick wipes.
PATIENCE = 5.0  # seconds
STILL_READING = """SELECT pg_snapshot_xmin(pg_current_snapshot()) <= %(now)s::text::xid8 OR EXISTS (
SELECT FROM pg_stat_activity WHERE (datname IS NULL OR datname = current_database()) AND pid <> pg_backend_pid()
AND age(backend_xmin) > age(%(now)s::text::xid8::xid)) OR EXISTS (
SELECT FROM pg_replication_slots
WHERE greatest(age(xmin), age(catalog_xmin)) > age(%(now)s::text::xid8::xid))"""


def due_file() -> Path:
    """Names the tables whose traces are still to be wiped."""
    return Path(settings.DATA) / "wipe-due"


def wipe_after_commit(tables: Iterable[str]) -> None:
    """Remember the tables, and wipe once the change is safe: at once on a small SQLite file, which takes a moment.
    A large one, and PostgreSQL where it locks each table, wait for the periodic work."""
    named = sorted(set(tables))

    def wipe() -> None:
        _remember(named)
        if connection.vendor == "sqlite" and _is_small():
            wipe_traces()

    transaction.on_commit(wipe)


def wipe_traces() -> list[str]:
    """Wipe what is due; returns what could not be done, in words. Safe to repeat; never inside a transaction."""
    if connection.in_atomic_block or not (due_file().exists() or _begun_file().exists()):
        return []
    named = _begin()
    left = _wipe_sqlite() if connection.vendor == "sqlite" else _wipe_postgresql(named)
    if left:
        _remember(named)
    _begun_file().unlink(missing_ok=True)
    return left


def _begun_file() -> Path:
    """Names the tables being wiped; one of a wiping that died counts as due."""
    return Path(settings.DATA) / "wipe-begun"


def _begin() -> list[str]:
    """Take the names that are due: what is erased from here on is remembered in a file of its own."""
    if _begun_file().exists():
        _remember(_begun_file().read_text().split())
    due_file().replace(_begun_file())
    return sorted(set(_begun_file().read_text().split()))


def _remember(tables: Iterable[str]) -> None:
    with due_file().open("a") as file:
        file.writelines(f"{name}\n" for name in tables)


def _is_small() -> bool:
    path = Path(str(connection.settings_dict["NAME"]))
    return path.exists() and path.stat().st_size <= AT_ONCE_BYTES


def _wipe_sqlite() -> list[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except DatabaseError:
        busy = 1
    if busy:
        LOG.warning("The database was busy: the traces of an erasure are wiped by the periodic work.")
    return ["the database was busy; it is tried again"] if busy else []


def _wipe_postgresql(tables: list[str]) -> list[str]:
    """First the tables, then the samples that were taken of them: those were replaced only by the first step, so
    whoever began during it is waited for, too."""
    existing = set(connection.introspection.table_names())
    quoted = [connection.ops.quote_name(name) for name in tables if name in existing]
    samples = ["VACUUM FULL pg_catalog.pg_statistic", "SELECT pg_switch_wal()", "CHECKPOINT"]
    left: list[str] = []
    for step in ([f"VACUUM (FULL, ANALYZE) {name}" for name in quoted], samples):
        if not _is_read_by_nobody():
            LOG.warning("Somebody still reads erased rows: their traces are wiped by the periodic work.")
            return [*left, "another session still reads the rows as they were; it is tried again"]
        left += [statement for statement in step if not _done(statement)]
    return left


def _is_read_by_nobody() -> bool:
    """Whether every transaction that began before now is over; waits a few seconds for it."""
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text")
        now = {"now": cursor.fetchone()[0]}
        while cursor.execute(STILL_READING, now).fetchone()[0]:
            if time.monotonic() > until:
                return False
            time.sleep(PATIENCE / 50)
    return True


def _done(statement: str) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        LOG.warning("PostgreSQL refused a step of wiping: %s", statement.partition(" ")[0])
        return False
    return True
