"""Rows found by the same question at every request, with the question put into SQL once a thread.

Django writes the SQL of a query anew each time it is asked; for one row by its key that costs ten times what the
database takes to answer. A Lookup keeps what Django wrote and asks it again with other values.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.query import get_related_populators

from weft.record.prepared import prepared_cursor

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class _Written:
    """A question as Django wrote it, and how its answer becomes a row."""

    sql: str
    values: tuple[Any, ...]  # a _Place where a value of the asker goes
    model: type[models.Model]
    names: list[str]
    columns: slice
    added: list[tuple[str, int]]  # what the question annotates a row with
    converters: list[tuple[int, Any]]
    related: list[Any]


class _Place(str):
    """Stands in the SQL for the value the asker gives: text, as Django hands it on unchanged."""

    __slots__ = ("number",)
    number: int


class Lookup(Generic[Row]):
    """One row by text values: `Lookup(lambda key: Thing.objects.filter(key=key), 1).first("a")`.

    The rows may join others (`select_related`), be annotated, and leave columns out (`defer`); each value stands in a
    plain comparison with a column of text.
    """

    def __init__(self, rows: Callable[..., models.QuerySet[Row]], values: int) -> None:
        self._rows, self._count = rows, values
        self._kept = threading.local()

    def first(self, *values: str) -> Row | None:
        """The row, None where there is none."""
        written = self._written()
        given = [values[each.number] if isinstance(each, _Place) else each for each in written.values]
        with prepared_cursor() as cursor:
            cursor.execute(written.sql, given)
            found = cursor.fetchone()
        return self._row(written, list(found)) if found else None

    def _written(self) -> _Written:
        kept: _Written | None = getattr(self._kept, "written", None)
        if kept is None:
            kept = self._kept.written = self._write()
        return kept

    def _write(self) -> _Written:
        places = [_Place(f"value {number}") for number in range(self._count)]
        for number, place in enumerate(places):
            place.number = number
        compiler = self._rows(*places).order_by()[:1].query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        fields = compiler.klass_info["select_fields"]
        columns = slice(fields[0], fields[-1] + 1)
        return _Written(
            sql=sql,
            values=tuple(next((place for place in places if place == value), value) for value in values),
            model=compiler.klass_info["model"],
            names=[each[0].target.attname for each in compiler.select[columns]],
            columns=columns,
            added=list(compiler.annotation_col_map.items()),
            converters=list(compiler.get_converters([each[0] for each in compiler.select]).items()),
            related=get_related_populators(compiler.klass_info, compiler.select, connection.alias),  # type: ignore[call-arg]
        )

    @staticmethod
    def _row(written: _Written, found: list[Any]) -> Any:
        for at, (converters, expression) in written.converters:
            for converter in converters:
                found[at] = converter(found[at], expression, connection)
        row = written.model.from_db(connection.alias, written.names, found[written.columns])
        for name, at in written.added:
            setattr(row, name, found[at])
        for each in written.related:
            each.populate(found, row)
        return row
