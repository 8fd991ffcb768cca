"""The city team: accounts, and the roles held in it."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from weft.people.actions.refusals import WrongPlace
from weft.people.models import Membership, Organisation, Person
from weft.people.roles.matrix import matrix
from weft.people.rules.members import may_be_held_in
from weft.record.actions import record_event
from weft.record.keys import sealed_values


class UnknownRole(Exception):
    """The role is not in the matrix."""


@transaction.atomic
def city_team() -> Organisation:
    """The organisation that city-wide roles are held in; made when first needed."""
    teams = Organisation.objects.unscoped("the city team itself")
    return teams.get_or_create(kind="city", defaults={"name": settings.CITY})[0]


@transaction.atomic
def make_account(*, email: str, name: str = "", by: User | None) -> User:
    """The account of an e-mail address with its person; an existing one is returned as it is."""
    address = email.strip().lower()
    account, is_new = User.objects.get_or_create(username=address, defaults={"email": address})
    if is_new:
        account.set_unusable_password()
        account.save(update_fields=["password"])
        person = Person.objects.create(name=name or address, email=address, account=account)
        after = sealed_values(person.public_id, {"name": person.name, "email": address})
        record_event(by=by, action="people.account.make", thing=person, after=after)
    return account


@transaction.atomic
def give_role(
    *, account: User, role: str, by: User | None, organisation: Organisation | None = None
) -> Membership:
    """Give an account's person a role from today, in an organisation or (None) in the city team. Raises UnknownRole,
    or WrongPlace where a staff role is not held in that kind of organisation."""
    if role not in matrix().roles:
        raise UnknownRole(f"There is no role {role!r}. Roles: {', '.join(matrix().roles)}.")
    where = organisation or city_team()
    if not may_be_held_in(role, where):
        raise WrongPlace(
            _("%(role)s is no role of %(organisation)s.")
            % {"role": matrix().roles[role].label, "organisation": where.name}
        )
    person = Person.objects.unscoped("the account's own person").get(account=account)
    found, is_new = Membership.objects.unscoped("one role of one person").get_or_create(
        person=person, organisation=where, role=role, ends_on=None
    )
    if is_new:
        record_event(by=by, action="people.membership.give", thing=found, after={"role": role})
    return found
