"""Rows that belong to somebody cannot be read, counted, changed or joined without saying who asks."""

import pickle
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Count, Q

from tests.people.make import account
from weft.people.actions import city_team
from weft.people.models import Membership, Organisation, Person
from weft.people.roles.scoping import ScopedQuerySet, Unscoped

Rows = ScopedQuerySet[Person]
DOORS: dict[str, Callable[[Rows], Any]] = {
    "iteration": lambda rows: [row for row in rows],  # noqa: C416
    "list": list,
    "len": len,
    "bool": bool,
    "in": lambda rows: Person(pk=1) in rows,
    "one row": lambda rows: rows[0],
    "slice": lambda rows: list(rows[:2]),
    "slice with a step": lambda rows: rows[:4:2],
    "get": lambda rows: rows.get(pk=1),
    "first": lambda rows: rows.first(),
    "last": lambda rows: rows.last(),
    "latest": lambda rows: rows.latest("created_at"),
    "earliest": lambda rows: rows.earliest("created_at"),
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "contains": lambda rows: rows.contains(Person(pk=1)),
    "aggregate": lambda rows: rows.aggregate(Count("pk")),
    "explain": lambda rows: rows.explain(),
    "in_bulk": lambda rows: rows.in_bulk([1]),
    "in_bulk of nothing": lambda rows: rows.in_bulk([]),
    "iterator": lambda rows: next(rows.iterator(chunk_size=10)),
    "aiterator": lambda rows: rows.aiterator(),
    "values": lambda rows: list(rows.values("name")),
    "values_list": lambda rows: list(rows.values_list("name", flat=True)),
    "dates": lambda rows: list(rows.dates("created_at", "day")),
    "only": lambda rows: list(rows.only("name")),
    "select_for_update": lambda rows: list(rows.select_for_update()),
    "update": lambda rows: rows.update(name=""),
    "bulk_update": lambda rows: rows.bulk_update([], ["name"]),
    "bulk_create over rows": lambda rows: rows.bulk_create(
        [], update_conflicts=True, update_fields=["name"], unique_fields=["public_id"]
    ),
    "get_or_create": lambda rows: rows.get_or_create(name="x"),
    "update_or_create": lambda rows: rows.update_or_create(name="x"),
    "delete": lambda rows: rows.delete(),
    "raw": lambda rows: rows.raw("SELECT * FROM people_person"),
    "raw delete": lambda rows: rows._raw_delete("default"),
    "pickle": pickle.dumps,
    "union": lambda rows: list(said().union(rows)),
    "union from": lambda rows: list(rows.union(said())),
    "difference": lambda rows: list(rows.difference(said())),
    "intersection": lambda rows: list(rows.intersection(said())),
    "or": lambda rows: list(said() | rows),
    "or from": lambda rows: list(rows | said()),
    "and": lambda rows: list(rows & said()),
    "xor": lambda rows: list(said() ^ rows),
    "within another question": lambda rows: list(
        Organisation.objects.unscoped("test").filter(memberships__person__in=rows)
    ),
}  # fmt: skip


def said() -> Rows:
    return Person.objects.unscoped("test")


@pytest.fixture
def ana(db: None) -> Person:
    return said().get(account=account("ana@example.org", "analyst"))


@pytest.mark.parametrize("door", DOORS)
def test_door_is_shut_until_somebody_says_who_asks(ana: Person, door: str) -> None:
    with pytest.raises(Unscoped, match=r"Rows of Person were asked for without saying who asks\. Use policy"):
        DOORS[door](Person.objects.all())
    assert said().count() == 1


@pytest.mark.parametrize("door", [d for d in DOORS if d not in ("raw delete", "bulk_create over rows")])
def test_control_the_same_door_opens_for_whoever_says_why(ana: Person, door: str) -> None:
    """The doors above refuse because nobody said who asks, and for no other reason."""
    try:
        DOORS[door](said().filter(pk=ana.pk))
    except Unscoped as refused:
        pytest.fail(str(refused))
    except Exception as other:  # the database may have its own word, as for joining unlike questions
        assert "without saying who asks" not in str(other)


def test_filtering_ordering_and_narrowing_open_nothing(ana: Person) -> None:
    for rows in (
        Person.objects.filter(pk=ana.pk), Person.objects.exclude(pk=0), Person.objects.order_by("name"),
        Person.objects.annotate(n=Count("memberships")), Person.objects.using("default"), Person.objects.distinct(),
    ):  # fmt: skip
        with pytest.raises(Unscoped):
            list(rows)


def test_a_reason_must_be_given(db: None) -> None:
    with pytest.raises(Unscoped, match="Say why"):
        Person.objects.unscoped("")


def test_none_needs_no_reason(db: None) -> None:
    assert list(Person.objects.none()) == []


def test_what_a_query_is_called_never_holds_a_person(ana: Person) -> None:
    assert repr(Person.objects.all()) == "<rows of Person, nobody said who asks>"
    assert repr(said()) == "<rows of Person, test>"


def test_one_row_is_reached_from_a_row_one_holds(ana: Person) -> None:
    held = Membership.objects.unscoped("test").get(person=ana)
    assert held.person == ana
    assert held.organisation == city_team()
    assert ana.account is not None and ana.account.person == ana


@pytest.mark.parametrize("door", ["all", "count", "exists", "first", "delete"])
def test_a_set_of_rows_is_not_reached_from_a_row_one_holds(ana: Person, door: str) -> None:
    with pytest.raises(Unscoped):
        list(getattr(ana.memberships, door)())


def test_prefetching_is_no_way_around(ana: Person) -> None:
    with pytest.raises(Unscoped):
        list(said().prefetch_related("memberships"))


def test_a_set_is_reached_when_somebody_says_why(ana: Person) -> None:
    assert ana.memberships.unscoped("test").count() == 1


def test_a_row_reads_itself_again_saves_and_deletes_itself(ana: Person) -> None:
    ana.name = "Ana"
    ana.save()
    ana.refresh_from_db()
    assert ana.name == "Ana"
    ana.delete()
    assert said().count() == 0


def test_a_row_may_check_that_it_is_the_only_one(ana: Person) -> None:
    held = Membership.objects.unscoped("test").get(person=ana)
    twin = Membership(person=ana, organisation=held.organisation, role=held.role, starts_on=date(2026, 1, 1))
    with pytest.raises(ValidationError, match="one_open_membership_a_role"):
        twin.full_clean()
    Person(name="Bo", account=None).full_clean()
    with pytest.raises(Unscoped):  # and the door is shut again
        Membership.objects.count()


def test_new_rows_need_no_reason(db: None) -> None:
    Organisation.objects.create(name="One", kind="charity")
    Organisation.objects.bulk_create([Organisation(name="Two", kind="charity")])
    assert Organisation.objects.unscoped("test").filter(Q(name="One") | Q(name="Two")).count() == 2
