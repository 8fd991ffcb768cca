"""Moves of a pair that several actions share: one conditional update, refused when somebody was quicker."""

from django.contrib.auth.models import User
from django.db.models import F, Q

from weft.gather.pairing import letters
from weft.gather.pairing.errors import WrongState
from weft.gather.pairing.links import Side
from weft.gather.pairing.models import FIRST, HOLDS_PLACE, MATCH_MOVES, SECOND, Entry, Match, MatchState
from weft.gather.pairing.rules import GONE
from weft.record.actions import record_event

PAIRS = "pairs"


def move(match: Match, wanted: MatchState, **changes: object) -> None:
    """Put a pair into a state it may go to from where it stands. Raises WrongState."""
    sources = [state for state, targets in MATCH_MOVES.items() if wanted in targets]
    rows = Match.objects.unscoped(PAIRS).filter(pk=match.pk, state__in=sources)
    if not rows.update(state=wanted, **changes):
        match.refresh_from_db(fields=["state"])
        raise WrongState("pair", match.state, wanted)
    match.refresh_from_db()


def hold_entries(match: Match) -> None:
    """Lock both entries, always in the same order, so that two approvals never count the same free place."""
    for key in sorted((match.first_id, match.second_id)):
        Entry.objects.unscoped(PAIRS).filter(pk=key).update(state=F("state"))


def close_open_matches(entry: Entry, *, by: User | None) -> int:
    """End every open pair of somebody who is gone; the other is told that it ended, never why."""
    rows = Match.objects.unscoped(PAIRS).filter(Q(first=entry) | Q(second=entry), state__in=HOLDS_PLACE)
    found = list(rows.select_related("first__person", "second__person", "first__pool__edition__programme"))
    for match in found:
        was_proposed = match.state == MatchState.PROPOSED
        move(match, MatchState.DECLINED if was_proposed else MatchState.ENDED, ended_because=GONE)
        side = Side(match, SECOND if match.first_id == entry.pk else FIRST)
        letters.tell_not_going_ahead(match, side) if was_proposed else letters.tell_ended(match, side)
        record_event(by=by, action="pairing.match.end", thing=match, after={"because": GONE})
    return len(found)


def drop_suggestions(entry: Entry) -> None:
    """Suggestions nobody decided on, of somebody who may not be paired now."""
    rows = Match.objects.unscoped(PAIRS).filter(Q(first=entry) | Q(second=entry), state=MatchState.SUGGESTED)
    for one in rows:
        one.forget()
