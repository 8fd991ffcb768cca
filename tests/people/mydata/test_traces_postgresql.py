"""What PostgreSQL leaves in its files of an erased person: nothing, once nobody reads the rows as they were."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import connection
from pytest_django.fixtures import Settings

from tests.operations.sessions import another_session, end_other_sessions
from tests.people.mydata.planted import MARKERS, found_in_files, found_in_tables, plant
from weft.people.models import Person
from weft.people.mydata import traces
from weft.people.mydata.actions.erase import erase_person
from weft.people.mydata.traces import due_file, wipe_traces

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="for PostgreSQL"),
]


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the patience to see the end of any test that runs beside this one on the same server."""
    settings.DATA, settings.KEY_FILE = tmp_path, tmp_path / "master-key"
    monkeypatch.setattr(traces, "PATIENCE", 300.0)


@pytest.fixture
def files() -> Path:
    """The folder of the database's own files, with somebody planted in them."""
    end_other_sessions()
    plant(crowd=60)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        )
        folder, number = cursor.fetchone()
    return Path(folder) / "base" / str(number)


@pytest.fixture
def reader() -> Iterator[psycopg.Connection[Any]]:
    """Another session of the same database, such as a long report, that began before the erasure."""
    with another_session() as other:
        yield other


@pytest.fixture
def elsewhere() -> Iterator[psycopg.Connection[Any]]:
    """A transaction in another database of the same server that has written and is not over."""
    with another_session("postgres") as other:
        other.execute("SELECT pg_current_xact_id()")
        yield other


def erase_the_planted() -> None:
    person = Person.objects.unscoped("the test").get(account__email=MARKERS[2])
    erase_person(person=person, by=None, why="asked_in_writing")
    assert due_file().exists() and not User.objects.filter(email=MARKERS[2]).exists()


def test_the_data_files_hold_no_marker(files: Path) -> None:
    assert found_in_files(files) != []
    erase_the_planted()
    assert wipe_traces() == []
    assert found_in_files(files) == []


def begins_to_read(reader: psycopg.Connection[Any]) -> None:
    reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    reader.execute("SELECT count(*) FROM django_migrations")


def test_traces_wait_for_whoever_still_reads_the_rows_as_they_were(
    files: Path, reader: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    begins_to_read(reader)
    erase_the_planted()
    with monkeypatch.context() as patch:
        patch.setattr(traces, "PATIENCE", 0.2)
        assert wipe_traces() == ["another session still reads the rows as they were; it is tried again"]
    assert due_file().exists()
    reader.rollback()
    assert wipe_traces() == []
    assert (found_in_files(files), due_file().exists()) == ([], False)


def test_control_not_waiting_for_the_reader_leaves_the_rows(
    files: Path, reader: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traces, "_is_read_by_nobody", lambda: True)
    begins_to_read(reader)
    erase_the_planted()
    assert wipe_traces() == []
    assert found_in_tables() == [] and found_in_files(files) != []


def test_traces_wait_for_whoever_still_writes_in_another_database(
    files: Path, elsewhere: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    erase_the_planted()
    with monkeypatch.context() as patch:
        patch.setattr(traces, "PATIENCE", 0.2)
        assert wipe_traces() == ["another session still reads the rows as they were; it is tried again"]
    elsewhere.rollback()
    assert wipe_traces() == []
    assert (found_in_files(files), due_file().exists()) == ([], False)


def test_control_not_waiting_for_the_other_database_leaves_the_rows(
    files: Path, elsewhere: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traces, "_is_read_by_nobody", lambda: True)
    erase_the_planted()
    assert wipe_traces() == []
    assert found_in_tables() == [] and found_in_files(files) != []


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> Iterator[psycopg.Connection[Any]]:
    """A transaction in another database that writes while the first table is written anew."""
    done, first = traces._done, iter([True])
    with another_session("postgres") as other:

        def and_meanwhile(statement: str) -> bool:
            if next(first, False):
                other.execute("SELECT pg_current_xact_id()")
            return done(statement)

        monkeypatch.setattr(traces, "_done", and_meanwhile)
        yield other


def test_samples_wait_for_whoever_began_while_tables_were_written_anew(
    files: Path, late: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    erase_the_planted()
    with monkeypatch.context() as patch:
        patch.setattr(traces, "PATIENCE", 0.2)
        assert wipe_traces() == ["another session still reads the rows as they were; it is tried again"]
    assert due_file().exists()
    late.rollback()
    assert wipe_traces() == []
    assert (found_in_files(files), due_file().exists()) == ([], False)


def test_control_waiting_only_once_leaves_the_samples(
    files: Path, late: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    erase_the_planted()
    monkeypatch.setattr(traces, "_is_read_by_nobody", lambda: True)
    assert wipe_traces() == []
    assert found_in_tables() == [] and found_in_files(files) != []
