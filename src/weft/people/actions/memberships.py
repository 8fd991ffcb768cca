"""End a role, and hand one over. Giving a role is an invitation's work (weft.people.accounts)."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.people.actions.refusals import AlreadyEnded, LastAdmin, Refused, SamePair
from weft.people.models import Handover, Membership, Organisation, Person
from weft.people.queries.members import admins_of
from weft.people.roles.scoping import ScopedQuerySet
from weft.people.rules.members import admin_role, may_lose_an_admin
from weft.record.actions import record_event


def hold_roles(organisation: Organisation) -> None:
    """Take the organisation's row until the transaction ends: roles of one organisation end one after another.

    A write that changes nothing, so that it holds on both databases: the first statement of every action that takes
    a role away.
    """
    Organisation.objects.unscoped("one at a time").filter(pk=organisation.pk).update(name=F("name"))


def refuse_last_admin(membership: Membership) -> None:
    """Raise when this is an administrator's role and nobody else would keep one."""
    organisation = membership.organisation
    if membership.role != admin_role(organisation):
        return
    admins = admins_of(organisation)
    if membership.pk in admins and not may_lose_an_admin(len(admins)):
        raise LastAdmin(
            _("%(organisation)s needs a second administrator before this one can leave. Invite one first.")
            % {"organisation": organisation.name}
        )


@transaction.atomic
def end_membership(*, membership: Membership, by: User | None, reason: str = "") -> Membership:
    """End a role now. Whoever holds it loses its access with the next page they open."""
    hold_roles(membership.organisation)
    refuse_last_admin(membership)
    today = timezone.localdate()
    open_rows = Membership.objects.unscoped("this one, while it is open").filter(
        Q(ends_on=None) | Q(ends_on__gt=today), pk=membership.pk
    )
    if not open_rows.update(ends_on=max(today, membership.starts_on)):
        raise AlreadyEnded(_("This role had ended already. Nothing was changed."))
    membership.refresh_from_db()
    record_event(
        by=by,
        action="people.membership.end",
        thing=membership,
        after=_of(membership),
        reason=reason,
    )
    return membership


@transaction.atomic
def propose_handover(*, membership: Membership, to: Person, by: User) -> Handover:
    """Ask that a role pass to another member of the organisation who has an account. Somebody else has to agree."""
    held = _members(membership.organisation)
    if membership.ends_on is not None:
        raise AlreadyEnded(_("This role had ended already. Nothing was changed."))
    if to.pk == membership.person_id or to.account_id is None or not held.filter(person=to).exists():
        raise Refused(_("Choose another member of the organisation who signs in."))
    if held.filter(person=to, role=membership.role).exists():
        raise Refused(_("This person holds the role already: end yours instead."))
    asked = Handover.objects.unscoped("one at a time")
    if asked.filter(membership=membership, closed_at=None).exists():
        raise Refused(_("This role is being handed over already."))
    made = Handover.objects.create(membership=membership, to=to, proposed_by=by)
    after = {**_of(membership), "to": to.public_id}
    record_event(by=by, action="people.handover.propose", thing=made, after=after)
    return made


@transaction.atomic
def agree_to_handover(*, handover: Handover, by: User) -> Membership:
    """The second pair of eyes: the old role ends and the new one begins in one step, so nobody is left without."""
    old = handover.membership
    hold_roles(old.organisation)
    if by.pk in (handover.proposed_by_id, handover.to.account_id):
        raise SamePair(_("Somebody who neither proposed this nor receives the role has to agree."))
    if not _members(old.organisation).filter(person=handover.to, person__account__is_active=True).exists():
        raise Refused(_("Whoever should receive the role is no longer a member who signs in. Drop this."))
    _close(handover, agreed_by=by)
    today = timezone.localdate()
    open_rows = Membership.objects.unscoped("the role handed over").filter(pk=old.pk, ends_on=None)
    if not open_rows.update(ends_on=max(today, old.starts_on)):
        raise AlreadyEnded(_("This role had ended already. Nothing was changed."))
    new = Membership.objects.create(person=handover.to, organisation=old.organisation, role=old.role)
    after = {**_of(new), "person": new.person.public_id}
    record_event(by=by, action="people.handover.agree", thing=handover, before=_of(old), after=after)
    return new


@transaction.atomic
def drop_handover(*, handover: Handover, by: User) -> Handover:
    """Nothing passes on: the role stays where it is."""
    _close(handover, agreed_by=None)
    record_event(by=by, action="people.handover.drop", thing=handover)
    return handover


def _members(organisation: Organisation) -> ScopedQuerySet[Membership]:
    rows = Membership.objects.unscoped("what they hold")
    return rows.filter(Membership.in_force(timezone.localdate()), organisation=organisation)


def _close(handover: Handover, agreed_by: User | None) -> None:
    waiting = Handover.objects.unscoped("this one, while it waits").filter(pk=handover.pk, closed_at=None)
    if not waiting.update(closed_at=timezone.now(), agreed_by=agreed_by):
        raise AlreadyEnded(_("This was decided already. Nothing was changed."))
    handover.refresh_from_db()


def _of(membership: Membership) -> dict[str, str]:
    return {"role": membership.role, "organisation": membership.organisation.public_id}
