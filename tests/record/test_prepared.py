"""What every request asks is read and planned once a session by PostgreSQL."""

import pytest
from django.db import connection, transaction

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


@pytest.mark.django_db(transaction=True)
def test_a_table_made_anew_is_read_as_it_is_now() -> None:
    def first() -> object:
        with prepared_cursor() as cursor:
            cursor.execute("SELECT * FROM drill_prepared")
            return cursor.fetchone()

    for columns, row in (("a integer", (1,)), ("a integer, b text", (1, None))):
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS drill_prepared")
            cursor.execute(f"CREATE TABLE drill_prepared ({columns})")
            cursor.execute("INSERT INTO drill_prepared (a) VALUES (1)")
        assert [first() for _ in range(3)] == [row] * 3
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE drill_prepared")
