"""Everybody who visits: each role of the matrix, and each way of nearly holding one. Each owns a thing of each kind."""

import itertools
import time
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.crawler.oracle import Held, Oracle
from tests.people.make import account, hold_astray, sign_in
from weft.people.accounts.sessions import FRESH
from weft.people.actions import city_team, give_role
from weft.people.models import Membership, Organisation, Person

MARK = "ZQ9"  # stands in every name and public id of the crawl; no page says it by itself
YEAR = 365 * 24 * 3600
_numbers = itertools.count(1000)


def fresh_mark() -> str:
    return f"{MARK}{next(_numbers)}"


@dataclass
class Visitor:
    """Somebody with a browser: what they hold, and whose organisation it is."""

    name: str
    client: Client
    account: User | None = None
    person: Person | None = None
    organisation: Organisation | None = None
    held: list[Held] = field(default_factory=list)
    waiting: list[Held] = field(default_factory=list)  # held once a second factor was shown
    signed_in: bool = True
    is_member: bool = True  # false once their role ended: then the organisation reaches them no more
    is_somebody: bool = True  # false once merged or erased: nothing is their own any more

    def relation_to(self, owner: "Visitor") -> set[str]:
        """How things of an owner stand to this visitor."""
        found = set()
        if owner.account is not None and owner.account == self.account and self.is_somebody:
            found.add("own")
        if self.held and owner.organisation is not None and owner.organisation == self.organisation:
            found.add("organisation")
        return found


@dataclass
class World:
    visitors: list[Visitor]
    neighbour: Visitor  # of the same organisation as the partner roles
    stranger: Visitor  # of another one
    former: Visitor  # of the same organisation until yesterday, and a guardian until then
    elsewhere: Visitor  # nobody, but an organisation: the neighbour takes part there too


def make_world(oracle: Oracle) -> World:
    alpha, beta = organisation(), organisation()
    roles = oracle.data["roles"]
    visitors = [Visitor("signed out", Client(raise_request_exception=False), signed_in=False)]
    visitors += [visitor("resident", None, None)]
    for role, each in roles.items():
        if role in ("public", "resident"):
            continue
        where = city_team() if each.get("city") else alpha
        is_city = bool(each.get("city"))
        visitors.append(visitor(role, role, where, in_city_team=is_city))
        if each.get("staff"):
            before = f"{role} before the second factor"
            visitors.append(waiting(visitor(before, role, where, in_city_team=is_city)))
        if each.get("city"):
            visitors.append(visitor(f"{role} outside the city team", role, alpha, in_city_team=False))
    visitors += [*ended("analyst", city_team()), *ended("partner_admin", alpha), *gone()]
    former = next(each for each in visitors if each.name == "partner_admin until yesterday")
    return World(visitors, *others(alpha, beta, former))


def make_small_world() -> World:
    """A few of them, for the tests of the crawl itself."""
    team, alpha, beta = city_team(), organisation(), organisation()
    visitors = [visitor("resident", None, None)]
    visitors += [visitor(role, role, team, in_city_team=True) for role in ("analyst", "officer")]
    visitors += [visitor("partner_admin", "partner_admin", alpha)]
    former = ended("partner_admin", alpha)[0]
    return World(visitors, *others(alpha, beta, former))


def others(alpha: Organisation, beta: Organisation, former: Visitor) -> tuple[Visitor, ...]:
    """The neighbour, who takes part in another organisation too, the stranger, who left, and that other one."""
    near, far = visitor("neighbour", "volunteer", alpha), visitor("stranger", "volunteer", beta)
    elsewhere = Visitor("elsewhere", Client(), organisation=organisation())
    assert near.account
    give_role(account=near.account, role="volunteer", by=None, organisation=elsewhere.organisation)
    return near, far, former, elsewhere


def organisation() -> Organisation:
    mark = fresh_mark()
    return Organisation.objects.create(name=f"{mark} together", kind="charity", public_id=mark.ljust(22, "o"))


def visitor(
    name: str, role: str | None, where: Organisation | None, *, in_city_team: bool = False
) -> Visitor:
    mark = fresh_mark()
    user = account(f"{mark}@crawl.example".lower())
    if role and where:
        hold_astray(user, role, where)  # also where give_role would refuse: it must open nothing
    person = Person.objects.unscoped("test").get(account=user)
    person.name, person.phone, person.public_id = f"{mark} Person", mark, mark.ljust(22, "p")
    person.save()
    held = [Held(role, in_city_team)] if role else []
    client = sign_in(Client(raise_request_exception=False), user)
    make_fresh(client)
    return Visitor(name, client, user, person, where, held)


def make_fresh(client: Client) -> None:
    """They showed who they are just now, so that pages which ask for that again open."""
    session = client.session
    session[FRESH] = time.time() + YEAR
    session.save()


def waiting(who: Visitor) -> Visitor:
    """Signed in with the first factor only: a staff role is not held yet."""
    assert who.account
    who.client = sign_in(Client(raise_request_exception=False), who.account, second_factor=False)
    make_fresh(who.client)
    who.held, who.waiting = [], who.held
    return who


def ended(role: str, where: Organisation) -> list[Visitor]:
    """Who held the role until yesterday, and who will hold it from tomorrow."""
    today, day = timezone.localdate(), timedelta(days=1)
    past, future = (
        visitor(f"{role} until yesterday", role, where),
        visitor(f"{role} from tomorrow", role, where),
    )
    held = Membership.objects.unscoped("test")
    held.filter(person=past.person).update(
        starts_on=today - 2 * day, ends_on=today
    )  # the first day it no longer holds
    held.filter(person=future.person).update(starts_on=today + day)
    past.held = future.held = []
    past.is_member = future.is_member = False
    return [past, future]


def gone() -> list[Visitor]:
    """Analysts whose person was merged into another or erased, and one whose account is closed."""
    names = ("analyst merged", "analyst erased", "analyst closed")
    merged, erased, closed = (visitor(name, "analyst", city_team()) for name in names)
    assert merged.person and erased.person and closed.account
    survivor = visitor("survivor", "analyst", city_team()).person
    Person.objects.unscoped("test").filter(pk=merged.person.pk).update(merged_into=survivor)
    Person.objects.unscoped("test").filter(pk=erased.person.pk).update(erased_at=timezone.now())
    User.objects.filter(pk=closed.account.pk).update(is_active=False)
    for each in (merged, erased, closed):
        each.held, each.is_somebody = [], False
    closed.signed_in = False
    return [merged, erased, closed]
