"""The role switcher of the demonstration: one account a role, made when it is first wanted. Nowhere else."""

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from weft.people.actions import give_role, make_account
from weft.people.models import Membership, Organisation
from weft.people.roles.matrix import Role, matrix
from weft.record.actions import record_event

ADDRESS = "demonstration.example"
PARTNER = "Demonstration partner"  # where no organisation is there yet
NOT_SIGNED_IN, NO_MEMBERSHIP = "public", "resident"  # roles nobody gives: everyone, and everyone signed in


def roles() -> list[Role]:
    """Every role a person can be signed in with, in the order of the matrix."""
    return [role for key, role in matrix().roles.items() if key != NOT_SIGNED_IN]


def address_of(role: str) -> str:
    return f"{role.replace('_', '-')}@{ADDRESS}"


def role_of(account: User) -> Role | None:
    """The role a demonstration account stands for; None for any other account."""
    return next((role for role in roles() if address_of(role.key) == account.username), None)


@transaction.atomic
def account_of(*, role: str) -> User:
    """The demonstration's account of a role, made with its membership when it is missing. No password opens it."""
    if not settings.DEMO:
        raise PermissionDenied("There are no demonstration accounts outside the demonstration.")
    label = matrix().roles[role].label
    account = make_account(email=address_of(role), name=f"Demonstration {label.lower()}", by=None)
    if role != NO_MEMBERSHIP and not _holds(account, role):
        city_wide = matrix().roles[role].is_city
        give_role(account=account, role=role, by=None, organisation=None if city_wide else _partner())
    return account


def _holds(account: User, role: str) -> bool:
    held = Membership.objects.unscoped("the demonstration's own accounts")
    return bool(held.filter(person__account=account, role=role, ends_on=None).exists())


def _partner() -> Organisation:
    """The first organisation of the demonstration that is not the city team."""
    every = Organisation.objects.unscoped("the demonstration's own organisations")
    found = every.exclude(kind=Organisation.Kind.CITY).filter(merged_into=None).order_by("pk").first()
    if found is None:
        found = Organisation.objects.create(name=PARTNER, kind=Organisation.Kind.CHARITY)
        record_event(by=None, action="people.organisation.make", thing=found, after={"name": PARTNER})
    return found
