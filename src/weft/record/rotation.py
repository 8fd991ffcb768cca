"""A new master key: every holder's key is wrapped anew, and what they sealed is not touched.

Safe to break off at any step, and to begin again:
1. the new key is written beside the old one (`.next`)          both files open everything
2. one transaction wraps every holder's key with it             `.next` opens, also after a crash
3. the old file is put aside (`.old`), the new one takes its place
4. keys that a running service made meanwhile are wrapped anew  `.old` opens them until then
5. the old file is deleted
Pseudonyms and anchors are made from the root in the file, which stays: the same person keeps the same pseudonym.
"""

import os
import secrets

from django.db import connection, models, transaction

from weft.record.actions import record_event
from weft.record.keys import (
    KEY_BYTES,
    key_file,
    keys_in,
    master_key,
    next_file,
    old_file,
    secret_for,
    unwrap,
    wrap,
    write_keys,
)
from weft.record.models import DataKey


def rotate_keys(*, by: models.Model | str | None) -> int:
    """Replace the master key. Returns how many holders' keys were wrapped anew."""
    secret_for("anchors")  # makes the first key file, or refuses a foreign one
    if not next_file().exists():
        write_keys(next_file(), secrets.token_bytes(KEY_BYTES), keys_in(key_file())[1])
    count = _wrap_all(keys_in(next_file())[0], by)
    old_file().unlink(missing_ok=True)  # of a run broken off: nothing is wrapped with it any more
    os.link(key_file(), old_file())
    next_file().replace(key_file())
    _wrap_all(master_key(), None)
    old_file().unlink()
    return count


@transaction.atomic
def _wrap_all(master: bytes, by: models.Model | str | None) -> int:
    """Wrap every holder's key with this master key; nobody adds one meanwhile."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE record_datakey IN SHARE ROW EXCLUSIVE MODE")
    count = 0
    for kept in DataKey.objects.order_by("pk").iterator(chunk_size=500):
        wrapped = wrap(unwrap(kept), master, kept.holder, kept.store)
        count += DataKey.objects.filter(pk=kept.pk).update(wrapped=wrapped)
    if by is not None:
        record_event(by=by, action="record.keys.rotate", thing="record.keys", after={"keys": count})
    return count
