"""Statements put at every request, which PostgreSQL reads and plans once a session instead of each time.

Planning a join of three tables takes it four times as long as finding the row. Django writes values into the text of a
statement, so that each is a new one; a cursor of this module sends text and values apart. psycopg forgets what it
prepared at a rollback. A pooler between Weft and PostgreSQL must hand a session to one client, or keep prepared
statements itself (docs/operations.md).
"""

from typing import Any

import psycopg
from django.db import transaction
from psycopg import errors
from psycopg.pq import TransactionStatus

# A table was changed from another session, or the session behind a pooler is another one than before.
OUT_OF_DATE = (errors.FeatureNotSupported, errors.InvalidSqlStatementName)


class Planned(psycopg.Cursor[Any]):
    """Prepares what it is given. Preparing is on for its own statements only: psycopg remembers the text of everything
    put while it is on, and the text of Django's own statements holds values of people."""

    def execute(self, query: Any, params: Any = None, **more: Any) -> "Planned":
        try:
            return self._put(query, params, **more)
        except OUT_OF_DATE:
            if self.connection.info.transaction_status != TransactionStatus.IDLE:
                raise  # the transaction is undone, and with it what was prepared
            self._put("DEALLOCATE ALL", None, prepare=False)
            return self._put(query, params, **more)

    def _put(self, query: Any, params: Any, **more: Any) -> "Planned":
        self.connection.prepare_threshold = 0
        try:
            super().execute(query, params, **more)
        finally:
            self.connection.prepare_threshold = None
        return self


def prepared_cursor() -> Any:
    """A cursor for fixed SQL with %s for values; on SQLite, which keeps its own, the usual one."""
    connection = transaction.get_connection()
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    session = connection.connection
    usual, session.cursor_factory = session.cursor_factory, Planned
    try:
        return connection.cursor()
    finally:
        session.cursor_factory = usual
