"""What every request asks is read and planned once a session by PostgreSQL."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from django.db import NotSupportedError, connection, transaction

from tests.operations.sessions import another_session
from weft.record.prepared import prepared_cursor

ONLY_POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="for PostgreSQL")
TWICE = "SELECT CAST(%s AS integer) * 2"


def twice(number: int) -> int:
    with prepared_cursor() as cursor:
        cursor.execute(TWICE, [number])
        return int(cursor.fetchone()[0])


def kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%AS integer) * 2'")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_values_reach_the_statement_and_nothing_else() -> None:
    assert [twice(number) for number in (1, 2, 3)] == [2, 4, 6]
    hostile = "'; DROP TABLE record_event; --"
    with prepared_cursor() as cursor:
        cursor.execute("SELECT CAST(%s AS text)", [hostile])
        assert cursor.fetchone() == (hostile,)


@pytest.mark.django_db
def test_the_statements_are_counted_as_others_are(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        twice(1), twice(2)


@ONLY_POSTGRESQL
@pytest.mark.django_db
def test_a_statement_put_often_is_kept_by_the_session() -> None:
    for number in range(3):
        twice(number)
    assert kept() == 1


@ONLY_POSTGRESQL
@pytest.mark.django_db
def test_control_the_usual_cursor_keeps_none() -> None:
    for number in range(3):
        with connection.cursor() as cursor:
            cursor.execute(TWICE, [number])
    assert kept() == 0


@pytest.mark.django_db(transaction=True)
def test_a_transaction_undone_does_not_spoil_the_next() -> None:
    for number in range(3):
        twice(number)
    try:
        with transaction.atomic():
            twice(4)
            raise LookupError
    except LookupError:
        pass
    assert twice(5) == 10


def put(statement: str) -> None:
    """From a session of its own, as a migration beside a live server does."""
    with closing(another_session()) as other:
        other.execute(statement)
        other.commit()


@pytest.fixture
def drilled() -> Iterator[None]:
    put("CREATE TABLE drill_prepared (a integer)")
    put("INSERT INTO drill_prepared VALUES (1)")
    yield
    put("DROP TABLE IF EXISTS drill_prepared")


def first() -> object:
    with prepared_cursor() as cursor:
        cursor.execute("SELECT a FROM drill_prepared")
        return cursor.fetchone()


@ONLY_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_a_column_of_another_type_is_read_as_it_is_now(drilled: None) -> None:
    assert [first() for _ in range(3)] == [(1,)] * 3
    put("ALTER TABLE drill_prepared ALTER COLUMN a TYPE text")
    assert [first() for _ in range(3)] == [("1",)] * 3


@ONLY_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_in_a_transaction_it_is_refused_once_and_then_read(drilled: None) -> None:
    first()
    put("ALTER TABLE drill_prepared ALTER COLUMN a TYPE text")
    with pytest.raises(NotSupportedError), transaction.atomic():
        first()
    with transaction.atomic():
        assert first() == ("1",)


@ONLY_POSTGRESQL
@pytest.mark.django_db
def test_nothing_of_other_statements_is_remembered() -> None:
    twice(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", ["a secret answer"])
    remembered = vars(connection.connection._prepared)
    assert "secret" not in str(remembered["_counts"]) + str(remembered["_names"])
    assert "AS integer" in str(remembered["_names"])
