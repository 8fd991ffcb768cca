"""Small forms for tests, and fillings of them at a moment that never changes."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from weft.forms.engine import Clock, Filling, Form, Question

CLOCK = Clock(datetime(2026, 5, 3, 22, 30, tzinfo=UTC), ZoneInfo("Europe/London"))
NAMESPACES = (
    'xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms"'
    ' xmlns:orx="http://openrosa.org/xforms" xmlns:weft="https://weft.example/ns/1"'
)


def xform(data: str, *, model: str = "", body: str = "") -> str:
    """An XForm around the inside of <data>, of the model after the instance, and of the body."""
    return (
        f"<h:html {NAMESPACES}><h:head><h:title>A form</h:title><model>"
        f'<instance><data id="a" version="1">{data}</data></instance>{model}'
        f"</model></h:head><h:body>{body}</h:body></h:html>"
    )


def bind(ref: str, **said: str) -> str:
    marks = " ".join(f'{name.replace("__", ":")}="{value}"' for name, value in said.items())
    return f'<bind nodeset="/data/{ref}" {marks}/>'


def inputs(*names: str) -> str:
    return "".join(f'<input ref="/data/{name}"><label>{name}</label></input>' for name in names)


def start(data: str, *, model: str = "", body: str = "") -> Filling:
    return Filling.new(Form.parse(xform(data, model=model, body=body)), CLOCK, instance_id="uuid:1")


def asked(filling: Filling) -> list[str]:
    """References of the questions asked now."""
    return [place.ref for place in filling.walk() if isinstance(place.element, Question)]


def values(filling: Filling, refs: Iterable[str]) -> Mapping[str, str]:
    return {ref: filling.state(ref).value for ref in refs}
