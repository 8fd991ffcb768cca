"""Pairs: suggested, approved, accepted by both, paused, ended."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from weft.gather.pairing import letters, rules
from weft.gather.pairing.actions.meetings import plan_meetings
from weft.gather.pairing.actions.moving import PAIRS, hold_entries, move
from weft.gather.pairing.errors import NoPlaceLeft, PairingRefused, WrongState
from weft.gather.pairing.links import Side, digest_of, word_of
from weft.gather.pairing.matching import Suggestion, best_pairs, places_taken
from weft.gather.pairing.models import FIRST, SECOND, Block, EntryState, Match, MatchState, Pool
from weft.people.models import Person
from weft.record import keys
from weft.record.actions import record_event, record_fact
from weft.record.ids import pseudonym

FACT = "gather.pair"


@transaction.atomic
def suggest(*, pool: Pool, by: User | None) -> list[Match]:
    """Suggest the best pairs anew: suggestions nobody has decided on are replaced, decisions stay."""
    pools = Pool.objects.unscoped("the pool to suggest for").filter(pk=pool.pk)
    pools.update(suggested_at=timezone.now())  # one at a time: the row is locked until all is written
    earlier = Match.objects.unscoped(PAIRS).filter(first__pool=pool, state=MatchState.SUGGESTED)
    for one in earlier:
        one.forget()
    made = [_make(one) for one in best_pairs(pool)]
    record_event(by=by, action="pairing.suggest", thing=pool, after={"pairs": len(made)})
    return made


@transaction.atomic
def approve(*, match: Match, by: User | None, site: str = "") -> Match:
    """Propose a suggested pair to both, each by their own link. Raises WrongState and NoPlaceLeft.

    site: the beginning of our addresses, for the links in the letters; worked out from the settings where empty.
    """
    hold_entries(match)
    _refuse_gone_or_full(match)
    digests = {f"digest_{side}": digest_of(word_of(match, side)) for side in (FIRST, SECOND)}
    move(match, MatchState.PROPOSED, proposed_at=timezone.now(), **digests)
    letters.propose(match, site)
    record_event(by=by, action="pairing.match.approve", thing=match)
    return match


@transaction.atomic
def withdraw(*, match: Match, by: User | None) -> Match:
    """Take a suggestion or a proposal back; the two are not suggested for each other again."""
    was_proposed = match.state == MatchState.PROPOSED
    move(match, MatchState.WITHDRAWN)
    if was_proposed:
        for side in letters.both(match):
            letters.tell_not_going_ahead(match, side)
    record_event(by=by, action="pairing.match.withdraw", thing=match)
    return match


@transaction.atomic
def accept(
    *, match: Match, side: str, by: User | Person | None, tells_address: bool = False, site: str = ""
) -> Match:
    """One of the two says yes. When both have, they meet: the times are planned and both are told.

    tells_address: the other may have this one's e-mail address. Of two who say yes at once, the second one's update
    waits for the first: exactly one of them begins the pair.
    """
    now = timezone.now()
    rows = Match.objects.unscoped(PAIRS).filter(pk=match.pk, state=MatchState.PROPOSED)
    said = rows.filter(**{f"accepted_{side}": None}).update(
        **{f"accepted_{side}": now, f"tells_{side}": tells_address}
    )
    match.refresh_from_db()
    if not said:
        if getattr(match, f"accepted_{side}") and match.is_open:
            return match  # pressed twice
        raise WrongState("pair", match.state, MatchState.PROPOSED)
    if match.accepted_first and match.accepted_second:
        _begin(match, now, site)
    record_event(by=by, action="pairing.match.accept", thing=match, after={"state": match.state})
    return match


@transaction.atomic
def decline(*, match: Match, side: str, by: User | Person | None) -> Match:
    """One of the two says no. The other is told that it is not going ahead, not by whom or why."""
    move(match, MatchState.DECLINED)
    letters.tell_not_going_ahead(match, Side(match, Side(match, side).other_name))
    record_event(by=by, action="pairing.match.decline", thing=match)
    return match


@transaction.atomic
def pause_match(*, match: Match, by: User | Person | None) -> Match:
    move(match, MatchState.PAUSED)
    record_event(by=by, action="pairing.match.pause", thing=match)
    return match


@transaction.atomic
def resume_match(*, match: Match, by: User | Person | None) -> Match:
    if match.state != MatchState.PAUSED:
        raise WrongState("pair", match.state, MatchState.PAUSED)
    move(match, MatchState.ACTIVE)
    record_event(by=by, action="pairing.match.resume", thing=match)
    return match


@transaction.atomic
def end_match(*, match: Match, because: str, by: User | Person | None) -> Match:
    """End a pair for a reason of the list. What they did together stays and is counted. Raises PairingRefused."""
    if because not in rules.REASONS:
        raise PairingRefused("Choose why it ends.")
    move(match, MatchState.ENDED, ended_because=because)
    for side in letters.both(match):
        letters.tell_ended(match, side)
    record_event(by=by, action="pairing.match.end", thing=match, after={"because": because})
    return match


@transaction.atomic
def block(*, person: Person, other: Person, by: User | Person | None) -> Block:
    """Never suggest these two for each other again. Nobody is told, nobody can look it up, nothing explains it.

    The event names who asked, never the other one.
    """
    made, _ = Block.objects.unscoped("one's own block").get_or_create(person=person, other=other)
    pairs = Match.objects.unscoped(PAIRS).filter(state=MatchState.SUGGESTED)
    for one in pairs.filter(first__person__in=(person, other), second__person__in=(person, other)):
        one.forget()
    record_event(by=by, action="pairing.block", thing=person)
    return made


@transaction.atomic
def unblock(*, person: Person, block: Block, by: User | Person | None) -> None:
    """Take one's own block back: the two may be suggested for each other again. Asked twice it is done once."""
    Block.objects.unscoped("one's own block").filter(pk=block.pk, person=person).delete()
    record_event(by=by, action="pairing.unblock", thing=person)


def _make(suggestion: Suggestion) -> Match:
    made = Match(first=suggestion.first, second=suggestion.second, cost=suggestion.cost)
    made.seal_reasons(suggestion.reasons)
    made.save()
    return made


def _refuse_gone_or_full(match: Match) -> None:
    entries = [match.first, match.second]
    for entry in entries:
        entry.refresh_from_db(fields=["state", "person", "places"])
        if entry.state != EntryState.AVAILABLE or entry.person is None:
            raise WrongState("entry", entry.state, EntryState.AVAILABLE)
    taken = places_taken(entries)
    if any(taken.get(entry.pk, 0) >= entry.places for entry in entries):
        raise NoPlaceLeft


def _begin(match: Match, now: datetime, site: str) -> None:
    move(match, MatchState.ACTIVE)
    pool, today = match.first.pool, timezone.localdate(now)
    plan_meetings(match, rules.plan(today, rules.meetings_planned(pool)))
    letters.tell_both_said_yes(match, site)
    record_fact(
        kind=FACT,
        on=today,
        programme=pool.edition.programme.key,
        edition=pool.edition.key,
        key=pseudonym(keys.secret_for(FACT), match.public_id),
        quantities={"pairs": 1, "people": 2},
    )
