"""One file a backup: written under a temporary name, whole before it gets its own; checked whole before it is used."""

import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import IO

from weft.operations.errors import BackupError, Damaged, NotABackup
from weft.operations.manifest import NAME, Manifest, read_manifest

PARTIAL = ".partial"
GZIP = b"\x1f\x8b"
LEVEL = 1  # survey files are compressed already; harder work saves little and takes long
PIECE = 1 << 20


class Archive:
    """A backup being written. Every file's digest is taken from the bytes that went in."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.files: dict[str, dict[str, object]] = {}

    def add(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            self._add(name, file, os.fstat(file.fileno()).st_size)

    def close_with(self, manifest: Manifest) -> Manifest:
        """The manifest comes last: what was cut short has none."""
        whole = replace(manifest, files=self.files)
        text = whole.text().encode()
        self._add(NAME, io.BytesIO(text), len(text))
        return whole

    def _add(self, name: str, file: IO[bytes], size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        hashed = _Hashed(file)
        self.tar.addfile(entry, hashed)
        self.files[name] = {"sha256": hashed.digest.hexdigest(), "size": size}


class _Hashed:
    """A file that hashes what is read from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(size)
        self.digest.update(piece)
        return piece


@contextmanager
def new_archive(path: Path) -> Iterator[Archive]:
    """Write a backup. Only a whole one, safely on the disk, ever has the name asked for."""
    partial = path.with_name(f".{path.name}{PARTIAL}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=LEVEL) as tar:
                yield Archive(tar)
            raw.flush()
            os.fsync(raw.fileno())
        partial.replace(path)
        sync_folder(path.parent)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unpack(path: Path, into: Path) -> Manifest:
    """Everything in the backup, in a folder, each file equal to what the manifest says. Raises otherwise."""
    _refuse_other_files(path)
    found: dict[str, dict[str, object]] = {}
    try:
        with tarfile.open(path, "r|gz") as tar:
            for entry in tar:
                found[entry.name] = _unpack_one(tar, entry, into)
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        if getattr(error, "errno", None):
            raise
        raise Damaged("The backup is cut short or damaged. Use an earlier one.") from error
    if found.pop(NAME, None) is None:
        raise Damaged("The backup has no end: it was cut short. Use an earlier one.")
    manifest = read_manifest((into / NAME).read_text(encoding="utf-8"))
    wrong = sorted(
        name for name in manifest.files.keys() | found if manifest.files.get(name) != found.get(name)
    )
    if wrong:
        raise Damaged(
            f"{len(wrong)} files of the backup are not what it says, first {wrong[0]}. Use an earlier one."
        )
    return manifest


def _refuse_other_files(path: Path) -> None:
    if not path.is_file():
        raise NotABackup(f"There is no file {path}.")
    with path.open("rb") as file:
        if file.read(2) != GZIP:
            raise NotABackup(f"{path.name} is not a backup of Weft. They are called weft-….tar.gz.")


def _unpack_one(tar: tarfile.TarFile, entry: tarfile.TarInfo, into: Path) -> dict[str, object]:
    """One file; an archive that names anything but plain files below its own folder is refused."""
    name = PurePosixPath(entry.name)
    if not entry.isfile() or name.is_absolute() or ".." in name.parts:
        raise BackupError(
            f"The backup holds something that is no plain file ({entry.name}). It is not from Weft."
        )
    target, digest, size = into / name, hashlib.sha256(), 0
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    source = tar.extractfile(entry)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
        while source is not None and (piece := source.read(PIECE)):
            digest.update(piece)
            size += len(piece)
            kept.write(piece)
    return {"sha256": digest.hexdigest(), "size": size}
