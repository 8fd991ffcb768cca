"""Texts and choices as a person sees them: outputs filled in, in the language of the filling."""

from __future__ import annotations

import re
from collections.abc import Iterator

from weft.forms.engine import working
from weft.forms.engine.answers import Choice
from weft.forms.engine.body import ItemSet, Output, Question, Text
from weft.forms.engine.form import Form
from weft.forms.engine.names import REASONS
from weft.forms.engine.source import absolute
from weft.forms.engine.texts import Parts
from weft.forms.xpath import Context, Expression, Node, World, XPathError

PLAIN = re.compile(r"[\w.-]+")  # an expression that names a column of a list, and reads nothing else
MISSING = ("missing", "weft_missing")  # column of a list: why choosing this is no answer


class Speech:
    """Says the texts of one filling.

    `world` is given once the filling has one; expressions in texts read it.
    """

    def __init__(self, form: Form, language: str) -> None:
        self.form, self.language = form, language
        self.world: World
        self.outputs = (
            0  # how often so far what was said followed from more than the form: answers, the clock
        )

    def say(self, text: Text, node: Node) -> str:
        """A text where it stands: `node` is what its outputs are asked about."""
        if text.itext_id:
            return self.key(text.itext_id, node, text.form)
        if text.ref is None:
            return self._joined(text.parts, node)
        self.outputs += 1
        return self._read(text, text.ref, node)

    def _read(self, text: Text, ref: Expression, node: Node) -> str:
        said = working.string(ref, Context(node, self.world))
        return self.key(said, node, text.form) if text.is_itext else said

    def key(self, key: str, node: Node, form: str = "") -> str:
        """A translated text by its id."""
        return self._joined(self.form.translations.find(self.language, key, form), node)

    def _joined(self, parts: Parts, node: Node) -> str:
        said = "".join(part if isinstance(part, str) else self._output(part, node) for part in parts)
        return said if len(parts) == 1 else said.strip()  # pyxform puts blanks around a text with outputs

    def _output(self, output: Output, node: Node) -> str:
        self.outputs += 1
        return working.string(output.expression, Context(node, self.world))

    # choices
    def choices(self, question: Question, node: Node) -> Iterator[Choice]:
        """What can be chosen now, in order."""
        chosen = question.choices_from
        if isinstance(chosen, ItemSet):
            for item in working.nodes(chosen.nodes, Context(node, self.world)):
                value = working.string(chosen.value, Context(item, self.world))
                yield Choice(value, self._item_label(chosen, item, value), _reason(item))
        else:
            for one in chosen:
                yield Choice(one.value, self.say(one.label, node), one.reason)

    def _item_label(self, chosen: ItemSet, item: Node, value: str) -> str:
        ref = chosen.label.ref
        if ref is not None and PLAIN.fullmatch(ref.source):
            return self._read(chosen.label, ref, item)
        return self.say(chosen.label, item) if chosen.label else value

    def values(self, question: Question, node: Node) -> list[str]:
        """Only the values of what can be chosen now."""
        chosen = question.choices_from
        if not isinstance(chosen, ItemSet):
            return [one.value for one in chosen]
        items = working.nodes(chosen.nodes, Context(node, self.world))
        return [working.string(chosen.value, Context(item, self.world)) for item in items]

    # what expressions ask of texts
    def choice_name(self, context: Context, value: str, path: str) -> str:
        """jr:choice-name: the label of a value among the choices of the question at a path."""
        node = self._node_at(path, context)
        question = self.form.question(_path_of(node)) if node is not None else None
        if question is None or node is None:
            return ""
        return next((one.label for one in self.choices(question, node) if one.value == value), "")

    def itext(self, context: Context, key: str) -> str:
        return self.key(key, context.node)

    def _node_at(self, path: str, context: Context) -> Node | None:
        try:
            found = self.form.compiled(path, path).nodes(context)
        except (XPathError, ValueError):
            return None
        return found[0] if found else None


def _path_of(node: Node) -> str:
    return absolute(".", _path_of(node.parent) + "/" + node.name) if node.parent is not None else ""


def _reason(item: Node) -> str:
    """Why choosing an item is no answer, where its list says so."""
    said = next((one.string_value() for one in item.children if one.local in MISSING), "")
    return said if said in REASONS else ""
