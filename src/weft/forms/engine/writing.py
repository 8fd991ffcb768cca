"""A filling as XML: the submission, or the draft with everything in it."""

from __future__ import annotations

from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from weft.forms.engine.cells import Cell
from weft.forms.engine.slots import Slot
from weft.forms.engine.values import composed
from weft.forms.xpath import Node

FORMS_KEPT = 64  # whose namespaces are at hand


def written(root: Cell, *, everything: bool) -> str:
    parts: list[str] = []
    _write(root, parts, everything=everything, declared=_declarations(root))
    text = "".join(parts)
    return text if everything else composed(text)


def answers_in(root: Cell) -> dict[str, str]:
    """Every answer of a draft by its reference: "/data/child[2]/name". A first of several carries no [1]."""
    return dict(_answers(root, f"/{root.node.local}"))


def _answers(cell: Cell, path: str) -> list[tuple[str, str]]:
    kids = [kid for slot, kids in cell.kids.items() if slot.node.kind == "element" for kid in kids]
    if not kids:
        return [(path, cell.stored.strip() if cell.slot.is_leaf else "")]
    found: list[tuple[str, str]] = []
    seen: dict[str, int] = {}
    for kid in kids:
        name = kid.node.local
        seen[name] = seen.get(name, 0) + 1
        place = f"{path}/{name}" if seen[name] == 1 else f"{path}/{name}[{seen[name]}]"
        if kid.kids:
            found += _answers(kid, place)
        else:
            found.append((place, kid.stored.strip() if kid.slot.is_leaf else ""))
    return found


def _declarations(root: Cell) -> str:
    """The namespaces the answers need, said once at the root."""
    spaces = {**root.node.declared}
    for prefix, uri in _of_form(root.slot):
        spaces.setdefault(prefix, uri)
    return "".join(
        f" {'xmlns:' + prefix if prefix else 'xmlns'}={quoteattr(uri)}" for prefix, uri in spaces.items()
    )


@lru_cache(maxsize=FORMS_KEPT)
def _of_form(top: Slot) -> tuple[tuple[str, str], ...]:
    """The prefixes a form uses, the first meaning of each."""
    spaces: dict[str, str] = {}
    for slot in top.walk():
        for node in (slot.node, *slot.node.attributes.values()):
            if node.prefix and node.ns:
                spaces.setdefault(node.prefix, node.ns)
    return tuple(spaces.items())


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
