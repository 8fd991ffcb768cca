"""Somebody joins a pool, is cleared, pauses, leaves."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from weft.gather.pairing import rules
from weft.gather.pairing.actions.moving import close_open_matches, drop_suggestions
from weft.gather.pairing.errors import AlreadyIn, NoProfile, NotASide, NotCleared, TooYoung, WrongState
from weft.gather.pairing.models import Entry, EntryState, Pool
from weft.gather.pairing.profiles import has_profile
from weft.people.models import Person
from weft.record.actions import record_event
from weft.record.once import do_once

ENTRIES = "entries of a pool"
WAITS = (EntryState.ENTERED, EntryState.CLEARED, EntryState.AVAILABLE)


def enter_pool(
    *, pool: Pool, person: Person, side: str, by: User | None, places: int = 1, key: str = ""
) -> Entry:
    """Put somebody on one side of a pool. With every requirement met they wait for a match at once, else until
    `clear_entry`. Raises NotASide, NoProfile, TooYoung, AlreadyIn."""

    def make() -> Entry:
        _refuse_unfit(pool, person, side)
        entry = _made(pool, person, side, max(1, min(rules.MOST_PLACES, places)))
        if not rules.label_missing(person, pool, side, timezone.localdate()):
            _set(entry, EntryState.AVAILABLE)
        told = {"side": side, "state": entry.state}
        record_event(by=by, action="pairing.entry.make", thing=entry, after=told)
        return entry

    return do_once(key=key, action="pairing.entry.make", by=by, make=make)


@transaction.atomic
def clear_entry(*, entry: Entry, by: User | None) -> Entry:
    """Let somebody wait for a match whose requirements are met now. Raises NotCleared and WrongState."""
    _hold(entry, (EntryState.ENTERED, EntryState.CLEARED))
    if entry.person is None or not has_profile(entry.person.pk):
        raise NoProfile
    missing = rules.label_missing(entry.person, entry.pool, entry.side, timezone.localdate())
    if missing:
        raise NotCleared(missing)
    _set(entry, EntryState.AVAILABLE)
    record_event(by=by, action="pairing.entry.clear", thing=entry)
    return entry


@transaction.atomic
def pause_entry(*, entry: Entry, by: User | None) -> Entry:
    """No new pair for now; the place in the queue is kept. Suggestions made meanwhile are dropped."""
    _hold(entry, WAITS)
    _set(entry, EntryState.PAUSED)
    drop_suggestions(entry)
    record_event(by=by, action="pairing.entry.pause", thing=entry)
    return entry


@transaction.atomic
def resume_entry(*, entry: Entry, by: User | None) -> Entry:
    """Wait for a match again, as if one had never paused, when the requirements are still met."""
    _hold(entry, (EntryState.PAUSED,))
    _set(entry, EntryState.ENTERED)
    person = entry.person
    if person and not rules.label_missing(person, entry.pool, entry.side, timezone.localdate()):
        _set(entry, EntryState.AVAILABLE)
    record_event(by=by, action="pairing.entry.resume", thing=entry, after={"state": entry.state})
    return entry


@transaction.atomic
def leave_pool(*, entry: Entry, by: User | None) -> Entry:
    """Leave for good: pairs that are open end, and the other one of each goes on waiting."""
    _hold(entry, (*WAITS, EntryState.PAUSED))
    _set(entry, EntryState.LEFT)
    drop_suggestions(entry)
    close_open_matches(entry, by=by)
    record_event(by=by, action="pairing.entry.leave", thing=entry)
    return entry


def _made(pool: Pool, person: Person, side: str, places: int) -> Entry:
    try:
        with transaction.atomic():
            return Entry.objects.create(pool=pool, person=person, side=side, places=places)
    except IntegrityError:
        raise AlreadyIn from None


def _refuse_unfit(pool: Pool, person: Person, side: str) -> None:
    if side not in pool.sides:
        raise NotASide
    if person.erased_at or person.merged_into_id or not has_profile(person.pk):
        raise NoProfile
    if rules.is_child(person, timezone.localdate()) and not rules.admits_children(pool):
        raise TooYoung


def _hold(entry: Entry, wanted: tuple[EntryState, ...]) -> None:
    """Lock the entry for this transaction and see that it is in one of these states."""
    rows = Entry.objects.unscoped(ENTRIES).filter(pk=entry.pk)
    rows.update(state=F("state"))
    entry.refresh_from_db(fields=["state", "person"])
    if entry.state not in wanted:
        raise WrongState("entry", entry.state, "/".join(wanted))


def _set(entry: Entry, state: EntryState) -> None:
    entry.state = state
    Entry.objects.unscoped(ENTRIES).filter(pk=entry.pk).update(state=state)
