"""The matching profile: what a person declared to be paired by, sealed, with its own consent and its own key.

It knows nothing of monitoring answers, and they know nothing of it.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from weft.people.matching.rules import FIELDS, PURPOSE, STORE
from weft.people.models import Person
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.record import keys
from weft.record.personal import Basis, Category, Erasure, Personal

KEPT_DAYS = 365


def _declared(export: str, erasure: Erasure = Erasure.DELETE_ROW) -> Personal:
    return Personal(Category.MATCHING, "to find somebody to meet", Basis.CONSENT, export, erasure, KEPT_DAYS)


class Profile(Scoped):
    """What one person wants to be matched by. Each field holds a sealed list of codes of `rules`."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    languages = models.TextField()
    interests = models.TextField()
    times = models.TextField()
    areas = models.TextField()
    access_needs = models.TextField()
    consent = models.CharField(max_length=20)  # the wording agreed to, "pairing@1"
    consented_on = models.DateField()

    ABOUT = "person"
    PERSONAL = {
        "languages": _declared("Languages to meet in", Erasure.DESTROY_KEY),
        "interests": _declared("Interests", Erasure.DESTROY_KEY),
        "times": _declared("Times to meet", Erasure.DESTROY_KEY),
        "areas": _declared("Area to meet in", Erasure.DESTROY_KEY),
        "access_needs": _declared("Access needs for meeting", Erasure.DESTROY_KEY),
        "consent": _declared("Consent to be matched"),
        "consented_on": _declared("Consent given on"),
    }
    IMPERSONAL = ("id", "person")
    STORE = STORE

    def __str__(self) -> str:
        return f"profile {self.pk}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:  # noqa: ARG003
        return Q(person=actor.person_id)

    def opened(self) -> dict[str, list[str]]:
        """The codes of every field, unsealed."""
        return {
            field: keys.unseal(
                getattr(self, field), holder=self.person.public_id, store=STORE, field=field, purpose=PURPOSE
            )
            for field in FIELDS
        }

    def given_out(self) -> dict[str, Any]:
        """For subject access: what is sealed, as words."""
        return {
            field: ", ".join(FIELDS[field].get(code, code) for code in codes)
            for field, codes in self.opened().items()
        }
