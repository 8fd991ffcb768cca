"""Who does not want to be paired with whom."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from weft.people.models import Person
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.record.personal import Basis, Category, Erasure, Personal

PAIR = "to find somebody to meet"


class Block(Scoped):
    """Somebody does not want to be paired with somebody. Seen by nobody but the solver; never explained."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    ABOUT = "person"
    PERSONAL = {
        "other": Personal(
            Category.MATCHING, PAIR, Basis.CONSENT, "Somebody you do not want to meet", Erasure.DELETE_ROW
        ),
    }
    IMPERSONAL = ("id", "person", "made_at")

    class Meta:
        constraints = [models.UniqueConstraint(name="one_block_a_pair", fields=["person", "other"])]

    def __str__(self) -> str:
        return f"block {self.pk}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        return Q(person=actor.person_id) if scope.is_own else Q()
