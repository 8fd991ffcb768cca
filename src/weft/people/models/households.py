"""Households: guardians and the children they act for. A child is a person without an account or an address."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weft.people.models.dates import in_force
from weft.people.models.parties import Person
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.record.ids import public_id
from weft.record.personal import Basis, Category, Erasure, Personal

FAMILY = "so that guardians can act for their children"


class Household(Scoped):
    """People who live as one family: at least one guardian as long as there is a child."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "public_id", "made_at")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"household {self.pk}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        """Of their own: the households a person is a guardian of today. Organisations reach none."""
        if not scope.is_own:
            return Q(pk__in=[])
        held = in_force(timezone.localdate(), "members__")
        return held & Q(members__person=actor.person_id, members__part=HouseholdMember.Part.GUARDIAN)


class HouseholdMember(Scoped):
    """A person's part in a household, from a day to a day."""

    class Part(models.TextChoices):
        GUARDIAN = "guardian", _("Guardian")
        CHILD = "child", _("Child")

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="household_parts")
    part = models.CharField(max_length=10, choices=Part.choices)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)  # the first day it no longer holds

    ABOUT = "person"
    PERSONAL = {
        "household": Personal(
            Category.IDENTITY, FAMILY, Basis.CONSENT, "Household", Erasure.DELETE_ROW, 1095
        ),
        "part": Personal(
            Category.IDENTITY, FAMILY, Basis.CONSENT, "Part in the household", Erasure.DELETE_ROW, 1095
        ),
    }
    IMPERSONAL = ("id", "public_id", "person", "starts_on", "ends_on")

    class Meta:
        ordering = ["-part", "pk"]  # guardians first
        constraints = [
            models.UniqueConstraint(
                name="one_open_part_a_household", fields=["household", "person"], condition=Q(ends_on=None)
            ),
            models.CheckConstraint(
                name="household_part_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} of household {self.household_id}"

    @property
    def is_child(self) -> bool:
        return self.part == self.Part.CHILD

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        """Of their own: every part in the households a person is a guardian of today."""
        if not scope.is_own:
            return Q(pk__in=[])
        guarded = cls.objects.unscoped("the actor's own households").filter(cls.within_guardians(actor))
        return in_force(timezone.localdate()) & Q(household__in=guarded.values("household"))

    @classmethod
    def within_guardians(cls, actor: Actor) -> Q:
        """The parts in which the actor is a guardian today."""
        return in_force(timezone.localdate()) & Q(person=actor.person_id, part=cls.Part.GUARDIAN)

    @staticmethod
    def in_force(on: date) -> Q:
        return in_force(on)
