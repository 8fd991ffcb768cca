"""Sessions in the database under a hash of their key: a stolen database or backup signs nobody in.

Django keeps the key as it stands in the cookie. The key has 165 random bits, so a plain hash of it cannot be reversed.
"""

from hashlib import sha256
from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from weft.record.lookup import Lookup

LONGEST = 40  # characters of the column: 160 bits


def kept_as(key: str) -> str:
    """What the table calls the session of a cookie."""
    return sha256(key.encode()).hexdigest()[:LONGEST]


_ROW = Lookup(lambda key: db.SessionStore.get_model_class().objects.filter(session_key=key), 1)


class SessionStore(db.SessionStore):  # the name is part of how Django signs what a session remembers
    """Named in settings.SESSION_ENGINE."""

    def _get_session_from_db(self) -> Any:
        found = _ROW.first(kept_as(self.session_key or ""))
        if found is not None and found.expire_date <= timezone.now():
            found = None
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(kept_as(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        made = super().create_model_instance(data)
        made.session_key = kept_as(made.session_key)
        return made

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            super().delete(kept_as(key))
