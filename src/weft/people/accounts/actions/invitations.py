"""Invite a colleague to a role, approve, send again, withdraw, accept."""

import secrets

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from weft.people.accounts import letters, rules
from weft.people.accounts.actions.signing import hash_of
from weft.people.accounts.models import Invitation
from weft.people.accounts.queries import givable_roles, may_still_give
from weft.people.actions import give_role
from weft.people.models import Membership, Organisation, Person
from weft.people.roles.actor import Actor
from weft.post.actions import queue
from weft.post.readers import in_language_of
from weft.record.actions import record_event
from weft.record.once import do_once

ALL = "one invitation, by an action that has decided who may"


class MayNotGive(Exception):
    """The inviter holds no role that gives this one in this organisation."""


class InvitationGone(Exception):
    """Withdrawn, expired, accepted, or meant for another address."""


class OwnInvitation(Exception):
    """Nobody approves an invitation they made, or one for themselves."""


def invite(
    *, actor: Actor, email: str, role: str, organisation: Organisation, site: str, by: User, key: str = ""
) -> Invitation:
    """Offer a role in an organisation to an address. It is sent at once, or once somebody else has approved it.

    site: the beginning of our own addresses ("https://weft.example.org"), for the link in the letter.
    """
    if role not in givable_roles(actor, organisation):
        raise MayNotGive

    def make() -> Invitation:
        made = Invitation.objects.create(
            email=email,
            role=role,
            organisation=organisation,
            needs_approval=rules.needs_approval(role),
            invited_by=by,
            expires_at=timezone.now() + rules.INVITATION_HOLDS,
        )
        if not made.needs_approval:
            _send(made, site)
        after = {"role": role, "organisation": organisation.public_id}
        record_event(by=by, action="role.invite", thing=made, after=after)
        return made

    return do_once(key=key, action="role.invite", by=by, make=make)


@transaction.atomic
def approve_invitation(*, invitation: Invitation, site: str, by: User) -> None:
    """A second person agrees; now it is sent. Raises OwnInvitation, InvitationGone."""
    held = _open(invitation)
    if by.pk == held.invited_by_id or by.email == held.email:
        raise OwnInvitation
    if not held.waits_for_approval or not may_still_give(held):
        raise InvitationGone
    held.approved_by, held.approved_at = by, timezone.now()
    held.expires_at = timezone.now() + rules.INVITATION_HOLDS
    held.save(update_fields=["approved_by", "approved_at", "expires_at"])
    _send(held, site)
    record_event(by=by, action="role.approve", thing=held, after={"role": held.role})


@transaction.atomic
def send_invitation_again(*, invitation: Invitation, site: str, by: User) -> None:
    """A new link and new 14 days; the old link stops working."""
    held = _open(invitation)
    if held.waits_for_approval or not may_still_give(held):
        raise InvitationGone
    held.expires_at = timezone.now() + rules.INVITATION_HOLDS
    held.save(update_fields=["expires_at"])
    _send(held, site)
    record_event(by=by, action="role.invite_again", thing=held)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User) -> None:
    held = _open(invitation)
    held.revoked_at = timezone.now()
    held.save(update_fields=["revoked_at"])
    record_event(by=by, action="role.withdraw", thing=held)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User) -> Membership:
    """The account of the invited address takes the role. Raises InvitationGone, for whatever reason."""
    held = _open(invitation)
    if not is_acceptable(held) or by.email != held.email:
        raise InvitationGone
    membership = give_role(account=by, role=held.role, by=held.invited_by, organisation=held.organisation)
    held.accepted_at, held.accepted_by = timezone.now(), membership.person
    held.save(update_fields=["accepted_at", "accepted_by"])
    record_event(by=by, action="role.accept", thing=held, after={"role": held.role})
    return membership


def is_acceptable(invitation: Invitation) -> bool:
    """Open, approved, in time, and from somebody who could still make it: whoever leaves takes their offers along."""
    is_in_time = not invitation.waits_for_approval and invitation.expires_at > timezone.now()
    return invitation.is_open and is_in_time and may_still_give(invitation)


def _open(invitation: Invitation) -> Invitation:
    """The invitation, locked until the transaction ends. Raises InvitationGone."""
    held = Invitation.objects.unscoped(ALL).select_for_update().get(pk=invitation.pk)
    if not held.is_open:
        raise InvitationGone
    return held


def _known(email: str) -> Person | None:
    """Whoever signs in with the address, if anybody does yet."""
    return Person.objects.unscoped("whom a letter is for").filter(account__username=email).first()


def _send(invitation: Invitation, site: str) -> None:
    token = secrets.token_urlsafe(32)
    invitation.digest = hash_of(token)
    invitation.sendings += 1
    invitation.save(update_fields=["digest", "sendings"])
    with in_language_of(_known(invitation.email)):
        letter = letters.with_invitation(invitation, f"{site}/account/invitation/{token}")
    about = f"invitation:{invitation.public_id}:{invitation.sendings}"
    queue(letter=letter, kind="invitation", about=about, good_until=invitation.expires_at)
