"""The one function that decides who may, for page, file, feed, export and command.

A view names nothing but the thing: the route's action stands in the matrix, `RoleGate` (middleware) asks `may` before
the view runs, and `visible` gives the view only the rows that action reaches for this actor.
"""

from typing import TypeVar

from django.db.models import Q
from django.http import Http404

from weft.people.roles.actor import Actor, Scope
from weft.people.roles.matrix import Matrix, matrix
from weft.people.roles.scoping import Scoped, ScopedQuerySet

Thing = TypeVar("Thing", bound=Scoped)


def scopes(actor: Actor, action: str, rules: Matrix | None = None) -> list[Scope]:
    """How far an action reaches for an actor, one scope a role that grants it; none when it is refused."""
    rules = rules or matrix()
    found = [
        Scope(reach)
        for role in ("public", "resident")
        if role in actor.roles and (reach := rules.reach(action, role))
    ]
    for grant in actor.grants:
        reach = rules.reach(action, grant.role)
        if reach == "organisation" and not grant.is_city:
            found.append(Scope("organisation", (grant.organisation_id,)))
        elif reach == "own" or (reach == "all" and grant.is_city):
            found.append(Scope(reach))
    return found


def may(actor: Actor, action: str, thing: Scoped | None = None) -> bool:
    """Whether the actor may do this, with this thing where one is named."""
    if thing is None:
        return bool(scopes(actor, action))
    return bool(visible(actor, action, type(thing)).filter(pk=thing.pk).exists())


def visible(actor: Actor, action: str, model: type[Thing]) -> ScopedQuerySet[Thing]:
    """The rows of a model that an action reaches for an actor: the only door to scoped rows from a view."""
    reached = scopes(actor, action)
    rows: ScopedQuerySet[Thing] = model.objects.unscoped("policy.visible")
    if not reached:
        return rows.none()
    if any(scope.reach == "all" for scope in reached):
        return rows
    allowed = Q(pk__in=[])
    for scope in reached:
        allowed |= model.within(actor, scope)
    return rows.filter(pk__in=model.objects.unscoped("policy.visible").filter(allowed).values("pk"))


def one_visible(actor: Actor, action: str, model: type[Thing], public_id: str) -> Thing:
    """The row an address names; what may not be seen is as missing as what never was."""
    found = visible(actor, action, model).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
