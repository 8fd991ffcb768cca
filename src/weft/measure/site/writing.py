"""The folder of a site: written whole, and never over something that is not an earlier site of ours."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

MARK = "weft-site.json"
FORMAT = "site/1"


class FolderRefusal(Exception):
    """The folder holds something else; the message says what to do."""


def earlier_files(out: Path) -> dict[str, str]:
    """What an earlier site of ours left in the folder; nothing for a new one. Raises FolderRefusal."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return {}
    try:
        known = json.loads((out / MARK).read_text(encoding="utf-8"))
        files = known["files"] if known["weft"] == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError):
        files = None
    if not isinstance(files, dict):
        raise FolderRefusal(
            f"{out} is not empty, and holds no site that this command made. Name a new folder, or empty this one."
        )
    return {str(path): str(mark) for path, mark in files.items()}


def write(out: Path, files: Mapping[str, bytes], releases: Iterable[str]) -> int:
    """Write what changed, remove what an earlier site had and this one has not. Other files are left alone.

    Returns how many files were written. The list of files stands before the first of them is written, so that a
    writing that was cut off is known as ours the next time.
    """
    before = earlier_files(out)
    out.mkdir(parents=True, exist_ok=True)
    now = {path: hashlib.sha256(content).hexdigest() for path, content in sorted(files.items())}
    _mark(out, releases, dict.fromkeys({**before, **now}, ""))
    written = 0
    for path, content in sorted(files.items()):
        written += _put(out / path, content)
    for path in sorted(set(before) - set(now)):
        _remove(out, path)
    _mark(out, releases, now)
    return written


def _mark(out: Path, releases: Iterable[str], files: Mapping[str, str]) -> None:
    said = {"weft": FORMAT, "releases": sorted(releases), "files": dict(sorted(files.items()))}
    _put(out / MARK, (json.dumps(said, indent=1) + "\n").encode())


def _put(path: Path, content: bytes) -> bool:
    """Write a file whole, or leave it where it is the same already."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(content)
    beside.replace(path)
    return True


def _remove(out: Path, path: str) -> None:
    """A file of an earlier site, and its folder when that is empty then. Never anything outside the site."""
    file = (out / path).resolve()
    if not file.is_relative_to(out.resolve()):
        return
    file.unlink(missing_ok=True)
    for folder in file.parents:
        if folder == out.resolve() or any(folder.iterdir()):
            return
        folder.rmdir()
