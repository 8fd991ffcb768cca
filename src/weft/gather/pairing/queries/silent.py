"""Pairs nobody has heard from."""

from datetime import datetime

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from weft.gather.pairing.models import Match, MatchState, Meeting
from weft.gather.pairing.rules import silent_after


def silent_pairs(among: QuerySet[Match] | None = None) -> list[Match]:
    """Pairs that meet, have a planned meeting open, and of which nothing was written down for 14 days."""
    rows = among if among is not None else Match.objects.unscoped("silent pairs")
    active = rows.filter(state=MatchState.ACTIVE).annotate(heard=Max("meetings__logged_at"))
    waits = active.filter(
        Exists(Meeting.objects.unscoped("open").filter(match=OuterRef("pk"), logged_at=None))
    )
    found = waits.select_related("first__person", "second__person", "first__pool__edition__programme")
    return [one for one in found if is_silent(one, one.heard)]


def is_silent(match: Match, heard: datetime | None) -> bool:
    """heard: when something was last written down of this pair."""
    times = (heard, match.accepted_first, match.accepted_second, match.made_at)
    last = max(one for one in times if one is not None)
    return timezone.now() - last >= silent_after(match.first.pool)
