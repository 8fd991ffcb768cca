"""The XML the server says to a field app: list of forms, manifest, response (OpenRosa 1.0, docs.getodk.org)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
RESPONSE = "http://openrosa.org/http/response"


@dataclass(frozen=True)
class Offer:
    """A form as the list names it."""

    form_id: str
    name: str
    version: str
    hash: str
    download_url: str
    manifest_url: str


def form_list(offers: Iterable[Offer]) -> bytes:
    root = Element("xforms", xmlns=LIST)
    for offer in offers:
        form = SubElement(root, "xform")
        for name, text in (
            ("formID", offer.form_id),
            ("name", offer.name),
            ("version", offer.version),
            ("hash", offer.hash),
            ("downloadUrl", offer.download_url),
            ("manifestUrl", offer.manifest_url),
        ):
            SubElement(form, name).text = text
    return _written(root)


def manifest() -> bytes:
    """Which files go with a form: none, so far every picture and list lies in the form itself."""
    return _written(Element("manifest", xmlns=MANIFEST))


def said(message: str) -> bytes:
    """The envelope of an answer to a submission."""
    root = Element("OpenRosaResponse", xmlns=RESPONSE)
    SubElement(root, "message", nature="").text = message
    return _written(root)


def md5_of(xform: str) -> str:
    """The mark by which an app sees that a form changed. It protects nothing."""
    return "md5:" + hashlib.md5(xform.encode(), usedforsecurity=False).hexdigest()


def _written(root: Element) -> bytes:
    made: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return made
