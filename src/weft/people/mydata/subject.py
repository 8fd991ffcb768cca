"""Everything kept about one person, opened and named: for their page and their download. Nothing about others."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from weft.people.models import Person
from weft.people.mydata.catalogue import Table, personal_tables
from weft.people.mydata.declared import NOT_GIVEN_OUT
from weft.people.mydata.events import event_rows
from weft.people.vault.queries import answered_on, answers_for
from weft.people.vault.questions import UnknownAnswer, question
from weft.people.vault.rules import SUBJECT_ACCESS

Row = dict[str, Any]  # export name -> text, or a date or time for the reader to write
TITLES = {
    "people.person": gettext_lazy("You"),
    "people.membership": gettext_lazy("Your roles"),
    "auth.user": gettext_lazy("Your account"),
    "sessions.session": gettext_lazy("Where you are signed in"),
    "vault.answer": gettext_lazy("Your answers to the equality questions"),
    "matching.profile": gettext_lazy("Your matching profile"),
    "record.event": gettext_lazy("What was done, in the record"),
    "measure.survey": gettext_lazy("Surveys you brought"),
    "post.message": gettext_lazy("Letters to you"),
    "forms.response": gettext_lazy("What you answered in forms"),
    "pairing.entry": gettext_lazy("Pools you joined"),
    "pairing.match": gettext_lazy("Your pairs"),
    "pairing.meeting": gettext_lazy("Times you met"),
    "pairing.block": gettext_lazy("People you do not want to meet"),
    "forms.sectionowner": gettext_lazy("Parts of a form you see to"),
    "forms.attachment": gettext_lazy("Files you gave in forms"),
    "gather.booking": gettext_lazy("What you booked"),
    "gather.attendance": gettext_lazy("Where you came"),
    "gather.calendarfeed": gettext_lazy("Your calendar address"),
    "programmes.evidence": gettext_lazy("What you showed to take part"),
    "teams.seat": gettext_lazy("Teams and tables you sat at"),
}


@dataclass(frozen=True)
class Held:
    """What one table holds about a person: each row by export name."""

    table: Table
    rows: list[Row]

    @property
    def title(self) -> str:
        return title_of(self.table)


def title_of(table: Table) -> str:
    return str(TITLES.get(table.label, capfirst(str(table.model._meta.verbose_name_plural))))


def with_merged(person: Person) -> list[Person]:
    """The person and everyone found to be the same: the one they were merged into, and all merged into that."""
    everyone = Person.objects.unscoped("the same person under several entries")
    root = person
    while root.merged_into_id:
        root = everyone.get(pk=root.merged_into_id)
    found, layer = [root], [root.pk]
    while layer:
        below = list(everyone.filter(merged_into__in=layer).order_by("pk"))
        found += below
        layer = [each.pk for each in below]
    return found


def in_the_open(person: Person) -> list[Held]:
    """What is kept unsealed: for the page a person looks at often. Opens nothing and so leaves no event."""
    tables = [table for table in personal_tables() if not table.store and table.label not in READERS]
    return _held(tables, person, None)


def held_about(person: Person, *, by: User | None) -> list[Held]:
    """Everything, sealed things opened: monitoring answers leave their event in the record."""
    return _held(personal_tables(), person, by)


def _held(tables: list[Table], person: Person, by: User | None) -> list[Held]:
    persons = with_merged(person)
    found = [Held(table, [row for one in persons for row in _rows(table, one, by)]) for table in tables]
    order = [*TITLES]
    found.sort(key=lambda held: order.index(held.table.label) if held.table.label in order else len(order))
    return [held for held in found if held.rows]


def _rows(table: Table, person: Person, by: User | None) -> list[Row]:
    if reader := READERS.get(table.label):
        return reader(person, by)
    if held_rows := getattr(table.model, "held_rows", None):
        opened: list[Row] = held_rows(person)
        return opened
    return [_row(table, row, person) for row in table.rows(person)]


def _row(table: Table, row: models.Model, person: Person) -> Row:
    opened = row.given_out() if hasattr(row, "given_out") else {}
    return {
        said.export: opened.get(name, text) if (text := _shown(_value(row, name), person)) else ""
        for name, said in table.personal.items()
        if said.export and said.export not in NOT_GIVEN_OUT
    }


def _value(row: models.Model, name: str) -> Any:
    """A choice in its words, everything else as it is kept."""
    worded = getattr(row, f"get_{name}_display", None)
    return worded() if worded else getattr(row, name)


def _shown(value: Any, person: Person) -> Any:
    """A value as text, or the date or time itself. Somebody else is never named."""
    if isinstance(value, Person | User) and value not in (person, person.account):
        return gettext("another person")
    if isinstance(value, datetime):
        return timezone.localtime(value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if value is None or isinstance(value, date):
        return value or ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _vault_rows(person: Person, by: User | None) -> list[Row]:
    days = answered_on(person)
    if not days:
        return []
    given = answers_for(person, purpose=SUBJECT_ACCESS, by=by)
    return [
        {
            "Monitoring question": _asked(name),
            "Monitoring answer": _said(name, code),
            "Answered on": days[name],
        }
        for name, code in given.items()
    ]


def _asked(name: str) -> str:
    try:
        return question(name).text
    except UnknownAnswer:  # a version no longer asked
        return name


def _said(name: str, code: str) -> str:
    try:
        return question(name).label(code)
    except UnknownAnswer:
        return code


def _letter_rows(person: Person, _by: User | None) -> list[Row]:
    """Letters to the person, opened; those already forgotten hold nothing."""
    letters = next(table for table in personal_tables() if table.label == "post.message")
    return [_letter(row) for row in letters.rows(person) if row.sealed]


def _letter(row: Any) -> Row:
    said = row.letter()
    return {"Letter": f"{said.subject}\n\n{said.body}", "Sent": row.sent_at or ""}


READERS: dict[str, Callable[[Person, User | None], list[Row]]] = {
    "vault.answer": _vault_rows,
    "record.event": event_rows,
    "post.message": _letter_rows,
}
