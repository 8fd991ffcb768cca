"""Sessions of PostgreSQL besides the test's own: threads of a live server keep theirs as long as a browser its line."""

from contextlib import closing
from typing import Any

import psycopg
from django.db import connection


def another_session(database: str = "") -> psycopg.Connection[Any]:
    """One more session of the database the tests run on, or of another one on its server."""
    said = connection.get_connection_params() | ({"dbname": database} if database else {})
    names = ("dbname", "user", "password", "host", "port")
    return psycopg.connect(**{name: said[name] for name in names if said.get(name)})


def end_other_sessions() -> None:
    """End every session of the tests' database but the test's own; on SQLite there are none."""
    if connection.vendor != "postgresql":
        return
    own = connection.connection.info.backend_pid if connection.connection else 0
    with closing(another_session()) as sweeper:
        sweeper.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid NOT IN (pg_backend_pid(), %s)",
            [own],
        )
