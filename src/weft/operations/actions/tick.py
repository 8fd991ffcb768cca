"""One run of everything periodic. Two at once share the work: each job is taken by one of them."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from weft.operations.jobs import JOBS, Job
from weft.operations.models import TickJob
from weft.operations.rules import LEASE

LOG = logging.getLogger("weft.operations")


@dataclass(frozen=True)
class Ran:
    """A job that was due and what came of it."""

    name: str
    is_ok: bool
    result: str


def run_tick(*, jobs: tuple[Job, ...] = JOBS) -> list[Ran]:
    """Run every job that is due and that nobody else has; one that fails does not stop the others."""
    return [_run(job) for job in jobs if _take(job, timezone.now())]


@transaction.atomic
def _take(job: Job, now: datetime) -> bool:
    """A conditional update: the row moves for one of two ticks only."""
    TickJob.objects.get_or_create(name=job.name, defaults={"next_at": now})
    free = Q(taken_until=None) | Q(taken_until__lt=now)
    return bool(TickJob.objects.filter(free, name=job.name, next_at__lte=now).update(taken_until=now + LEASE))


def _run(job: Job) -> Ran:
    try:
        ran = Ran(job.name, True, job.run()[:200])
    except Exception as error:  # told on Today and by health; the log has the place without people's values
        LOG.exception("The periodic job %s failed.", job.name)
        ran = Ran(job.name, False, f"Failed: {type(error).__name__}.")
    _end(job, ran, timezone.now())
    return ran


@transaction.atomic
def _end(job: Job, ran: Ran, now: datetime) -> None:
    worked = {"worked_at": now} if ran.is_ok else {}
    TickJob.objects.filter(name=job.name).update(
        taken_until=None,
        next_at=now + job.every,
        ended_at=now,
        is_failing=not ran.is_ok,
        result=ran.result,
        **worked,
    )
