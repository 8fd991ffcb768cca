"""Gathering on Today: registers nobody stood for yet, and what is on this week."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weft.gather.queries.registers import KEEP, open_registers
from weft.people.roles.actor import Actor
from weft.people.roles.policy import may
from weft.today.tasks import TodayTask, Whose

STOOD_FOR_WITHIN = timedelta(days=3)  # of the session: hosts still remember who came (our own choice)


def tasks(actor: Actor) -> list[TodayTask]:
    if not may(actor, KEEP):
        return []
    now = timezone.now()
    found = open_registers(actor, now)
    due = [one for one in found if one.ends_at <= now]
    ahead = len(found) - len(due)
    tasks = []
    if due:
        words = ngettext("register to stand for", "registers to stand for", len(due))
        why = _("Until then nobody who came is counted.")
        where = reverse("register", args=[due[0].public_id]) if len(due) == 1 else reverse("registers")
        by = min(one.ends_at for one in due) + STOOD_FOR_WITHIN
        tasks.append(TodayTask(len(due), words, where, why, timezone.localdate(by)))
    if ahead:
        words = ngettext("session within a week", "sessions within a week", ahead)
        tasks.append(TodayTask(ahead, words, reverse("registers"), state=Whose.ON))
    return tasks
