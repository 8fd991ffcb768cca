"""What the forms room asks about answers that belong to a wave of a programme (forms.purposes.Purpose)."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.forms.answers import filling_of
from weft.forms.engine.filling import answers_by_ref
from weft.forms.models import FormVersion, Response
from weft.forms.outline.reading import outline_of
from weft.forms.purposes import RefusedSubmission
from weft.forms.states import ResponseState, VersionState
from weft.people.models import Person
from weft.programmes.actions.outcomes import note_answers
from weft.programmes.blueprint.reading import form_name
from weft.programmes.models import Edition, Programme

PURPOSE = "programmes.wave"


class OfWave:
    """Whoever began, while the programme is open; what they chose becomes one fact."""

    def may_answer(self, request: HttpRequest, response: Response) -> bool:  # noqa: ARG002 - the contract's
        found = edition_about(response)
        return found is not None and found.programme.state == "open"

    def submitted(self, response: Response) -> None:
        edition = edition_about(response)
        if edition is None:
            return
        _refuse_a_second(response)
        wave = response.about.rpartition(":")[2]
        told = wave_told(edition.programme, wave)
        if told is not None:
            note_answers(
                edition=edition, form=told["form"], wave=wave, person=response.person, answers=chosen_in(response),
                on=timezone.localdate(), by=None,
            )  # fmt: skip

    def came_back(self, request: HttpRequest, response: Response) -> None:
        """The code opened it on this browser already (forms.access): the room remembers no device."""

    def left(self, request: HttpRequest, response: Response) -> None:
        """Nothing of a device is remembered here."""

    def thanks(self, request: HttpRequest, response: Response) -> str:  # noqa: ARG002 - the contract's
        return ""


def _refuse_a_second(response: Response) -> None:
    """A wave is answered once by whoever is signed in, however many forms they began. Of two sent at once one waits.
    Raises RefusedSubmission."""
    if response.person_id is None:
        return
    Person.objects.unscoped("the person who answers").select_for_update().get(pk=response.person_id)
    sent = Response.objects.unscoped("one's own answers").filter(
        person=response.person_id, about=response.about, state=ResponseState.SUBMITTED
    )
    if sent.exclude(pk=response.pk).exists():
        raise RefusedSubmission(_("You have answered this already. Nothing was counted twice."))


def about_of(edition: Edition, wave: str) -> str:
    return f"{PURPOSE}:{edition.public_id}:{wave}"


def edition_about(response: Response) -> Edition | None:
    name, _colon, rest = response.about.partition(":")
    if name != PURPOSE:
        return None
    return Edition.objects.select_related("programme").filter(public_id=rest.partition(":")[0]).first()


def wave_told(programme: Programme, wave: str) -> Mapping[str, str] | None:
    return next((each for each in programme.told.get("waves", ()) if each["key"] == wave), None)


def version_asked(programme: Programme, wave: str) -> FormVersion | None:
    """The live version of the form a wave asks; None for a wave the programme does not have."""
    told = wave_told(programme, wave)
    if told is None:
        return None
    rows = FormVersion.objects.select_related("form").defer("source", "xform")
    return rows.filter(
        form__key=form_name(programme.blueprint, told["form"]), state=VersionState.LIVE
    ).first()


def chosen_in(response: Response) -> dict[str, str]:
    """What was chosen from lists, by the name of each question: never a word somebody wrote."""
    given = answers_by_ref(filling_of(response))
    asked = {item.ref: item for item in outline_of(response.version).answers if item.options}
    return {
        asked[ref].name: value
        for ref, value in given.items()
        if ref in asked and value not in asked[ref].missing
    }
