"""The address under which somebody's calendar fetches what they booked."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from weft.people.models import Person
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.record.personal import Basis, Category, Erasure, Personal

COME = "to keep your place and tell you about it"


class CalendarFeed(Scoped):
    """The secret address under which somebody's calendar fetches what they booked; a new one ends the old one."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)  # of the secret in the address
    made_at = models.DateTimeField(default=timezone.now)

    ABOUT = "person"
    PERSONAL = {
        "person": Personal(Category.ACCOUNT, COME, Basis.CONSENT, "Calendar address", Erasure.DELETE_ROW),
    }
    IMPERSONAL = ("id", "digest", "made_at")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        return Q(person=actor.person_id) if scope.is_own else Q(pk__in=[])
