"""The actor of a request: the account's person and its memberships in force today."""

from typing import cast

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone

from weft.people.models import Membership, Person
from weft.people.roles.actor import ANYONE, Actor, Grant
from weft.people.roles.matrix import matrix

SECOND_FACTOR = "second_factor_at"  # key of the session, set when a passkey or one-time code was shown


def actor_of(request: HttpRequest) -> Actor:
    """Who is acting in this request; worked out once for each account that acts in it.

    Signing in or out in the middle of a request makes another actor, never the one of before.
    """
    user = getattr(request, "user", None)
    account = getattr(user, "pk", None)
    kept = getattr(request, "weft_actor", None)
    if kept is None or kept[0] != account:
        kept = (account, _actor(request))
        request.weft_actor = kept  # type: ignore[attr-defined]
    return cast(Actor, kept[1])


def account_of(request: HttpRequest) -> User:
    """The account signed in, in a view behind the gate: it has refused everybody else."""
    return cast(User, request.user)


def person_of(account: User | None) -> Person | None:
    """The person of an account, whoever it is; None for nobody and for an account that never had one."""
    if account is None or not account.is_authenticated:
        return None
    return Person.objects.unscoped("the account's own person").filter(account=account).first()


def _actor(request: HttpRequest) -> Actor:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.is_active:
        return ANYONE
    return actor_for(user, has_second_factor=settings.DEMO or SECOND_FACTOR in request.session)


def actor_for(user: User, *, has_second_factor: bool) -> Actor:
    """The actor an account is; staff roles wait until a second factor was shown.

    The account of a person who was merged into another, or erased, holds nothing: neither their own rows nor roles.
    Who merges persons says which account goes on (people.actions); a wrong merge must open no door.
    """
    if not user.is_active:
        return ANYONE
    person = person_of(user)
    if person is None or person.merged_into_id or person.erased_at:
        return Actor(account_id=user.pk)
    grants = _grants_of(person)
    roles = matrix().roles
    waiting = tuple(g.role for g in grants if roles[g.role].is_staff and not has_second_factor)
    return Actor(
        account_id=user.pk,
        person_id=person.pk,
        person_public_id=person.public_id,
        grants=tuple(g for g in grants if g.role not in waiting),
        awaiting_second_factor=waiting,
    )


def _grants_of(person: Person) -> list[Grant]:
    """The roles held today; one the matrix no longer lists gives nothing, nor does one in a merged organisation."""
    held = (
        Membership.objects.unscoped("the actor's own roles")
        .filter(Membership.in_force(timezone.localdate()), person=person, organisation__merged_into=None)
        .select_related("organisation")
    )
    return [
        Grant(m.role, m.organisation_id, m.organisation.kind == "city")
        for m in held
        if m.role in matrix().roles
    ]
