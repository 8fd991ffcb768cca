"""Operations on Today: what failed needs whoever keeps the service running; the rest is a line at the side."""

from datetime import datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weft.operations.health import failing_jobs, is_backup_missed, last_backup
from weft.operations.jobs import JOBS
from weft.operations.models import TickJob
from weft.operations.rules import TICK_EVERY
from weft.people.roles.actor import Actor
from weft.people.roles.policy import may
from weft.post.queries import failed_count, waiting_count
from weft.today.tasks import TodayTask, Whose
from weft.today.words import clock

KEEP = "operations.keep"
LONG_AGO = 10 * TICK_EVERY


def tasks(actor: Actor) -> list[TodayTask]:
    """Failing jobs and a missed backup: due today for whoever keeps the service, waiting for them for all others."""
    is_mine = may(actor, KEEP)
    if not is_mine and not may(actor, "operations.health"):
        return []
    failing, today = failing_jobs(), timezone.localdate()
    state, due = (Whose.MINE, today) if is_mine else (Whose.OTHERS, None)
    words = {job.name: job.words for job in JOBS}
    found = []
    if failing:
        why = ", ".join(words.get(job.name, job.name) for job in failing) + "."
        said = ngettext("periodic job fails", "periodic jobs fail", len(failing))
        found.append(TodayTask(len(failing), said, "", why[:1].upper() + why[1:], due, state))
    if is_backup_missed():
        why = _("WEFT_BACKUP asks for one every night. Run ./weft backup and read what it says.")
        found.append(TodayTask(1, _("backup is missing"), "", why, due, state))
    if failed := failed_count():
        why = _("The mail server would not take them. Run ./weft post and read why.")
        said = ngettext("letter was given up", "letters were given up", failed)
        found.append(TodayTask(failed, said, "", why, due, state))
    return found


def notes(actor: Actor) -> list[str]:
    """Last backup, last check of the record, and whether the periodic work runs."""
    if not may(actor, "operations.health"):
        return []
    return [_backup_note(), _verify_note(), _tick_note(), _post_note()]


def _backup_note() -> str:
    last = last_backup()
    if last is None:
        return _("No backup was made yet.")
    return _("Last backup %(when)s.") % {"when": _when(timezone.localtime(last))}


def _verify_note() -> str:
    job = TickJob.objects.filter(name="verify").first()
    if job is None or job.ended_at is None:
        return _("The record was not checked yet.")
    if job.is_failing:
        return _("The record does not hold: the check failed.")
    return _("Record checked %(when)s.") % {"when": _when(timezone.localtime(job.ended_at))}


def _tick_note() -> str:
    last = TickJob.objects.aggregate(last=Max("ended_at"))["last"]
    if last is None or timezone.now() - last > LONG_AGO:
        return _("Periodic work is not running.")
    return _("Periodic work is running.")


def _post_note() -> str:
    waiting = waiting_count()
    if not waiting:
        return _("No letter waits to be sent.")
    said = ngettext("%(count)s letter waits to be sent.", "%(count)s letters wait to be sent.", waiting)
    return said % {"count": waiting}


def _when(at: datetime) -> str:
    """ "22 November, 8.22am", as the rest of the page has hours."""
    return f"{date_format(at, 'j F')}, {clock(at)}"
