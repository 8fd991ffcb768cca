"""What must hold before Weft starts: the database keeps its promises, and the settings are safe."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from weft.config.environment import is_guessable

# What SQLite must answer, so that acknowledged work survives a crash and two writers queue instead of failing.
SQLITE_PROMISES = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
IN_MEMORY = "memory"  # the journal of a database that lives in memory, as in the tests
OTHERS, GROUP_AND_OTHERS = 0o007, 0o077  # bits of a file's mode
MADE_UP = "@demonstration.example"
# On the very first start there is no record yet, and the owner of the schema makes it.
MAY_CREATE = """SELECT has_schema_privilege(current_schema(), 'CREATE'),
    coalesce(has_table_privilege(to_regclass('record_event'), 'TRIGGER'), true)"""
OWNER = "Make this user the owner of the database: ALTER DATABASE name OWNER TO user."
DURABLE = "Turn both on: acknowledged work could be lost."


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
    elif is_guessable(settings.SECRET_KEY) and settings.MODE == "production":
        found.append(
            Error("The secret key can be guessed.", hint="Use at least 40 random characters.", id="weft.E005")
        )
    return found


@register(Tags.security)
def files_are_private(**_kwargs: Any) -> list[CheckMessage]:
    """Nobody else on the machine reads the data, the keys or the backups."""
    if settings.MODE != "production":
        return []
    data = Path(settings.DATA)
    folders = {"weft.E006": data, "weft.E009": Path(settings.BACKUP) if settings.BACKUP else data}
    keys = {"weft.E007": Path(settings.KEY_FILE), "weft.E008": data / "secret-key"}
    open_folders = [(id_, path) for id_, path in folders.items() if _mode(path) & OTHERS]
    open_keys = [(id_, path) for id_, path in keys.items() if _mode(path) & GROUP_AND_OTHERS]
    if open_folders and open_folders[0][1] == data:
        del open_folders[1:]  # the same folder, said once
    return [
        *[
            Error(f"Others can read the folder {path}.", hint=f"chmod 700 {path}", id=id_)
            for id_, path in open_folders
        ],
        *[
            Error(f"Others can read the key {path}.", hint=f"chmod 600 {path}", id=id_)
            for id_, path in open_keys
        ],
    ]


def _mode(path: Path) -> int:
    return path.stat().st_mode if path.exists() else 0


@register(Tags.database)
def the_key_is_there(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Something was sealed, so the key file must be here: a new one would open nothing."""
    if Path(settings.KEY_FILE).exists() or not _has_rows(databases, "record_datakey"):
        return []
    return [
        Error(
            f"The key file {settings.KEY_FILE} is missing, and something was sealed with it.",
            hint="Put it back from where you keep it safe, or name its place in WEFT_KEY_FILE.",
            id="weft.E010",
        )
    ]


@register(Tags.database)
def no_demonstration_data(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """The demonstration's accounts open without a second factor; they never stand beside real people."""
    made_up = f"username LIKE '%{MADE_UP}'"
    if settings.MODE != "production" or not _has_rows(databases, "auth_user", made_up):
        return []
    return [
        Error(
            "This database holds the demonstration's made-up people.",
            hint="Point WEFT_DATA (or WEFT_DATABASE_URL) at a place of your own. The demonstration is ./weft demo.",
            id="weft.E011",
        )
    ]


@register(Tags.database)
def postgres_keeps_its_promises(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """The user may make tables and the triggers that guard the record, and what is committed is on the disk."""
    found: list[CheckMessage] = []
    for name in databases or ():
        if connections[name].vendor != "postgresql" or settings.MODE != "production":
            continue
        with connections[name].cursor() as cursor:
            cursor.execute(MAY_CREATE)
            may_create, may_trigger = cursor.fetchone()
            cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
            durable = "off" not in cursor.fetchone()
        if not may_create or not may_trigger:
            found.append(Error("The database user may not create triggers.", hint=OWNER, id="weft.E012"))
        if not durable:
            found.append(
                Error("PostgreSQL runs with fsync or synchronous_commit off.", hint=DURABLE, id="weft.E013")
            )
    return found


def _has_rows(databases: Sequence[str] | None, table: str, where: str = "1 = 1") -> bool:
    """Whether the table is there (it is not, on the very first start) and holds such a row."""
    for name in databases or ():
        with connections[name].cursor() as cursor:
            if table in connections[name].introspection.table_names(cursor):
                cursor.execute(f"SELECT 1 FROM {table} WHERE {where} LIMIT 1".replace("%", "%%"))  # noqa: S608
                if cursor.fetchone():
                    return True
    return False
