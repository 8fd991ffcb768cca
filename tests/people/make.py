"""Accounts for tests: made through the actions, signed in as somebody who showed a second factor."""

from django.contrib.auth.models import User
from django.test import Client

from weft.people.actions import give_role, make_account
from weft.people.models import Membership, Organisation
from weft.people.roles.current import SECOND_FACTOR

KEPT_NOWHERE = (
    "max-age=0, no-cache, no-store, must-revalidate, private"  # Cache-Control of pages about people
)


def account(email: str, *roles: str, organisation: Organisation | None = None) -> User:
    """An account with these roles, in the organisation or (None) in the city team."""
    made = make_account(email=email, by=None)
    for role in roles:
        give_role(account=made, role=role, by=None, organisation=organisation)
    return made


def hold_astray(user: User, role: str, organisation: Organisation) -> Membership:
    """A role where nobody may hold it, as a database from elsewhere might have it: give_role refuses."""
    return Membership.objects.create(person=user.person, organisation=organisation, role=role)


def sign_in(client: Client, user: User, *, second_factor: bool = True) -> Client:
    client.force_login(user)
    if second_factor:
        session = client.session
        session[SECOND_FACTOR] = 1
        session.save()
    return client
