"""The database itself refuses to change or remove an event or a fact, or to add one out of turn.

SQLite drops triggers when a later migration rebuilds a table: a migration that alters Event or Fact must end with
`drop(connection)` and `create(connection)`. `./weft verify` says when one is missing.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

# table -> how the refusal calls its rows, its columns of the head
TABLES = {
    "record_event": ("Events", "number", "digest"),
    "record_fact": ("Facts", "fact_number", "fact_digest"),
}
WRITTEN_ONCE = "{rows} are written once: the record refuses to change or remove them."
IN_TURN = "{rows} are added at the end of the chain only, by weft.record."

SQLITE = {
    "{table}_no_update": ("BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{written_once}'); END"),
    "{table}_no_delete": ("BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{written_once}'); END"),
    # Also what stops INSERT OR REPLACE, which deletes without asking the trigger above.
    "{table}_in_turn": (
        "BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, '{in_turn}') WHERE NOT EXISTS "
        "(SELECT 1 FROM record_chainhead WHERE id = 1 AND {number} = NEW.number AND {digest} = NEW.previous) "
        "OR EXISTS (SELECT 1 FROM {table} WHERE number >= NEW.number OR digest = NEW.digest); END"
    ),
    "{table}_moves_head": (
        "AFTER INSERT ON {table} BEGIN UPDATE record_chainhead SET {digest} = NEW.digest WHERE id = 1; END"
    ),
}
POSTGRESQL = {
    "{table}_no_update": (
        "BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION record_written_once('{written_once}')"
    ),
    "{table}_no_truncate": (
        "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION record_written_once('{written_once}')"
    ),
    "{table}_in_turn": "BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_follows()",
}
REFUSE_SQL = """CREATE OR REPLACE FUNCTION record_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'integrity_constraint_violation'; END $$"""
FOLLOWS_SQL = """CREATE OR REPLACE FUNCTION {table}_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE record_chainhead SET {digest} = NEW.digest
    WHERE id = 1 AND {number} = NEW.number AND {digest} = NEW.previous;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING MESSAGE = '{in_turn}', ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$"""
THERE_SQL = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
        "WHERE tgenabled IN ('O', 'A') AND NOT tgisinternal "
        "AND tgrelid IN (to_regclass('record_event'), to_regclass('record_fact'))"
    ),
}


def create(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(REFUSE_SQL)
        for words in _words():
            if connection.vendor == "postgresql":
                cursor.execute(FOLLOWS_SQL.format(**words))
        for statement in _statements(connection).values():
            cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger away: for a migration that rebuilds the tables, never while the service runs."""
    with connection.cursor() as cursor:
        for words in _words():
            on = " ON {table}" if connection.vendor == "postgresql" else ""
            for name in _kinds(connection):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}".format(**words))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that should be there and are not, are switched off, or do something else."""
    with connection.cursor() as cursor:
        cursor.execute(THERE_SQL[connection.vendor])
        there = dict(cursor.fetchall())
    is_postgresql = connection.vendor == "postgresql"
    wanted = _bodies() if is_postgresql else _statements(connection)
    return [name for name, body in wanted.items() if body not in there.get(name, "")]


def _statements(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Name of a trigger -> the statement that makes it."""
    return {
        name.format(**words): f"CREATE TRIGGER {name} {what}".format(**words)
        for words in _words()
        for name, what in _kinds(connection).items()
    }


def _bodies() -> dict[str, str]:
    """Name of a PostgreSQL trigger -> what its function does."""
    return {
        name.format(**words): (FOLLOWS_SQL.format(**words) if "in_turn" in name else REFUSE_SQL).split("$$")[
            1
        ]
        for words in _words()
        for name in POSTGRESQL
    }


def _kinds(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE


def _words() -> list[dict[str, str]]:
    return [
        {
            "table": table,
            "number": number,
            "digest": digest,
            "written_once": WRITTEN_ONCE.format(rows=rows),
            "in_turn": IN_TURN.format(rows=rows),
        }
        for table, (rows, number, digest) in TABLES.items()
    ]
