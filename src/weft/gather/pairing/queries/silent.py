"""Pairs nobody has heard from."""

from datetime import datetime

from django.db.models import Max, QuerySet
from django.utils import timezone

from weft.gather.pairing.models import Match, MatchState
from weft.gather.pairing.rules import silent_after


def silent_pairs(among: QuerySet[Match] | None = None) -> list[Match]:
    """Pairs that meet, have a planned meeting open, and of which nothing was written down for 14 days."""
    rows = among if among is not None else Match.objects.unscoped("silent pairs")
    active = rows.filter(state=MatchState.ACTIVE, meetings__logged_at=None).distinct()
    found = active.select_related("first__person", "second__person", "first__pool__edition__programme")
    return [one for one in found if is_silent(one)]


def is_silent(match: Match) -> bool:
    return timezone.now() - last_heard(match) >= silent_after(match.first.pool)


def last_heard(match: Match) -> datetime:
    """When something was last written down, else when they both had said yes."""
    told = match.meetings.unscoped("when a pair was last heard of").aggregate(last=Max("logged_at"))["last"]
    heard: list[datetime | None] = [told, match.accepted_first, match.accepted_second, match.made_at]
    return max(one for one in heard if one is not None)
