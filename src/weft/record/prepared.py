"""Statements put at every request, which PostgreSQL reads and plans once a session instead of each time.

Planning a join of three tables takes it four times as long as finding the row. Django writes values into the text of a
statement, so that each is a new one; a cursor of this module sends text and values apart. psycopg forgets what it
prepared at a rollback and wherever a table changes. A pooler between Weft and PostgreSQL must hand a session to one
client, or keep prepared statements itself (docs/operations.md).
"""

from typing import Any

import psycopg
from django.db import transaction


def prepared_cursor() -> Any:
    """A cursor for fixed SQL with %s for values; on SQLite, which keeps its own, the usual one."""
    connection = transaction.get_connection()
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    session = connection.connection
    session.prepare_threshold = 1
    usual, session.cursor_factory = session.cursor_factory, psycopg.Cursor
    try:
        return connection.cursor()
    finally:
        session.cursor_factory = usual
