"""What waits inside, for the home of staff."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weft.inside.models import Output
from weft.inside.states import WAITING, OutputState
from weft.people.roles.actor import Actor
from weft.people.roles.policy import may, visible
from weft.today.tasks import TodayTask, Whose


def tasks(actor: Actor) -> list[TodayTask]:
    return [*_to_check(actor), *_mine(actor)]


def _to_check(actor: Actor) -> list[TodayTask]:
    """Outputs of others that I have not looked at."""
    if not may(actor, "output.check"):
        return []
    every = visible(actor, "output.check", Output).filter(state__in=WAITING).order_by("asked_at")
    waiting = list(every.exclude(analyst=actor.account_id).exclude(first=actor.account_id))
    if not waiting:
        return []
    words = ngettext("output to check", "outputs to check", len(waiting))
    one = len(waiting) == 1
    url = reverse("airlock-output", args=[waiting[0].public_id]) if one else reverse("airlock")
    return [TodayTask(len(waiting), words, url, _("Nothing leaves before two people have looked at it."))]


def _mine(actor: Actor) -> list[TodayTask]:
    """What I asked to take out: cleared and not taken yet, sent back, or waiting for others."""
    if not may(actor, "inside.table"):
        return []
    mine = visible(actor, "inside.table", Output).filter(analyst=actor.account_id)
    ready = [each for each in mine.filter(state=OutputState.CLEARED, taken=0) if each.may_be_taken]
    found = [
        TodayTask(
            1, _("output to take away"), reverse("inside-output", args=[each.public_id]), str(each),
            due_at=each.expires_at,
        )
        for each in ready
    ]  # fmt: skip
    waiting = mine.filter(state__in=WAITING).count()
    if waiting:
        words = ngettext("output waits for checkers", "outputs wait for checkers", waiting)
        found.append(TodayTask(waiting, words, reverse("inside"), state=Whose.OTHERS))
    return found
