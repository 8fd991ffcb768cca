"""A step happens when it says. Only the replay of a fixture, in a throw-away database, ever moves the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from unittest.mock import patch
from zoneinfo import ZoneInfo

from django.utils import timezone

from weft.replay.errors import ReplayError


@contextmanager
def standing_at(moment: datetime | None) -> Iterator[None]:
    """Within the block the service believes that it is this moment; None: that it is now."""
    if moment is None:
        yield
        return
    with patch.object(timezone, "now", lambda: moment):
        yield


def moment_of(said: object) -> datetime | None:
    """ "2026-03-04T18:30" (noon where no hour is said), local time of the city."""
    if said is None:
        return None
    try:
        text = str(said)
        local = (
            datetime.fromisoformat(text)
            if "T" in text
            else datetime.combine(date.fromisoformat(text), time(12))
        )
    except ValueError:
        raise ReplayError(f"“{said}” is no moment. Write 2026-03-04 or 2026-03-04T18:30.") from None
    return local if local.tzinfo else local.replace(tzinfo=ZoneInfo(timezone.get_default_timezone_name()))


def day_of(said: object) -> date:
    moment = moment_of(said)
    if moment is None:
        raise ReplayError("A day is missing.")
    return moment.date()
