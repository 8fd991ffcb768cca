"""The numbers of operations somebody could argue with."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

DAILY, WEEKLY, MONTHLY = 7, 4, 12  # backups kept: one a day, one a week, one a month
ROOM_FACTOR = 1.2  # free space a backup asks for, as a multiple of what it copies
LEAST_FREE_MB = 100  # below this the disk counts as full: health answers 503
TICK_EVERY = timedelta(minutes=1)
LEASE = timedelta(minutes=30)  # a job that has not ended by then died with its process, and may run again
BACKUP_LATE = timedelta(hours=30)  # a nightly backup is missed after a day and some hours
VERIFY_EVERY = timedelta(days=1)
BACKUP_FROM_HOUR = 2  # local time; the hour when fewest people work


def kept_backups(made: Iterable[datetime]) -> set[datetime]:
    """Which backups the rule keeps: the newest of each of the last 7 days, 4 weeks and 12 months that have any.

    Days, weeks and months without a backup do not count: after a long pause the old ones are still there.
    """
    newest_first = sorted(made, reverse=True)
    kept: set[datetime] = set()
    spans: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (DAILY, lambda at: at.astimezone(UTC).date()),
        (WEEKLY, lambda at: at.astimezone(UTC).isocalendar()[:2]),
        (MONTHLY, lambda at: (at.astimezone(UTC).year, at.astimezone(UTC).month)),
    )
    for how_many, span_of in spans:
        newest: dict[object, datetime] = {}
        for at in newest_first:
            newest.setdefault(span_of(at), at)
        kept |= set(list(newest.values())[:how_many])
    return kept
