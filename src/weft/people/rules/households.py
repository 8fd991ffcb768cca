"""Who may act for a child. Enforced here and in the actions, whatever a page shows.

Source: PITFALLS 27 (Everybody Eats #1122: a rule only in the page; CoderDojo #1192: the second parent could not act).
"""

from datetime import date

from django.utils import timezone

from weft.people.models import HouseholdMember, Person

GUARDIANS_AT_LEAST = 1
PART = HouseholdMember.Part


def may_act_for(guardian: Person, child: Person, on: date | None = None) -> bool:
    """Any guardian of a household the child is a child of: two guardians both may, on the same footing."""
    day = on or timezone.localdate()
    parts = HouseholdMember.objects.unscoped("who may act for a child").filter(HouseholdMember.in_force(day))
    homes = parts.filter(person=child, part=PART.CHILD).values("household")
    return bool(parts.filter(person=guardian, part=PART.GUARDIAN, household__in=homes).exists())


def is_child(person: Person, on: date | None = None) -> bool:
    """Whether somebody is a child of a household today."""
    parts = HouseholdMember.objects.unscoped("is somebody a child")
    held = HouseholdMember.in_force(on or timezone.localdate())
    return bool(parts.filter(held, person=person, part=PART.CHILD).exists())


def may_lose_a_guardian(guardians_now: int, children_now: int) -> bool:
    """A child is never left without a guardian: the last one leaves only a household without children."""
    return children_now == 0 or guardians_now > GUARDIANS_AT_LEAST
