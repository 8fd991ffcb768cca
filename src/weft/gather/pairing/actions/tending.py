"""What pairing does by itself: close the pairs of people who are gone, ask silent pairs once."""

from django.db import transaction
from django.db.models import Q

from weft.gather.pairing import letters
from weft.gather.pairing.actions.moving import close_open_matches, drop_suggestions
from weft.gather.pairing.models import Entry, EntryState
from weft.gather.pairing.queries.silent import silent_pairs
from weft.record.actions import record_event


def tend() -> str:
    """For the tick; safe to run at any moment and in two processes."""
    closed, asked = close_the_gone(), 0
    for match in silent_pairs():
        with transaction.atomic():
            letters.ask_why_silent(match)  # the outbox sends a letter of one kind about one pair once
        asked += 1
    return f"{closed} pairs of people who left closed, {asked} pairs are silent."


def close_the_gone() -> int:
    """Entries of erased people leave the pool, and their pairs end. Meetings and figures stay as they are."""
    gone = Entry.objects.unscoped("entries of people who are gone").filter(
        Q(person=None) | Q(person__erased_at__isnull=False)
    )
    return sum(_close(entry) for entry in gone.exclude(state=EntryState.LEFT))


@transaction.atomic
def _close(entry: Entry) -> int:
    rows = Entry.objects.unscoped("an entry of somebody who is gone").filter(pk=entry.pk)
    if not rows.exclude(state=EntryState.LEFT).update(state=EntryState.LEFT):
        return 0
    drop_suggestions(entry)
    closed = close_open_matches(entry, by=None)
    record_event(by=None, action="pairing.entry.leave", thing=entry)
    return closed
