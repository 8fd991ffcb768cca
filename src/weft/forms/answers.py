"""Open and seal what was answered: a response's answers under a key of that response alone.

The sealed value is a base64 text of zlib-compressed JSON:

    {"xml": the whole draft, "reasons": {ref: "refused" | "dont_know"}, "versions": {ref: revision that changed it},
     "seen": {page: seconds}, "dropped": answers that were off the route when it was submitted}

Which pages somebody saw tells what they answered, so that lies sealed too.
"""

import base64
import json
import zlib
from collections.abc import Collection, Mapping
from dataclasses import InitVar, dataclass, field, fields, replace
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element, fromstring
from zoneinfo import ZoneInfo

from defusedxml import ElementTree
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from weft.forms.engine import Clock, Filling, Form
from weft.forms.engine.writing import answers_in
from weft.forms.models import Attachment, FormVersion, Response
from weft.record import keys

STORE, FIELD, PURPOSE = "forms", "answers", "answers"
FILE_FIELD = "file"
KEY, WRAPPED = "_key_in_hand", "_wrapped_key"
OPENED = "_opened_answers"  # of a row in hand: the sealed text and what it holds
FILLED_UP_TO = 512  # bytes: the length of a sealed text would tell how much was answered
COMPILED_FORMS = 64


@dataclass
class Kept:
    """What the sealed answers hold."""

    xml: str = ""
    reasons: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    dropped: int = 0
    said: InitVar[Mapping[str, str] | None] = None  # every answer by its reference, where it was read before

    def __post_init__(self, said: Mapping[str, str] | None) -> None:
        self._said = said

    def copy(self) -> "Kept":
        """One of its own, to be changed."""
        made = replace(self, reasons=dict(self.reasons), versions=dict(self.versions), seen=dict(self.seen))
        made._said = self._said
        return made

    @property
    def answers(self) -> Mapping[str, str]:
        """Every answer by its reference."""
        if self._said is None:
            self._said = _answers(self.xml)
        return self._said

    def sealable(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


def compiled(version: FormVersion) -> Form:
    """The form of a version, read and parsed once a process."""
    if version.pk is None or not version.digest:
        return Form.parse(version.xform)
    return _compiled(version.pk, version.digest)


@lru_cache(maxsize=COMPILED_FORMS)
def _compiled(pk: int, _digest: str) -> Form:
    return Form.parse(FormVersion.objects.values_list("xform", flat=True).get(pk=pk))


def clock_now() -> Clock:
    zone = ZoneInfo(settings.TIME_ZONE)
    return Clock(timezone.now().astimezone(zone), zone)


def filling_of(response: Response, *, clock: Clock | None = None) -> Filling:
    """The answers as the engine works with them. Raises keys.KeyDestroyed once they were erased."""
    return filled(response, kept_in(response), clock=clock)


def filled(response: Response, kept: Kept, *, clock: Clock | None = None) -> Filling:
    form, now = compiled(response.version), clock or clock_now()
    language = response.language if response.language in form.languages else None
    if not kept.xml:
        return Filling.new(form, clock=now, language=language, instance_id=response.instance_id)
    filling = Filling.load(form, kept.xml, clock=now, language=language)
    for ref, reason in kept.reasons.items():
        filling.leave(ref, reason)
    return filling


def kept_in(response: Response) -> Kept:
    """The sealed answers opened; nothing kept while nobody saved. One row in hand is opened once for each save."""
    if not response.answers:
        return Kept()
    earlier: tuple[str, Kept] | None = response.__dict__.get(OPENED)
    if earlier and earlier[0] == response.answers:
        return earlier[1].copy()
    packed = key_of(response).unseal(response.answers, field=FIELD, purpose=PURPOSE)
    kept = Kept(**json.loads(zlib.decompress(base64.b64decode(packed))))
    response.__dict__[OPENED] = response.answers, kept
    return kept.copy()


def have_opened(response: Response, kept: Kept) -> None:
    """Its sealed answers are in hand already: nobody has to open them again."""
    response.__dict__[OPENED] = response.answers, kept


def sealed(response: Response, kept: Kept) -> str:
    packed = zlib.compress(json.dumps(kept.sealable(), separators=(",", ":")).encode(), 6)
    value = base64.b64encode(packed).decode()
    text = key_of(response).seal(value, field=FIELD, purpose=PURPOSE, width=FILLED_UP_TO)
    response.__dict__[OPENED] = text, kept.copy()
    return text


def key_of(response: Response) -> keys.HeldKey:
    """The response's own key, fetched once for a row in hand; made with the first answers.

    A key destroyed meanwhile is not made anew: what is sealed with it then nobody opens.
    """
    found: keys.HeldKey | None = response.__dict__.get(KEY)
    if found is None:
        if not response.answers:
            keys.data_key(response.public_id, STORE)
        found = response.__dict__[KEY] = keys.held_key(response.public_id, STORE)
    return found


def with_keys(rows: QuerySet[Response]) -> QuerySet[Response]:
    """Responses that bring their key along, as `hold_key` takes it up: one question for both."""
    return rows.annotate(**{WRAPPED: keys.wrapped_key_of("public_id", STORE)})


def hold_key(response: Response) -> None:
    """Take up the key a row brought along; of answers that were erased there is none."""
    wrapped = response.__dict__.pop(WRAPPED, None)
    if wrapped is not None:
        response.__dict__[KEY] = keys.key_in_hand(response.public_id, STORE, wrapped)


def hold_keys(responses: Collection[Response]) -> None:
    """Fetch the keys of many rows in hand in one question: those of an export."""
    found = keys.held_keys([response.public_id for response in responses], STORE)
    for response in responses:
        if response.public_id in found:
            response.__dict__[KEY] = found[response.public_id]


def seal_file(response: Response, content: bytes) -> str:
    """A file under the response's own key."""
    value = base64.b64encode(content).decode()
    return keys.seal(value, holder=response.public_id, store=STORE, field=FILE_FIELD, purpose=PURPOSE)


def file_of(attachment: Attachment) -> bytes:
    """A file somebody gave, opened."""
    value = keys.unseal(
        attachment.sealed,
        holder=attachment.response.public_id,
        store=STORE,
        field=FILE_FIELD,
        purpose=PURPOSE,
    )
    return base64.b64decode(value)


def with_versions(kept: Kept, filling: Filling, revision: int) -> Kept:
    """What to keep of a filling; the questions whose answer changed carry the revision that changed them."""
    xml = filling.full_xml()
    before = {**kept.answers, **_unindexed(kept.reasons)} if kept.xml else {}
    reasons = {ref: reason for ref, reason in filling.reasons.items() if reason}
    said = answers_in(filling.root)
    after = {**said, **_unindexed(reasons)}
    changed = {ref for ref in before.keys() | after.keys() if before.get(ref, "") != after.get(ref, "")}
    versions = {**kept.versions, **dict.fromkeys(changed, revision)}
    return Kept(xml, reasons, versions, kept.seen, kept.dropped, said)


def _unindexed(reasons: Mapping[str, str]) -> dict[str, str]:
    return {ref.replace("[1]", ""): reason for ref, reason in reasons.items()}


def leaves(xml: str) -> dict[str, str]:
    """Every answer of an instance by its reference: "/data/child[2]/name". A first of several carries no [1]."""
    return _by_reference(ElementTree.fromstring(xml))


def _answers(xml: str) -> dict[str, str]:
    return _by_reference(fromstring(xml))  # noqa: S314 - the engine wrote it


def _by_reference(root: Element) -> dict[str, str]:
    return dict(_leaves(root, f"/{_local(root.tag)}"))


def _leaves(node: Element, path: str) -> list[tuple[str, str]]:
    if not len(node):
        return [(path, (node.text or "").strip())]
    found: list[tuple[str, str]] = []
    seen: dict[str, int] = {}
    for child in node:
        name = _local(child.tag)
        seen[name] = seen.get(name, 0) + 1
        place = f"{path}/{name}" + (f"[{seen[name]}]" if seen[name] > 1 else "")
        found += _leaves(child, place)
    return found


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def version_of(kept: Kept, ref: str) -> int:
    """The revision that last changed an answer; a repeat's first instance is known with and without its [1]."""
    return kept.versions.get(ref.replace("[1]", ""), 0)
