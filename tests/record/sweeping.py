"""Let Django sweep the test database: the triggers of the record are taken away for the sweep and put back.

Only tests do this. The service has no such door.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def allowed() -> Iterator[None]:
    """While it lasts, `flush` sweeps the record too and begins its chains anew."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    ordinary = BaseDatabaseOperations.execute_sql_flush

    def sweep(self: Any, statements: list[str]) -> None:
        from weft.record import triggers
        from weft.record.models import ChainHead

        with transaction.atomic(using=self.connection.alias):
            triggers.drop(self.connection)
            ordinary(self, statements)
            triggers.create(self.connection)
            ChainHead.objects.using(self.connection.alias).create(pk=1)

    BaseDatabaseOperations.execute_sql_flush = sweep  # type: ignore[method-assign]
    try:
        yield
    finally:
        BaseDatabaseOperations.execute_sql_flush = ordinary  # type: ignore[method-assign]
