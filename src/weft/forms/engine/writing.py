"""A filling as XML: the submission, or the draft with everything in it."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from weft.forms.engine.cells import Cell
from weft.forms.engine.values import composed
from weft.forms.xpath import Node


def written(root: Cell, *, everything: bool) -> str:
    parts: list[str] = []
    _write(root, parts, everything=everything, declared=_declarations(root))
    text = "".join(parts)
    return text if everything else composed(text)


def _declarations(root: Cell) -> str:
    """The namespaces the answers need, said once at the root."""
    spaces = dict(root.node.declared)
    for slot in root.slot.walk():
        for node in (slot.node, *slot.node.attributes.values()):
            if node.prefix and node.ns:
                spaces.setdefault(node.prefix, node.ns)
    return "".join(
        f" {'xmlns:' + prefix if prefix else 'xmlns'}={quoteattr(uri)}" for prefix, uri in spaces.items()
    )


def _attributes(node: Node) -> str:
    if not node.attributes:
        return ""
    return "".join(f" {one.name}={quoteattr(one.text)}" for one in node.attributes.values())


def _write(cell: Cell, parts: list[str], *, everything: bool, declared: str = "") -> None:
    if not (everything or cell.relevant):
        return
    name = cell.node.name
    parts.append(f"<{name}{declared}{_attributes(cell.node)}")
    mark = len(parts)
    parts.append(">")
    if cell.slot.is_leaf:
        parts.append(escape(cell.stored if everything else cell.shown))
    for slot, kids in cell.kids.items():
        for kid in kids if slot.node.kind == "element" else ():
            _write(kid, parts, everything=everything)
    if not any(parts[mark + 1 :]):
        del parts[mark:]
        parts.append("/>")
    else:
        parts.append(f"</{name}>")
