"""The children a guardian may act for. Households are declared by people.models where they exist."""

from typing import Any

from django.apps import apps
from django.utils import timezone

from weft.people.models import Person

MEMBER = "HouseholdMember"


def children_of(guardian: Person) -> list[Person]:
    """Children in the households a person is a guardian of today."""
    parts = _parts()
    if parts is None:
        return []
    guarded = parts.filter(person=guardian, part="guardian").values("household")
    children = parts.filter(household__in=guarded, part="child").values("person")
    return list(Person.objects.unscoped("a guardian's children").filter(pk__in=children, erased_at=None))


def only_guardian_of(guardian: Person) -> list[Person]:
    """The children who would be left without any guardian."""
    parts = _parts()
    return [
        child
        for child in children_of(guardian)
        if not parts.filter(
            household__in=parts.filter(person=child, part="child").values("household"), part="guardian"
        )
        .exclude(person=guardian)
        .exists()
    ]


def _parts() -> Any:
    """Parts in households in force today; None where there are no households."""
    try:
        model: Any = apps.get_model("people", MEMBER)
    except LookupError:
        return None
    return model.objects.unscoped("who is guardian of whom").filter(model.in_force(timezone.localdate()))
