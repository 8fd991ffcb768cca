"""The doors of the vault. Each checks the purpose, refuses while anything is being decided, and leaves an event."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import models, transaction

from weft.people.models import Person
from weft.people.vault.models import Answer
from weft.people.vault.questions import Question
from weft.people.vault.rules import MONITORING, STORE, SUBJECT_ACCESS, protect, refuse_purpose
from weft.record import keys
from weft.record.actions import record_event

READ, COUNTED = "vault.read", "vault.count"


@dataclass(frozen=True)
class Counts:
    """A monitoring table of one question: protected, None where hidden. Counts are of people."""

    question: Question
    shown: dict[str, int | None]
    total: int | None


@transaction.atomic
def answers_for(person: Person, *, purpose: str, by: User | None) -> dict[str, str]:
    """What a person answered: question@version -> code. Raises PurposeRefused and ClosedToDeciding."""
    refuse_purpose(purpose)
    rows = Answer.objects.unscoped("the door of the vault").filter(person=person)
    found = {row.question: _open(row, person.public_id) for row in rows}
    record_event(by=by, action=READ, thing=person, purpose=purpose, after={"answers": len(found)})
    return found


def answered_on(person: Person) -> dict[str, date]:
    """Which questions a person answered and on which day, without opening an answer."""
    refuse_purpose(SUBJECT_ACCESS)
    rows = Answer.objects.unscoped("the door of the vault").filter(person=person)
    return {row.question: row.answered_on for row in rows}


@transaction.atomic
def counts(question: Question, people: Iterable[models.Model], *, by: User | None) -> Counts:
    """How many of these people gave each answer to a question, fit to be seen: small numbers hidden."""
    refuse_purpose(MONITORING)
    ids = [person.pk for person in people]
    rows = list(
        Answer.objects.unscoped("the door of the vault")
        .filter(person__in=ids, question=question.name)
        .select_related("person")
    )
    given = Counter(_open(row, row.person.public_id) for row in rows)
    about = {"question": question.name, "answers": len(rows)}
    record_event(by=by, action=COUNTED, thing="vault", purpose=MONITORING, after=about)
    shown, total = protect({code: given[code] for code, _ in question.choices})
    return Counts(question, shown, total)


def _open(row: Answer, holder: str) -> str:
    return str(
        keys.unseal(row.sealed, holder=holder, store=STORE, field=row.question, purpose=row.purpose).strip()
    )
