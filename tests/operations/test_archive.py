"""A backup is trusted only when it is whole: cut short, altered, foreign or from elsewhere is refused in words."""

import gzip
import importlib
import io
import tarfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from weft.operations.actions import backup
from weft.operations.archive import new_archive, unpack
from weft.operations.errors import BackupError, Busy, Damaged, NoRoom, NotABackup, OtherVersion
from weft.operations.manifest import Manifest, read_manifest
from weft.operations.rules import kept_backups

PLAIN = Manifest(
    "2026-11-22T04:00:00+00:00", "0.1.0", "sqlite", False, [], {"people_person": 2}, (3, "d" * 64)
)


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A small backup with one file in it."""
    (tmp_path / "source").write_bytes(b"rows " * 5000)
    path = tmp_path / "weft-2026-11-22T040000Z.tar.gz"
    with new_archive(path) as archive:
        archive.add("database/people.copy", tmp_path / "source")
        archive.close_with(PLAIN)
    return path


def test_control_a_whole_backup_comes_back_as_it_was(whole: Path, tmp_path: Path) -> None:
    manifest = unpack(whole, tmp_path / "into")
    assert manifest == replace(PLAIN, files=manifest.files)
    assert (tmp_path / "into/database/people.copy").read_bytes() == b"rows " * 5000


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_a_backup_that_is_cut_short_is_refused(whole: Path, tmp_path: Path, share: float) -> None:
    data = whole.read_bytes()
    whole.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(Damaged, match="cut short"):
        unpack(whole, tmp_path / "into")


def test_a_backup_without_its_end_is_refused(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "weft-2026-11-22T050000Z.tar.gz"
    with new_archive(path) as archive:
        archive.add("database/people.copy", tmp_path / "source")
    with pytest.raises(Damaged, match="The backup has no end"):
        unpack(path, tmp_path / "into")


def test_one_altered_byte_is_refused(whole: Path, tmp_path: Path) -> None:
    """Packed again after a change, so that only the digest can tell."""
    bytes_inside = gzip.decompress(whole.read_bytes()).replace(b"rows rows", b"rows ruws", 1)
    whole.write_bytes(gzip.compress(bytes_inside))
    with pytest.raises(
        Damaged, match=r"1 files of the backup are not what it says, first database/people.copy"
    ):
        unpack(whole, tmp_path / "into")


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir")
    with pytest.raises(NotABackup, match=r"letter.txt is not a backup of Weft"):
        unpack(tmp_path / "letter.txt", tmp_path / "into")
    with pytest.raises(NotABackup, match="There is no file"):
        unpack(tmp_path / "nowhere", tmp_path / "into")


@pytest.mark.parametrize("name", ["../outside", "/etc/outside"])
def test_a_file_that_would_land_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "evil.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = 1
        tar.addfile(entry, io.BytesIO(b"x"))
    with pytest.raises(BackupError, match="is no plain file"):
        unpack(path, tmp_path / "into")
    assert not (tmp_path / "outside").exists()


def test_a_backup_of_a_later_format_is_refused() -> None:
    with pytest.raises(OtherVersion, match="written in format 2, and this Weft reads format 1"):
        read_manifest(replace(PLAIN, format=2).text())
    with pytest.raises(Damaged, match="description cannot be read"):
        read_manifest("{}")


@pytest.mark.django_db
def test_a_backup_of_another_kind_is_refused() -> None:
    from django.db import connection

    restore = importlib.import_module("weft.operations.actions.restore")
    here = replace(PLAIN, engine=connection.vendor)
    restore._refuse_other_version(here)
    for other, words in (
        (replace(here, engine="oracle"), "The backup is of a oracle database"),
        (replace(here, demo=True), "Made-up and real data never mix"),
        (replace(here, migrations=[("people", "0099_later")]), r"does not know \(people 0099_later\)"),
    ):
        with pytest.raises(OtherVersion, match=words):
            restore._refuse_other_version(other)


@pytest.mark.django_db
def test_a_full_disk_is_noticed_before_anything_is_written(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = tmp_path
    monkeypatch.setattr(backup.stores.store(), "size", lambda: 10**18)
    with pytest.raises(NoRoom, match="Make room, or choose another folder with --to"):
        backup.back_up(to=tmp_path / "backups")
    assert [path.name for path in (tmp_path / "backups").iterdir()] == [".lock"]


def test_a_disk_that_fills_up_meanwhile_leaves_no_half_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "source").write_bytes(b"rows")
    path = tmp_path / "weft-2026-11-22T040000Z.tar.gz"
    with pytest.raises(OSError, match="No space left"), new_archive(path) as archive:
        archive.add("database/people.copy", tmp_path / "source")
        raise OSError(28, "No space left on device")
    assert [each.name for each in tmp_path.iterdir()] == ["source"]


def test_two_backups_at_once_do_not_mix(tmp_path: Path) -> None:
    with (
        backup._alone(tmp_path),
        pytest.raises(Busy, match="Another backup is being written"),
        backup._alone(tmp_path),
    ):
        pass


def test_old_backups_are_kept_by_day_week_and_month() -> None:
    """Two years of nightly backups, and one at noon: what is left is 7 days, 4 weeks, 12 months."""
    last = datetime(2026, 11, 22, 4, tzinfo=UTC)
    made = [last - timedelta(days=n) for n in range(730)] + [last - timedelta(days=3, hours=-8)]
    kept = sorted(kept_backups(made), reverse=True)
    assert [at.strftime("%m-%d") for at in kept[:7]] == [
        "11-22",
        "11-21",
        "11-20",
        "11-19",
        "11-18",
        "11-17",
        "11-16",
    ]
    assert kept[3].hour == 12, "the later of two on one day"
    weekly = [last - timedelta(days=n) for n in (7, 14, 21)]  # Sundays, the last of their weeks
    assert all(at in kept for at in weekly)
    assert [at.strftime("%Y-%m-%d") for at in kept[10:]] == [
        "2026-10-31", "2026-09-30", "2026-08-31", "2026-07-31", "2026-06-30", "2026-05-31", "2026-04-30",
        "2026-03-31", "2026-02-28", "2026-01-31", "2025-12-31",
    ]  # fmt: skip


def test_pruning_touches_only_our_own_backups(tmp_path: Path) -> None:
    for day in range(1, 11):
        (tmp_path / f"weft-2026-11-{day:02}T040000Z.tar.gz").write_text("")
    (tmp_path / "weft-letter.tar.gz").write_text("")
    gone = [path.name for path in backup.prune(folder=tmp_path)]
    assert gone == ["weft-2026-11-02T040000Z.tar.gz", "weft-2026-11-03T040000Z.tar.gz"]
    assert len(list(tmp_path.iterdir())) == 9


def test_whoever_was_erased_since_the_backup_stays_in_the_ledger(tmp_path: Path, settings: Settings) -> None:
    restore = importlib.import_module("weft.operations.actions.restore")
    settings.DATA = tmp_path
    (tmp_path / "erasures.log").write_text("first\nsince the backup\n")
    (tmp_path / "theirs").write_text("first\nonly in the backup\n")
    restore._merge_erasures(tmp_path / "theirs")
    restore._merge_erasures(tmp_path / "theirs")
    assert (tmp_path / "erasures.log").read_text() == "first\nsince the backup\nonly in the backup\n"


def test_the_anchors_that_were_here_are_kept_aside(tmp_path: Path, settings: Settings) -> None:
    restore = importlib.import_module("weft.operations.actions.restore")
    settings.DATA, done = tmp_path, restore.Restored(PLAIN)
    (tmp_path / "anchors.log").write_text("later")
    (tmp_path / "theirs").write_text("as backed up")
    restore._settle_anchors(tmp_path / "theirs", done)
    assert (tmp_path / "anchors.log").read_text() == "as backed up"
    [aside] = tmp_path.glob("anchors-before-restore-*.log")
    assert aside.read_text() == "later" and aside.name in done.said[0]
