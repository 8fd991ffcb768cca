"""The one function that decides who may, for page, file, feed, export and command.

A view names nothing but the thing: the route's action stands in the matrix, `RoleGate` (middleware) asks `may` before
the view runs, and `visible` gives the view only the rows that action reaches for this actor.
"""

from typing import TypeVar

from django.db.models import Q
from django.http import Http404

from weft.people.roles.actor import Actor, Grant, Scope
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
    return found + [scope for grant in actor.grants if (scope := _of_grant(grant, action, rules))]


def _of_grant(grant: Grant, action: str, rules: Matrix) -> Scope | None:
    """What one held role gives: a city role only in the city team, and "all" only from there."""
    role, reach = rules.roles.get(grant.role), rules.reach(action, grant.role)
    if role is None or reach is None or (role.is_city and not grant.is_city):
        return None
    if reach == "organisation":
        return None if grant.is_city else Scope(reach, (grant.organisation_id,))
    return Scope(reach) if reach == "own" or grant.is_city else None


def may(actor: Actor, action: str, thing: Scoped | None = None) -> bool:
    """Whether the actor may do this, with this thing where one is named."""
    if thing is None:
        return bool(scopes(actor, action))
    return bool(visible(actor, action, type(thing)).filter(pk=thing.pk).exists())


def visible(actor: Actor, action: str, model: type[Thing]) -> ScopedQuerySet[Thing]:
    """The rows of a model that an action reaches for an actor: the only door to scoped rows from a view."""
    reached = scopes(actor, action)
    rows: ScopedQuerySet[Thing] = model.objects.unscoped("policy.visible")
    if any(scope.reach == "all" for scope in reached):
        return rows
    # Nobody owns anything without being somebody: `person=None` would find the rows that belong to no person.
    allowed = [
        model.within(actor, scope) for scope in reached if not scope.is_own or actor.person_id is not None
    ]
    if not allowed:
        return rows.none()
    either = Q()
    for each in allowed:
        either |= _unless_everything(each)
    return rows.filter(pk__in=model.objects.unscoped("policy.visible").filter(either).values("pk"))


def _unless_everything(condition: Q) -> Q:
    """An empty condition would mean every row; a model that says nothing about a scope gives no row in it."""
    return condition if condition else Q(pk__in=[])


def one_visible(actor: Actor, action: str, model: type[Thing], public_id: str) -> Thing:
    """The row an address names; what may not be seen is as missing as what never was."""
    found = visible(actor, action, model).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
