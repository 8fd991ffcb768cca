"""Visit and compare. A fault is one line of text; no faults means that every visit went as the oracle said."""

import random
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.core import mail
from django.db import transaction
from django.http import HttpResponseBase
from django.urls import reverse

from tests.crawler.oracle import LET_IN, MISSING, REFUSED, SENT_TO_SECOND_FACTOR, SENT_TO_SIGN_IN, Oracle
from tests.crawler.routes import Route
from tests.crawler.things import MAKERS, SEEN_BY, Things
from tests.crawler.world import MARK, Visitor

METHODS = ("get", "head", "post")
METHOD_REFUSED = 405
NO_THING, OWN, NEIGHBOURS, FORMERS = "no thing", "own", "neighbour's", "former member's"
STRANGERS, NOBODYS = "stranger's", "nobody's"
NOWHERE = {
    "public_id": "n" * 22,
    "number": 987654321,
    "one": "n" * 22,
    "token": "n" * 43,
}  # what names nothing, by parameter
ONLY_IN_THE_DEMONSTRATION = {
    "demo-roles",
    "demo-role",
    "demo-sign-in",
    "demo-data",
    "demo-sample",
    "demo-post",
}
ALIKE = {
    "my-monitoring-question",
    "request-new-kind",
    "blueprint",
    "blueprint-install",
    "form-papers",
    "form-paper-key",
    "my-pairs-join",
}  # named by a key that is nobody's
OF_ONESELF = {"my.data", "my.monitoring", "my.matching", "households", "my-pairs", "my-pairs-join"}
ASKS_FOR_THE_FACTOR = "account-confirm"
# Routes a thing of somebody's role or household is reached through, and what ends with it: who left is no
# longer a person of the organisation, who stopped being guardian has no say in the household.
WHILE_MEMBERS: dict[str, set[str]] = {
    **{name: {"organisation"} for name in ("person", "person-change")},
    **{name: set() for name in ("member-end", "member-handover", "group-leave")},
    **{
        name: {"own"}
        for name in (
            "household",
            "household-child",
            "household-child-add",
            "household-leave",
            "my-child-erase",
        )
    },
}
WHILE_A_MEMBER = ("person.view", "group.view")
OF_THE_ACCOUNT = "account.own"
# A role of the city team is ended and handed over by who may do that there; one's own may be ended and handed on.
ROLES_OF_THE_CITY_TEAM: dict[str, set[str]] = {
    "member-end": {"own"}, "member-handover": {"own"}, "handover": set(),
}  # fmt: skip
MARKS = re.compile(rf"{MARK}\d{{4}}", re.IGNORECASE)


@dataclass(frozen=True)
class Visit:
    route: Route
    who: Visitor
    method: str
    kind: str  # whose thing the address names

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.route.name} ({self.kind}) by {self.who.name}"


