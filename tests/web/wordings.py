"""Every string of the code that is translated, as a catalogue keys them: context and plural as .mo files write them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.template import Engine
from django.template.base import Node
from django.templatetags.i18n import BlockTranslateNode

SRC = Path(__file__).resolve().parents[2] / "src" / "weft"
TAG = re.compile(r"""{%\s*translate\s+(?:"([^"]+)"|'([^']+)')(?:\s+context\s+"([^"]+)")?""")
IN_A_TAG = re.compile(r"""[=:\s]_\((?:"([^"]+)"|'([^']+)')\)""")
CALLS = {
    "_": 0,
    "gettext": 0,
    "gettext_lazy": 0,
    "gettext_noop": 0,
    "pgettext": 1,
    "pgettext_lazy": 1,
}
PLURALS = ("ngettext", "ngettext_lazy")
EXTENDS = re.compile(r"{% extends .*?%}")


def of_template(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    for one, other, context in TAG.findall(text):
        yield (f"{context}\x04" if context else "") + (one or other).replace(
            "%", "%%"
        )  # as Django asks for it
    for tag in re.findall(r"{[{%].*?[%}]}", text):
        yield from (one or other for one, other in IN_A_TAG.findall(tag))
    plain = EXTENDS.sub("", text)
    for node in _engine().from_string(plain).nodelist.get_nodes_by_type(BlockTranslateNode):
        yield from _of_block(node)


def _engine() -> Engine:
    from django.template.engine import Engine as Engines

    usual = Engines.get_default()
    return Engine(libraries=usual.libraries, builtins=[*usual.builtins, "django.templatetags.i18n"])


def _of_block(node: Node) -> Iterator[str]:
    singular, _ = node.render_token_list(node.singular)  # type: ignore[attr-defined]
    if node.plural:  # type: ignore[attr-defined]
        plural, _ = node.render_token_list(node.plural)  # type: ignore[attr-defined]
        yield f"{singular}\0{plural}"
    else:
        yield singular


def of_code(path: Path) -> Iterator[str]:
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        said = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
        name = call.func.id
        if name in PLURALS and len(said) > 1:
            yield f"{said[0]}\0{said[1]}"
        elif name in CALLS and len(said) > CALLS[name] and isinstance(said[0], str):
            yield f"{said[0]}\x04{said[1]}" if CALLS[name] else said[0]
