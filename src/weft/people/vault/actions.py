"""Every write of the vault: answer, remove one answer, withdraw them all."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from weft.people.models import Person
from weft.people.roles.scoping import ScopedQuerySet
from weft.people.vault.models import Answer
from weft.people.vault.questions import NOT_SAID, Question, UnknownAnswer, question
from weft.people.vault.rules import MONITORING, SEALED_WIDTH, STORE
from weft.record import keys
from weft.record.actions import record_event
from weft.record.deciding import refuse_while_deciding
from weft.record.erasures import note_erasure


@transaction.atomic
def answer(*, person: Person, answers: Mapping[str, str], by: User | None) -> None:
    """Keep a person's answers (question key -> code); each replaces the one before. Raises UnknownAnswer."""
    refuse_while_deciding()
    for key, code in answers.items():
        asked = question(key)
        if code != NOT_SAID and code not in asked.options:
            raise UnknownAnswer(f"Choose one of the answers to {asked.key}.")
        _rows(person).filter(question__startswith=f"{asked.key}@").delete()
        Answer.objects.create(
            person=person,
            question=asked.name,
            sealed=_sealed(person, asked, code),
            purpose=MONITORING,
            answered_on=timezone.localdate(),
        )
    record_event(by=by, action="vault.answer", thing=person, after={"questions": len(answers)})


@transaction.atomic
def remove_answer(*, person: Person, key: str, by: User | None) -> None:
    """Take back one answer. Having none already is no fault."""
    refuse_while_deciding()
    removed = _rows(person).filter(question__startswith=f"{question(key).key}@").delete()[0]
    if removed:
        record_event(by=by, action="vault.remove", thing=person)


@transaction.atomic
def withdraw(*, person: Person, by: User | None) -> int:
    """Delete every answer of a person and destroy the key they were sealed with; returns how many answers."""
    refuse_while_deciding()
    removed: int = _rows(person).delete()[0]
    destroyed = keys.destroy_keys(person.public_id, STORE)
    if removed or destroyed:
        record_event(by=by, action="vault.withdraw", thing=person, after={"answers": removed})
        note_erasure(person.public_id, STORE)
    return removed


def _rows(person: Person) -> ScopedQuerySet[Answer]:
    return Answer.objects.unscoped("one person's own answers").filter(person=person)


def _sealed(person: Person, asked: Question, code: str) -> str:
    return keys.seal(
        code,
        holder=person.public_id,
        store=STORE,
        field=asked.name,
        purpose=MONITORING,
        width=SEALED_WIDTH,
    )
