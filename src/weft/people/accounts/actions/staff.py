"""What the command line does for a city that starts: end roles, open a way back in."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from weft.people.actions import end_membership
from weft.people.models import Membership, Organisation
from weft.record.actions import record_event


class NotHeld(Exception):
    """The account does not hold this role."""


@transaction.atomic
def end_role(*, account: User, role: str, by: User | None, organisation: Organisation | None = None) -> None:
    """End a role at once; None ends it in the city team. Raises NotHeld, or LastAdmin while nobody else holds it."""
    held = Membership.objects.unscoped("one role of one person").filter(
        Membership.in_force(timezone.localdate()), person__account=account, role=role
    )
    held = held.filter(organisation=organisation) if organisation else held.filter(organisation__kind="city")
    found = held.order_by("pk").first()
    if found is None:
        raise NotHeld
    end_membership(membership=found, by=by)


@transaction.atomic
def remove_factors(*, account: User, by: User | None) -> None:
    """For somebody who lost every second factor; whoever does it has checked who they are."""
    Authenticator.objects.filter(user=account).delete()
    account.set_unusable_password()  # ends every session
    account.save(update_fields=["password"])
    record_event(by=by, action="people.factor.reset", thing=account)
