"""Every string of the code that is translated, as a catalogue keys them: context and plural as .mo files write them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.template import Engine
from django.template.base import Node
from django.templatetags.i18n import BlockTranslateNode

SRC = Path(__file__).resolve().parents[2] / "src" / "weft"
SAID = r"""(?:"([^"]+)"|'([^']+)')"""
TAG = re.compile(rf"{{%\s*translate\s+{SAID}(?P<rest>(?:[^%]|%(?!}}))*)%}}")
OF_A_NAME = re.compile(r"""{%\s*translate\s+([^"'\s%]+)""")
CONTEXT = re.compile(rf"\bcontext\s+{SAID}")
IN_A_TAG = re.compile(rf"[=:\s]_\({SAID}\)")
# call -> (has a context, has a plural)
CALLS = {
    "gettext": (False, False),
    "gettext_lazy": (False, False),
    "gettext_noop": (False, False),
    "pgettext": (True, False),
    "pgettext_lazy": (True, False),
    "ngettext": (False, True),
    "ngettext_lazy": (False, True),
    "npgettext": (True, True),
    "npgettext_lazy": (True, True),
}
EXTENDS = re.compile(r"{% extends .*?%}")


def of_template(text: str) -> Iterator[str]:
    for tag in TAG.finditer(text):
        context = CONTEXT.search(tag["rest"])
        words = (tag[1] or tag[2]).replace("%", "%%")  # as Django asks for it
        yield _keyed(words, context and (context[1] or context[2]))
    for tag in re.findall(r"{[{%].*?[%}]}", text):
        yield from (one or other for one, other in IN_A_TAG.findall(tag))
    plain = EXTENDS.sub("", text)
    for node in _engine().from_string(plain).nodelist.get_nodes_by_type(BlockTranslateNode):
        yield _of_block(node)


def names_in_template(text: str) -> list[str]:
    """What {% translate %} is given that is not words but a name of the page's context."""
    return OF_A_NAME.findall(text)


def _engine() -> Engine:
    from django.template.engine import Engine as Engines

    usual = Engines.get_default()
    return Engine(libraries=usual.libraries, builtins=[*usual.builtins, "django.templatetags.i18n"])


def _of_block(node: Node) -> str:
    context = node.message_context.resolve({}) if node.message_context else None  # type: ignore[attr-defined]
    singular, _ = node.render_token_list(node.singular)  # type: ignore[attr-defined]
    plural = node.render_token_list(node.plural)[0] if node.plural else None  # type: ignore[attr-defined]
    return _keyed(singular, context, plural)


def _keyed(words: str, context: str | None = None, plural: str | None = None) -> str:
    return (f"{context}\x04" if context else "") + words + (f"\0{plural}" if plural else "")


def of_code(text: str) -> Iterator[str]:
    for call, has_context, has_plural in _calls(text):
        said = [_constant(arg) for arg in call.args[: 1 + has_context + has_plural]]
        if len(said) == 1 + has_context + has_plural and None not in said:
            yield _keyed(
                str(said[has_context]),
                said[0] if has_context else None,
                said[-1] if has_plural else None,
            )


def open_calls(text: str) -> Iterator[str]:
    """Calls whose words are not written in the code but come from elsewhere: what stands for them."""
    for call, has_context, has_plural in _calls(text):
        said = call.args[: 1 + has_context + has_plural]
        if len(said) < 1 + has_context + has_plural or any(_constant(arg) is None for arg in said):
            yield ast.unparse(call.args[has_context] if len(call.args) > has_context else call)


def _calls(text: str) -> Iterator[tuple[ast.Call, bool, bool]]:
    """Each call of a function of django.utils.translation, by whichever name the module took it in."""
    tree = ast.parse(text)
    names = _names(tree)
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        if isinstance(call.func, ast.Name):
            name = names.get(call.func.id, "")
        else:
            name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name in CALLS:
            yield call, *CALLS[name]


def _names(tree: ast.Module) -> dict[str, str]:
    return {
        each.asname or each.name: each.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for each in node.names
    }


def _constant(given: ast.expr) -> str | None:
    """Words written out, in one piece or several joined by a plus."""
    if isinstance(given, ast.Constant):
        return given.value if isinstance(given.value, str) else None
    if isinstance(given, ast.BinOp) and isinstance(given.op, ast.Add):
        left, right = _constant(given.left), _constant(given.right)
        return None if left is None or right is None else left + right
    return None
