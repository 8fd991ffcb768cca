"""A finished instance as an app sends it: read within bounds, and held against the form it answers.

RefusedInstance              the message says what to do; the app keeps the answers and shows it
├── NotXml                   no XML, or XML with entities, a document type, or beyond every bound
├── OtherForm                it answers another form or a version that is not fielded
└── AnotherWithThisId        a response with this instanceID says something else
"""

import io
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import ParseError, canonicalize

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from weft.forms.models import FormVersion
from weft.forms.openrosa.rules import INSTANCE_BYTES, INSTANCE_DEPTH, INSTANCE_ELEMENTS
from weft.forms.rules import REPEATS_MOST

XF = "{http://www.w3.org/2002/xforms}"
FILES = ("binary",)  # the type of a bind whose answer names a file


class RefusedInstance(Exception):
    """An instance is not taken in."""


class NotXml(RefusedInstance):
    pass


class OtherForm(RefusedInstance):
    pass


class AnotherWithThisId(RefusedInstance):
    pass


@dataclass(frozen=True)
class Instance:
    """What a finished instance says. answered: path without positions -> value, of every answer given."""

    form_id: str
    version: str
    instance_id: str
    answered: tuple[tuple[str, str], ...]
    xml: str

    @property
    def mark(self) -> str:
        """The same for the same content however it is written, under the service's own secret."""
        plain = canonicalize(self.xml, strip_text=True)
        return salted_hmac("weft.openrosa.instance", plain, algorithm="sha256").hexdigest()


@dataclass(frozen=True)
class Shape:
    """What an instance of a version looks like. Paths carry no positions."""

    form_id: str
    version: str
    paths: frozenset[str]
    files: frozenset[str]

    def knows(self, path: str) -> bool:
        """Metadata is the app's own; every other answer belongs to a question."""
        return path in self.paths or path.split("/")[2:3] == ["meta"]


def read_instance(content: bytes) -> Instance:
    """Raises NotXml."""
    if len(content) > INSTANCE_BYTES:
        raise NotXml(_("These answers are too long to be taken in. Shorten the longest of them."))
    try:
        root, answered = _walked(content)
        xml = content.decode("utf-8-sig")
    except (ParseError, DefusedXmlException, UnicodeDecodeError, LookupError, ValueError):
        raise NotXml(_("These answers are not written as a field app writes them.")) from None
    marks = [value for path, value in answered if path.endswith("/meta/instanceID")]
    if not marks or len(marks[0]) > 80:
        raise NotXml(_("These answers carry no instanceID. Send them from the field app."))
    return Instance(root.get("id", ""), root.get("version", ""), marks[0], tuple(answered), xml)


def _walked(content: bytes) -> tuple[Any, list[tuple[str, str]]]:
    """The root and every answer, counted as they are read: nothing beyond the bounds is ever built whole."""
    names: list[str] = []
    inside = [Counter[str]()]
    answered: list[tuple[str, str]] = []
    seen, root = 0, None
    for event, element in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
        if event == "start":
            seen += 1
            name = local(element.tag)
            inside[-1][name] += 1
            root = element if root is None else root
            names.append(name)
            inside.append(Counter())
            if seen > INSTANCE_ELEMENTS or len(names) > INSTANCE_DEPTH or inside[-2][name] > REPEATS_MOST:
                raise ValueError("beyond the bounds")
            continue
        value = (element.text or "").strip()
        if value and not inside.pop():
            answered.append(("/" + "/".join(names), value))
        elif not value:
            inside.pop()
        names.pop()
    return root, answered


def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


def shape_of(version: FormVersion) -> Shape:
    """What an instance of this version looks like, read once a process."""
    return _shape(version.digest or version.public_id, version.xform)


@lru_cache(maxsize=64)
def _shape(_digest: str, xform: str) -> Shape:
    form = fromstring(xform)
    model = next(form.iter(f"{XF}model"))
    root = next(iter(next(model.iter(f"{XF}instance"))))
    binds = {b.get("nodeset", ""): b.get("type", "") for b in model.iter(f"{XF}bind")}
    return Shape(
        root.get("id", ""),
        root.get("version", ""),
        frozenset(_paths(root, f"/{local(root.tag)}")),
        frozenset(path for path, kind in binds.items() if kind in FILES),
    )


def _paths(node: Any, path: str) -> list[str]:
    return [path] + [found for child in node for found in _paths(child, f"{path}/{local(child.tag)}")]


def strangers(instance: Instance, shape: Shape) -> list[str]:
    """Answers to questions the version does not have."""
    return sorted({path for path, _value in instance.answered if not shape.knows(path)})


def named_files(instance: Instance, shape: Shape) -> tuple[tuple[str, str], ...]:
    """Path and name of every file the answers speak of; a repeat may name several under one path."""
    return tuple((path, value) for path, value in instance.answered if path in shape.files)
