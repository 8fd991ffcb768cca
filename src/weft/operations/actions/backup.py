"""Make a backup while Weft serves, and throw old ones away by rule."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from weft import __version__
from weft.operations import stores
from weft.operations.archive import PARTIAL, Archive, new_archive
from weft.operations.errors import Busy, NoRoom
from weft.operations.manifest import Manifest
from weft.operations.rules import ROOM_FACTOR, kept_backups

PATTERN = "weft-*.tar.gz"
STAMP = "weft-%Y-%m-%dT%H%M%SZ.tar.gz"
KEYS = "keys"
CITY = "city"  # the mark of the demonstration's city: that it was built to the end, and by which version
ANCHORS, ERASURES = "anchors.log", "erasures.log"  # outside the database, so that it can be held to them
MB = 1_000_000


@dataclass(frozen=True)
class Backup:
    path: Path
    manifest: Manifest
    seconds: float

    @property
    def size(self) -> int:
        return self.path.stat().st_size


def backup_folder() -> Path:
    """Where backups go when nobody says otherwise."""
    return Path(settings.BACKUP or Path(settings.DATA) / "backups")


def back_up(*, to: Path | None = None, with_keys: bool = False) -> Backup:
    """Copy the database at one moment, the uploaded files and what must travel with them into one file.

    Nothing is written into the database: a backup must also work when that is full.
    """
    began = timezone.now()
    folder = to or backup_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(folder):
        _refuse_without_room(folder)
        path = folder / timezone.now().astimezone(UTC).strftime(STAMP)
        with (
            tempfile.TemporaryDirectory(dir=folder, prefix=".copying-") as work,
            new_archive(path) as archive,
        ):
            manifest = _fill(archive, Path(work), with_keys)
    return Backup(path, manifest, (timezone.now() - began).total_seconds())


def _fill(archive: Archive, work: Path, with_keys: bool) -> Manifest:
    copied = stores.store().copy_out(work)
    for file in copied.files:
        archive.add(f"{stores.FOLDER}/{file.name}", file)
        file.unlink()
    for name, file in _kept_files():
        archive.add(name, file)
    if with_keys:
        for file in _key_files():
            archive.add(f"{KEYS}/{file.name}", file)
    return archive.close_with(
        Manifest(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            weft=__version__,
            engine=connection.vendor,
            demo=settings.DEMO,
            migrations=copied.migrations,
            tables=copied.tables,
            chain=copied.chain,
            columns=copied.columns,
            with_keys=with_keys,
        )
    )


def _kept_files() -> Iterator[tuple[str, Path]]:
    """Files beside the database that a backup carries, each with its name there."""
    uploads = Path(settings.UPLOADS)
    for path in sorted(uploads.rglob("*")) if uploads.is_dir() else ():
        if path.is_file() and not path.is_symlink():
            yield f"uploads/{path.relative_to(uploads)}", path
    for name in (ANCHORS, ERASURES):
        if (path := Path(settings.DATA) / name).is_file():
            yield f"ledgers/{name}", path
    if settings.DEMO:
        from weft.demo.build import stamps  # no other installation needs what the demonstration is built with

        yield from ((f"{CITY}/{path.name}", path) for path in stamps())


def _key_files() -> list[Path]:
    return [path for path in (Path(settings.KEY_FILE), Path(settings.DATA) / "secret-key") if path.is_file()]


def _refuse_without_room(folder: Path) -> None:
    needed = (stores.store().size() * 2 + sum(path.stat().st_size for _, path in _kept_files())) * ROOM_FACTOR
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise NoRoom(
            f"The backup needs {needed / MB:.0f} MB in {folder}, and {free / MB:.0f} MB are free. "
            "Make room, or choose another folder with --to."
        )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One backup at a time in a folder; what an earlier one left when it died is swept away."""
    with (folder / ".lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(f"Another backup is being written to {folder}. Wait until it is done.") from error
        for partial in folder.glob(f".{PATTERN}{PARTIAL}"):
            partial.unlink(missing_ok=True)
        for work in folder.glob(".copying-*"):
            shutil.rmtree(work, ignore_errors=True)
        yield


def backups_in(folder: Path) -> dict[datetime, Path]:
    """The whole backups in a folder, by the moment in their name."""
    found = {}
    for path in folder.glob(PATTERN) if folder.is_dir() else ():
        try:
            found[datetime.strptime(path.name, STAMP).replace(tzinfo=UTC)] = path
        except ValueError:
            continue  # somebody else's file: never ours to delete
    return found


def prune(*, folder: Path) -> list[Path]:
    """Delete the backups the rule does not keep; returns them."""
    made = backups_in(folder)
    kept = kept_backups(made)
    gone = [path for at, path in sorted(made.items()) if at not in kept]
    for path in gone:
        path.unlink()
    return gone
