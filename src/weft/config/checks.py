"""What must hold before Weft starts: the database keeps its promises, and the settings are safe."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

# What SQLite must answer, so that acknowledged work survives a crash and two writers queue instead of failing.
SQLITE_PROMISES = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
IN_MEMORY = "memory"  # the journal of a database that lives in memory, as in the tests


@register(Tags.database)
def sqlite_keeps_its_promises(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """SQLite runs with IMMEDIATE transactions, a write-ahead log, full sync and foreign keys."""
    found: list[CheckMessage] = []
    for name in databases or ():
        connection = connections[name]
        if connection.vendor != "sqlite":
            continue
        mode = connection.settings_dict["OPTIONS"].get("transaction_mode")
        if mode != "IMMEDIATE":
            found.append(_refusal("transaction_mode", mode, "IMMEDIATE"))
        found += [
            _refusal(pragma, is_, wanted) for pragma, is_, wanted in _pragmas(connection) if is_ != wanted
        ]
    return found


def _pragmas(connection: Any) -> list[tuple[str, object, object]]:
    answers = []
    with connection.cursor() as cursor:
        for pragma, wanted in SQLITE_PROMISES.items():
            answer = cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
            answers.append((pragma, wanted if answer == IN_MEMORY else answer, wanted))
    return answers


def _refusal(what: str, is_: object, wanted: object) -> CheckMessage:
    return Error(
        f"SQLite has {what} = {is_}; Weft needs {wanted}, or bookings and answers can be lost.",
        hint="Leave the database settings to WEFT_DATABASE_URL and WEFT_DATA.",
        id="weft.E001",
    )


@register(Tags.security)
def settings_are_safe(**_kwargs: Any) -> list[CheckMessage]:
    """Production never shows its insides, answers to any name, or runs with a short key."""
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(Error("DEBUG is on.", hint="Turn it off: error pages would show data.", id="weft.E002"))
    if any("*" in host for host in settings.ALLOWED_HOSTS if settings.MODE != "test"):
        found.append(Error("WEFT_HOSTS has a wildcard.", hint="List each host name.", id="weft.E003"))
    if len(settings.SECRET_KEY) < 40:
        found.append(
            Error("The secret key is short.", hint="Use at least 40 random characters.", id="weft.E004")
        )
    return found
