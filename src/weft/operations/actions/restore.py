"""Put a backup back: check all of it first, make it ready where nobody sees it, then switch in one step."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from weft.operations import stores
from weft.operations.actions.backup import ANCHORS, CITY, ERASURES, KEYS
from weft.operations.archive import unpack
from weft.operations.chain import chain_fault, end_of_chain
from weft.operations.errors import Busy, Damaged, NotEmpty, OtherVersion
from weft.operations.manifest import Manifest
from weft.operations.models import TickJob
from weft.operations.others import erase_again, wipe_traces
from weft.record.verifying import verify

# Tables that Weft fills by itself: rows in them do not make a database one that somebody uses.
OWN_TABLES = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "record_chainhead",
    "operations_tickjob",
}
WORK = ".restoring-"
Say = Callable[[str], None]


@dataclass
class Restored:
    """What a restore did, in sentences."""

    manifest: Manifest
    said: list[str] = field(default_factory=list)


def restore(*, file: Path, replace: bool = False, say: Say = lambda _: None) -> Restored:
    """Put the backup in place of this installation's database and files. Raises before anything is touched."""
    data = Path(settings.DATA)
    with _alone(data), tempfile.TemporaryDirectory(dir=data, prefix=WORK) as work:
        folder = Path(work)
        manifest = unpack(file, folder)
        say(
            f"Checked {file.name}: made {manifest.made_at}, {len(manifest.files)} files, all as they were written."
        )
        _refuse_other_version(manifest)
        if not replace:
            _refuse_full_database()
        done = Restored(manifest)
        _merge_files(folder, done)
        stores.store().put_back(folder / stores.FOLDER, manifest, lambda: _settle(manifest, done))
        _settle_anchors(folder / "ledgers" / ANCHORS, done)
        if settings.DEMO:
            _put_mark_back(folder / CITY)
        _drop_newer_files(manifest)
        done.said += wipe_traces()
        _verify(done)
    for sentence in done.said:
        say(sentence)
    return done


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """One restore at a time; what one that died had unpacked is swept away, for it is people's data."""
    with (data / ".restore-lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy("Another restore is running here. Wait until it is done.") from error
        for left in data.glob(f"{WORK}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def _refuse_other_version(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise OtherVersion(
            f"The backup is of a {manifest.engine} database, and this Weft runs on {connection.vendor}. "
            "Set WEFT_DATABASE_URL for the kind of database the backup was made from."
        )
    if manifest.demo != settings.DEMO:
        raise OtherVersion("Made-up and real data never mix: this backup is of the other kind.")
    unknown = sorted(set(manifest.migrations) - MigrationLoader(None).disk_migrations.keys())
    if unknown:
        app, name = unknown[0]
        raise OtherVersion(
            f"The backup was made by Weft {manifest.weft}, which has tables this version does not know "
            f"({app} {name}). Restore it with that version or a newer one."
        )


def _refuse_full_database() -> None:
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - OWN_TABLES):
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 - our tables
            if cursor.fetchone():
                raise NotEmpty(
                    "The database here is not empty. To put the backup in its place, and lose what was entered since, "
                    "back up what is here and then add --replace."
                )


def _settle(manifest: Manifest, done: Restored) -> None:
    """On the new database, before anyone sees it: equal to what was backed up, the record whole, up to date."""
    _refuse_other_counts(manifest)
    if end_of_chain() != manifest.chain:
        raise Damaged(
            "The record does not end where it ended when the backup was made. Use an earlier backup."
        )
    rows = sum(manifest.tables.values())
    done.said.append(f"Put back {rows:,} rows in {len(manifest.tables)} tables: as many as were backed up.")
    if fault := chain_fault():
        raise Damaged(f"The record in the backup does not hold: {fault} Use an earlier backup.")
    done.said.append(f"The record holds: {manifest.chain[0]:,} events, each sealed to the one before.")
    call_command("migrate", interactive=False, verbosity=0)
    TickJob.objects.update(taken_until=None)  # the tick that held them is long over
    done.said.append(f"Signed everyone out ({Session.objects.all().delete()[0]} sessions).")
    done.said.append(erase_again())


def _verify(done: Restored) -> None:
    """The check anyone may run, on what is here now. It changes nothing any more: it is said."""
    verdict = verify()
    done.said.append(
        "Checked against its anchors: whole." if verdict.is_whole else f"LOOK: {verdict.faults[0]}"
    )


def _refuse_other_counts(manifest: Manifest) -> None:
    with connection.cursor() as cursor:
        for table, rows in manifest.tables.items():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our tables
            if (found := cursor.fetchone()[0]) != rows:
                raise Damaged(
                    f"The table {table} has {found} rows, and {rows} were backed up. Use an earlier backup."
                )


def _merge_files(folder: Path, done: Restored) -> None:
    """Bring files back beside those that are here: extra files harm nobody if the rest then fails."""
    source, target = folder / "uploads", Path(settings.UPLOADS)
    for path in filter(Path.is_file, sorted(source.rglob("*")) if source.is_dir() else ()):
        kept = target / path.relative_to(source)
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.replace(kept)
    _merge_erasures(folder / "ledgers" / ERASURES)
    _put_keys_back(folder / KEYS, done)
    if settings.DEMO:
        _forget_broken_build()


def _merge_erasures(theirs: Path) -> None:
    """Whoever was erased stays erased: lines of the backup are added, a line that is here is never lost."""
    if not theirs.is_file():
        return
    ours = Path(settings.DATA) / ERASURES
    here = ours.read_text().splitlines() if ours.exists() else []
    missing = [line for line in theirs.read_text().splitlines() if line not in set(here)]
    descriptor = os.open(ours, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w") as kept:
        kept.writelines(f"{line}\n" for line in missing)
        kept.flush()
        os.fsync(kept.fileno())


def _settle_anchors(theirs: Path, done: Restored) -> None:
    """The anchors of the backup belong to its record. Those that are here are kept aside, for whoever asks why."""
    ours = Path(settings.DATA) / ANCHORS
    if ours.exists():
        aside = ours.with_name(f"anchors-before-restore-{timezone.now():%Y%m%dT%H%M%S}.log")
        ours.replace(aside)
        done.said.append(f"Kept the anchors that were here as {aside.name}.")
    if theirs.is_file():
        theirs.replace(ours)


def _put_keys_back(folder: Path, done: Restored) -> None:
    """Keys in the backup fill gaps; a key that is here is never replaced."""
    homes = {
        Path(settings.KEY_FILE).name: Path(settings.KEY_FILE),
        "secret-key": Path(settings.DATA) / "secret-key",
    }
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        home = homes.get(path.name)
        if home is not None and not home.exists():
            path.replace(home)
            done.said.append(f"Put the key {path.name} back.")


def _forget_broken_build() -> None:
    """What is put back is no broken build, which ./weft demo would throw away unasked."""
    from weft.demo.build import marker

    marker().unlink(missing_ok=True)


def _put_mark_back(folder: Path) -> None:
    """With it ./weft demo serves the city at once. A mark of another version would have it thrown away."""
    from weft.demo.build import stamp

    mark = folder / stamp().name
    if mark.is_file():
        mark.replace(stamp())


def _drop_newer_files(manifest: Manifest) -> None:
    """Files of surveys that came after the backup belong to nobody now."""
    uploads = Path(settings.UPLOADS)
    known = {name.split("/")[1] for name in manifest.files if name.startswith("uploads/")}
    for path in uploads.iterdir() if uploads.is_dir() else ():
        if path.is_dir() and path.name not in known:
            shutil.rmtree(path, ignore_errors=True)
