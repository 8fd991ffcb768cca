"""What was done with a person's entry, in words: which fields, never their values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.people.models import GroupMember, HouseholdMember, Membership, Merge, Person
from weft.record.models import Event

MOST = 50
WORDS: dict[str, Any] = {
    "people.account.make": gettext_lazy("Account made"),
    "people.person.add": gettext_lazy("Added"),
    "people.person.change": gettext_lazy("Corrected"),
    "people.person.view": gettext_lazy("Page opened by staff"),
    "people.person.merge": gettext_lazy("Joined with another entry"),
    "people.person.part": gettext_lazy("Parted from another entry again"),
    "people.person.differ": gettext_lazy("Said not to be the same as another entry"),
    "people.membership.give": gettext_lazy("Role given"),
    "people.membership.end": gettext_lazy("Role ended"),
    "people.household.child": gettext_lazy("Added to a household as a child"),
    "people.household.guardian": gettext_lazy("Added to a household as a guardian"),
    "people.household.leave": gettext_lazy("Left a household"),
    "people.group.join": gettext_lazy("Joined a group"),
    "people.group.leave": gettext_lazy("Left a group"),
}


@dataclass(frozen=True)
class Happened:
    at: datetime
    words: str
    fields: str
    by: str


def timeline(person: Person) -> list[Happened]:
    """The last things done with a person's entry, their roles and places, the latest first."""
    events = list(Event.objects.filter(thing__in=_things(person)).order_by("-number")[:MOST])
    names = _names({event.actor for event in events})
    return [
        Happened(
            event.at,
            str(WORDS.get(event.action) or event.action.rpartition(".")[2].capitalize()),
            ", ".join(sorted(name for name in event.after if event.action == "people.person.change")),
            names.get(event.actor, _("The service")),
        )
        for event in events
    ]


def _things(person: Person) -> list[str]:
    """The names in the record of everything that is about somebody, merged entries included."""
    why = "the record of one person"
    people = Person.objects.unscoped(why).filter(Q(pk=person.pk) | Q(merged_into=person))
    found = [f"people.person:{each}" for each in people.values_list("public_id", flat=True)]
    for model in (Membership, HouseholdMember, GroupMember):
        rows = model.objects.unscoped(why).filter(person=person).values_list("public_id", flat=True)
        found += [f"{model._meta.label_lower}:{each}" for each in rows]
    merges = Merge.objects.unscoped(why).filter(kept=person.public_id).values_list("public_id", flat=True)
    return found + [f"people.merge:{each}" for each in merges]


def _names(actors: set[str]) -> dict[str, str]:
    """The name of each account that acted."""
    ids = [int(actor.partition(":")[2]) for actor in actors if actor.startswith("account:")]
    accounts = User.objects.filter(pk__in=ids).select_related("person")
    return {
        f"account:{user.pk}": getattr(getattr(user, "person", None), "name", "") or _("Staff")
        for user in accounts
    }
