"""Finding an organisation, and what stands on its page."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from weft.people.models import Group, GroupMember, Organisation, Person
from weft.people.roles.actor import Actor
from weft.people.roles.policy import visible
from weft.people.rules.identifiers import SCHEMES


def organisations_listed(actor: Actor, words: str) -> "QuerySet[Organisation]":
    """Those the actor reaches whose name holds the words, merged ones left out."""
    rows = visible(actor, "organisation.list", Organisation).filter(merged_into=None)
    return rows.filter(name__icontains=words).select_related("area")


def numbers_of(organisation: Organisation) -> list[tuple[Any, str]]:
    """(register, number) in the order of the schemes; an unknown scheme by its code."""
    return [
        (SCHEMES[code].name if code in SCHEMES else code, number)
        for code, number in organisation.identifiers.items()
    ]


def group_places(actor: Actor, group: Group) -> "QuerySet[GroupMember]":
    """Who is in a group today, by name: of those, whom the reader may see. Who left the organisation is not."""
    people = visible(actor, "person.view", Person)
    rows = GroupMember.objects.unscoped("a group somebody may see").filter(
        GroupMember.in_force(timezone.localdate()), group=group, person__merged_into=None, person__in=people
    )
    return rows.select_related("person").order_by("person__name", "pk")
