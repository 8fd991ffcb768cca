"""Sealing: AES-256-GCM under a key of each holder and store, wrapped by a key file outside the database.

The purpose, store, holder and field are the cipher's associated data: a value sealed for one purpose does not open
for another, nor in another field or under another person. Destroying a holder's keys makes all of it unreadable.

SealError
├── NoKeyFile        the key file is missing, though something was sealed with it
├── KeyDestroyed     the holder's key is gone: the person was erased
└── WrongPurpose     the value does not open with this purpose, field and holder
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from weft.record.deciding import refuse_while_deciding
from weft.record.models import DataKey

NONCE_BYTES, KEY_BYTES = 12, 32
WRAPPING = b"weft data key 1"
VAULT = "vault"  # the store of monitoring answers


class SealError(Exception):
    """A sealed value could not be opened or made."""


class NoKeyFile(SealError):
    pass


class KeyDestroyed(SealError):
    pass


class WrongPurpose(SealError):
    pass


def key_file() -> Path:
    return Path(settings.KEY_FILE)


def make_key_file() -> Path:
    """Write a fresh master key, readable by its owner only; an existing one is never touched."""
    path = key_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode() + "\n")
    return path


def master_key() -> bytes:
    """The 32 bytes of the key file. Made on first use, while nothing has been sealed yet."""
    path = key_file()
    if not path.exists():
        if DataKey.objects.exists():
            raise NoKeyFile(f"The key file {path} is missing. Put it back from where you keep it safe.")
        make_key_file()
    return base64.b64decode(path.read_text())


def secret_for(purpose: str) -> bytes:
    """A secret of one purpose, derived from the key file: for pseudonyms, which differ by purpose."""
    return hmac.new(master_key(), f"weft pseudonym\n{purpose}".encode(), hashlib.sha256).digest()


def data_key(holder: str, store: str) -> bytes:
    """The holder's key of one store, made when first needed."""
    master = AESGCM(master_key())
    about = WRAPPING + f"\n{store}\n{holder}".encode()
    nonce = secrets.token_bytes(NONCE_BYTES)
    fresh = nonce + master.encrypt(nonce, secrets.token_bytes(KEY_BYTES), about)
    kept, _ = DataKey.objects.get_or_create(holder=holder, store=store, defaults={"wrapped": fresh})
    return _unwrap(master, bytes(kept.wrapped), about)


def seal(value: Any, *, holder: str, store: str, field: str, purpose: str, width: int = 1) -> str:
    """A JSON value as sealed text (base64), filled up to a multiple of `width` bytes: a sealed text is as long as
    what it hides, and the length of a code from a short list tells the code."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    about = _about(holder, store, field, purpose)
    plain = json.dumps(value).encode()
    plain += b" " * (-len(plain) % width)
    closed = AESGCM(data_key(holder, store)).encrypt(nonce, plain, about)
    return base64.b64encode(nonce + closed).decode()


def unseal(sealed: str, *, holder: str, store: str, field: str, purpose: str) -> Any:
    """The value, for exactly the holder, store, field and purpose it was sealed for."""
    if store == VAULT:
        refuse_while_deciding()
    kept = DataKey.objects.filter(holder=holder, store=store).first()
    if kept is None:
        raise KeyDestroyed("What was kept about this person has been erased.")
    key = _unwrap(AESGCM(master_key()), bytes(kept.wrapped), WRAPPING + f"\n{store}\n{holder}".encode())
    raw = base64.b64decode(sealed)
    try:
        opened = AESGCM(key).decrypt(
            raw[:NONCE_BYTES], raw[NONCE_BYTES:], _about(holder, store, field, purpose)
        )
    except InvalidTag:
        raise WrongPurpose(f"This value was not sealed for the purpose {purpose!r}.") from None
    return json.loads(opened)


def sealed_values(holder: str, values: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Values about a person, sealed for the record: for `before` and `after` of an event."""
    return {
        field: {"sealed": seal(value, holder=holder, store="record", field=field, purpose="audit")}
        for field, value in values.items()
    }


def destroy_keys(holder: str, store: str = "") -> int:
    """Delete every key of a holder, or the key of one store; what they sealed can never be read again. Returns how
    many there were."""
    of_store = {"store": store} if store else {}
    return DataKey.objects.filter(holder=holder, **of_store).delete()[0]


def _about(holder: str, store: str, field: str, purpose: str) -> bytes:
    return json.dumps([store, holder, field, purpose]).encode()


def _unwrap(master: AESGCM, wrapped: bytes, about: bytes) -> bytes:
    try:
        return master.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], about)
    except InvalidTag:
        raise NoKeyFile("The key file is not the one this database was sealed with.") from None
