"""Groups: a named set of people inside an organisation, or inside the city team."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from weft.people.models.dates import in_force
from weft.people.models.parties import CONTACT_US, Organisation, Person
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.record.ids import public_id
from weft.record.personal import Basis, Category, Erasure, Personal


class Group(Scoped):
    """A choir, a team, a class: people who are asked along together."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="groups")
    made_at = models.DateTimeField(auto_now_add=True)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "public_id", "name", "organisation", "made_at")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_group_a_name", fields=["organisation", "name"]),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        if scope.is_organisation:
            return Q(organisation__in=scope.organisations)
        if not scope.is_own:
            return Q()
        return in_force(timezone.localdate(), "members__") & Q(members__person=actor.person_id)


class GroupMember(Scoped):
    """A person in a group, from a day to a day."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="group_parts")
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)  # the first day it no longer holds

    ABOUT = "person"
    PERSONAL = {
        "group": Personal(Category.PARTICIPATION, CONTACT_US, Basis.CONSENT, "Group", Erasure.DELETE_ROW),
    }
    IMPERSONAL = ("id", "public_id", "person", "starts_on", "ends_on")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_place_a_group", fields=["group", "person"], condition=Q(ends_on=None)
            ),
            models.CheckConstraint(
                name="group_place_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"place in group {self.group_id}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        if scope.is_organisation:
            return Q(group__organisation__in=scope.organisations)
        return Q(person=actor.person_id) if scope.is_own else Q()

    @staticmethod
    def in_force(on: date) -> Q:
        return in_force(on)
