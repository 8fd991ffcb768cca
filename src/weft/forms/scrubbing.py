"""What an instance from outside must not leave behind: postcodes, codes of letters, files that answer nothing."""

from weft.forms.engine import Filling, Place, Question
from weft.forms.files import FILES
from weft.forms.models import Response
from weft.forms.pages.fields import is_postcode
from weft.forms.pages.names import plain_of
from weft.forms.purposes import CASE_CODE
from weft.places.locate import area_at, locate
from weft.places.models import Area


def scrub(filling: Filling) -> None:
    """Leave of a postcode the code of its area, and nothing of the code of a case, which would say for ever whose
    letter it stood in. The web's own pages never keep a postcode; field apps and paper send it as it was written."""
    for place in list(filling.walk(include_irrelevant=True)):
        if not isinstance(place.element, Question):
            continue
        if place.ref.endswith(f"/{CASE_CODE}"):
            _put(filling, place, "")
        elif is_postcode(place.element, dict(filling.form.bind(plain_of(place.ref)).weft)):
            _put(filling, place, area_code(filling.state(place.ref).value))


def _put(filling: Filling, place: Place, value: str) -> None:
    state = filling.state(place.ref)
    if state.value != value and not state.readonly:
        filling.set(place.ref, value)


def area_code(written: str) -> str:
    """The code of the area a postcode lies in; one that is the code of an area already stays; "" for anything else."""
    text = written.strip()
    if not text or Area.objects.filter(code=text, ends_on=None).exists():
        return text
    found = locate(text)
    area = area_at(found.point.latitude, found.point.longitude, postcode=text) if found else None
    return area.code if area else ""


def drop_files(response: Response, filling: Filling) -> None:
    """A file stays only as the answer to a question that is on the route and still names one."""
    named = {
        place.ref
        for place in filling.walk()
        if isinstance(place.element, Question)
        and place.element.kind in FILES
        and filling.state(place.ref).value
    }
    response.attachments.exclude(question__in=named).delete()
