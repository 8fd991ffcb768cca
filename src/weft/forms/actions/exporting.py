"""Ask for an export, agree to it, take it away.

RefusedExport: what was wrong, in words for the person who asked.
"""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.forms.exports.columns import columns_of
from weft.forms.exports.models import Export
from weft.forms.exports.plan import Plan
from weft.forms.exports.states import ExportState
from weft.forms.exports.wanted import Wanted
from weft.forms.exports.writers import FORMATS
from weft.forms.exports.writing import write_export
from weft.forms.models import Form, Response
from weft.forms.queries.exported import plan_for, told_for, wanted_of
from weft.forms.rules import EXPORT_DAYS
from weft.record.actions import record_event
from weft.record.once import do_once


class RefusedExport(Exception):
    """An export was not made, agreed to or taken."""


def ask_export(
    *, form: Form, wanted: Wanted, to: str, why: str = "", key: str = "", by: User | None
) -> Export:
    """Ask for an export. One that holds answers marked special waits for a second person; any other is open at once."""
    if to not in FORMATS:
        raise RefusedExport(_("Choose one of the formats."))
    plan = plan_for(form, wanted)
    if plan.has_special and not why.strip():
        raise RefusedExport(_("Say what the export is for: somebody else has to agree to it."))

    if plan.has_special and by is None:
        raise RefusedExport(_("Ask on the page of the form's answers: two people have to be known by name."))

    def make() -> Export:
        made = Export.objects.create(
            form=form,
            wanted=wanted.kept(),
            to=to,
            digest=digest_of(plan),
            needs_second=plan.has_special,
            state=ExportState.ASKED if plan.has_special else ExportState.OPEN,
            why=why.strip(),
            asked_by=by,
        )
        record_event(by=by, action="forms.export.ask", thing=made, after=_told(made), reason=made.why)
        return made

    return do_once(key=key, action="forms.export.ask", by=by, make=make)


@transaction.atomic
def decide_export(*, export: Export, is_agreed: bool, why: str = "", by: User) -> Export:
    """A second person agrees or refuses. Nobody decides what they asked for; the database holds to that too."""
    if export.asked_by_id == by.pk:
        raise RefusedExport(_("Somebody else has to decide: you asked for this export."))
    if not is_agreed and not why.strip():
        raise RefusedExport(_("Say why it is refused."))
    state = ExportState.OPEN if is_agreed else ExportState.REFUSED
    changed = Export.objects.filter(pk=export.pk, state=ExportState.ASKED).update(
        state=state, decided_by=by, decided_at=timezone.now(), decided_why=why.strip()
    )
    if not changed:
        raise RefusedExport(_("Somebody was quicker: it is decided already."))
    export.refresh_from_db()
    record_event(
        by=by, action="forms.export.decide", thing=export, after={"state": str(state)}, reason=why.strip()
    )
    return export


@transaction.atomic
def take_export(
    *, export: Export, rows: QuerySet[Response], folder: Path, by: User | None
) -> tuple[Path, ...]:
    """Write the files of an open export into a folder.

    rows: the responses the person may see. Raises RefusedExport where it is not theirs, not open, too old, or the form
    has other columns than those agreed to.
    """
    wanted = Wanted.read(export.wanted)
    plan = plan_for(export.form, wanted)
    _refuse_take(export, plan, by)
    found = wanted_of(export.form, wanted, rows)
    files = write_export(
        told_for(found, export.form, export.public_id),
        plan,
        folder,
        to=export.to,
        with_partials=wanted.partials,
    )
    Export.objects.filter(pk=export.pk).update(taken=F("taken") + 1)
    record_event(by=by, action="forms.export.take", thing=export, after=_told(export), purpose="export")
    return files


def _refuse_take(export: Export, plan: Plan, by: User | None) -> None:
    if by is not None and export.asked_by_id != by.pk:
        raise RefusedExport(_("Ask for an export of your own: this one is somebody else's."))
    if export.state != ExportState.OPEN:
        raise RefusedExport(_("This export waits for a second person, or was refused."))
    if is_past(export):
        raise RefusedExport(_("This export is too old. Ask for it again."))
    is_new = export.digest != digest_of(plan) or not export.needs_second
    if plan.has_special and is_new:  # or a question all know was marked special since
        raise RefusedExport(_("The form changed since this was agreed to. Ask for the export again."))


def is_past(export: Export) -> bool:
    since = export.decided_at or export.asked_at
    return timezone.now() > since + timedelta(days=EXPORT_DAYS)


def digest_of(plan: Plan) -> str:
    """Of the names of all columns: an agreement holds for these only."""
    names = {
        table.name: [column.name for column in columns_of(table, plan.language)] for table in plan.tables
    }
    return hashlib.sha256(json.dumps(names).encode()).hexdigest()


def _told(export: Export) -> dict[str, object]:
    return {
        "form": export.form.key,
        "format": export.to,
        "wanted": export.wanted,
        "special": export.needs_second,
    }
