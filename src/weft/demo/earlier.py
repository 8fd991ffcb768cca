"""A demonstration that cannot stay, and why. It is thrown away, and only ever it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection

from weft.config.environment import demonstration_folder
from weft.demo.build import is_begun, is_built, marker, stamp, stamps
from weft.demo.gone import delete
from weft.people.accounts.actions.signing import DEMONSTRATION
from weft.people.models import Person

DATABASE = "weft.sqlite3"
OTHERS = "SELECT count(*) FROM auth_user WHERE username NOT LIKE ? AND username NOT LIKE 'erased-%'"
REAL = "SELECT count(*) FROM measure_release WHERE NOT synthetic"

EARLIER = "was of an earlier version"
UNFINISHED = "was not built to the end"
UNKNOWN = "has no mark of a whole city"
ASKED = "was there before, and --rebuild was asked for"


class NotOurs(Exception):
    """The folder is not the demonstration's own, or holds more than the demonstration; the message says what to do."""


def reason(asked: bool) -> str:
    """Why what is there cannot stay: one of the four above; "" when it can, or when nothing is there."""
    if not is_of_this_version() or (stamps() and not stamp().exists()):
        return EARLIER
    if not is_begun():
        return ""
    if is_built():
        return ASKED if asked else ""
    if marker().exists():
        return UNFINISHED
    return ASKED if asked else UNKNOWN


def is_of_this_version() -> bool:
    """Every table has the columns that this version reads and writes, and no others; every account its person."""
    tables_fit = all(
        _columns(model._meta.db_table) == {field.column for field in model._meta.concrete_fields}
        for model in apps.get_models()
    )
    return tables_fit and not _accounts_of_nobody()


def _accounts_of_nobody() -> bool:
    """The earliest demonstrations had accounts before there were people."""
    accounts = User.objects.filter(username__endswith=DEMONSTRATION)
    people = Person.objects.unscoped("the demonstration looks at itself").exclude(account=None)
    return accounts.exclude(pk__in=people.values("account")).exists()


def throw_away(why: str) -> Path:
    """Delete the demonstration's folder. Raises NotOurs, and then nothing was deleted."""
    folder = Path(settings.DATA)
    refuse_other_content(folder / DATABASE)
    refuse_unknown(folder, why)
    refuse_other_folder(folder, why)
    refuse_backups(folder)
    connection.close()
    try:
        delete(folder)
    except OSError as error:
        raise NotOurs(
            f"the demonstration in {folder} {why}, and cannot be moved aside ({error.strerror}). Delete what is in "
            "that folder yourself, then run ./weft demo."
        ) from error
    return folder


def refuse_unknown(folder: Path, why: str) -> None:
    """Raise NotOurs for a city that nobody saw being built here: most likely one that was put back from a backup."""
    if why == UNKNOWN:
        raise NotOurs(
            f"the demonstration in {folder} {UNKNOWN}: it was put back from a backup, or an earlier Weft was stopped "
            "while it built it. Serve it as it is with WEFT_MODE=demo ./weft serve, or throw it away with "
            "./weft demo --rebuild."
        )


def refuse_backups(folder: Path) -> None:
    """Raise NotOurs while backups would be deleted with it."""
    held = next(iter((*(folder / "backups").glob("[!.]*"), *folder.rglob("weft-*.tar.gz"))), None)
    if held:
        raise NotOurs(f"{held.parent} holds backups. Move them somewhere else, then run this again.")


def refuse_other_folder(folder: Path, why: str) -> None:
    """Raise NotOurs unless it is .weft/demo of this checkout, and no link to somewhere else."""
    own = demonstration_folder()
    if not settings.DEMO or folder != own or own.is_symlink() or own.parent.is_symlink():
        raise NotOurs(
            f"the demonstration in {folder} {why}. Weft deletes only its own ({own}): delete {folder} yourself if "
            "nothing in it is needed, or point WEFT_DATA at an empty folder."
        )


def refuse_other_content(database: Path) -> None:
    """Raise NotOurs when somebody real has an account there, something real was published, or it cannot be read."""
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as found:
            tables = {row[0] for row in found.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            others = _count(found, OTHERS, f"%{DEMONSTRATION}") if "auth_user" in tables else 0
            real = _count(found, REAL) if "measure_release" in tables else 0
    except sqlite3.DatabaseError as error:
        raise NotOurs(f"{database} cannot be read. Look what it is before you delete it.") from error
    if others or real:
        raise NotOurs(
            f"{database} holds more than the demonstration, and is left alone. Point WEFT_DATA at an empty folder, "
            "or move this one somewhere else, then run ./weft demo."
        )


def _columns(table: str) -> set[str]:
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, table)}


def _count(found: sqlite3.Connection, question: str, *values: str) -> int:
    return int(found.execute(question, values).fetchone()[0])
