"""PostgreSQL: COPY of every table in one read-only snapshot; a restore is one transaction.

pg_dump is not asked for: it refuses a server newer than itself, is missing beside many hosted databases, and the way
that is used only where it is missing would be the way nobody has tried.
"""

from pathlib import Path
from typing import Any, cast

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError
from psycopg import sql

from weft.operations.errors import Busy, Damaged
from weft.operations.manifest import Manifest
from weft.operations.stores import Copied, Settle

PIECE = 1 << 20
LOCK_WAIT = "5s"  # how long a restore waits for a table somebody uses
COLUMNS = """SELECT c.table_name, c.column_name FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
    ORDER BY c.table_name, c.ordinal_position"""
ROUTINES = """SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = current_schema()
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"""


def size() -> int:
    """Bytes of the database on its server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def copy_out(folder: Path) -> Copied:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        columns = _columns(cursor)
        files = [_copy_table(cursor, table, names, folder) for table, names in columns.items()]
        tables = {table: _count(cursor, table) for table in columns}
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        migrations = cursor.fetchall()
        cursor.execute("SELECT number, digest FROM record_chainhead WHERE id = 1")
        chain = cursor.fetchone() or (0, "0" * 64)
    return Copied(files, tables, chain, migrations, columns)


def put_back(folder: Path, manifest: Manifest, settle: Settle) -> None:
    """Drop, make as it was, fill, settle: all in one transaction, so that nobody ever sees half of it."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'")
        try:
            _drop_everything(cursor)
        except OperationalError as error:
            raise Busy("Somebody is using this database. Stop Weft, then restore.") from error
        _make_tables(manifest.migrations)
        _refuse_other_tables(_columns(cursor), manifest.columns)
        _fill(cursor, folder, manifest)
        settle()


def _columns(cursor: Any) -> dict[str, list[str]]:
    cursor.execute(COLUMNS)
    found: dict[str, list[str]] = {}
    for table, column in cursor.fetchall():
        found.setdefault(table, []).append(column)
    return found


def _listed(names: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _copy_table(cursor: Any, table: str, names: list[str], folder: Path) -> Path:
    path = folder / f"{table}.copy"
    said = sql.SQL("COPY {} ({}) TO STDOUT").format(sql.Identifier(table), _listed(names))
    with path.open("wb") as kept, cursor.copy(said) as pieces:
        for piece in pieces:
            kept.write(piece)
    return path


def _count(cursor: Any, table: str) -> int:
    cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
    return int(cursor.fetchone()[0])


def _drop_everything(cursor: Any) -> None:
    for table in connection.introspection.table_names(cursor):
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS {} CASCADE").format(sql.Identifier(table)))
    cursor.execute(ROUTINES)
    for (routine,) in cursor.fetchall():
        cursor.execute(sql.SQL("DROP ROUTINE IF EXISTS {} CASCADE").format(sql.SQL(routine)))


def _make_tables(migrations: list[tuple[str, str]]) -> None:
    """The tables as they were when the backup was made, not as this version has them."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    wanted = set(migrations)
    leaves = [
        node
        for node in wanted
        if not any(c.key in wanted and c.key[0] == node[0] for c in _children(graph, node))
    ]
    executor.migrate(cast(Any, sorted(leaves)))


def _children(graph: Any, node: tuple[str, str]) -> list[Any]:
    return list(graph.node_map[node].children)


def _refuse_other_tables(here: dict[str, list[str]], there: dict[str, list[str]]) -> None:
    wrong = sorted(
        name for name in here.keys() | there if set(here.get(name, ())) != set(there.get(name, ()))
    )
    if wrong:
        raise Damaged(
            f"The table {wrong[0]} of the backup has other columns than this Weft makes. "
            "Restore it with the version of Weft that made it."
        )


def _fill(cursor: Any, folder: Path, manifest: Manifest) -> None:
    """Put the rows back with our own triggers resting: they guard against changes, and this is none."""
    cursor.execute(
        "SET CONSTRAINTS ALL DEFERRED"
    )  # making the tables in this transaction left some immediate
    tables = [sql.Identifier(table) for table in manifest.columns]
    for table in tables:
        cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table))
    for table in tables:
        cursor.execute(sql.SQL("DELETE FROM {}").format(table))
    for name, columns in manifest.columns.items():
        said = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(name), _listed(columns))
        with (folder / f"{name}.copy").open("rb") as kept, cursor.copy(said) as rows:
            while piece := kept.read(PIECE):
                rows.write(piece)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(table))
    _count_on(cursor)


def _count_on(cursor: Any) -> None:
    """New rows get numbers after the restored ones."""
    from django.apps import apps

    here = set(connection.introspection.table_names(cursor))
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in here]
    for statement in connection.ops.sequence_reset_sql(no_style(), models):
        cursor.execute(statement)
