"""Labels, hints and messages: reading them from the form, and the translations they name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from weft.forms.engine.body import NO_TEXT, Output, Text
from weft.forms.engine.source import Compiler
from weft.forms.xpath import Node

_ITEXT = re.compile(r"\s*jr:itext\((.*)\)\s*\Z", re.DOTALL)
_QUOTED = re.compile(r"\s*(?:'([^']*)'|\"([^\"]*)\")\s*\Z")
MEDIA = ("image", "audio", "video", "big-image")

Parts = tuple[str | Output, ...]


@dataclass
class Translations:
    """Texts by language, id and form: form "" is what is shown, others are "guidance", "short", "image" …"""

    default: str = ""
    languages: tuple[str, ...] = ()
    texts: Mapping[str, Mapping[str, Mapping[str, Parts]]] = field(default_factory=dict)

    def find(self, language: str, key: str, form: str = "") -> Parts:
        """The text in a language, else in the form's first language, else nothing."""
        for tried in (language, self.default):
            found = self.texts.get(tried, {}).get(key, {}).get(form)
            if found:
                return found
        return ()


def read_translations(model: Node, compiled: Compiler) -> Translations:
    """The <itext> of a form; a form of one language may have none."""
    itext = model.first("itext")
    if itext is None:
        return Translations()
    blocks = [one for one in itext.elements() if one.local == "translation"]
    names = [one.get("lang") or "" for one in blocks]
    chosen = [name for name, one in zip(names, blocks, strict=True) if one.get("default") is not None]
    default = (chosen or names or [""])[0]
    order = (default, *(name for name in names if name != default)) if names else ()
    texts = {name: _read_block(one, compiled) for name, one in zip(names, blocks, strict=True)}
    return Translations(default, order, texts)


def _read_block(block: Node, compiled: Compiler) -> dict[str, dict[str, Parts]]:
    made: dict[str, dict[str, Parts]] = {}
    for text in block.elements():
        key = text.get("id") or ""
        forms = made.setdefault(key, {})
        for value in text.elements():
            form = value.get("form") or ""
            forms["" if form == "long" else form] = parts_of(value, compiled, key)
    return made


def parts_of(node: Node, compiled: Compiler, ref: str) -> Parts:
    """Words and outputs inside an element, in order."""
    parts: list[str | Output] = []
    for one in node.children:
        if one.kind == "text" and one.text:
            parts.append(one.text)
        elif one.kind == "element" and one.local == "output":
            parts.append(Output(compiled(one.get("value") or one.get("ref") or "''", ref)))
        elif one.kind == "element":
            parts += parts_of(one, compiled, ref)
    return tuple(parts)


def read_text(node: Node | None, compiled: Compiler, ref: str) -> Text:
    """The text of a <label>, <hint> or the like."""
    if node is None:
        return NO_TEXT
    named = (node.get("ref") or "").strip()
    return named_text(named, compiled, ref) if named else Text(parts_of(node, compiled, ref))


def named_text(source: str, compiled: Compiler, ref: str) -> Text:
    """A text given by an expression: jr:itext of an id, or any other."""
    found = _ITEXT.match(source)
    if not found:
        return Text(ref=compiled(source, ref))
    plain = _QUOTED.match(found[1])
    if plain:
        return Text(itext_id=plain[1] if plain[1] is not None else plain[2])
    return Text(ref=compiled(found[1], ref), is_itext=True)


def message(source: str | None, compiled: Compiler, ref: str) -> Text:
    """A message of a bind: words, or jr:itext of an id."""
    if not source:
        return NO_TEXT
    return named_text(source, compiled, ref) if _ITEXT.match(source) else Text((source,))
