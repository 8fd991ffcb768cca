"""Pairs on Today: suggestions to decide, people to clear, pairs nobody has heard from."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weft.gather.pairing.models import Entry, EntryState, Match, MatchState, Pool
from weft.gather.pairing.queries.board import COORDINATE
from weft.gather.pairing.queries.silent import silent_pairs
from weft.people.roles.actor import Actor
from weft.people.roles.policy import may, visible
from weft.programmes.models import Programme
from weft.today.tasks import TodayTask


def tasks(actor: Actor) -> list[TodayTask]:
    if not may(actor, COORDINATE):
        return []
    matches = visible(actor, COORDINATE, Match)
    return [*_silent(matches), *_suggested(matches), *_uncleared(actor)]


def tasks_of(actor: Actor, programme: Programme) -> list[TodayTask]:
    """The same, of one programme."""
    if not may(actor, COORDINATE):
        return []
    matches = visible(actor, COORDINATE, Match).filter(first__pool__edition__programme=programme)
    return [*_silent(matches), *_suggested(matches)]


def _silent(matches: QuerySet[Match]) -> list[TodayTask]:
    found = silent_pairs(matches)
    if not found:
        return []
    said = ngettext("pair has gone quiet", "pairs have gone quiet", len(found))
    why = _("Nothing was written down for two weeks. Both were asked by mail.")
    return [TodayTask(len(found), said, _where(one.first.pool for one in found), why, timezone.localdate())]


def _suggested(matches: QuerySet[Match]) -> list[TodayTask]:
    found = list(matches.filter(state=MatchState.SUGGESTED).select_related("first__pool"))
    if not found:
        return []
    said = ngettext("pair is suggested", "pairs are suggested", len(found))
    return [TodayTask(len(found), said, _where(one.first.pool for one in found), _("They wait for you."))]


def _uncleared(actor: Actor) -> list[TodayTask]:
    rows = visible(actor, COORDINATE, Entry).filter(state=EntryState.ENTERED, person__isnull=False)
    found = list(rows.select_related("pool"))
    if not found:
        return []
    said = ngettext("person wants to be paired", "people want to be paired", len(found))
    why = _("Something they have to show first is missing.")
    return [TodayTask(len(found), said, _where(one.pool for one in found), why)]


def _where(pools: Iterable[Pool]) -> str:
    """The one pool's board, or the list of pools."""
    found = {pool.public_id for pool in pools}
    return reverse("pair-board", args=[found.pop()]) if len(found) == 1 else reverse("pair-pools")
