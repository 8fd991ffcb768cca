"""What the command line does for a city that starts: end roles, open a way back in."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from weft.people.models import Membership, Organisation
from weft.record.actions import record_event


class NotHeld(Exception):
    """The account does not hold this role."""


@transaction.atomic
def end_role(*, account: User, role: str, by: User | None, organisation: Organisation | None = None) -> None:
    """End a role at once; None ends it in the city team. Raises NotHeld."""
    held = Membership.objects.unscoped("one role of one person").filter(
        Membership.in_force(timezone.localdate()), person__account=account, role=role
    )
    held = held.filter(organisation=organisation) if organisation else held.filter(organisation__kind="city")
    found = held.select_for_update().first()
    if found is None:
        raise NotHeld
    today, name = timezone.localdate(), found.public_id
    if found.starts_on == today:
        found.delete()
    else:
        found.ends_on = today  # the first day it no longer holds
        found.save(update_fields=["ends_on"])
    record_event(
        by=by, action="people.membership.end", thing=f"people.membership:{name}", after={"role": role}
    )


@transaction.atomic
def remove_factors(*, account: User, by: User | None) -> None:
    """For somebody who lost every second factor; whoever does it has checked who they are."""
    Authenticator.objects.filter(user=account).delete()
    account.set_unusable_password()  # ends every session
    account.save(update_fields=["password"])
    record_event(by=by, action="people.factor.reset", thing=account)
