"""Start the web server over a database that is ready. Shared by serve and demo."""

import multiprocessing
import os

from weft.cli import Refusal

WORKERS = 2
THREADS = 4


def prepare_database() -> None:
    """Load Django, refuse unsafe settings with their own words, and bring the tables up to date."""
    import django
    from django.core.management import call_command

    django.setup()
    _refuse_held()
    _refuse_unsafe()
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    _refuse_mixture()


def _refuse_held() -> None:
    """An SQLite that cannot be written to says so once, and not as a failure of every check."""
    from django.db import DatabaseError, connection, transaction

    if connection.vendor != "sqlite":
        return
    try:
        with transaction.atomic():  # takes the lock that every write takes
            pass
    except DatabaseError as error:
        raise refusal_of(error) from error


def refusal_of(error: Exception) -> Refusal:
    """What SQLite says, and what to do. Nothing is ever deleted because of it."""
    from django.conf import settings

    path = settings.DATABASES["default"]["NAME"]
    said = str(error)
    if "locked" in said:
        return Refusal(f"another program is writing to {path}. Stop it, or try again.")
    if "not a database" in said or "malformed" in said:
        return Refusal(f"{path} cannot be read ({said}). Look what it is before you delete it.")
    return Refusal(
        f"the database {path} cannot be used ({said}). Nothing was deleted. Look whether the disk is full and whether "
        "this user may write there, then run this again."
    )


def _refuse_unsafe() -> None:
    """What Django's checks and ours call an error, each in its own words with what to do."""
    from django.core.checks import run_checks

    serious = [each for each in run_checks(databases=["default"]) if each.is_serious()]
    if serious:
        said = (f"{each.msg} {each.hint or ''}".strip() for each in serious)
        raise Refusal("\n".join(dict.fromkeys(said)))


def _refuse_mixture() -> None:
    """Made-up data and real data never live in one database (honesty rule 14)."""
    from django.conf import settings

    from weft.measure.models import Release

    if Release.objects.filter(synthetic=not settings.DEMO).exists():
        raise Refusal(
            "this database holds real releases, and the demonstration would mix with them. Unset WEFT_DATA."
            if settings.DEMO
            else "this database holds the demonstration's made-up releases. Point WEFT_DATA at a folder of your own."
        )


def serve(address: str, port: int) -> None:
    """Serve until interrupted.

    Workers begin as fresh processes. Copied (forked) ones inherit the locks of Polars without its threads: once the
    demonstration had built its city, every page that reads a survey file waited for ever.
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    os.environ.setdefault("OMP_NUM_THREADS", "1")
    multiprocessing.set_start_method("spawn", force=True)
    Granian(
        "weft.config.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        log_level=LogLevels.warning,
        websockets=False,
        blocking_threads=THREADS,
        respawn_failed_workers=True,  # one that was killed or ran out of memory comes back
    ).serve()


def refuse_taken_port(address: str, port: int) -> None:
    """Say so before building anything when another program already answers there."""
    import socket

    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.settimeout(1)
        if probe.connect_ex((address, port)) == 0:
            raise Refusal(
                f"another program already answers at {address}:{port}. Choose another: --port {port + 1}"
            )
