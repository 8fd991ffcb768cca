"""Reads about accounts and invitations."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from weft.people.accounts import rules
from weft.people.accounts.models import Code, Invitation
from weft.people.models import Membership, Organisation
from weft.people.roles.actor import Actor
from weft.people.roles.current import actor_for
from weft.people.roles.matrix import matrix
from weft.people.roles.policy import may, visible


def roles_held(account: User) -> QuerySet[Membership]:
    """The roles of an account in force today, with or without a second factor shown."""
    held = Membership.objects.unscoped("the account's own roles").select_related("organisation")
    return held.filter(Membership.in_force(timezone.localdate()), person__account=account)


def has_staff_role(account: User) -> bool:
    """Whether any role in force is a staff role, with or without a second factor shown."""
    return any(matrix().roles[role].is_staff for role in roles_held(account).values_list("role", flat=True))


def code_by(public_id: str) -> Code | None:
    return Code.objects.select_related("account", "invitation").filter(public_id=public_id).first()


def invitation_by(digest: str) -> Invitation | None:
    found = Invitation.objects.unscoped("the link in the letter").select_related("organisation")
    return found.filter(digest=digest).first() if digest else None


def givable_roles(actor: Actor, organisation: Organisation) -> list[str]:
    """The roles an actor may give in an organisation: city-wide ones only in the city team."""
    is_city = organisation.kind == Organisation.Kind.CITY
    found: dict[str, None] = {}
    for grant in actor.grants:
        if grant.is_city or grant.organisation_id == organisation.pk:
            found |= dict.fromkeys(rules.givable(grant.role))
    return [role for role in found if rules.is_held_in_city_team(role) == is_city]


def may_still_give(invitation: Invitation) -> bool:
    """The inviter's account is open and holds, today, a role that gives the one they offered."""
    if invitation.invited_by is None:
        return False
    inviter = actor_for(invitation.invited_by, has_second_factor=True)
    return may(inviter, "role.invite") and invitation.role in givable_roles(inviter, invitation.organisation)


def organisations_to_invite_to(actor: Actor) -> list[Organisation]:
    """Those the actor may give some role in, the city team first."""
    there = visible(actor, "role.invite", Organisation).filter(merged_into=None)
    return sorted(
        (each for each in there if givable_roles(actor, each)),
        key=lambda each: (each.kind != "city", each.name),
    )


@dataclass(frozen=True)
class Listed:
    """One open invitation as the list shows it."""

    invitation: Invitation
    role: str
    is_expired: bool
    may_approve: bool


def open_invitations(actor: Actor, *, may_approve: bool) -> list[Listed]:
    shown = visible(actor, "role.invite", Invitation).filter(accepted_at=None, revoked_at=None)
    return [
        Listed(
            each,
            matrix().roles[each.role].label,
            each.expires_at <= timezone.now(),
            may_approve and _waits_for(actor, each),
        )
        for each in shown.select_related("organisation", "invited_by")
    ]


def _waits_for(actor: Actor, invitation: Invitation) -> bool:
    """Somebody else made it, and it may still be approved."""
    is_anothers = invitation.waits_for_approval and invitation.invited_by_id != actor.account_id
    return is_anothers and may_still_give(invitation)
