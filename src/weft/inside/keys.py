"""The record keys: one random number from 0 to 255 for each row of a survey file, made once and never shown.

They are kept under the fingerprint of the file, beside the surveys: the same file opened again, by another person
or years later, has the same keys, so its people get the same noise. New keys would be a second draw to average with.
"""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

import numpy as np
from django.conf import settings

from weft.stats._types import Ints
from weft.stats.disclosure.cell_key import record_keys

FOLDER = "record-keys"


def keys_of(sha256: str, rows: int) -> Ints:
    """The keys of a file's rows, made when first asked for. Of two that make them at once, one is kept."""
    kept = Path(settings.UPLOADS) / FOLDER / f"{sha256}.npy"
    if not kept.exists():
        _make(kept, rows)
    keys: Ints = np.load(kept, allow_pickle=False).astype(np.int64)
    if len(keys) != rows:
        raise ValueError("The record keys do not belong to this file. Put them back from a backup.")
    return keys


def _make(kept: Path, rows: int) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    drawn = record_keys(rows, np.random.default_rng(secrets.randbits(128))).astype(np.uint8)
    descriptor, part = tempfile.mkstemp(dir=kept.parent, prefix=".part-")  # readable by nobody else
    try:
        with os.fdopen(descriptor, "wb") as file:
            np.save(file, drawn, allow_pickle=False)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another was quicker
            os.link(part, kept)
    finally:
        Path(part).unlink()
