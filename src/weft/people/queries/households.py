"""Who is in a household."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from weft.people.models import Household, HouseholdMember, Person


def open_parts() -> Q:
    """Parts that hold today, of people who are not merged into another entry."""
    return HouseholdMember.in_force(timezone.localdate()) & Q(person__merged_into=None)


def parts_of(household: Household) -> QuerySet[HouseholdMember]:
    """Everybody in it today, guardians first."""
    rows = HouseholdMember.objects.unscoped("one household somebody may see")
    return rows.filter(open_parts(), household=household).select_related("person", "person__area")


def households_with(person: Person) -> QuerySet[HouseholdMember]:
    """The parts a person has in households today."""
    rows = HouseholdMember.objects.unscoped("one person somebody may see")
    return rows.filter(open_parts(), person=person).select_related("household")


def guardians_of(child: Person) -> list[str]:
    """The names of those who may act for a child: no more of them is shown than that."""
    rows = HouseholdMember.objects.unscoped("one child somebody may see").filter(open_parts())
    homes = rows.filter(person=child, part=HouseholdMember.Part.CHILD).values("household")
    guardians = rows.filter(household__in=homes, part=HouseholdMember.Part.GUARDIAN)
    return list(guardians.order_by("person__name").values_list("person__name", flat=True).distinct())
