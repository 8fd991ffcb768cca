"""The body of a form: groups, repeats and questions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from weft.forms.engine.body import Bind, Element, Group, ItemSet, Question, StaticChoice, Text
from weft.forms.engine.errors import FormError, FormTooLarge
from weft.forms.engine.names import CONTROLS, JAVAROSA, WEFT
from weft.forms.engine.source import Compiler, absolute, words
from weft.forms.engine.texts import MEDIA, Translations, read_text
from weft.forms.xpath import Expression, Node

NESTED_MOST = 60  # groups within groups; the deepest published form we know of has nine
_INPUTS = {"string": "text", "int": "integer"}
_UPLOADS = {"image": "image", "audio": "audio", "video": "video"}
_PARAMETERS = ("start", "end", "step", "mediatype", "accuracyThreshold", "rows", "incremental", "query")


@dataclass(frozen=True)
class BodyReader:
    """Reads elements of the body against the binds and translations of the same form."""

    binds: Mapping[str, Bind]
    ids: Mapping[str, str]
    translations: Translations
    compiled: Compiler

    def read(self, node: Node, base: str, depth: int = 0) -> tuple[Element, ...]:
        """What stands inside an element, in order."""
        if depth > NESTED_MOST:
            raise FormTooLarge(f"{base}: groups are nested more than {NESTED_MOST} deep")
        made: list[Element] = []
        for one in node.elements():
            if one.local == "repeat":
                made.append(self._repeat(one, base, depth))
            elif one.local == "group":
                made.append(self._group(one, base, depth))
            elif one.local in CONTROLS:
                made.append(self._question(one, base))
        return tuple(made)

    def _ref(self, node: Node, base: str) -> str:
        named = node.get("ref") or node.get("nodeset")
        if named:
            return absolute(named, base)
        return self.ids.get(node.get("bind") or "", "")

    def _group(self, node: Node, base: str, depth: int) -> Group:
        ref = self._ref(node, base)
        parts = self.read(node, ref or base, depth + 1)
        label = read_text(node.first("label"), self.compiled, ref)
        appearance = node.get("appearance") or ""
        only = parts[0] if len(parts) == 1 else None
        if isinstance(only, Group) and only.is_repeat and ref in ("", only.ref):
            return replace(only, label=label, appearance=only.appearance or appearance)
        return Group(ref, label, appearance, parts)

    def _repeat(self, node: Node, base: str, depth: int) -> Group:
        ref = self._ref(node, base)
        fixed = (node.get("noAddRemove", JAVAROSA) or "").replace(" ", "")
        return Group(
            ref=ref,
            appearance=node.get("appearance") or "",
            children=self.read(node, ref, depth + 1),
            is_repeat=True,
            count_expr=self.compiled.optional(node, "count", ref, JAVAROSA),
            no_add_remove=fixed == "true()",
        )

    def _question(self, node: Node, base: str) -> Question:
        ref = self._ref(node, base)
        if not ref:
            raise FormError(f"A <{node.local}> in {base} names no reference")
        label = read_text(node.first("label"), self.compiled, ref)
        hint = read_text(node.first("hint"), self.compiled, ref)
        return Question(
            ref=ref,
            kind=self._kind(node, self.binds.get(ref, Bind(ref)), bool(label or hint)),
            control=node.local,
            appearance=node.get("appearance") or "",
            label=label,
            hint=hint,
            guidance=replace(hint, form="guidance") if hint.itext_id else Text(),
            choices_from=self._choices(node, ref),
            parameters={name: node.get(name) or "" for name in _PARAMETERS if node.get(name)},
            media=self._media(label),
        )

    def _media(self, label: Text) -> dict[str, Text]:
        return {
            form: replace(label, form=form)
            for form in MEDIA
            if label.itext_id and self.translations.find("", label.itext_id, form)
        }

    def _kind(self, node: Node, bind: Bind, has_words: bool) -> str:
        control = node.local
        if control == "upload":
            return _UPLOADS.get((node.get("mediatype") or "").partition("/")[0], "file")
        if control == "input" and has_words and always_true(bind.readonly):
            return "note"
        named = {"select1": "select_one", "select": "select_multiple", "trigger": "acknowledge"}
        return named.get(control) or (
            control if control in ("range", "rank") else _INPUTS.get(bind.type, bind.type)
        )

    def _choices(self, node: Node, ref: str) -> ItemSet | tuple[StaticChoice, ...]:
        itemset = node.first("itemset")
        if itemset is not None:
            return self._itemset(itemset, ref)
        items = [one for one in node.elements() if one.local == "item"]
        return tuple(self._item(one, ref) for one in items)

    def _item(self, node: Node, ref: str) -> StaticChoice:
        value = node.first("value")
        text = words(value).strip() if value is not None else ""
        label = read_text(node.first("label"), self.compiled, ref) or Text((text,))
        return StaticChoice(text, label, node.get("missing", WEFT) or "")

    def _itemset(self, node: Node, ref: str) -> ItemSet:
        value, source = node.first("value"), node.get("nodeset") or ""
        named = (value.get("ref") if value is not None else "") or "name"
        label = read_text(node.first("label"), self.compiled, ref)
        return ItemSet(self.compiled(source, ref), self.compiled(named, ref), label)


def always_true(expression: Expression | None) -> bool:
    """Whether the form says true() plainly."""
    return expression is not None and expression.source.replace(" ", "") == "true()"
