"""After a backup was put back: forget again whoever had been forgotten since it was made."""

from django.db import transaction

from weft.people.matching.actions import withdraw_profile
from weft.people.models import Person
from weft.people.mydata.actions.erase import erase_person
from weft.people.mydata.rules import RESTORED
from weft.people.vault.actions import withdraw
from weft.record.erasures import EVERYTHING, Erasure, noted, pseudonym_of
from weft.record.models import DataKey

STORES = {"vault": withdraw, "matching": withdraw_profile}


@transaction.atomic
def erase_again() -> int:
    """Apply the ledger of erasures to the database as it is; returns how many persons and stores were erased.

    Someone who came back after withdrawing keeps what they gave since: their key is younger than the ledger's line.
    """
    lines: dict[str, list[Erasure]] = {}
    for line in noted():
        lines.setdefault(line.pseudonym, []).append(line)
    if not lines:
        return 0
    persons = Person.objects.unscoped("erasing again").filter(erased_at=None).order_by("pk")
    return sum(_apply(person, lines.get(pseudonym_of(person.public_id), [])) for person in persons)


def _apply(person: Person, lines: list[Erasure]) -> int:
    if any(line.what == EVERYTHING for line in lines):
        erase_person(person=person, by=None, why=RESTORED)
        return 1
    return sum(_withdraw(person, line) for line in lines if line.what in STORES)


def _withdraw(person: Person, line: Erasure) -> int:
    older = DataKey.objects.filter(holder=person.public_id, store=line.what, made_at__lte=line.at)
    if older.exists():
        STORES[line.what](person=person, by=None)
        return 1
    return 0
