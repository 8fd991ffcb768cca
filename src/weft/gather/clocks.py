"""The hour in words, the same on every page and in every letter about gathering."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from weft.gather.models import Session


def local(at: datetime, session: Session) -> datetime:
    return at.astimezone(ZoneInfo(session.zone))


def clock(at: datetime) -> str:
    """11am, 1.30pm in English; 11:00, 13:30 elsewhere."""
    if not (get_language() or "en").startswith("en"):
        return f"{at:%H:%M}"
    hour, half = at.hour % 12 or 12, "am" if at.hour < 12 else "pm"
    return f"{hour}.{at.minute:02d}{half}" if at.minute else f"{hour}{half}"
