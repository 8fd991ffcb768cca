"""An installation of its own for a test: a data folder, a database, and the real command line over them."""

import json
import os
import subprocess
import sys
import urllib.parse
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
START = "import django\ndjango.setup()\n"
PLANT = """
from weft.cli.server import prepare_database
prepare_database()
import json
from datetime import date
from pathlib import Path
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone
from weft.measure.models import Release, Survey
from weft.people.actions import make_account
from weft.record.actions import record_fact
from weft.requests.actions import Asked, ask
from weft.requests.states import Kind
account = make_account(email="marker@planted.example", name="Planted Marker", by=None)
for number in range(3):
    words = f"Marker {number} tab\\t line\\n end \\\\N é"
    asked = Asked(Kind.FORMAT, words, "email", "marker@planted.example", "audio")
    ask(asked=asked, key=f"key-{number}", by=account, received_on=date(2026, 11, 2))
with transaction.atomic():
    record_fact(kind="drill.marker", on=date(2026, 11, 2), quantities={"minutes": 90.5})
SessionStore().save()
survey = Survey.objects.create(file_name="marker.csv", created_by=account)
Release.objects.create(survey=survey, series="marker", period=f"20{Release.objects.count() + 10}", sample_size=9,
    published_at=timezone.now())
folder = Path(settings.UPLOADS) / "survey-one"
folder.mkdir(parents=True, exist_ok=True)
(folder / "upload").write_bytes(b"planted answers" * 1000)
"""
LOOK = """
import json
from pathlib import Path
from django.conf import settings
from django.contrib.sessions.models import Session
from weft.operations.chain import chain_fault, end_of_chain
from weft.measure.models import Release
from weft.people.models import Person
from weft.record.models import Event, Fact
from weft.requests.models import Request
rows = Request.objects.unscoped("the test looks").order_by("pk")
uploads = Path(settings.UPLOADS)
print(json.dumps({
    "what": [row.what for row in rows],
    "due": [str(row.due_on) for row in rows],
    "people": [p.name for p in Person.objects.unscoped("the test looks").order_by("pk")],
    "facts": list(Fact.objects.values_list("kind", "quantities")),
    "releases": list(Release.objects.values_list("period", "survey__file_name").order_by("period")),
    "events": list(Event.objects.values_list("number", "digest").order_by("number")),
    "end": end_of_chain(), "fault": chain_fault(), "sessions": Session.objects.count(),
    "files": {str(p.relative_to(uploads)): p.stat().st_size for p in sorted(uploads.rglob("*")) if p.is_file()},
}))
"""
CHANGE = """
from pathlib import Path
from django.conf import settings
from weft.people.actions import make_account
from weft.requests.models import Request
make_account(email="later@planted.example", name="Came Later", by=None)
Request.objects.unscoped("the test breaks things").all().delete()
folder = Path(settings.UPLOADS) / "survey-two"
folder.mkdir(parents=True, exist_ok=True)
(folder / "upload").write_bytes(b"came later")
(Path(settings.UPLOADS) / "survey-one" / "upload").unlink(missing_ok=True)
"""
WRITE_ON = """
import sys
from django.db import transaction
from weft.record.actions import record_event
print("writing", flush=True)
number = 0
while True:
    with transaction.atomic():
        record_event(by=None, action="drill.write", thing=f"drill.thing:{number}")
    number += 1
"""


@dataclass
class Place:
    """One installation and the two things a person can do to it: run a command, or look into it."""

    data: Path
    url: str
    said: str = ""  # on the error stream, when it was last looked into

    def env(self, **more: str) -> dict[str, str]:
        own = {
            "WEFT_DATA": str(self.data),
            "WEFT_DATABASE_URL": self.url,
            "WEFT_MODE": "production",
            "WEFT_ROOT": str(ROOT),
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "weft.config.settings",
            "OMP_NUM_THREADS": "1",
        }
        left = {name: value for name, value in os.environ.items() if not name.startswith("WEFT_")}
        return {**left, **own, **more}

    def weft(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return self._run("-m", "weft", *words, **more)

    def python(self, code: str, **more: str) -> subprocess.CompletedProcess[str]:
        return self._run("-c", START + code, **more)

    def begin(self, code: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", START + code]
        return subprocess.Popen(command, env=self.env(), cwd=ROOT, text=True, stdout=subprocess.PIPE)

    def look(self, first: str = "") -> dict[str, Any]:
        """What is there, after something was done first in the same process."""
        done = self.python(first + LOOK)
        assert done.returncode == 0, done.stderr
        self.said = done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def backups(self) -> list[Path]:
        return sorted((self.data / "backups").glob("weft-*.tar.gz"))

    def _run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words], env=self.env(**more), cwd=ROOT, capture_output=True, text=True
        )


@contextmanager
def a_place(folder: Path) -> Iterator[Place]:
    """Empty, on the kind of database the run is about."""
    folder.mkdir(mode=0o700)
    with _a_database() as url:
        yield Place(folder, url)


@contextmanager
def _a_database() -> Iterator[str]:
    """A database of its own on the server of this run; none on SQLite, which lives in the folder."""
    server = os.environ.get("WEFT_DATABASE_URL", "")
    if not server:
        yield ""
        return
    import psycopg

    name = f"weft_drill_{uuid.uuid4().hex[:10]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urllib.parse.urlunsplit(urllib.parse.urlsplit(server)._replace(path=f"/{name}"))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
