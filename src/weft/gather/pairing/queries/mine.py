"""A resident's own pairs and pools, and what one of a pair sees of the other."""

from dataclasses import dataclass

from django.utils import timezone

from weft.gather.pairing import letters, rules, words
from weft.gather.pairing.links import Side, word_of
from weft.gather.pairing.models import (
    FIRST,
    SECOND,
    SHOWN_MATCH,
    Block,
    Entry,
    EntryState,
    Match,
    Meeting,
    Pool,
)
from weft.people.models import Person
from weft.people.roles.actor import Actor
from weft.people.roles.policy import visible

OWN = "pair.own"


@dataclass(frozen=True)
class MeetingRow:
    """A planned meeting as one of the two sees it."""

    meeting: Meeting
    place: str
    waits_for_me: bool  # the other wrote it down; I have not confirmed it
    waits_for_other: bool


@dataclass(frozen=True)
class Seen:
    """All that one of a pair is shown."""

    side: Side
    name: str  # first name only until both have said yes
    reasons: list[str]
    address: str  # the other's, where they gave it to me
    reached: str  # how we reach each other otherwise, once both have said yes
    meetings: list[MeetingRow]

    @property
    def to_log(self) -> list[MeetingRow]:
        return [row for row in self.meetings if row.meeting.is_open]


def seen_by(side: Side) -> Seen:
    match, other = side.match, side.other.person
    both = bool(match.accepted_first and match.accepted_second)
    name = other.name if other else ""
    told = both and match.is_open and getattr(match, f"tells_{side.other_name}")
    return Seen(
        side,
        name if both else rules.first_name(name),
        words.reasons_in_words(match.opened_reasons()),
        letters.address_of(other) if told else "",
        letters.without_address(side, name) if both and match.is_open else "",
        [_row(one, side) for one in match.meetings.unscoped("meetings of one's own pair")],
    )


def _row(meeting: Meeting, side: Side) -> MeetingRow:
    held = meeting.held_on is not None
    return MeetingRow(
        meeting,
        words.place(meeting.area) if meeting.area else "",
        held and getattr(meeting, f"confirmed_{side.name}") is None,
        held and getattr(meeting, f"confirmed_{side.other_name}") is None,
    )


def own_pairs(actor: Actor) -> list[tuple[Side, str, str]]:
    """One's pairs that were proposed: the side, the other's first name, the word of one's own link."""
    rows = (
        visible(actor, OWN, Match)
        .filter(state__in=SHOWN_MATCH)
        .select_related("first__person", "second__person", "first__pool__edition__programme")
    )
    sides = [Side(one, FIRST if one.first.person_id == actor.person_id else SECOND) for one in rows]
    return [(one, letters.name_of_other(one), word_of(one.match, one.name)) for one in sides]


def own_entries(actor: Actor) -> list[tuple[Entry, list[str]]]:
    """Pools one is in, each with what is still missing."""
    rows = (
        visible(actor, OWN, Entry)
        .exclude(state=EntryState.LEFT)
        .select_related("person", "pool__edition__programme")
    )
    return [(one, _missing(one) if one.state == EntryState.ENTERED else []) for one in rows]


def pools_to_join(person: Person) -> list[Pool]:
    """Pools of programmes that run now, in which one is not yet."""
    today = timezone.localdate()
    running = Pool.objects.unscoped("pools anybody may join").filter(
        edition__starts_on__lte=today, edition__ends_on__gte=today, edition__programme__state="open"
    )
    mine = Entry.objects.unscoped("one's own entries").filter(person=person).exclude(state=EntryState.LEFT)
    return list(running.exclude(pk__in=mine.values("pool")).select_related("edition__programme"))


def _missing(entry: Entry) -> list[str]:
    if entry.person is None:
        return []
    return rules.label_missing(entry.person, entry.pool, entry.side, timezone.localdate())


def own_blocks(actor: Actor) -> list[Block]:
    """Whom one asked never to be paired with, the latest first."""
    return list(visible(actor, OWN, Block).select_related("other").order_by("-made_at", "-pk"))
