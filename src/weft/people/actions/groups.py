"""Groups inside an organisation or the city team: make one, let people in and out."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.people.actions.refusals import AlreadyEnded, Refused
from weft.people.models import Group, GroupMember, Membership, Organisation, Person
from weft.record.actions import record_event
from weft.record.once import do_once


@transaction.atomic
def add_group(*, organisation: Organisation, name: str, by: User | None, key: str = "") -> Group:
    """A new group under a name the organisation has not used yet."""
    action, tidy = "people.group.add", " ".join(name.split())

    def make() -> Group:
        groups = Group.objects.unscoped("of this organisation")
        if groups.filter(organisation=organisation, name=tidy).exists():
            raise Refused(_("There is a group of this name already. Choose another name."))
        group = Group.objects.create(organisation=organisation, name=tidy)
        after = {"name": tidy, "organisation": organisation.public_id}
        record_event(by=by, action=action, thing=group, after=after)
        return group

    return do_once(key=key, action=action, by=by, make=make)


@transaction.atomic
def join_group(*, group: Group, person: Person, by: User | None) -> GroupMember:
    """Let somebody of the organisation in; whoever is in it already stays as they are."""
    places = GroupMember.objects.unscoped("who is in it")
    there = places.filter(group=group, person=person, ends_on=None).first()
    if there is not None:
        return there
    held = Membership.objects.unscoped("who belongs to the organisation").filter(
        Membership.in_force(timezone.localdate()), organisation=group.organisation_id, person=person
    )
    if not held.exists():
        raise Refused(_("Choose somebody who takes part with the organisation of this group."))
    place = GroupMember.objects.create(group=group, person=person)
    after = {"group": group.public_id, "person": person.public_id}
    record_event(by=by, action="people.group.join", thing=place, after=after)
    return place


@transaction.atomic
def leave_group(*, place: GroupMember, by: User | None) -> GroupMember:
    """Somebody is no longer in the group."""
    open_rows = GroupMember.objects.unscoped("this one, while it is open").filter(pk=place.pk, ends_on=None)
    if not open_rows.update(ends_on=max(timezone.localdate(), place.starts_on)):
        raise AlreadyEnded(_("This person had left the group already. Nothing was changed."))
    place.refresh_from_db()
    record_event(by=by, action="people.group.leave", thing=place)
    return place
