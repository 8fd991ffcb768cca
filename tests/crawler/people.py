"""Makers of what belongs to people and organisations: households, roles, groups, requests, invitations, factors."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.utils import timezone

from tests.crawler.world import Visitor
from weft.people.accounts import rules
from weft.people.accounts.actions.signing import hash_of, make_link
from weft.people.accounts.models import Invitation
from weft.people.actions import give_role, merge_people
from weft.people.models import (
    Group,
    GroupMember,
    Handover,
    Household,
    HouseholdMember,
    Membership,
    Merge,
    Organisation,
    Person,
)
from weft.places.actions import add_venue
from weft.places.actions.venues import VenueFacts
from weft.places.models import Area
from weft.requests.actions import Asked, ask
from weft.requests.states import Kind

Maker = Callable[[Any, Visitor], dict[str, Any]]  # Any: Things, which is made of these


def person(_things: Any, owner: Visitor) -> Person:
    assert owner.person
    return owner.person


def organisation(things: Any, owner: Visitor) -> Organisation:
    """The one they belong to; who belongs to none takes part in one of their own."""
    if owner.organisation is not None:
        return owner.organisation

    def make(mark: str) -> Organisation:
        made = Organisation.objects.create(name=f"{mark} own", kind="informal", public_id=mark.ljust(22, "w"))
        give_role(account=account(owner), role="resident", by=None, organisation=made)
        return made

    return things.once("own organisation", owner, make)


def account(owner: Visitor) -> User:
    assert owner.account
    return owner.account


def household(things: Any, owner: Visitor) -> Household:
    """Written as it stands, since a visitor who was merged or erased could begin none any more."""

    def make(_mark: str) -> Household:
        home = Household.objects.create()
        until = None if owner.is_member else timezone.localdate()
        day = timezone.localdate() - timedelta(days=9)
        HouseholdMember.objects.create(
            household=home, person=person(things, owner), part="guardian", starts_on=day, ends_on=until
        )
        return home

    return things.once("household", owner, make)


def child(things: Any, owner: Visitor) -> HouseholdMember:
    """The part of a child in the household their owner is guardian of."""
    home = household(things, owner)

    def make(mark: str) -> HouseholdMember:
        little = Person.objects.create(name=f"{mark} Child")
        return HouseholdMember.objects.create(household=home, person=little, part="child")

    return things.once("child", owner, make)


def membership(things: Any, owner: Visitor) -> Membership:
    there = Membership.objects.unscoped("test").filter(
        person=owner.person, organisation=organisation(things, owner)
    )
    return there.get()


def handover(things: Any, owner: Visitor) -> Handover:
    """To the neighbour, as if one could: who may see and settle it is what the crawl asks."""
    held, to = membership(things, owner), things.world.neighbour.person
    return things.once("handover", owner, lambda _: Handover.objects.create(membership=held, to=to))


def group(things: Any, owner: Visitor) -> Group:
    def make(mark: str) -> Group:
        """With everybody in it who ever belonged to the organisation."""
        where = organisation(things, owner)
        made = Group.objects.create(name=f"{mark} group", organisation=where)
        held = Membership.objects.unscoped("test").filter(organisation=where)
        for each in set(held.values_list("person", flat=True)):
            GroupMember.objects.create(group=made, person_id=each)
        return made

    return things.once("group", owner, make)


def place(things: Any, owner: Visitor) -> GroupMember:
    inside = group(things, owner)
    return GroupMember.objects.unscoped("test").get(group=inside, person=owner.person)


def pair(things: Any, owner: Visitor) -> dict[str, Any]:
    """The owner and somebody else."""
    world = things.world
    other = world.stranger if owner is not world.stranger else world.neighbour
    return {"kind": "person", "one": person(things, owner).public_id, "other": other.person.public_id}


def merge(things: Any, owner: Visitor) -> Merge:
    """Of two entries of the same name, which nobody signs in with."""

    def make(mark: str) -> Merge:
        kept, merged = (Person.objects.create(name=f"{mark} Twin", phone=mark) for _ in range(2))
        return merge_people(kept=kept, merged=merged, by=None)

    return things.once("merge", owner, make)


def request(things: Any, owner: Visitor) -> Any:
    def make(mark: str) -> Any:
        asked = Asked(Kind.SEE, f"{mark} wants", "email", f"{mark}@asked.example", name=f"{mark} Asker")
        return ask(asked=asked, key="", by=account(owner))

    return things.once("request", owner, make)


def invitation(things: Any, owner: Visitor) -> Invitation:
    """Sent by the owner for their organisation; its token begins with its mark."""

    def make(mark: str) -> Invitation:
        return Invitation.objects.create(
            email=f"{mark}@invited.example".lower(), role="volunteer", organisation=organisation(things, owner),
            digest=hash_of(token(mark)), needs_approval=False, invited_by=account(owner),
            expires_at=timezone.now() + rules.INVITATION_HOLDS,
        )  # fmt: skip

    return things.once("invitation", owner, make)


def token(mark: str) -> str:
    return mark.ljust(43, "t")


def invited(things: Any, owner: Visitor) -> dict[str, Any]:
    mark = invitation(things, owner).email.partition("@")[0].upper()
    return {"token": token(mark)}


def link(things: Any, owner: Visitor) -> dict[str, Any]:
    return {"token": things.once("link", owner, lambda _: make_link(account=account(owner), by=None))}


def factor(things: Any, owner: Visitor) -> dict[str, Any]:
    def make(mark: str) -> Authenticator:
        data = {"name": f"{mark} telephone", "secret": ""}
        return Authenticator.objects.create(user=account(owner), type="totp", data=data)

    return {"number": things.once("factor", owner, make).pk}


def venue(things: Any, _owner: Visitor) -> dict[str, Any]:
    """For everybody: it carries no mark."""
    if ("venue", "") not in things.made:
        facts = VenueFacts(name="Crawl hall", latitude=51.5, longitude=-0.1)
        things.made["venue", ""] = add_venue(facts=facts, by=None)
    return {"public_id": things.made["venue", ""].public_id}


def area(things: Any, _owner: Visitor) -> dict[str, Any]:
    if ("area", "") not in things.made:
        things.made["area", ""] = Area.objects.create(code="E00000001", name="Crawl town", kind="borough")
    return {"code": things.made["area", ""].code}


def named(make: Callable[[Any, Visitor], Any]) -> Maker:
    """The address holds the public id of what is made."""
    return lambda things, owner: {"public_id": make(things, owner).public_id}


ROUTES_OF: dict[Callable[[Any, Visitor], Any], tuple[str, ...]] = {
    person: ("person", "person-change", "person-erase", "household-begin"),
    household: ("household", "household-child-add", "household-guardian-add"),
    child: ("household-child", "household-leave"),
    organisation: ("organisation", "organisation-change", "organisation-verify", "members", "group-add"),
    membership: ("member-end", "member-handover"),
    handover: ("handover",),
    group: ("group", "group-join"),
    place: ("group-leave",),
    merge: ("merge", "merge-undo"),
    request: (
        "request-kept", "request-one", "request-take", "request-answer", "request-extend", "request-withdraw"
    ),
    invitation: ("invitation-approve", "invitation-again", "invitation-withdraw"),
}  # fmt: skip
MAKERS: dict[str, Maker] = {
    **{name: named(make) for make, names in ROUTES_OF.items() for name in names},
    "my-child-erase": lambda things, owner: {"public_id": child(things, owner).person.public_id},
    "duplicates-compare": pair,
    "invitation": invited,
    "sign-in-link": link,
    "factor-remove": factor,
    "places-venue": venue,
    "places-venue-change": venue,
    "places-area": area,
    # the same address for everybody
    "my-monitoring-question": lambda *_: {"key": "age_band"},
    "request-new-kind": lambda *_: {"door": "data"},
}
