"""The names of colleagues, for the record's pages: who acted in a role of the city team, now or once."""

from collections.abc import Iterable

from weft.people.models import Person

ACCOUNT = "account:"


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Name by actor ("account:12") for accounts that hold or held a role in the city team; residents stay numbers."""
    numbers = [int(each.removeprefix(ACCOUNT)) for each in actors if each.removeprefix(ACCOUNT).isdecimal()]
    people = Person.objects.unscoped("colleagues, for those who may read the record")
    found = people.filter(account__in=numbers, memberships__organisation__kind="city").distinct()
    return {f"{ACCOUNT}{person.account_id}": person.name for person in found}
