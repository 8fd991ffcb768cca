"""Invite a colleague to a role, approve, send again, withdraw, accept."""

import secrets
from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from weft.people.accounts import letters, rules
from weft.people.accounts.actions.signing import hash_of
from weft.people.accounts.models import Invitation
from weft.people.accounts.queries import givable_roles
from weft.people.actions import give_role
from weft.people.models import Membership, Organisation
from weft.people.roles.actor import Actor
from weft.people.roles.current import actor_for
from weft.post.actions import queue
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
    if not held.waits_for_approval:
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
    if held.waits_for_approval:
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
    """Open, approved where that is needed, in time, and still vouched for."""
    is_ready = invitation.is_open and not invitation.waits_for_approval
    return is_ready and invitation.expires_at > timezone.now() and _is_vouched_for(invitation)


def _is_vouched_for(invitation: Invitation) -> bool:
    """Whoever sent it, or approved it, may still give the role: a way in left behind by an administrator closes."""
    givers = [giver for giver in (invitation.approved_by, invitation.invited_by) if giver is not None]
    return any(
        invitation.role in givable_roles(actor_for(giver, has_second_factor=True), invitation.organisation)
        for giver in givers
    )


@transaction.atomic
def forget_invitations(*, to: Collection[str] | None = None) -> int:
    """Invitations nobody took up are deleted with the address in them: to these addresses, else 90 days after they
    ran out."""
    before = timezone.now() - rules.FORGET_INVITATIONS
    rows = Invitation.objects.unscoped("forgetting addresses").filter(accepted_by=None)
    return int(rows.filter(Q(expires_at__lt=before) if to is None else Q(email__in=to)).delete()[0])


def _open(invitation: Invitation) -> Invitation:
    """The invitation, locked until the transaction ends. Raises InvitationGone."""
    held = Invitation.objects.unscoped(ALL).select_for_update().get(pk=invitation.pk)
    if not held.is_open:
        raise InvitationGone
    return held


def _send(invitation: Invitation, site: str) -> None:
    token = secrets.token_urlsafe(32)
    invitation.digest = hash_of(token)
    invitation.sendings += 1
    invitation.save(update_fields=["digest", "sendings"])
    letter = letters.with_invitation(invitation, f"{site}/account/invitation/{token}")
    about = f"invitation:{invitation.public_id}:{invitation.sendings}"
    queue(letter=letter, kind="invitation", about=about, good_until=invitation.expires_at)
