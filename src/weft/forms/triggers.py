"""The database itself refuses to change what a version asks.

SQLite drops triggers when a later migration rebuilds a table: a migration that alters FormVersion must end with
`drop(connection)` and `create(connection)`.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

NAME = "forms_version_stays"
REFUSAL = "A version of a form never changes: a change is a new version."
KEPT = ("form_id", "number", "source", "xform", "notes", "digest")

_SQLITE = (
    "CREATE TRIGGER {name} BEFORE UPDATE ON forms_formversion WHEN {differs} "
    "BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
)
_FUNCTION = """CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = '{refusal}', ERRCODE = 'integrity_constraint_violation'; END $$"""
_POSTGRESQL = (
    "CREATE TRIGGER {name} BEFORE UPDATE ON forms_formversion FOR EACH ROW "
    "WHEN ({differs}) EXECUTE FUNCTION {name}()"
)


def create(connection: BaseDatabaseWrapper) -> None:
    """Put the trigger in place."""
    is_postgresql = connection.vendor == "postgresql"
    unlike = "IS DISTINCT FROM" if is_postgresql else "IS NOT"
    words = {
        "name": NAME,
        "refusal": REFUSAL,
        "differs": " OR ".join(f"OLD.{column} {unlike} NEW.{column}" for column in KEPT),
    }
    with connection.cursor() as cursor:
        for statement in (_FUNCTION, _POSTGRESQL) if is_postgresql else (_SQLITE,):
            cursor.execute(statement.format(**words))


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the trigger away: for a migration that rebuilds the table, never while the service runs."""
    on = " ON forms_formversion" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS {NAME}{on}")
