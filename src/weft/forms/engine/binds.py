"""The <bind> elements of a model: what holds for each reference."""

from weft.forms.engine.body import Bind
from weft.forms.engine.names import JAVAROSA, WEFT
from weft.forms.engine.source import Compiler, absolute
from weft.forms.engine.texts import message
from weft.forms.engine.values import bare_type
from weft.forms.xpath import Node


def read_binds(model: Node, root: str, compiled: Compiler) -> dict[str, Bind]:
    """Binds by absolute reference; of two for one reference the last holds."""
    found: dict[str, Bind] = {}
    for node in model.elements():
        if node.local != "bind" or not (node.get("nodeset") or node.get("ref")):
            continue
        bind = _read(node, absolute(node.get("nodeset") or node.get("ref") or "", root), compiled)
        found[bind.ref] = bind
    return found


def bind_ids(model: Node, root: str) -> dict[str, str]:
    """References by the id a bind carries; controls and actions may name it."""
    return {
        node.get("id") or "": absolute(node.get("nodeset") or node.get("ref") or "", root)
        for node in model.elements()
        if node.local == "bind" and node.get("id")
    }


def _read(node: Node, ref: str, compiled: Compiler) -> Bind:
    said = {
        name: compiled.optional(node, name, ref)
        for name in ("required", "relevant", "constraint", "calculate", "readonly")
    }
    return Bind(
        ref=ref,
        type=bare_type(node.get("type") or ""),
        **said,
        preload=node.get("preload", JAVAROSA) or "",
        preload_parameter=node.get("preloadParams", JAVAROSA) or "",
        constraint_message=message(node.get("constraintMsg", JAVAROSA), compiled, ref),
        required_message=message(node.get("requiredMsg", JAVAROSA), compiled, ref),
        weft={one.local: one.text for one in node.attributes.values() if one.ns == WEFT},
    )
