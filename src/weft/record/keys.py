"""Sealing: AES-256-GCM under a key of each holder and store, wrapped by a key file outside the database.

The purpose, store, holder and field are the cipher's associated data: a value sealed for one purpose does not open
for another, nor in another field or under another person. Destroying a holder's keys makes all of it unreadable.

SealError
├── NoKeyFile        the key file is missing, though something was sealed with it
├── KeyDestroyed     the holder's key is gone: the person was erased
└── WrongPurpose     the value does not open with this purpose, field and holder
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field as column
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db.models import OuterRef, Subquery

from weft.record.deciding import refuse_while_deciding
from weft.record.lookup import Lookup
from weft.record.models import DataKey

NONCE_BYTES, KEY_BYTES = 12, 32
WRAPPING = b"weft data key 1"
VAULT = "vault"  # the store of monitoring answers
_ROW = Lookup(lambda holder, store: DataKey.objects.filter(holder=holder, store=store), 2)


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


def next_file() -> Path:
    """Where a fresh key waits while the keys of holders are wrapped anew (record.rotation)."""
    return key_file().with_name(key_file().name + ".next")


def old_file() -> Path:
    return key_file().with_name(key_file().name + ".old")


def make_key_file() -> Path:
    """Write a fresh master key, readable by its owner only; an existing one is never touched."""
    write_keys(key_file(), secrets.token_bytes(KEY_BYTES))
    return key_file()


def write_keys(path: Path, *keys: bytes) -> None:
    """Write a key file whole or not at all. Of two that write it at once the first one stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.writelines(base64.b64encode(key).decode() + "\n" for key in keys)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def keys_in(path: Path) -> tuple[bytes, bytes]:
    """The key that wraps, and the root of every secret_for. A file that was never rotated holds one for both."""
    try:
        found = [base64.b64decode(word, validate=True) for word in path.read_text(encoding="ascii").split()]
    except (binascii.Error, UnicodeDecodeError):
        found = []
    if not 1 <= len(found) <= 2 or any(len(key) != KEY_BYTES for key in found):
        raise NoKeyFile(f"{path} is not a key file of Weft. Put it back from where you keep it safe.")
    return found[0], found[-1]


def master_key() -> bytes:
    """The key that wraps the key of every holder. Made on first use, while nothing has been sealed yet."""
    return _keys()[0]


def _keys() -> tuple[bytes, bytes]:
    path = key_file()
    try:
        found = path.stat()
    except FileNotFoundError:
        if DataKey.objects.exists():
            raise NoKeyFile(
                f"The key file {path} is missing. Put it back from where you keep it safe."
            ) from None
        make_key_file()
        return keys_in(path)
    return _read_once(path, (found.st_ino, found.st_mtime_ns, found.st_size))


@lru_cache(maxsize=1)
def _read_once(path: Path, _which: tuple[int, int, int]) -> tuple[bytes, bytes]:
    """The keys of the file, which is looked at each time and read when it is another one."""
    return keys_in(path)


def secret_for(purpose: str) -> bytes:
    """A secret of one purpose, derived from the key file: for pseudonyms and anchors. It outlives rotation."""
    return hmac.new(_keys()[1], f"weft pseudonym\n{purpose}".encode(), hashlib.sha256).digest()


def data_key(holder: str, store: str) -> bytes:
    """The holder's key of one store, made when first needed."""
    kept = _ROW.first(holder, store)
    if kept is None:
        fresh, used = secrets.token_bytes(KEY_BYTES), master_key()
        wrapped = wrap(fresh, used, holder, store)
        made = DataKey(holder=holder, store=store, wrapped=wrapped)
        DataKey.objects.bulk_create([made], ignore_conflicts=True)  # of two at once the first one's stays
        kept = DataKey.objects.get(holder=holder, store=store)
        if (
            bytes(kept.wrapped) == wrapped and master_key() != used
        ):  # the keys were rotated in this very moment
            kept.wrapped = wrap(fresh, master_key(), holder, store)
            kept.save(update_fields=["wrapped"])
    return unwrap(kept)


def wrap(key: bytes, master: bytes, holder: str, store: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(master).encrypt(nonce, key, _wrapping(holder, store))


def unwrap(kept: DataKey) -> bytes:
    """The key itself. While keys are being rotated, the file put aside opens what the other does not."""
    wrapped, about = bytes(kept.wrapped), _wrapping(kept.holder, kept.store)
    for master in _masters():
        with suppress(InvalidTag):
            return AESGCM(master).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], about)
    raise NoKeyFile("The key file is not the one this database was sealed with.")


def _masters() -> Iterator[bytes]:
    yield master_key()
    for path in (next_file(), old_file()):
        with suppress(FileNotFoundError):
            yield keys_in(path)[0]
    yield master_key()  # the next one may have become it since it was read


