"""Pools and people for tests of pairs, made through the actions."""

from datetime import date

from django.utils import timezone

from weft.gather.pairing import actions
from weft.gather.pairing.links import link_of
from weft.gather.pairing.models import FIRST, SECOND, Entry, Match, Meeting, Pool
from weft.people.matching.actions import save_profile
from weft.people.models import Organisation, Person
from weft.programmes.models import Edition, Programme

BUDDY, CYCLIST = "buddy", "cyclist"


def pool(organisation: Organisation | None = None, key: str = "bike-buddies", **rules: object) -> Pool:
    year = timezone.localdate().year
    programme, _ = Programme.objects.get_or_create(
        key=key, defaults={"title": "Bike Buddies", "organisation": organisation, "state": "open"}
    )
    edition, _ = Edition.objects.get_or_create(
        programme=programme,
        key=str(year),
        defaults={"title": str(year), "starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)},
    )
    return actions.make_pool(edition=edition, key="riders", sides=[BUDDY, CYCLIST], rules=rules, by=None)


def person(name: str, consent: bool = True, **chosen: list[str]) -> Person:
    made = Person.objects.create(name=f"{name} Example", email=f"{name.lower()}@example.org")
    if consent:
        save_profile(person=made, chosen=chosen, consent=True, by=None)
    return made


def entry(of: Pool, side: str, name: str, places: int = 1, **chosen: list[str]) -> Entry:
    return actions.enter_pool(pool=of, person=person(name, **chosen), side=side, places=places, by=None)


def one_pair(of: Pool | None = None, **chosen: list[str]) -> Match:
    """Suggested: Ada the buddy and Bo the cyclist."""
    of, chosen = of or pool(), chosen or {"interests": ["music"]}
    entry(of, BUDDY, "Ada", **chosen)
    entry(of, CYCLIST, "Bo", **chosen)
    return actions.suggest(pool=of, by=None)[0]


def proposed(of: Pool | None = None) -> Match:
    return actions.approve(match=one_pair(of), by=None)


def meeting_pair(of: Pool | None = None) -> Match:
    match = proposed(of)
    actions.accept(match=match, side=FIRST, by=None)
    return actions.accept(match=match, side=SECOND, by=None)


def meetings(match: Match) -> list[Meeting]:
    return list(Meeting.objects.unscoped("test").filter(match=match))


def names(matches: list[Match]) -> list[tuple[str, str]]:
    return sorted((m.first.person.name.split()[0], m.second.person.name.split()[0]) for m in matches)


def address(match: Match, side: str) -> str:
    return link_of(match, side, "x")[1:]
