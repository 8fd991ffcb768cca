"""Open the demonstration's account."""

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from weft.people.actions import give_role, make_account

DEMONSTRATION_ANALYST = "analyst@demonstration.example"  # the same as weft.demo builds with


@transaction.atomic
def demonstration_analyst() -> User:
    """The demonstration's analyst, made when first needed. No password opens this account."""
    if not settings.DEMO:
        raise PermissionDenied("There is no demonstration account outside the demonstration.")
    user = make_account(email=DEMONSTRATION_ANALYST, name="Demonstration analyst", by=None)
    give_role(account=user, role="analyst", by=None)
    return user
