"""Erase a person: every model by its own rule, in one transaction, so that nothing is left half forgotten."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone

from weft.people.models import Person
from weft.people.mydata.catalogue import Table, personal_tables
from weft.people.mydata.rules import (
    ASKED_OF_STAFF,
    REASONS,
    RESTORED,
    refuse_colleague,
    refuse_last_administrator,
    refuse_only_guardian,
)
from weft.people.mydata.subject import with_merged
from weft.people.mydata.traces import wipe_after_commit
from weft.record import keys
from weft.record.actions import name_of, record_event
from weft.record.erasures import EVERYTHING, note_erasure
from weft.record.ids import public_id
from weft.record.models import DataKey
from weft.record.personal import Erasure


@dataclass(frozen=True)
class Erased:
    """What an erasure did: rows touched by table, and keys destroyed."""

    rows: dict[str, int]
    keys: int


@transaction.atomic
def erase_person(*, person: Person, by: User | None, why: str = "self") -> Erased:
    """Erase a person under all their entries. Raises NotYet while something must be settled, KeyError for a reason that
    is not on the list. Facts and events stay: neither says who."""
    REASONS[why]
    persons = with_merged(person)
    for one in persons if why != RESTORED else ():
        _refuse_too_early(one, why)
    actor = name_of(by)  # an account that erases itself has no number afterwards
    accounts = list(User.objects.filter(person__in=[one.pk for one in persons]))
    touched = _collect(persons)
    rows = {table.label: sum(_erase(table, pks) for pks in found) for table, found in touched}
    for account in accounts:
        close_account(account)
    destroyed = sum(keys.destroy_keys(one.public_id) for one in persons)
    _mark_erased(persons)
    for one in persons:
        record_event(by=actor, action="people.person.erase", thing=one, after={"why": why})
        note_erasure(one.public_id, EVERYTHING)
    wipe_after_commit(
        [
            *(table.model._meta.db_table for table, _ in touched),
            User._meta.db_table,
            DataKey._meta.db_table,
        ]
    )
    return Erased({label: n for label, n in rows.items() if n}, destroyed)


def _refuse_too_early(person: Person, why: str) -> None:
    """Raise NotYet. Not asked after a backup was put back: all was settled when they were erased the first time."""
    refuse_last_administrator(person, timezone.localdate())
    refuse_only_guardian(person)
    refuse_colleague(person, timezone.localdate(), by_staff=why in ASKED_OF_STAFF)


def _collect(persons: list[Person]) -> list[tuple[Table, list[list[Any]]]]:
    """The rows about each person, all found before any is changed: the way to a row may lead through another."""
    return [
        (table, [list(table.rows(one).values_list("pk", flat=True)) for one in persons])
        for table in personal_tables()
        if table.model is not User
    ]


def _erase(table: Table, pks: list[Any]) -> int:
    """Apply a table's rules to some of its rows; returns how many there were."""
    rows = table.model._base_manager.filter(pk__in=pks)
    destroy_keys_of(table, rows)
    if table.is_deleted:
        return rows.delete()[1].get(table.model._meta.label, 0)
    return rows.update(**changes) if (changes := emptied(table)) else 0


def destroy_keys_of(table: Table, rows: models.QuerySet[Any]) -> None:
    """Rows may hold a key themselves (a letter, a response), under their own public id."""
    if table.holds_keys:
        for holder in rows.values_list("public_id", flat=True):
            keys.destroy_keys(holder)


def emptied(table: Table) -> dict[str, Any]:
    """The values that clear a table's personal fields: no link, no text, an empty list."""
    cleared = (Erasure.CLEAR, Erasure.UNLINK)
    return {
        name: _empty(table.model, name) for name, said in table.personal.items() if said.erasure in cleared
    }


def _empty(model: type[models.Model], name: str) -> Any:
    found = model._meta.get_field(name)
    if not isinstance(found, models.Field):
        raise TypeError(f"{model._meta.label}.{name} cannot be cleared.")
    if found.null:
        return None
    if isinstance(found, models.JSONField):
        return found.get_default()
    return found.get_default() if found.has_default() else ""


@transaction.atomic
def close_account(account: User) -> None:
    """Delete an account. One that published releases stands behind them, so it stays, empty and shut."""
    try:
        with transaction.atomic():
            account.delete()
    except (ProtectedError, RestrictedError):
        name = f"erased-{public_id()}"
        account.username, account.email, account.first_name, account.last_name = name, "", "", ""
        account.is_active, account.last_login = False, None
        account.set_unusable_password()
        account.save()


def _mark_erased(persons: list[Person]) -> None:
    Person.objects.unscoped("marked as erased").filter(pk__in=[one.pk for one in persons]).update(
        erased_at=timezone.now(), account=None
    )
