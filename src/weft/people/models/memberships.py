"""Who holds which role where, from when to when; and handing a role over with a second pair of eyes."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from weft.people.models.dates import in_force
from weft.people.models.parties import Organisation, Person
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.matrix import matrix
from weft.people.roles.scoping import Scoped
from weft.record.ids import public_id
from weft.record.personal import Basis, Category, Erasure, Personal

ACCESS = "to give the right access"


class Membership(Scoped):
    """A person's role in an organisation, from a day to a day. City-wide roles are memberships of the city team."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=30)  # of roles/matrix.yaml
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)  # the first day it no longer holds

    ABOUT = "person"
    PERSONAL = {
        "role": Personal(Category.ACCOUNT, ACCESS, Basis.CONTRACT, "Role", Erasure.DELETE_ROW),
        "organisation": Personal(
            Category.ACCOUNT, ACCESS, Basis.CONTRACT, "Organisation", Erasure.DELETE_ROW
        ),
    }
    IMPERSONAL = ("id", "public_id", "person", "starts_on", "ends_on")

    class Meta:
        ordering = ["organisation", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_membership_a_role",
                fields=["person", "organisation", "role"],
                condition=Q(ends_on=None),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.organisation_id}"

    def given_out(self) -> dict[str, str]:
        """For the person themselves: the role as people say it."""
        known = matrix().roles.get(self.role)
        return {"role": known.label if known else self.role}

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        if scope.is_organisation:
            return Q(organisation__in=scope.organisations)
        return Q(person=actor.person_id) if scope.is_own else Q()

    @staticmethod
    def in_force(on: date) -> Q:
        return in_force(on)


class Handover(Scoped):
    """A role on its way from one person to another: proposed by one account, agreed by a different one."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="handovers")
    to = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)  # when it was agreed, or (nobody agreed) dropped

    ABOUT = "to"
    PERSONAL = {
        "membership": Personal(Category.ACCOUNT, ACCESS, Basis.CONTRACT, "Role offered", Erasure.DELETE_ROW),
    }
    IMPERSONAL = ("id", "public_id", "to", "proposed_by", "proposed_at", "agreed_by", "closed_at")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="another_agrees_to_a_handover",
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("proposed_by")),
            ),
            models.UniqueConstraint(
                name="one_open_handover_a_role", fields=["membership"], condition=Q(closed_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"handover of {self.membership_id}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        if scope.is_organisation:
            return Q(membership__organisation__in=scope.organisations)
        return Q(to=actor.person_id) if scope.is_own else Q()
