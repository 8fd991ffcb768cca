"""The retention job: erase what has been kept for as long as the catalogue says."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from weft.people.models import Person
from weft.people.mydata.actions.erase import destroy_keys_of, emptied, erase_person
from weft.people.mydata.catalogue import Table, personal_tables
from weft.people.mydata.rules import DAYS_AN_IDEMPOTENCY_KEY_IS_KEPT, inactive_since
from weft.people.mydata.traces import wipe_after_commit, wipe_traces
from weft.record import keys
from weft.record.actions import record_event
from weft.record.models import DoneOnce

_KEPT = timedelta(days=DAYS_AN_IDEMPOTENCY_KEY_IS_KEPT)


@dataclass(frozen=True)
class Due:
    """How many rows of one field are due, and the rule that says so."""

    label: str
    field: str
    rule: str
    days: int
    rows: int


def apply_retention(*, dry_run: bool = False, on: date | None = None) -> list[Due]:
    """Erase or clear what is due on a day; with dry_run only count it. Repeating it finds nothing more."""
    day = on or timezone.localdate()
    due = what_is_due(day)
    if dry_run:
        return due
    _erase_inactive(day)
    for table in personal_tables():
        if table.model is not Person:
            _clear_table(table, day)
    _forget_leftovers(day)
    wipe_traces()
    return due


def what_is_due(day: date) -> list[Due]:
    """Counts by field and rule, most telling first; nothing is opened or changed."""
    return [due for table in personal_tables() for due in _due_of(table, day)] + _leftovers_due(day)


def _due_of(table: Table, day: date) -> list[Due]:
    counted: Counter[int] = Counter()
    for days in {said.retention_days for said in table.personal.values()} - {None}:
        counted[days or 0] = sum(_rows(table, person).count() for person in inactive_since(day, days or 0))
    return [
        Due(table.label, name, said.erasure.value, said.retention_days, counted[said.retention_days])
        for name, said in table.personal.items()
        if said.retention_days and counted[said.retention_days]
    ]


def _erase_inactive(day: date) -> None:
    """Whoever's own entry is due is erased whole: a name without its person is no use to keep the rest for."""
    days = min(said.retention_days or 0 for said in Person.PERSONAL.values())
    for person in inactive_since(day, days):
        erase_person(person=person, by=None, why="retention")


def _clear_table(table: Table, day: date) -> None:
    days = {said.retention_days for said in table.personal.values() if said.retention_days}
    for person in inactive_since(day, min(days)) if days else ():
        _clear_rows(table, person)


@transaction.atomic
def _clear_rows(table: Table, person: Person) -> None:
    """One table's rows about one person, with the key they were sealed with, and the event."""
    rows = _rows(table, person)
    if not (found := rows.count()):
        return
    rows = table.model._base_manager.filter(pk__in=list(rows.values_list("pk", flat=True)))
    destroy_keys_of(table, rows)
    if table.is_deleted:
        rows.delete()
    else:
        rows.update(**emptied(table))
    if table.store:
        keys.destroy_keys(person.public_id, table.store)
    record_event(
        by=None, action="privacy.retention", thing=person, after={"table": table.label, "rows": found}
    )
    wipe_after_commit([table.model._meta.db_table])


def _rows(table: Table, person: Person) -> QuerySet[Any]:
    """A table's rows about a person that still hold something."""
    rows = table.rows(person)
    if table.is_deleted:
        return rows
    still = Q()
    for name, empty in emptied(table).items():
        still |= ~Q(**({f"{name}__isnull": True} if empty is None else {name: empty}))
    return rows.filter(still) if still else rows.none()


def _leftovers_due(day: date) -> list[Due]:
    sessions = Session.objects.filter(expire_date__lt=_midnight(day)).count()
    done = DoneOnce.objects.filter(at__lt=_midnight(day - _KEPT)).count()
    found = [
        Due("sessions.session", "session_data", "delete the row when it ends", 0, sessions),
        Due("record.doneonce", "key", "delete the row", DAYS_AN_IDEMPOTENCY_KEY_IS_KEPT, done),
    ]
    return [due for due in found if due.rows]


@transaction.atomic
def _forget_leftovers(day: date) -> None:
    Session.objects.filter(expire_date__lt=_midnight(day)).delete()
    DoneOnce.objects.filter(at__lt=_midnight(day - _KEPT)).delete()


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
