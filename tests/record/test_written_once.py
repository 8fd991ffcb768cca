"""The database itself keeps events and facts as they were written."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from weft.record import triggers
from weft.record.actions import record_event, record_fact
from weft.record.chain import ChainBroken
from weft.record.models import ChainHead, Event, Fact

COLUMNS = "number, at, actor, action, thing, purpose, before, after, reason, previous, digest"


@pytest.fixture
def three(db: None) -> None:
    for name in ("one", "two", "three"):
        record_event(by=None, action="test.made", thing=f"test.thing:{name}", after={"name": name})
        record_fact(kind="test.fact", on=date(2026, 11, 22), quantities={"minutes": 90})


def refused(statement: str) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(caught.value).splitlines()[0]


@pytest.mark.parametrize("table", ["record_event", "record_fact"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET digest = 'x' WHERE number = 2", "DELETE FROM {}"])
def test_raw_changes_are_refused(three: None, table: str, statement: str) -> None:
    rows = {"record_event": "Events", "record_fact": "Facts"}[table]
    assert refused(statement.format(table)) == (
        f"{rows} are written once: the record refuses to change or remove them."
    )
    assert (Event.objects.count(), Fact.objects.count()) == (3, 3)


def test_bulk_changes_through_the_orm_are_refused(three: None) -> None:
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        Event.objects.update(actor="nobody")
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        Fact.objects.all().delete()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no TRUNCATE")
@pytest.mark.parametrize("table", ["record_event", "record_fact"])
def test_emptying_a_table_is_refused(three: None, table: str) -> None:
    assert "written once" in refused(f"TRUNCATE {table}")


@pytest.mark.parametrize(("number", "previous"), [(4, "'x'"), (9, "digest"), (3, "previous"), (0, "digest")])
def test_a_row_out_of_turn_is_refused(three: None, number: int, previous: str) -> None:
    values = COLUMNS.replace("number", str(number)).replace("previous", previous).replace("digest", "'new'")
    found = refused(
        f"INSERT INTO record_event ({COLUMNS}) SELECT {values} FROM record_event WHERE number = 3"
    )
    assert found == "Events are added at the end of the chain only, by weft.record."


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a form of SQLite")
def test_insert_or_replace_does_not_slip_past_the_trigger(three: None) -> None:
    """REPLACE deletes without asking a delete trigger, and the last event follows the head it names."""
    kept = Event.objects.get(number=3).digest
    values = COLUMNS.replace("previous", f"'{kept}'").replace("digest", "'new'").replace("actor", "'me'")
    refused(f"REPLACE INTO record_event ({COLUMNS}) SELECT {values} FROM record_event WHERE number = 3")
    assert Event.objects.get(number=3).digest == kept


def test_control_without_the_triggers_a_change_goes_through(three: None) -> None:
    triggers.drop(connection)
    assert Event.objects.filter(number=2).update(actor="nobody") == 1
    assert len(triggers.missing(connection)) == {"sqlite": 8, "postgresql": 6}[connection.vendor]
    triggers.create(connection)
    assert triggers.missing(connection) == []


def test_a_hollow_trigger_is_as_good_as_missing(three: None) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER record_event_no_update")
            cursor.execute(
                "CREATE TRIGGER record_event_no_update BEFORE UPDATE ON record_event BEGIN SELECT 1; END"
            )
        else:
            cursor.execute("ALTER TABLE record_event DISABLE TRIGGER record_event_no_update")
    assert triggers.missing(connection) == ["record_event_no_update"]


def test_an_undone_event_leaves_no_gap(db: None) -> None:
    record_event(by=None, action="test.made", thing="test.thing:1")
    with pytest.raises(RuntimeError), transaction.atomic():
        record_event(by=None, action="test.made", thing="test.thing:2")
        raise RuntimeError
    assert record_event(by=None, action="test.made", thing="test.thing:3").number == 2


def test_nothing_is_added_where_the_end_of_the_record_is_missing(db: None) -> None:
    ChainHead.objects.all().delete()
    with pytest.raises(ChainBroken, match=r"Run \./weft verify"):
        record_event(by=None, action="test.made", thing="test.thing:1")


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError, match="in the transaction of"):
        record_event(by=None, action="test.made", thing="test.thing:1")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", [1, 2])
def test_the_sweep_between_tests_begins_the_chains_anew(_time: int) -> None:
    assert (Event.objects.count(), ChainHead.objects.get().number) == (0, 0)
    with transaction.atomic():
        assert record_event(by=None, action="test.made", thing="test.thing:1").number == 1
    assert triggers.missing(connection) == []
    with pytest.raises(DatabaseError):
        Event.objects.all().delete()
