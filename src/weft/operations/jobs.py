"""Everything Weft does by itself, in the order it is done. Each job may be run again at any moment without harm.

A job is a function without arguments that returns a sentence about what it did, and raises when it could not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import import_string

from weft.operations.others import wipe_traces
from weft.operations.rules import BACKUP_FROM_HOUR, VERIFY_EVERY

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Job:
    """name: its row. words: what stops when it fails, for Today. path: the function. every: how long it rests."""

    name: str
    words: str
    path: str
    every: timedelta

    def run(self) -> str:
        job: Callable[[], object] = import_string(self.path)
        return str(job() or "")


HERE = "weft.operations.jobs"
JOBS: tuple[Job, ...] = (
    Job("requests", "telling which requests are late", "weft.requests.actions.note_late", MINUTE),
    Job("surveys", "giving stalled surveys back", f"{HERE}.surveys", 5 * MINUTE),
    Job("duplicates", "looking for duplicates", "weft.people.actions.look_when_due", MINUTE),
    Job("bookings", "moving waiting lists on", f"{HERE}.bookings", MINUTE),
    Job("reminders", "reminding people of what they booked", f"{HERE}.reminders", 10 * MINUTE),
    Job("pairs", "looking after pairs", "weft.gather.pairing.actions.tend", 5 * MINUTE),
    Job("teams", "making the search for teams ready", "weft.gather.teams.ready.compile_ahead", 6 * HOUR),
    Job("evidence", "telling what evidence runs out", "weft.programmes.actions.tell_expiring", HOUR),
    Job(
        "mixing",
        "publishing how mixed programmes are",
        "weft.programmes.actions.publish_mixing_due",
        6 * HOUR,
    ),
    Job("fieldwork", "sending e-mails of surveys", "weft.fielding.actions.send_due_emails", 10 * MINUTE),
    Job("unlink", "destroying links of finished surveys", "weft.fielding.actions.unlink_due", HOUR),
    Job("openings", "forgetting sessions that have begun", f"{HERE}.openings", HOUR),
    Job("post", "sending letters", f"{HERE}.post", MINUTE),
    Job("sessions", "forgetting expired sessions", f"{HERE}.sessions", HOUR),
    Job(
        "airlock", "destroying files that left or did not", "weft.inside.actions.destroy_due_files", 6 * HOUR
    ),
    Job("expired", "forgetting codes and invitations that ran out", f"{HERE}.expired", HOUR),
    Job("forget", "forgetting what was kept long enough", f"{HERE}.forget", 6 * HOUR),
    Job("traces", "wiping what erased rows left in the database's files", f"{HERE}.traces", 5 * MINUTE),
    Job("anchor", "anchoring the record", f"{HERE}.anchor", 10 * MINUTE),
    Job("verify", "checking the record", f"{HERE}.verify", VERIFY_EVERY),
    Job("backup", "the nightly backup", f"{HERE}.backup", 10 * MINUTE),
)


class RecordBroken(Exception):
    """The record does not hold. Its text names a number and no person."""


class LedgerBroken(Exception):
    """Places are counted as taken that no booking holds, or the other way round."""


def surveys() -> str:
    from weft.measure.actions import recover_stalled

    return f"{recover_stalled()} surveys given back."


def bookings() -> str:
    """Held and offered places that ran out go to the next; then the ledger of places is audited."""
    from weft.gather.actions.waiting import expire_due
    from weft.gather.queries.ledger import faults_ahead

    ended = expire_due()
    if wrong := faults_ahead():
        raise LedgerBroken(f"{len(wrong)} counts of places do not agree with the bookings.")
    return f"{ended} bookings ran out."


def openings() -> str:
    from django.utils import timezone

    from weft.gather.actions.openings import forget_past_openings

    return f"{forget_past_openings(now=timezone.now())} sessions have begun."


def reminders() -> str:
    from weft.gather.actions.telling import send_reminders

    return f"{send_reminders()} reminders are written."


def sessions() -> str:
    call_command("clearsessions")
    return "Expired sessions forgotten."


def post() -> str:
    """Letters that are due. A mail server that is away is no failure of ours: they wait and are tried again."""
    from weft.post.actions import send_due

    return f"{send_due()} letters went out."


def forget() -> str:
    """Closed requests of people without an account, old letters, and (where WEFT_RETENTION is on) all that is due."""
    from weft.people.mydata.actions.retention import apply_retention
    from weft.post.actions import forget_old
    from weft.requests.actions import forget_closed

    forget_closed()
    forget_old()
    if not settings.RETENTION:
        return "Old requests and letters forgotten. Retention of the rest is off: WEFT_RETENTION is not set."
    return f"Old requests and letters forgotten; {sum(due.rows for due in apply_retention())} rows were due."


def expired() -> str:
    """Codes, tries, one-time links and invitations whose time is over."""
    from weft.people.accounts.actions.forgetting import forget_expired

    return f"{forget_expired()} expired entries forgotten."


def traces() -> str:
    """What erasing left in the files, where it could not be wiped at once."""
    return " ".join(wipe_traces()) or "No traces are left to wipe."


def anchor() -> str:
    """Write down outside the database where the record stands."""
    from weft.record.anchors import anchor as write

    written = write()
    return f"Anchored at event {written.number}." if written else "Nothing to anchor yet."


def verify() -> str:
    from weft.record.verifying import verify as check

    verdict = check()
    if not verdict.is_whole:
        raise RecordBroken(verdict.faults[0])
    return f"{verdict.events} events and {verdict.facts} facts, whole."


def backup() -> str:
    """One backup a night, where WEFT_BACKUP names a folder; the first one at once."""
    if not settings.BACKUP:
        return "Not asked for: WEFT_BACKUP names no folder."
    from weft.operations.actions.backup import back_up, backups_in, prune

    folder = Path(settings.BACKUP)
    made, now = backups_in(folder), timezone.localtime()
    if made and (timezone.localtime(max(made)).date() >= now.date() or now.hour < BACKUP_FROM_HOUR):
        return f"Last backup {max(made):%Y-%m-%d %H:%M} UTC."
    done = back_up(to=folder)
    prune(folder=folder)
    return f"{done.path.name}, {done.size / 1e6:.1f} MB in {done.seconds:.0f} s."
