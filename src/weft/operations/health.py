"""What is told to whoever watches the service: whether it can keep what people send, and what it last did."""

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from weft.operations.actions.backup import backup_folder, backups_in
from weft.operations.models import TickJob
from weft.operations.rules import BACKUP_LATE, LEAST_FREE_MB

MB = 1_000_000


@dataclass
class Health:
    """faults: why the service cannot be relied on now. details: for staff and for whoever has the token."""

    faults: list[str] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def is_well(self) -> bool:
        return not self.faults


def look() -> Health:
    """Ask the database and the disk. Never raises: a failing part is what it is for."""
    found = Health()
    if fault := disk_fault():
        found.faults.append(fault)
    try:
        found.details = _details()
    except DatabaseError:
        found.faults.append("The database does not answer.")
    return found


def disk_fault() -> str:
    """Why the data folder takes nothing more; "" when it does."""
    try:
        with tempfile.TemporaryFile(dir=settings.DATA) as probe:
            probe.write(b"weft")
            probe.flush()
        free = shutil.disk_usage(settings.DATA).free
    except OSError:
        return "The data folder cannot be written to."
    return "" if free >= LEAST_FREE_MB * MB else f"Less than {LEAST_FREE_MB} MB are free in the data folder."


def _details() -> dict[str, Any]:
    from weft.operations.chain import end_of_chain

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    number, digest = end_of_chain()
    jobs = {job.name: _job(job) for job in TickJob.objects.all()}
    ticked = max((job["ended_at"] for job in jobs.values() if job["ended_at"]), default=None)
    last = last_backup()
    return {
        "database": connection.vendor,
        "last_tick": ticked,
        "last_backup": last.isoformat() if last else None,
        "record": {"events": number, "digest": digest},
        "jobs": jobs,
    }


def _job(job: TickJob) -> dict[str, Any]:
    return {
        "ended_at": job.ended_at.isoformat() if job.ended_at else None,
        "is_failing": job.is_failing,
        "result": job.result,
    }


def last_backup() -> datetime | None:
    return max(backups_in(backup_folder()), default=None)


def is_backup_missed() -> bool:
    """WEFT_BACKUP asks for one a night, and the last is too old."""
    last = last_backup()
    return bool(settings.BACKUP) and (last is None or timezone.now() - last > BACKUP_LATE)


def failing_jobs() -> list[TickJob]:
    return list(TickJob.objects.filter(is_failing=True))
