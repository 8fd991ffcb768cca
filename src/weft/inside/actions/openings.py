"""Open a survey to accredited analysts, admit and renew, close it again."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.inside.models import Admission, Opening
from weft.inside.rules import ADMITTED_FOR, TABLES, Refused, refuse_admission
from weft.inside.tables.room import room_of
from weft.measure.models import Survey
from weft.measure.states import OPEN_FOR_CHANGE
from weft.record.actions import record_event
from weft.record.once import do_once


def open_survey(*, survey: Survey, why: str, by: User, key: str = "") -> Opening:
    """Open a survey file to accredited analysts, with its recipe as it is now. Makes the record keys of its people.

    Raises: Refused where it is open already, or its recipe cannot be used yet.
    """
    if not why.strip():
        raise Refused(_("Say what it is opened for."))
    if survey.state not in OPEN_FOR_CHANGE or not survey.sha256:
        raise Refused(_("The file is not read yet. Describe the survey first."))

    def opened() -> Opening:
        made = Opening.objects.create(
            survey=survey, sha256=survey.sha256, title=survey.title, why=why.strip(), recipe=survey.recipe, opened_by=by
        )  # fmt: skip
        room = room_of(made)
        after = {"survey": survey.public_id, "people": len(room.keys), "sha256": survey.sha256}
        record_event(by=by, action="inside.survey.open", thing=made, after=after, reason=made.why)
        return made

    try:
        return do_once(key=key, action="inside.survey.open", by=by, make=opened)
    except IntegrityError as error:
        raise Refused(_("This file is open to analysts already. Admit people there.")) from error


def admit(*, opening: Opening, analyst: User, why: str, by: User, key: str = "") -> Admission:
    """Admit an accredited analyst for a year and a budget of tables; once more is a renewal.

    Raises: Refused for oneself, for somebody not accredited, for a survey that was closed.
    """
    refuse_admission(analyst, by)
    if not why.strip():
        raise Refused(_("Say what they will use the tables for."))

    def admitted() -> Admission:
        held = Opening.objects.unscoped("an opening held").select_for_update().get(pk=opening.pk)
        if held.closed_at is not None:
            raise Refused(_("This survey was closed to analysts. Open it again first."))
        today = timezone.localdate()
        made = Admission.objects.create(
            opening=held, analyst=analyst, why=why.strip(), tables=TABLES, starts_on=today,
            ends_on=today + ADMITTED_FOR, given_by=by,
        )  # fmt: skip
        after = {
            "opening": held.public_id,
            "account": analyst.pk,
            "tables": TABLES,
            "until": str(made.ends_on),
        }
        record_event(by=by, action="inside.admit", thing=made, after=after, reason=made.why)
        return made

    return do_once(key=key, action="inside.admit", by=by, make=admitted)


@transaction.atomic
def close_opening(*, opening: Opening, by: User) -> Opening:
    """Close a survey to analysts: no more tables, and those made open no longer. What two people cleared stays out."""
    here = Opening.objects.unscoped("an opening held").filter(pk=opening.pk, closed_at=None)
    if not here.update(closed_at=timezone.now()):
        raise Refused(_("It was closed before."))
    opening.refresh_from_db()
    record_event(by=by, action="inside.survey.close", thing=opening)
    return opening
