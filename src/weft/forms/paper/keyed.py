"""What one person read on a paper, and where two readings differ."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from weft.forms.outline import Outline
from weft.forms.paper.models import PaperReturn
from weft.forms.paper.sheet import Line, lines_of
from weft.forms.rules import PAPER_REPEATS
from weft.record import keys

STORE, PURPOSE = "forms", "answers"


@dataclass(frozen=True)
class Said:
    """What stands at one question: an answer, or why there is none ("" for left empty)."""

    value: str = ""
    reason: str = ""

    def __bool__(self) -> bool:
        return bool(self.value or self.reason)


@dataclass(frozen=True)
class Keyed:
    """One reading of a paper: reference with its number ("/data/child[2]/age") -> what stands there."""

    said: Mapping[str, Said] = field(default_factory=dict)

    def at(self, ref: str) -> Said:
        return self.said.get(ref, Said())

    @property
    def reasons(self) -> dict[str, str]:
        return {ref: said.reason for ref, said in self.said.items() if said.reason}

    def as_kept(self) -> dict[str, list[str]]:
        return {ref: [said.value, said.reason] for ref, said in self.said.items() if said}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Keyed":
        return cls({ref: Said(value, reason) for ref, (value, reason) in kept.items()})


def differing(one: Keyed, other: Keyed) -> list[str]:
    """Where two readings are not the same; blanks and capitals at the ends of words are no difference of reading."""
    refs = dict.fromkeys([*one.said, *other.said])
    return [ref for ref in refs if _same(one.at(ref)) != _same(other.at(ref))]


def _same(said: Said) -> tuple[str, str]:
    return " ".join(said.value.split()), "" if said.value else said.reason


def seal_keyed(paper: PaperReturn, name: str, keyed: Keyed) -> str:
    return keys.seal(
        keyed.as_kept(), holder=paper.public_id, store=STORE, field=name, purpose=PURPOSE, width=512
    )


def open_keyed(paper: PaperReturn, name: str) -> Keyed:
    """One of "first", "second", "settled"; nothing where it was cleared."""
    sealed: str = getattr(paper, name)
    if not sealed:
        return Keyed()
    opened = keys.unseal(sealed, holder=paper.public_id, store=STORE, field=name, purpose=PURPOSE)
    return Keyed.read(opened)


def reasons_of(paper: PaperReturn) -> dict[str, str]:
    return open_keyed(paper, "settled").reasons


def instance_of(outline: Outline, keyed: Keyed) -> str:
    """The instance a field app would send: every question, and of a repeat the instances in which something stands."""
    root = Element(outline.root, {"id": outline.form_id, "version": outline.version})
    for ref in _refs(outline, keyed):
        node, said = _node(root, ref), keyed.at(ref)
        if said.value:
            node.text = said.value
    SubElement(SubElement(root, "meta"), "instanceID").text = f"uuid:{uuid.uuid4()}"
    return tostring(root, encoding="unicode")


def _refs(outline: Outline, keyed: Keyed) -> Iterator[str]:
    for line in lines_of(outline, repeats=PAPER_REPEATS):
        if line.is_question and (not line.item.repeat or _is_used(line, keyed)):
            yield line.ref
    yield from (item.ref for item in outline.answers if not item.is_asked and not item.repeat)


def _is_used(line: Line, keyed: Keyed) -> bool:
    """Whether anything stands in the instance of the repeat the line is in."""
    place = "/".join(line.ref.split("/")[: len(line.item.repeat.split("/"))])
    return any(ref.startswith(f"{place}/") for ref, said in keyed.said.items() if said)


def _node(root: Element, ref: str) -> Element:
    node = root
    for step in ref.split("/")[2:]:
        name, _, number = step.rstrip("]").partition("[")
        there = node.findall(name)
        there += [SubElement(node, name) for _ in range(int(number or 1) - len(there))]
        node = there[int(number or 1) - 1]
    return node
