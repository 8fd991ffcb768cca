"""Community researchers look whether places let everybody in: a shipped form, collected with a field app."""

import uuid
from xml.sax.saxutils import escape

from django.contrib.auth.models import User

from weft.demo.roles import account_of
from weft.forms.actions.versions import make_form, publish
from weft.forms.intake.compiling import compile_book
from weft.forms.intake.guard import Brought
from weft.forms.intake.reading import pack_folder, read_book
from weft.forms.library import library_form
from weft.forms.models import Form, FormVersion
from weft.forms.openrosa.actions import Arriving, make_field_account, receive_submission
from weft.forms.openrosa.instance import read_instance
from weft.forms.states import VersionState

KEY = "place-access"
# Made-up places; the last lacks its name, which the app let through.
SEEN = (
    ("Arches Hall", {"step_free": "yes", "door_wide": "yes", "toilet": "yes", "seats": "partly"}),
    ("Canal Street Library", {"step_free": "partly", "steps_where": "At the side door", "toilet": "no"}),
    ("Old Baths", {"step_free": "no", "steps_where": "Six steps at the front", "door_wide": "no"}),
    ("Meadow Sports Hut", {"step_free": "yes", "quiet_place": "no", "signs": "partly"}),
    ("", {"step_free": "yes", "one_change": "A sign with its name"}),
)


def build_field_work() -> None:
    """The form live, a field app for the researcher, and what came in with it. Nothing when the form is there."""
    if Form.objects.filter(key=KEY).exists():
        return
    officer, researcher = account_of(role="officer"), account_of(role="community_researcher")
    version = _published(officer)
    given = make_field_account(form=version.form, person=researcher.person, by=officer)
    for name, answers in SEEN:
        instance = read_instance(_written(version, {"place_name": name, **answers}).encode())
        receive_submission(account=given.account, arriving=Arriving(version, instance, {}), by=researcher)


def _published(by: User) -> FormVersion:
    """The shipped form as the intake takes it; it needs no limited process, for nobody brought it."""
    shipped = library_form(KEY)
    source = pack_folder(shipped.folder)
    brought = Brought(source, f"{KEY}.zip", compile_book(read_book(source)))
    form = make_form(brought=brought, used_for=shipped.used_for, by=by)
    publish(version=form.versions.get(), by=by)
    return form.versions.get(state=VersionState.LIVE)


def _written(version: FormVersion, answers: dict[str, str]) -> str:
    """An instance as an app writes one."""
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in answers.items())
    mark = uuid.uuid5(uuid.NAMESPACE_URL, f"{version.form.key}/{inner}")
    return f'<data id="{KEY}" version="1">{inner}<meta><instanceID>uuid:{mark}</instanceID></meta></data>'
