"""What a merge may do. A merge joins entries; it never gives an account a staff role it did not hold.

Source: SAFETY (four eyes for every rise in role; the vault and the matching profile are sealed under the person they
were given by), PITFALLS 24 (reversible merge; merged stays merged: disciple-tools #2742).
"""

from collections.abc import Collection

from django.db import models

from weft.people.models import Membership
from weft.people.roles.matrix import matrix
from weft.record.personal import Erasure, Personal

SEALED_STORES = ("vault", "matching")  # labels of the apps whose rows are sealed under their holder's own key


def stays_with_its_holder(model: type[models.Model]) -> bool:
    """Rows sealed under a person's key cannot be opened as anybody else's: a merge leaves them where they are."""
    personal: dict[str, Personal] = getattr(model, "PERSONAL", {})
    sealed = any(each.erasure is Erasure.DESTROY_KEY for each in personal.values())
    return sealed or model._meta.app_label in SEALED_STORES


def travels(membership: Membership) -> bool:
    """Staff roles stay with the account they were given to; every other membership moves."""
    role = matrix().roles.get(membership.role)
    return role is not None and not role.is_staff


def must_say_which_account(one: Collection[tuple[str, int]], other: Collection[tuple[str, int]]) -> bool:
    """Both have accounts and hold different roles (role, organisation): staff must say which account remains."""
    return set(one) != set(other)
