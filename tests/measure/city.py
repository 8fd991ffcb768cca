"""The demonstration city for tests: built once a run in a folder of its own, then put back in a second.

Building takes about ten seconds; every worker of the run shares one build (a lock file), and each module
that needs the city loads its rows into a transaction that is rolled back afterwards.

Run as a program it builds: `python -m tests.measure.city FOLDER`.
"""

import fcntl
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ROWS = "rows.pickle"


def build(folder: Path) -> None:
    """Build the city and keep its rows. In a process of its own, because it is another installation."""
    os.environ |= {"WEFT_MODE": "demo", "WEFT_DATA": str(folder), "WEFT_ROOT": str(ROOT)}
    os.environ |= {"DJANGO_SETTINGS_MODULE": "weft.config.settings", "WEFT_DATABASE_URL": ""}
    from weft.cli.server import prepare_database

    prepare_database()
    from weft.demo.build import build_city

    build_city()
    (folder / ROWS).write_bytes(pickle.dumps([list(model._base_manager.all()) for model in models()]))


def models() -> list[Any]:
    """Every table of the city, in an order that keeps foreign keys whole."""
    from django.contrib.auth.models import User

    from weft.inside import models as inside
    from weft.measure import models as measure
    from weft.people.models import (
        Group,
        GroupMember,
        Household,
        HouseholdMember,
        Membership,
        Organisation,
        Person,
    )
    from weft.places import models as places
    from weft.requests.models import Extension, Request

    return [
        places.Area,
        places.Area.neighbours.through,
        places.Outcode,
        places.Population,
        places.Venue,
        User,
        Organisation,
        Person,
        Membership,
        Household,
        HouseholdMember,
        Group,
        GroupMember,
        measure.Survey,
        measure.Release,
        measure.Contents,
        measure.Proposal,
        measure.Estimate,
        measure.Change,
        measure.Correction,
        inside.Opening,
        inside.Admission,
        inside.Table,
        inside.Output,
        inside.Output.rests_on.through,
        Request,
        Extension,
    ]


def folder_of_run() -> Path:
    """Where the one build of this run lies; made by whoever comes first."""
    folder = Path(os.environ["WEFT_DATA"]) / "city"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / ROWS).exists():
            paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
            env = dict(os.environ, PYTHONPATH=paths, OMP_NUM_THREADS="1")
            command = [sys.executable, "-m", "tests.measure.city", str(folder)]
            subprocess.run(command, check=True, cwd=ROOT, env=env)
    return folder


def load() -> None:
    """Put the rows of the city into the database at hand, and count on from them."""
    from django.core.management.color import no_style
    from django.db import connection

    kept = pickle.loads((folder_of_run() / ROWS).read_bytes())
    for model, rows in zip(models(), kept, strict=True):
        for row in rows:
            row._state.adding, row._state.db = True, None
        model._base_manager.bulk_create(rows, batch_size=500)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models()):
            cursor.execute(statement)


@contextmanager
def loaded() -> Iterator[None]:
    """The city for as long as a module lasts, in a transaction that is rolled back."""
    from django.db import transaction

    with transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
