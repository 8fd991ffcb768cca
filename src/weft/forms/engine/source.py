"""Reading an XForm's elements: its namespaces, its expressions, and references as its author wrote them."""

import re
from collections.abc import Iterable, Iterator, Mapping

from weft.forms.engine.errors import FormError, FormTooLarge
from weft.forms.engine.names import JAVAROSA, ODK, OPENROSA, XFORMS, XHTML
from weft.forms.xpath import Expression, Node, XPathError, compile_expression

USUAL = {"jr": JAVAROSA, "odk": ODK, "orx": OPENROSA, "h": XHTML, "xf": XFORMS}
EXPRESSIONS_MOST = 250_000  # characters of all expressions of a form; the WHO verbal autopsy has 60,000
WORKED_OUT = ("relevant", "constraint", "calculate", "required", "readonly")  # attributes of a bind
_PREDICATE = re.compile(r"\[[^\[\]]*\]")


def refuse_long(binds: Iterable[Node]) -> None:
    """Before anything is compiled: binds whose expressions are longer together than a form's may be."""
    texts = {one.text for bind in binds for one in bind.attributes.values() if one.local in WORKED_OUT}
    if sum(map(len, texts)) > EXPRESSIONS_MOST:
        raise FormTooLarge(f"The form's expressions are longer than {EXPRESSIONS_MOST:,} characters")


class Compiler:
    """Compiles each expression of one form once; a faulty one is said with the reference it belongs to."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self.namespaces = {**USUAL, **namespaces}
        self._made: dict[str, Expression] = {}
        self._characters = 0

    def __call__(self, text: str, ref: str) -> Expression:
        found = self._made.get(text)
        if found is None:
            self._characters += len(text)
            if self._characters > EXPRESSIONS_MOST:
                raise FormTooLarge(
                    f"{ref}: the form's expressions are longer than {EXPRESSIONS_MOST:,} characters"
                )
            try:
                found = self._made[text] = compile_expression(text, self.namespaces)
            except XPathError as wrong:
                raise FormError(f"{ref}: {wrong}") from wrong
        return found

    @property
    def made(self) -> tuple[Expression, ...]:
        """Every expression of the form compiled so far: all of them once it was read."""
        return tuple(self._made.values())

    def optional(self, node: Node, name: str, ref: str, ns: str = "") -> Expression | None:
        """The expression in an attribute, None where the attribute is missing or blank."""
        text = (node.get(name, ns) or "").strip()
        return self(text, ref) if text else None


def needed(node: Node, local: str) -> Node:
    """First child element of that local name; a form without it is refused."""
    found = node.first(local)
    if found is None:
        raise FormError(f"The form has no <{local}> inside <{node.local or 'the document'}>")
    return found


def words(node: Node) -> str:
    """The text directly inside an element."""
    return "".join(one.text for one in node.children if one.kind == "text")


def inside(node: Node) -> Iterator[Node]:
    """Elements inside, in document order."""
    return (one for one in node.walk() if one.kind == "element" and one is not node)


def absolute(ref: str, base: str) -> str:
    """A reference as an absolute path without predicates; relative ones start at `base`."""
    path, before = ref.strip(), ""
    while path != before:
        path, before = _PREDICATE.sub("", path), path
    path = path.replace(" ", "").removeprefix("current()/")
    steps = [] if path.startswith("/") else [step for step in base.split("/") if step]
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/" + "/".join(steps)
