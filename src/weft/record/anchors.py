"""Anchors: where the record stood at a moment, kept in a file outside the database.

Whoever can write to the database could cut off the end of the record, or write all of it anew with fresh digests. Each
anchor is a line of `anchors.log` in the data folder: numbers and digests of both chains, the time, and an HMAC under a
secret of the key file that also covers the line before. A line cannot be made without the key file, nor taken out of
the middle. Events after the last anchor are covered by the chain alone, so anchor often, and copy the file elsewhere.
"""

import fcntl
import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from weft.record.chain import ChainBroken
from weft.record.keys import secret_for
from weft.record.models import ChainHead, Event, Fact

PARTS, LONGEST_LINE = 6, 300


@dataclass(frozen=True)
class Anchor:
    """One line of the file."""

    number: int
    digest: str
    fact_number: int
    fact_digest: str
    at: str
    mac: str

    @property
    def said(self) -> str:
        return f"{self.number} {self.digest} {self.fact_number} {self.fact_digest} {self.at}"

    @property
    def when(self) -> datetime:
        return datetime.fromisoformat(self.at)

    def follows(self, previous: str, secret: bytes) -> bool:
        """Whether the line was made with the key file, after the line whose HMAC is given."""
        return hmac.compare_digest(_mac(secret, previous, self.said), self.mac)


def anchor_file() -> Path:
    return Path(settings.DATA) / "anchors.log"


def anchor() -> Anchor | None:
    """Write down where the record stands, unless nothing was added since; None where nothing was written yet.

    Call it outside a transaction: only what is kept may be anchored. Raises ChainBroken where the record no longer
    holds what the last anchor says.
    """
    with _held() as file:
        last = last_anchor()
        with transaction.atomic(durable=True):
            head = ChainHead.objects.filter(pk=1).first()
            if head is None or (last and not _holds(last)):
                raise ChainBroken("The record no longer holds what was anchored. Run ./weft verify.")
        stands = f"{head.number} {head.digest} {head.fact_number} {head.fact_digest}"
        if (last and last.said.startswith(stands + " ")) or not head.number + head.fact_number:
            return last
        said = f"{stands} {datetime.now(UTC).isoformat(timespec='seconds')}"
        line = f"{said} {_mac(secret_for('anchors'), last.mac if last else '', said)}"
        file.write(f"{line}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    return parsed(line)


def last_anchor() -> Anchor | None:
    """The last line; only the end of the file is read."""
    path = anchor_file()
    if not path.exists():
        return None
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2 * LONGEST_LINE))
        found = file.read().decode("utf-8", errors="replace").splitlines()
    return parsed(found[-1]) if found else None


def lines() -> list[str]:
    path = anchor_file()
    return path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []


def parsed(line: str) -> Anchor | None:
    """A line as an Anchor; None where it is no such line."""
    parts = line.split(" ")
    if len(parts) != PARTS or not (parts[0].isdecimal() and parts[2].isdecimal()):
        return None
    return Anchor(int(parts[0]), parts[1], int(parts[2]), parts[3], parts[4], parts[5])


def _holds(last: Anchor) -> bool:
    """The record still has the very rows the anchor names."""
    return all(
        not number or model._default_manager.filter(number=number, digest=digest).exists()
        for model, number, digest in (
            (Event, last.number, last.digest),
            (Fact, last.fact_number, last.fact_digest),
        )
    )


def _mac(secret: bytes, previous: str, said: str) -> str:
    return hmac.new(secret, f"{previous} {said}".encode(), hashlib.sha256).hexdigest()


@contextmanager
def _held() -> Iterator[BinaryIO]:
    """The file, open at its end and ours alone."""
    descriptor = os.open(anchor_file(), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _drop_torn_line(descriptor)
        yield file


def _drop_torn_line(descriptor: int) -> None:
    """What a full disk or a crash left of a line was never an anchor."""
    size = os.fstat(descriptor).st_size
    end = os.pread(descriptor, LONGEST_LINE, max(0, size - LONGEST_LINE))
    if end and not end.endswith(b"\n"):
        os.ftruncate(descriptor, size - len(end) + end.rfind(b"\n") + 1)
