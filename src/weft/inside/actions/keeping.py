"""Destroying files of the airlock that were kept long enough; what became of them stays as a row."""

import logging
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from weft.inside.models import Output
from weft.inside.rules import KEPT_INSIDE, KEPT_OUTSIDE
from weft.inside.states import WAITING, OutputState
from weft.people.roles.scoping import ScopedQuerySet
from weft.record.actions import record_event

LOG = logging.getLogger("weft.inside")
AT_ONCE = 500  # files a run destroys
ASKED_BY_NOW = timedelta(days=1)  # a file is written in the transaction of its row


def destroy_due_files() -> str:
    """Destroy what is due, and files no row knows. Safe to repeat; one that cannot be deleted is tried again."""
    destroyed = sum(_destroy(output) for output in _due()[:AT_ONCE])
    return f"Files of the airlock destroyed: {destroyed}; without a row: {_sweep()}."


def _kept() -> ScopedQuerySet[Output]:
    return Output.objects.unscoped("retention of the airlock").filter(file_gone_at=None)


def _due() -> ScopedQuerySet[Output]:
    """Sent back or taken back; waiting in a survey that was closed, where nothing is cleared any more; let out."""
    now = timezone.now()
    did_not_leave = Q(
        state__in=[OutputState.SENT_BACK, OutputState.WITHDRAWN], over_at__lte=now - KEPT_INSIDE
    )
    will_not_leave = Q(state__in=WAITING, opening__closed_at__lte=now - KEPT_INSIDE)
    may_have_left = Q(state=OutputState.CLEARED, second_at__lte=now - KEPT_OUTSIDE)
    ended = _kept().annotate(over_at=Coalesce("ended_at", "asked_at"))
    return ended.filter(did_not_leave | will_not_leave | may_have_left)


@transaction.atomic
def _destroy(output: Output) -> int:
    """1 when the file is gone. It goes first: were the row first, a file that stays would never be looked at again."""
    if not _kept().filter(pk=output.pk).update(file_gone_at=timezone.now()):
        return 0
    try:
        output.path.unlink(missing_ok=True)
    except OSError:
        LOG.exception("A file of the airlock could not be deleted: %s", output.public_id)
        transaction.set_rollback(True)
        return 0
    record_event(by=None, action="inside.output.destroy", thing=output, after={"digest": output.digest})
    return 1


def _sweep() -> int:
    """Delete files whose row was never kept, or is of a time after the backup that was put back."""
    folder = Path(settings.UPLOADS) / "airlock"
    before = (timezone.now() - ASKED_BY_NOW).timestamp()
    old = [path for path in folder.glob("*") if path.is_file() and path.stat().st_mtime < before]
    known = set(_kept().values_list("public_id", flat=True)) if old else set()
    strangers = [path for path in old if path.name not in known]
    for path in strangers:
        path.unlink(missing_ok=True)
    return len(strangers)
