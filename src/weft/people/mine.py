"""Whose page this is: the person of somebody signed in who looks at what is their own."""

from django.http import HttpRequest

from weft.people.models import Person
from weft.people.roles.current import actor_of


def own_person(request: HttpRequest) -> Person | None:
    """The person of the account; None for an account that never had one."""
    everyone = Person.objects.unscoped("the actor's own person")
    return everyone.filter(public_id=actor_of(request).person_public_id).first()