@dataclass(frozen=True)
class HeldKey:
    """A holder's key of one store in hand: for one request or one export, never longer. It is unwrapped when used."""

    holder: str
    store: str
    _kept: DataKey = column(repr=False)

    @cached_property
    def _key(self) -> bytes:
        try:
            return unwrap(self._kept)
        except NoKeyFile:  # the keys were rotated since it was fetched: it is wrapped with another one now
            return unwrap(held_key(self.holder, self.store)._kept)

    def seal(self, value: Any, *, field: str, purpose: str, width: int = 1) -> str:
        return _close(value, self._key, _about(self.holder, self.store, field, purpose), width)

    def unseal(self, sealed: str, *, field: str, purpose: str) -> Any:
        if self.store == VAULT:
            refuse_while_deciding()
        return _open(sealed, self._key, _about(self.holder, self.store, field, purpose), purpose)


def held_key(holder: str, store: str) -> HeldKey:
    """The key of somebody something was sealed for. Raises KeyDestroyed; it never makes a key."""
    kept = _ROW.first(holder, store)
    if kept is None:
        raise KeyDestroyed("What was kept about this person has been erased.")
    return HeldKey(holder, store, kept)


def wrapped_key_of(column: str, store: str) -> Subquery:
    """For a question about rows: the wrapped key of the holder a column names, None where there is none."""
    return Subquery(DataKey.objects.filter(holder=OuterRef(column), store=store).values("wrapped")[:1])


def key_in_hand(holder: str, store: str, wrapped: bytes) -> HeldKey:
    """A key that was asked for with its row (`wrapped_key_of`)."""
    return HeldKey(holder, store, DataKey(holder=holder, store=store, wrapped=wrapped))


def held_keys(holders: Collection[str], store: str) -> dict[str, HeldKey]:
    """The keys of many holders in one question, by holder; who was erased is not among them."""
    found = DataKey.objects.filter(store=store, holder__in=holders)
    return {kept.holder: HeldKey(kept.holder, store, kept) for kept in found}


def seal(value: Any, *, holder: str, store: str, field: str, purpose: str, width: int = 1) -> str:
    """A JSON value as sealed text (base64), filled up to a multiple of `width` bytes: a sealed text is as long as
    what it hides, and the length of a code from a short list tells the code."""
    return _close(value, data_key(holder, store), _about(holder, store, field, purpose), width)


def unseal(sealed: str, *, holder: str, store: str, field: str, purpose: str) -> Any:
    """The value, for exactly the holder, store, field and purpose it was sealed for."""
    if store == VAULT:
        refuse_while_deciding()
    return held_key(holder, store).unseal(sealed, field=field, purpose=purpose)


def unseal_all(
    sealed: Mapping[str, Mapping[str, str]], *, store: str, purpose: str
) -> dict[str, dict[str, Any]]:
    """The values of many holders (holder -> field -> sealed) in one question; a holder without a key is left out."""
    if store == VAULT:
        refuse_while_deciding()
    kept = DataKey.objects.filter(holder__in=list(sealed), store=store)
    return {one.holder: _opened(sealed[one.holder], one, purpose) for one in kept}


def _opened(sealed: Mapping[str, str], kept: DataKey, purpose: str) -> dict[str, Any]:
    cipher, found = AESGCM(unwrap(kept)), {}
    for field, text in sealed.items():
        try:
            raw = base64.b64decode(text)
            about = _about(kept.holder, kept.store, field, purpose)
            found[field] = json.loads(cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], about))
        except (InvalidTag, ValueError):
            raise WrongPurpose(f"This value was not sealed for the purpose {purpose!r}.") from None
    return found


def sealed_values(holder: str, values: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Values about a person, sealed for the record: for `before` and `after` of an event."""
    if not values:
        return {}
    key = data_key(holder, "record")
    return {
        field: {"sealed": _close(value, key, _about(holder, "record", field, "audit"))}
        for field, value in values.items()
    }


def destroy_keys(holder: str, store: str = "") -> int:
    """Delete every key of a holder, or the key of one store; what they sealed can never be read again. Returns how
    many there were."""
    of_store = {"store": store} if store else {}
    return DataKey.objects.filter(holder=holder, **of_store).delete()[0]


def _close(value: Any, key: bytes, about: bytes, width: int = 1) -> str:
    nonce, plain = secrets.token_bytes(NONCE_BYTES), json.dumps(value).encode()
    plain += b" " * (-len(plain) % width)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, plain, about)).decode()


def _open(sealed: str, key: bytes, about: bytes, purpose: str) -> Any:
    try:
        raw = base64.b64decode(sealed)
        opened = AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], about)
    except (InvalidTag, ValueError):
        raise WrongPurpose(f"This value was not sealed for the purpose {purpose!r}.") from None
    return json.loads(opened)


def _about(holder: str, store: str, field: str, purpose: str) -> bytes:
    return json.dumps([store, holder, field, purpose]).encode()


def _wrapping(holder: str, store: str) -> bytes:
    return WRAPPING + f"\n{store}\n{holder}".encode()
