"""When showing an e-mail address is enough to become the person it was kept about.

Source: SAFETY 2 and 10. Staff of one organisation write addresses down; whoever owns the mailbox then signs in. What
they find must be no more than the ones who wrote it could see: a household, a role or sealed answers need the city team
to look (the two entries are suggested as duplicates).
"""

from django.utils import timezone

from weft.people.models import HouseholdMember, Membership, Person
from weft.people.rules.merging import SEALED_STORES
from weft.record.models import DataKey

TAKES_PART = "resident"  # the one role that opens nothing


def may_be_linked(person: Person) -> bool:
    """Whether an account opened with this person's address becomes theirs without anybody looking."""
    parts = HouseholdMember.objects.unscoped("is there a household").filter(person=person)
    roles = Membership.objects.unscoped("is there a role").filter(
        Membership.in_force(timezone.localdate()), person=person
    )
    sealed = DataKey.objects.filter(holder=person.public_id, store__in=SEALED_STORES)
    return not (parts.exists() or roles.exclude(role=TAKES_PART).exists() or sealed.exists())
