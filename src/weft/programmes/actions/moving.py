"""Open a programme, and close it."""

from django.contrib.auth.models import User
from django.db import transaction

from weft.forms.actions.versions import publish
from weft.forms.models import FormVersion
from weft.forms.states import VersionState
from weft.programmes.blueprint.reading import form_name
from weft.programmes.errors import WrongState
from weft.programmes.models import Programme
from weft.programmes.states import PROGRAMME_MOVES, ProgrammeState
from weft.record.actions import record_event

MOVED = {
    ProgrammeState.OPEN: "programmes.programme.open",
    ProgrammeState.CLOSED: "programmes.programme.close",
}


@transaction.atomic
def open_programme(*, programme: Programme, by: User | None) -> Programme:
    """People may take part; its forms that are still drafts are published. Raises WrongState."""
    for version in draft_forms(programme):
        publish(version=version, by=by)
    return _move(programme, ProgrammeState.OPEN, by)


@transaction.atomic
def close_programme(*, programme: Programme, by: User | None) -> Programme:
    """Nobody new takes part; what happened stays. Raises WrongState."""
    return _move(programme, ProgrammeState.CLOSED, by)


def draft_forms(programme: Programme) -> list[FormVersion]:
    """The newest version of each of its forms that nobody can answer yet."""
    keys = [form_name(programme.blueprint, each["key"]) for each in programme.document.get("forms", ())]
    newest = FormVersion.objects.filter(form__key__in=keys).order_by("form", "-number")
    first: dict[int, FormVersion] = {}
    for version in newest:
        first.setdefault(version.form_id, version)
    return [version for version in first.values() if version.state in (VersionState.DRAFT, VersionState.TEST)]


def _move(programme: Programme, to: ProgrammeState, by: User | None) -> Programme:
    """A conditional update, so that two hands cannot both do it."""
    allowed = [state for state, targets in PROGRAMME_MOVES.items() if to in targets]
    before = programme.state
    moved = Programme.objects.filter(pk=programme.pk, state__in=allowed).update(state=to)
    programme.refresh_from_db(fields=["state"])
    if not moved:
        raise WrongState(programme, programme.get_state_display(), str(to.label))
    record_event(by=by, action=MOVED[to], thing=programme, before={"state": before}, after={"state": to})
    return programme
