"""Makers of the routes of pairs: a pool of the owner's organisation, their entry in it, and their pair, that meets."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tests.crawler.world import Visitor
from weft.gather.pairing import actions
from weft.gather.pairing.links import digest_of, word_of
from weft.gather.pairing.models import FIRST, Block, Entry, EntryState, Match, MatchState, Meeting, Pool
from weft.people.models import Person
from weft.programmes.models import Edition, Programme

if TYPE_CHECKING:
    from tests.crawler.things import Maker, Things

SIDES = ["buddy", "cyclist"]


def pool(things: "Things", owner: Visitor) -> Pool:
    def make(mark: str) -> Pool:
        programme = Programme.objects.create(
            key=mark.lower(), title="Crawl", organisation=owner.organisation, state="closed"
        )
        year = timezone.localdate().year
        edition = Edition.objects.create(
            programme=programme, key="1", title="1", starts_on=date(year, 1, 1), ends_on=date(year, 12, 31)
        )
        return actions.make_pool(
            edition=edition, key="pool", sides=SIDES, rules={"title": f"{mark} pool"}, by=None
        )

    return things.once("pool", owner, make)


def entry(things: "Things", owner: Visitor) -> Entry:
    def make(_mark: str) -> Entry:
        person = owner.person or things.world.stranger.person
        return Entry.objects.create(
            pool=pool(things, owner), person=person, side=SIDES[0], state=EntryState.AVAILABLE
        )

    return things.once("entry", owner, make)


def match(things: "Things", owner: Visitor) -> Match:
    def make(mark: str) -> Match:
        mine, now = entry(things, owner), timezone.now()
        other = Entry.objects.create(
            pool=mine.pool,
            person=Person.objects.create(name=f"{mark} Other"),
            side=SIDES[1],
            state=EntryState.AVAILABLE,
        )
        made = Match.objects.create(
            first=mine, second=other, state=MatchState.ACTIVE, accepted_first=now, accepted_second=now
        )
        Match.objects.unscoped("crawl").filter(pk=made.pk).update(
            digest_first=digest_of(word_of(made, FIRST))
        )
        Meeting.objects.create(match=made, number=1)
        return made

    return things.once("pair", owner, make)


def _to_open(things: "Things", owner: Visitor) -> dict[str, Any]:
    """The edition of the owner's pool: it is open, so whoever may look after it is led there."""
    found = pool(things, owner)
    return {"edition": found.edition.public_id, "key": found.key}


def block(things: "Things", owner: Visitor) -> Block:
    """Made anew where it was taken back; it carries no mark, for only its owner sees it."""
    person = owner.person or things.world.stranger.person
    if ("other", "") not in things.made:
        things.made["other", ""] = Person.objects.create(name="Other")
    return Block.objects.unscoped("crawl").get_or_create(person=person, other=things.made["other", ""])[0]


def _pool(things: "Things", owner: Visitor) -> dict[str, Any]:
    return {"public_id": pool(things, owner).public_id}


def _entry(things: "Things", owner: Visitor) -> dict[str, Any]:
    return {"public_id": entry(things, owner).public_id}


def _match(things: "Things", owner: Visitor) -> dict[str, Any]:
    return {"public_id": match(things, owner).public_id}


def _open_pool(things: "Things", _owner: Visitor) -> dict[str, Any]:
    """Anybody may join it: it carries no mark."""
    if ("open pool", "") not in things.made:
        programme = Programme.objects.create(key="crawl-pairs", title="Crawl", state="open")
        today = timezone.localdate()
        edition = Edition.objects.create(
            programme=programme, key="1", title="1", starts_on=today, ends_on=today
        )
        things.made["open pool", ""] = actions.make_pool(
            edition=edition, key="pool", sides=SIDES, rules={}, by=None
        )
    return {"public_id": things.made["open pool", ""].public_id}


def _nowhere(_things: "Things", _owner: Visitor) -> dict[str, Any]:
    """A link opens its own pair to whoever holds it; the crawler holds none."""
    return {"word": "0" * 32}


MAKERS: dict[str, "Maker"] = {
    **dict.fromkeys(("pair-board", "pair-suggest", "pair-decide", "pair-enter"), _pool),
    "pair-pool-open": _to_open,
    "pair-entry": _entry,
    "my-pairs-entry": _entry,
    **dict.fromkeys(("pair-page", "pair-end"), _match),
    "pair-meeting": lambda things, owner: {**_match(things, owner), "number": 1},
    "my-pairs-join": _open_pool,
    "my-pairs-let-meet": lambda things, owner: {"number": block(things, owner).pk},
    **dict.fromkeys(("pair-link", "pair-link-more", "pair-link-end"), _nowhere),
    "pair-link-meeting": lambda *_: {"word": "0" * 32, "number": 1},
}
