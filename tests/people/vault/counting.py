"""Count monitoring answers where they are deciphered, and the answers that events own up to: equal, always."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from weft.people.vault import queries
from weft.record import keys
from weft.record.models import Event


@dataclass
class Count:
    at_the_cipher: int = 0
    in_events: int = 0


@pytest.fixture(autouse=True)
def sensitive_reads_leave_events(monkeypatch: pytest.MonkeyPatch) -> Iterator[Count]:
    """Fails the test in which an answer was opened without an event, or an event counts more than was opened."""
    count = Count()
    count_at_the_cipher(count, monkeypatch)
    count_events(count, monkeypatch)
    yield count
    assert count.at_the_cipher == count.in_events


def count_at_the_cipher(count: Count, monkeypatch: pytest.MonkeyPatch) -> None:
    real = keys.AESGCM

    class Counting:
        def __init__(self, key: bytes) -> None:
            self.cipher = real(key)

        def encrypt(self, *args: Any) -> bytes:
            return self.cipher.encrypt(*args)

        def decrypt(self, nonce: bytes, data: bytes, about: bytes) -> bytes:
            opened = self.cipher.decrypt(nonce, data, about)
            if about.startswith(b"[") and json.loads(about)[0] == "vault":
                count.at_the_cipher += 1
            return opened

    monkeypatch.setattr(keys, "AESGCM", Counting)


def count_events(count: Count, monkeypatch: pytest.MonkeyPatch) -> None:
    write = queries.record_event

    def counting(**told: Any) -> Event:
        event = write(**told)
        if event.action in (queries.READ, queries.COUNTED):
            count.in_events += event.after["answers"]
        return event

    monkeypatch.setattr(queries, "record_event", counting)
