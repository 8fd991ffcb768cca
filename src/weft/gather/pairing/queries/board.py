"""The coordinator's board of one pool: what waits for a decision, who is meeting, who is alone and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from weft.gather.pairing import rules, words
from weft.gather.pairing.matching import those_alone
from weft.gather.pairing.models import HOLDS_PLACE, Entry, EntryState, Match, MatchState, Meeting, Pool
from weft.gather.pairing.queries.silent import is_silent
from weft.people.roles.actor import Actor
from weft.people.roles.policy import visible
from weft.programmes.access import programmes_of
from weft.programmes.models import Edition
from weft.record import keys

COORDINATE = "pair.coordinate"


@dataclass(frozen=True)
class PairRow:
    """One pair as the coordinator sees it."""

    match: Match
    reasons: list[str]
    fit: str
    is_silent: bool
    held: int
    planned: int


@dataclass(frozen=True)
class AloneRow:
    """Somebody nobody is suggested for, in words."""

    entry: Entry
    weeks: int
    because: str
    alternatives: list[tuple[Entry, str]]


@dataclass(frozen=True)
class Board:
    suggested: list[PairRow]
    proposed: list[PairRow]
    meeting: list[PairRow]
    alone: list[AloneRow]
    uncleared: list[tuple[Entry, list[str]]]
    paused: list[Entry]
    ended: int


@dataclass(frozen=True)
class PoolToOpen:
    """A pool the blueprint of a programme names, and the edition it would be opened in."""

    edition: Edition
    key: str


def pools(actor: Actor) -> list[Pool]:
    """The pools somebody coordinates, with how many wait, are suggested and meet."""
    state = "entries__matches_first__state"
    return list(
        visible(actor, COORDINATE, Pool)
        .select_related("edition__programme")
        .annotate(
            waiting=Count("entries", filter=Q(entries__state=EntryState.AVAILABLE), distinct=True),
            suggested=Count(
                "entries__matches_first", filter=Q(**{state: MatchState.SUGGESTED}), distinct=True
            ),
            meeting=Count("entries__matches_first", filter=Q(**{f"{state}__in": HOLDS_PLACE}), distinct=True),
        )
    )


def board(actor: Actor, pool: Pool) -> Board:
    rows = rows_of(_matches(actor, pool))
    entries = (
        visible(actor, COORDINATE, Entry).filter(pool=pool, person__isnull=False).select_related("person")
    )
    waits = list(entries.filter(state__in=(EntryState.ENTERED, EntryState.CLEARED)))
    people = [entry.person for entry in waits if entry.person]
    missing = rules.labels_missing(people, pool, timezone.localdate())
    return Board(
        suggested=[row for row in rows if row.match.state == MatchState.SUGGESTED],
        proposed=[row for row in rows if row.match.state == MatchState.PROPOSED],
        meeting=[row for row in rows if row.match.state in (MatchState.ACTIVE, MatchState.PAUSED)],
        alone=_alone(pool),
        uncleared=[(entry, missing.get((entry.person_id or 0, entry.side), [])) for entry in waits],
        paused=list(entries.filter(state=EntryState.PAUSED)),
        ended=visible(actor, COORDINATE, Match).filter(first__pool=pool, state=MatchState.ENDED).count(),
    )


def row_of(match: Match) -> PairRow:
    return rows_of([match])[0]


def rows_of(matches: list[Match]) -> list[PairRow]:
    """Three questions however many pairs there are: their meetings, what they share, the names of places."""
    kept: dict[int, list[Meeting]] = {}
    every = Meeting.objects.unscoped("meetings of pairs somebody coordinates").filter(match__in=matches)
    for one in every:
        kept.setdefault(one.match_id, []).append(one)
    sealed = {match.public_id: {"reasons": match.reasons} for match in matches if match.reasons}
    shared = keys.unseal_all(sealed, store=Match.STORE, purpose="matching")
    codes = {match.public_id: shared.get(match.public_id, {}).get("reasons", []) for match in matches}
    places = words.places_among(code for ones in codes.values() for code in ones)
    return [_row(match, codes[match.public_id], kept.get(match.pk, []), places) for match in matches]


def _row(match: Match, codes: list[str], meetings: list[Meeting], places: Mapping[str, str]) -> PairRow:
    waits = match.state == MatchState.ACTIVE and any(one.is_open for one in meetings)
    heard = [one.logged_at for one in meetings if one.logged_at]
    return PairRow(
        match,
        words.reasons_in_words(codes, places),
        rules.fit(match.cost),
        waits and is_silent(match, max(heard, default=None)),
        sum(one.counted_at is not None for one in meetings),
        len(meetings),
    )


def _matches(actor: Actor, pool: Pool) -> list[Match]:
    rows = visible(actor, COORDINATE, Match).filter(
        first__pool=pool, state__in=[MatchState.SUGGESTED, *HOLDS_PLACE]
    )
    rows = rows.filter(first__person__isnull=False, second__person__isnull=False)
    return list(rows.select_related("first__person", "second__person", "first__pool"))


def _alone(pool: Pool) -> list[AloneRow]:
    today = timezone.localdate()
    return [
        AloneRow(
            one.entry,
            max(0, (today - one.entry.since).days // 7),
            words.filter_in_words(one.binding),
            [(other, words.filter_in_words(name) if name else "") for other, name in one.alternatives],
        )
        for one in those_alone(pool)
    ]


def pools_to_open(actor: Actor) -> list[PoolToOpen]:
    """Pools of blueprints that have no pool yet in the edition that runs or begins next."""
    found = []
    programmes = programmes_of(actor, COORDINATE).filter(state="open").prefetch_related("editions")
    there = set(Pool.objects.unscoped("which pools are open").values_list("edition", "key"))
    for programme in programmes:
        told = programme.told.get("pools", ())
        ahead = [each for each in programme.editions.all() if each.ends_on >= timezone.localdate()]
        edition = min(ahead, key=lambda each: each.starts_on, default=None)
        if edition is not None:
            found += [
                PoolToOpen(edition, each["key"]) for each in told if (edition.pk, each["key"]) not in there
            ]
    return found
