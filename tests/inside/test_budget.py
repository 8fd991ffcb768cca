"""The budget of tables: the last one goes to one only, the same again is free, renewal is another person's."""

import threading
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from pytest_django.fixtures import Settings

from tests.inside.make import LONELY, RELY, SEX, a_table, admitted, described, opening, rae
from tests.people.make import account
from weft.inside.actions import admit, ask_table, open_survey
from weft.inside.actions import tables as actions
from weft.inside.models import Admission, Table
from weft.inside.queries import accredited_people, tables_left
from weft.inside.rules import TABLES, BudgetSpent, Refused
from weft.inside.tables.asking import Asked
from weft.record.models import Event

SPENT = (Asked.of(LONELY, ("sex",)), Asked.of(LONELY, ("cycled",)))


def one_left(held: Admission) -> None:
    Admission.objects.unscoped("test").filter(pk=held.pk).update(used=TABLES - 1)


def test_the_budget_of_a_year_is_two_hundred_tables(held: Admission) -> None:
    assert (held.tables, (held.ends_on - held.starts_on).days, tables_left(held.opening, rae().pk)) == (
        200,
        365,
        200,
    )


def test_after_the_last_table_only_those_made_before_are_given(held: Admission) -> None:
    one_left(held)
    first = ask_table(opening=held.opening, asked=SPENT[0], by=rae())
    with pytest.raises(BudgetSpent):
        ask_table(opening=held.opening, asked=SPENT[1], by=rae())
    assert ask_table(opening=held.opening, asked=SPENT[0], by=rae()).pk == first.pk
    assert tables_left(held.opening, rae().pk) == 0


def test_the_database_refuses_a_table_beyond_the_budget(held: Admission) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Admission.objects.unscoped("test").filter(pk=held.pk).update(used=TABLES + 1)


def test_a_renewal_by_another_person_gives_tables_again_and_is_recorded(held: Admission) -> None:
    Admission.objects.unscoped("test").filter(pk=held.pk).update(used=TABLES)
    renewed = admitted(held.opening, by=account("ova@example.org", "officer"))
    a_table(held.opening)
    renewed.refresh_from_db()
    said = Event.objects.filter(action="inside.admit").latest("number")
    assert (renewed.used, said.after["tables"], said.reason) == (1, 200, "Chapter two")


def test_nobody_admits_themselves(held: Admission) -> None:
    both = account("both@example.org", "officer", "accredited_analyst")
    with pytest.raises(Refused, match="Nobody admits themselves"):
        admitted(held.opening, both, by=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        Admission.objects.unscoped("test").filter(pk=held.pk).update(given_by=rae())


def test_only_accredited_analysts_are_admitted(held: Admission) -> None:
    with pytest.raises(Refused, match="not an accredited analyst today"):
        admitted(held.opening, account("sam@example.org", "analyst"))
    assert [each.email for each in accredited_people()] == ["rae@example.org"]


def test_a_file_is_open_once_and_a_second_press_opens_nothing(held: Admission) -> None:
    ana = held.given_by
    with pytest.raises(Refused, match="open to analysts already"):
        open_survey(survey=described(ana), why="Again", by=ana)
    first = admit(opening=held.opening, analyst=rae(), why="More", by=ana, key="k")
    assert admit(opening=held.opening, analyst=rae(), why="More", by=ana, key="k").pk == first.pk


def test_another_analyst_has_a_budget_and_tables_of_their_own(held: Admission) -> None:
    sam = account("sam@example.org", "accredited_analyst")
    admitted(held.opening, sam)
    mine = a_table(held.opening, "sex")
    theirs = ask_table(opening=held.opening, asked=SPENT[0], by=sam)
    assert (mine.pk == theirs.pk, mine.figures == theirs.figures) == (False, True)
    assert tables_left(held.opening, sam.pk) == 199


@pytest.fixture
def at_the_last(transactional_db: None, settings: Settings, tmp_path: object) -> Admission:
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite lives in memory, on one connection; run with --postgres")
    settings.UPLOADS = tmp_path / "uploads"  # type: ignore[operator]
    held = admitted(opening())
    one_left(held)
    return held


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each got, started together."""
    gate, found = threading.Barrier(len(acts)), []

    def one(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            found.append(act())
        except BudgetSpent:
            found.append("spent")
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def asks(held: Admission, by: User) -> list[Callable[[], object]]:
    every = [Asked.of(what, (split,)) for what in (LONELY, RELY, SEX) for split in ("sex", "cycled")]
    return [lambda each=each: ask_table(opening=held.opening, asked=each, by=by) for each in every]


def test_of_six_at_once_at_the_last_table_one_gets_it(at_the_last: Admission) -> None:
    found = at_once(*asks(at_the_last, rae()))
    assert (found.count("spent"), Table.objects.unscoped("test").count()) == (5, 1)


def test_the_same_table_six_times_at_once_costs_one(at_the_last: Admission) -> None:
    found = at_once(*asks(at_the_last, rae())[:1] * 6)
    assert ({each.pk for each in found}, Table.objects.unscoped("test").count()) == ({found[0].pk}, 1)  # type: ignore[attr-defined]


def test_control_looking_first_and_spending_then_goes_beyond_the_budget(
    at_the_last: Admission, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = threading.Barrier(6)

    def carelessly(opening: object, by: User) -> Admission:
        held = Admission.objects.unscoped("test").get(pk=at_the_last.pk)
        assert held.left == 1
        together.wait()
        return held

    monkeypatch.setattr(actions, "_spend", carelessly)
    at_once(*asks(at_the_last, rae()))
    assert Table.objects.unscoped("test").count() == 6
