"""Change one's own name, language and address."""

from django.contrib.auth.models import User
from django.db import transaction

from weft.people.accounts import letters
from weft.people.accounts.sending import warn_owner
from weft.people.models import Person
from weft.record.actions import record_event
from weft.record.keys import sealed_values


class AddressTaken(Exception):
    """Somebody else signs in with this address."""


@transaction.atomic
def change_name(*, name: str, by: User) -> None:
    person = own_person(by)
    before, after = _sealed(person, name=person.name), _sealed(person, name=name)
    person.name = name
    person.save(update_fields=["name"])
    record_event(by=by, action="people.person.rename", thing=person, before=before, after=after)


@transaction.atomic
def change_language(*, language: str, by: User) -> None:
    person = own_person(by)
    before, after = _sealed(person, language=person.language), _sealed(person, language=language)
    person.language = language
    person.save(update_fields=["language"])
    record_event(by=by, action="people.person.language", thing=person, before=before, after=after)


@transaction.atomic
def change_address(*, email: str, by: User) -> None:
    """To an address whose mailbox was just shown to be theirs. The old address is told. Raises AddressTaken."""
    account = User.objects.select_for_update().get(pk=by.pk)
    if User.objects.filter(username=email).exclude(pk=account.pk).exists():
        raise AddressTaken
    old, person = account.email, own_person(account)
    account.username = account.email = person.email = email
    account.save(update_fields=["username", "email"])
    person.save(update_fields=["email"])
    warn_owner(person, "address changed", lambda: letters.address_changed(old))
    before, after = _sealed(person, email=old), _sealed(person, email=email)
    record_event(by=by, action="people.person.readdress", thing=person, before=before, after=after)


def own_person(account: User) -> Person:
    return Person.objects.unscoped("the account's own person").get(account=account)


def _sealed(person: Person, **values: str) -> dict[str, dict[str, str]]:
    return sealed_values(person.public_id, values)
