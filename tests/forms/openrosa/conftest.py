"""A live form, people who may collect, and a field app that speaks to the test client."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pyxform.xls2xform import convert

from tests.forms.openrosa.app import FieldApp, Heard
from tests.people.make import account
from weft.forms.models import Form, FormVersion
from weft.forms.openrosa.actions import Given, make_field_account
from weft.forms.states import VersionState

XLSFORM = """
| survey |
|        | type         | name   | label          | required | constraint | bind::weft:indicator |
|        | text         | name   | Name           | yes      |            |                      |
|        | integer      | age    | Age            |          | . < 120    | R1                   |
|        | image        | photo  | Photo          |          |            |                      |
|        | image        | second | Second         |          |            |                      |
|        | begin_repeat | visit  | Visit          |          |            |                      |
|        | text         | where  | Where          |          |            |                      |
|        | end_repeat   |        |                |          |            |                      |
| settings |
|          | form_title | form_id | version | namespaces                          |
|          | Visits     | visits  | {mark}  | weft="https://weft.example/ns/1"    |
"""


@cache
def xform(mark: str = "7", more: str = "") -> str:
    text = XLSFORM.replace("{mark}", mark)
    if more:
        row = f"|        | text | {more} | {more} |  |  |  |"
        text = text.replace("| settings |", f"{row}\n| settings |")
    made: str = convert(text.strip(), file_type=".md").xform
    return made


def live_version(form: Form, **changes: object) -> FormVersion:
    made = {
        "form": form,
        "number": form.versions.count() + 1,
        "state": VersionState.LIVE,
        "live_at": timezone.now(),
        "source": b"",
        "source_name": "visits.md",
        "xform": xform(),
        "digest": f"{form.key}-{form.versions.count() + 1}",
    }
    return FormVersion.objects.create(**(made | changes))


@dataclass
class Field:
    """The form, who collects and with what."""

    form: Form
    version: FormVersion
    researcher: User
    officer: User
    given: Given
    app: FieldApp


def sender(client: Client) -> Callable[[str, str, Mapping[str, str], bytes], Heard]:
    """Carries the app's requests through Django's client, which keeps the forgery check on."""

    def send(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Heard:
        kind = headers.get("Content-Type", "application/octet-stream")
        rest = {name: value for name, value in headers.items() if name != "Content-Type"}
        sent = client.generic(method, path, body, content_type=kind, headers=rest)
        return Heard(sent.status_code, dict(sent.headers), sent.content)

    return send


@pytest.fixture
def field(db: None) -> Field:
    form = Form.objects.create(key="visits", title="Visits", used_for="audit")
    version = live_version(form, digest="visits-1")
    researcher = account("researcher@demonstration.example", "community_researcher")
    officer = account("officer@demonstration.example", "officer")
    given = make_field_account(form=form, person=researcher.person, by=officer)
    client = Client(enforce_csrf_checks=True)
    app = FieldApp(sender(client), given.account.public_id, given.token)
    return Field(form, version, researcher, officer, given, app)


def filled(instance_id: str = "uuid:one", **answers: str) -> str:
    """A finished instance, as Collect writes one."""
    given = {"name": "Ada", "age": "30"} | answers
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in given.items())
    return (
        '<?xml version=\'1.0\' ?><data id="visits" version="7" '
        'xmlns:orx="http://openrosa.org/xforms" xmlns:jr="http://openrosa.org/javarosa">'
        f"{inner}<orx:meta><orx:instanceID>{instance_id}</orx:instanceID></orx:meta></data>"
    )


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
