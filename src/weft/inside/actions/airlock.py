"""Ask for something to leave, let it out (two others, never the analyst), send it back, take it away."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.inside.airlock.kinds import CSV, kind_of
from weft.inside.models import Opening, Output, Table
from weft.inside.rules import LINK_HOLDS, MOST_RESTS_ON, Refused, refuse_check, refuse_notes
from weft.inside.states import MOVES, OutputState, WrongState
from weft.inside.tables.as_file import as_csv
from weft.inside.tables.room import room_of
from weft.measure.rules import RISKS
from weft.people.roles.scoping import ScopedQuerySet
from weft.record.actions import record_event
from weft.record.once import do_once


class Altered(Exception):
    """The file is not what the checkers saw."""


@dataclass(frozen=True)
class Leaving:
    """What an analyst says of something that is to leave. content: of a file they brought; a table brings its own."""

    purpose: str
    destination: str
    how_made: str = ""
    title: str = ""
    content: bytes = b""
    table: Table | None = None
    rests_on: Sequence[Table] = field(default=())


def ask_out(*, opening: Opening, leaving: Leaving, by: User, key: str = "") -> Output:
    """Hand a table or a file to the checkers. It is sealed by its digest from here on. Raises: Refused."""
    _refuse_unsaid(leaving)
    content = leaving.content or _file_of(leaving)
    kind = CSV if leaving.table else kind_of(content)
    digest = hashlib.sha256(content).hexdigest()

    def asked() -> Output:
        made = Output.objects.create(
            opening=opening, analyst=by, table=leaving.table, title=leaving.title or str(leaving.table),
            purpose=leaving.purpose.strip(), destination=leaving.destination.strip(), how_made=leaving.how_made.strip(),
            kind=kind, bytes=len(content), digest=digest,
        )  # fmt: skip
        through = Output.rests_on.through
        behind: Sequence[Table | None] = leaving.rests_on or [leaving.table]
        through._default_manager.bulk_create(through(output=made, table=each) for each in behind)
        _keep(made, content)
        after = {"opening": opening.public_id, "kind": kind, "bytes": len(content), "digest": digest}
        record_event(by=by, action="inside.output.ask", thing=made, after=after, reason=made.purpose)
        return made

    return do_once(key=key, action="inside.output.ask", by=by, make=asked)


def _refuse_unsaid(leaving: Leaving) -> None:
    if not leaving.purpose.strip():
        raise Refused(_("Say what it is for."))
    if not leaving.destination.strip():
        raise Refused(_("Say where it goes."))
    if leaving.table is None and not (1 <= len(leaving.rests_on) <= MOST_RESTS_ON):
        raise Refused(
            _("Choose the tables it was made from, up to %(most)s: checkers look at what is behind them.")
            % {"most": MOST_RESTS_ON}
        )


def _file_of(leaving: Leaving) -> bytes:
    table = leaving.table
    if table is None:
        raise Refused(_("Choose a file."))
    synthetic = bool(table.opening.recipe.get("survey", {}).get("synthetic"))
    return as_csv(table.title, table.figures, synthetic=synthetic)


def _keep(made: Output, content: bytes) -> None:
    made.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(made.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def content_of(output: Output) -> bytes:
    """The file as it was asked for. Raises Altered when it is another."""
    if output.file_gone_at is not None:
        raise Altered(_("The file was kept long enough and is destroyed. Ask for it to leave once more."))
    try:
        content = output.path.read_bytes()
    except FileNotFoundError as error:
        raise Altered(_("The file is not there any more. Ask for it to leave once more.")) from error
    if hashlib.sha256(content).hexdigest() != output.digest:
        raise Altered(_("The file is not what was checked. Ask for it to leave once more."))
    return content


@transaction.atomic
def approve(*, output: Output, notes: dict[str, str], by: User) -> Output:
    """Answer each of the seven risks and say yes. The first yes leaves it waiting; the second, of another, clears it.

    Raises: Refused for the analyst, the first checker again, who is no checker, a risk without a note; WrongState;
    Altered.
    """
    kept = {risk: notes.get(risk, "").strip() for risk in RISKS}
    refuse_check(output.analyst_id, None, by)
    refuse_notes(kept)
    room_of(output.opening)  # closed, or its file gone: nothing behind it can be looked at
    if not _first(output, kept, by) and not _second(output, kept, by):
        output.refresh_from_db()
        refuse_check(output.analyst_id, output.first_id if output.is_waiting else None, by)
        raise WrongState(output, output.state, OutputState.CLEARED)
    output.refresh_from_db()
    if output.second_id == by.pk:  # the first may have been another account of the same person
        refuse_check(output.analyst_id, output.first_id, by)
    content_of(output)
    after = {"digest": output.digest, "notes": kept, "state": output.state}
    record_event(by=by, action="inside.output.approve", thing=output, after=after)
    return output


def _first(output: Output, notes: dict[str, str], by: User) -> int:
    here = _held(output, OutputState.HALFWAY).filter(state=OutputState.ASKED).exclude(analyst=by)
    moved: int = here.update(state=OutputState.HALFWAY, first=by, first_notes=notes, first_at=timezone.now())
    return moved


def _second(output: Output, notes: dict[str, str], by: User) -> int:
    """Of two second checkers at once, one counts; the first checker never counts twice."""
    now = timezone.now()
    here = _held(output, OutputState.CLEARED).exclude(analyst=by).exclude(first=by)
    said: dict[str, Any] = {
        "second": by,
        "second_notes": notes,
        "second_at": now,
        "expires_at": now + LINK_HOLDS,
    }
    moved: int = here.update(state=OutputState.CLEARED, **said)
    return moved


def _held(output: Output, to: OutputState) -> ScopedQuerySet[Output]:
    """The output where it may move on from: a conditional update of it is a move."""
    allowed_from = [state for state, targets in MOVES.items() if to in targets]
    return Output.objects.unscoped("an output held").filter(pk=output.pk, state__in=allowed_from)


def _move(output: Output, to: OutputState, **also: Any) -> None:
    moved = _held(output, to).update(state=to, **also)
    output.refresh_from_db()
    if not moved:
        raise WrongState(output, output.state, to)


@transaction.atomic
def send_back(*, output: Output, reason: str, by: User) -> Output:
    """Refuse to let it out; the analyst reads why. Either checker may, until it is cleared."""
    refuse_check(output.analyst_id, None, by)
    if not reason.strip():
        raise Refused(_("Say what has to change."))
    _move(output, OutputState.SENT_BACK, sent_back_by=by, reason=reason.strip(), ended_at=timezone.now())
    record_event(by=by, action="inside.output.send_back", thing=output, reason=reason.strip())
    return output


@transaction.atomic
def withdraw(*, output: Output, by: User) -> Output:
    """The analyst no longer wants it out."""
    if output.analyst_id != by.pk:
        raise Refused(_("Whoever asked for it takes it back."))
    _move(output, OutputState.WITHDRAWN, ended_at=timezone.now())
    record_event(by=by, action="inside.output.withdraw", thing=output)
    return output


@transaction.atomic
def take(*, output: Output, by: User) -> bytes:
    """The file, for the analyst who asked, while the link holds. Each time is counted and recorded."""
    every = Output.objects.unscoped("an output held").filter(pk=output.pk, analyst=by)
    here = every.filter(state=OutputState.CLEARED, expires_at__gt=timezone.now())
    if not here.update(taken=F("taken") + 1):
        raise Refused(
            _("It may not be taken: it is not cleared, or its link has run out. Ask for it to leave again.")
        )
    output.refresh_from_db()
    content = content_of(output)
    after = {"digest": output.digest, "time": output.taken}
    record_event(by=by, action="inside.output.take", thing=output, after=after)
    return content


@transaction.atomic
def look(*, output: Output, by: User) -> bytes:
    """The file, for a checker: who looked is recorded."""
    refuse_check(output.analyst_id, None, by)
    content = content_of(output)
    record_event(by=by, action="inside.output.look", thing=output, after={"digest": output.digest})
    return content
