"""Addresses drawn for a survey, and what is left of them beside an answer once the link is destroyed."""

from typing import Any

from django.db import models
from django.db.models import Q

from weft.fielding.models.fieldwork import Fieldwork
from weft.forms.models import Response
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.record import keys
from weft.record.ids import public_id
from weft.record.personal import NOBODY, Basis, Category, Erasure, Personal

STORE, PURPOSE = "fielding", "to send the letters of a survey"


class SampleAddress(Scoped):
    """One address of the sample. Where it is lies sealed under the key of its fieldwork."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    fieldwork = models.ForeignKey(Fieldwork, on_delete=models.CASCADE, related_name="addresses")
    reference = models.CharField(max_length=40)  # of the list it came from
    sealed = models.TextField(blank=True)  # sample.Where; empty once fieldwork is unlinked
    area = models.CharField(max_length=20)
    stratum = models.CharField(max_length=40, blank=True)
    weight = models.FloatField(default=1)  # one over the chance of being drawn

    ABOUT = NOBODY
    PERSONAL = {
        "sealed": Personal(
            Category.CONTACT, PURPOSE, Basis.PUBLIC_TASK, "", Erasure.CLEAR, retention_days=180
        ),
    }
    IMPERSONAL = ("id", "public_id", "fieldwork", "reference", "area", "stratum", "weight")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="one_address_a_reference", fields=["fieldwork", "reference"]),
            models.CheckConstraint(name="address_weight_is_positive", condition=Q(weight__gt=0)),
        ]

    def __str__(self) -> str:
        return f"address {self.reference}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        return Q(cases__interviewer=actor.person_id) if scope.is_own else Q(pk__in=[])

    def seal(self, where: dict[str, Any]) -> None:
        """The holder is the fieldwork: one key for all of them, and one to destroy."""
        self.sealed = keys.seal(
            where, holder=self.fieldwork.public_id, store=STORE, field="address", purpose=PURPOSE, width=128
        )

    def where(self) -> dict[str, Any]:
        """Address lines, postcode, e-mail; raises keys.KeyDestroyed once fieldwork is unlinked."""
        if not self.sealed:
            raise keys.KeyDestroyed("The addresses of this fieldwork were destroyed.")
        found: dict[str, Any] = keys.unseal(
            self.sealed, holder=self.fieldwork.public_id, store=STORE, field="address", purpose=PURPOSE
        )
        return found


class Sampled(models.Model):
    """What estimation needs beside an answer, kept when the link to the case goes: area, stratum, household, weight."""

    fieldwork = models.ForeignKey(Fieldwork, on_delete=models.CASCADE, related_name="sampled")
    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="+")
    area = models.CharField(max_length=20)
    stratum = models.CharField(max_length=40, blank=True)
    household = models.PositiveIntegerField()  # a number drawn afresh: who answered from one address
    weight = models.FloatField()
    outcome = models.CharField(max_length=5)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "fieldwork", "response", "area", "stratum", "household", "weight", "outcome")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"design of {self.response_id}"
