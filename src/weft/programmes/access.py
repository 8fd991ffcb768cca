"""Which programmes an actor runs, and whose evidence they may check."""

from django.db.models import Q, QuerySet
from django.http import Http404

from weft.people.models import Organisation
from weft.people.roles.actor import Actor
from weft.people.roles.policy import scopes, visible
from weft.programmes.models import Evidence, Programme
from weft.programmes.rules import CHECKERS

RUN, VERIFY, OWN = "programme.run", "evidence.verify", "evidence.own"


def programmes_of(actor: Actor, action: str = RUN) -> QuerySet[Programme]:
    """Every programme for who runs them all; else those of the organisations the role is held in."""
    reached = scopes(actor, action)
    if any(scope.reach == "all" for scope in reached):
        return Programme.objects.all()
    held = [number for scope in reached if scope.is_organisation for number in scope.organisations]
    return Programme.objects.filter(organisation__in=held)


def one_programme(actor: Actor, key: str, action: str = RUN) -> Programme:
    """The programme an address names; what one does not run is as missing as what never was."""
    found = programmes_of(actor, action).filter(key=key).select_related("organisation").first()
    if found is None:
        raise Http404
    return found


def organisations_of(actor: Actor) -> QuerySet[Organisation]:
    """The organisations an actor may install a programme for."""
    every = Organisation.objects.unscoped("who may run a programme").filter(merged_into=None)
    reached = scopes(actor, RUN)
    if any(scope.reach == "all" for scope in reached):
        return every.exclude(kind="city").order_by("name")
    held = [number for scope in reached if scope.is_organisation for number in scope.organisations]
    return every.filter(pk__in=held).order_by("name")


def runs_everything(actor: Actor) -> bool:
    return any(scope.reach == "all" for scope in scopes(actor, RUN))


def evidence_for(actor: Actor) -> QuerySet[Evidence]:
    """Evidence the actor may check: of programmes in reach, where the requirement lets their role, never their own."""
    allowed = [asked for asked, roles in CHECKERS.items() if set(roles) & _verifying_roles(actor)]
    rows = visible(actor, VERIFY, Evidence).filter(requirement__verified_by__in=allowed)
    return rows.exclude(Q(person=actor.person_id)) if actor.person_id else rows


def _verifying_roles(actor: Actor) -> set[str]:
    return {grant.role for grant in actor.grants}