@dataclass
class Crawl:
    """One crawl: its oracle, its world, and what it found."""

    oracle: Oracle
    things: Things
    urlconf: str
    visits: int = 0
    faults: list[str] = field(default_factory=list)

    def plan(self, known: list[Route]) -> list[Visit]:
        """Every visit there is: route, visitor, whose thing, method."""
        return [
            Visit(route, who, method, kind)
            for route in known
            for who in self.things.world.visitors
            for kind in self.kinds(route, who)
            for method in METHODS
        ]

    def sample(self, plan: list[Visit], size: int) -> list[Visit]:
        """Every visit that a role lets in; of those that being signed in lets in, and of those refused, as many as
        fit, drawn evenly."""
        by_role = [visit for visit in plan if self.is_let_in_by_role(visit)]
        as_anyone = [visit for visit in plan if self.is_let_in(visit) and not self.is_let_in_by_role(visit)]
        refused = [visit for visit in plan if not self.is_let_in(visit)]
        for each in (as_anyone, refused):
            random.Random(len(plan)).shuffle(each)
        return by_role + as_anyone[: size // 4] + refused[: size // 2]

    def is_let_in(self, visit: Visit) -> bool:
        who, action = visit.who, self.oracle.action_of(visit.route.name)
        return action != "public" and bool(self.oracle.reaches(action, who.held, signed_in=who.signed_in))

    def is_let_in_by_role(self, visit: Visit) -> bool:
        return bool(
            self.oracle.reaches(self.oracle.action_of(visit.route.name), visit.who.held, signed_in=False)
        )

    def kinds(self, route: Route, who: Visitor) -> list[str]:
        if not route.parameters or route.name in ALIKE:
            return [NO_THING]
        nobodys = [NOBODYS] if route.parameters & NOWHERE.keys() else []
        near = [OWN, NEIGHBOURS] if who.account else []
        formers = [FORMERS] if who.account and route.name in WHILE_MEMBERS else []
        return [*near, *formers, STRANGERS, *nobodys]

    def address(self, visit: Visit) -> tuple[str, set[str] | None]:
        """The address, and how the thing it names stands to the visitor."""
        name, who, world = visit.route.name, visit.who, self.things.world
        if visit.kind == NO_THING:
            return reverse(name, self.urlconf, kwargs=self.of_everybody(name)), self.of_oneself(name, who)
        owner = {OWN: who, NEIGHBOURS: world.neighbour, FORMERS: world.former}.get(visit.kind, world.stranger)
        found = MAKERS[name](self.things, owner)
        if visit.kind != NOBODYS:
            return reverse(name, self.urlconf, kwargs=found), self.relation(name, who, owner)
        nobodys = {key: NOWHERE.get(key, value) for key, value in found.items()}
        return reverse(name, self.urlconf, kwargs=nobodys), set()

    def of_everybody(self, name: str) -> dict[str, Any]:
        """The parameters of an address that is the same for everybody."""
        return MAKERS[name](self.things, self.things.world.stranger) if name in ALIKE else {}

    def of_oneself(self, name: str, who: Visitor) -> set[str] | None:
        """A page about whoever asks names them: nobody's, once they were merged or erased."""
        if self.oracle.action_of(name) in OF_ONESELF or name in OF_ONESELF:
            return who.relation_to(who) - {"organisation"}
        return None

    def relation(self, name: str, who: Visitor, owner: Visitor) -> set[str]:
        """How a thing stands to a visitor, where more counts than whose it is."""
        found, action = who.relation_to(owner), self.oracle.action_of(name)
        if not owner.is_member:
            found = found - WHILE_MEMBERS.get(name, set())
        if action == OF_THE_ACCOUNT and owner.account == who.account:
            return {"own"}  # an account stays one's own, whoever its person was merged into
        in_city_team = owner.organisation is not None and owner.organisation.kind == "city"
        if name in ROLES_OF_THE_CITY_TEAM and in_city_team:
            ends = self.oracle.reaches("member.end.city", who.held, signed_in=who.signed_in)
            return found if ends or found & ROLES_OF_THE_CITY_TEAM[name] else {REFUSED}
        return found

    def go(self, visit: Visit) -> None:
        """One visit, compared with what the oracle says."""
        self.visits += 1
        mail.outbox.clear()
        address, relation = self.address(visit)
        response = self.answer(visit.who, visit.method, address)
        came, wanted = outcome(response), self.wanted(visit, relation)
        if response.status_code >= 500:
            self.faults.append(f"{visit}: {response.status_code}")
        elif response.status_code == METHOD_REFUSED and self.is_let_in(visit):
            pass  # said before anything is fetched, so it tells nothing of what is there
        elif wanted == LET_IN and came == SENT_TO_SECOND_FACTOR and visit.route.name == ASKS_FOR_THE_FACTOR:
            pass  # asks for the factor they have: that is what the page does
        elif wanted and came != wanted:
            self.faults.append(f"{visit}: {came}, wanted {wanted}")
        seen = self.seen_in(response, address)
        for mark in seen - self.may_see(visit.who) if seen else ():
            kind, owner = self.things.marks[mark]
            self.faults.append(f"{visit}: shows the {kind} of {owner.name}")

    def wanted(self, visit: Visit, relation: set[str] | None) -> str:
        """What should come; "" for a public page, which may be there or not."""
        name, who = visit.route.name, visit.who
        if name in ONLY_IN_THE_DEMONSTRATION:
            return MISSING
        if self.oracle.action_of(name) == "public":
            return ""
        return self.oracle.expected(
            name,
            who.held,
            relation,
            signed_in=who.signed_in,
            is_there=visit.kind != NOBODYS,
            waiting=who.waiting,
        )

    def answer(self, who: Visitor, method: str, address: str) -> HttpResponseBase:
        """One request whose writes are undone, by a browser that forgets what it was given."""
        before = {name: morsel.value for name, morsel in who.client.cookies.items()}
        try:
            with transaction.atomic():
                response = getattr(who.client, method)(address)
                body = b"".join(response.streaming_content) if response.streaming else response.content
                response.crawled = body.decode("utf-8", "replace")  # type: ignore[attr-defined]
                transaction.set_rollback(True)
        finally:
            who.client.cookies.clear()
            who.client.cookies.load(before)
        return response

    def seen_in(self, response: HttpResponseBase, address: str) -> set[str]:
        """The marks in what was sent, the asker's own words left out."""
        letters = [f"{m.subject} {m.body} {m.to} {m.attachments}" for m in mail.outbox]
        headers = " ".join(f"{name}: {value}" for name, value in response.items())
        text = " ".join([response.crawled, headers, *letters])  # type: ignore[attr-defined]
        if MARK.lower() not in text.lower():
            return set()
        for said in (address, quote(address), quote(address, safe="")):
            text = text.replace(said, "")
        return {found.upper() for found in MARKS.findall(text)} & self.things.marks.keys()

    def may_see(self, who: Visitor) -> set[str]:
        """The marks of what is theirs, and of what an action that shows its kind reaches for them."""
        return {mark for mark, (kind, owner) in self.things.marks.items() if self._shown_to(who, kind, owner)}

    def _shown_to(self, who: Visitor, kind: str, owner: Visitor) -> bool:
        relation = who.relation_to(owner)
        if kind != "child" and who.account is not None and owner.account == who.account:
            return True  # one's own name is no leak
        if not owner.is_member and kind == "child":
            relation = relation - {"own"}
        if kind in ("organisation", "group") and owner.organisation == who.organisation is not None:
            return (
                True  # nor is that of where one belongs, or did: one's own role and place in the group say it
            )
        reached: set[str] = set()
        for action in SEEN_BY[kind]:
            found = self.oracle.reaches(action, who.held, signed_in=who.signed_in)
            if not owner.is_member and action in WHILE_A_MEMBER:
                found = found - {
                    "organisation"
                }  # past roles are shown to who manages them; the person is not
            reached |= found
        return self.oracle.covers(reached, relation)


def outcome(response: HttpResponseBase) -> str:
    if response.status_code == 404:
        return MISSING
    if response.status_code == 302 and response["Location"].startswith("/sign-in?"):
        return SENT_TO_SIGN_IN
    if response.status_code == 302 and response["Location"] == "/account/second-factor":
        return SENT_TO_SECOND_FACTOR
    return LET_IN
