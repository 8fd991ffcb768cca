"""What a resident reads from finding to booked to cancelled: every string of the code that is translated."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.template import Engine
from django.template.base import Node
from django.templatetags.i18n import BlockTranslateNode

SRC = Path(__file__).resolve().parents[3] / "src" / "weft"
TEMPLATES = (
    *sorted((SRC / "gather/templates/gather/public").glob("*.html")),
    *(SRC / "web/templates/web/parts" / f"{name}.html" for name in ("banner", "header", "footer", "crumbs")),
    *sorted((SRC / "web/templates/web/forms").glob("*.html")),
    SRC / "web/templates/web/base.html",
)
CODE = (
    *(SRC / "gather" / name for name in (
        "forms/find.py", "forms/book.py", "views/find.py", "views/book.py", "views/manage.py", "views/parts.py",
        "actions/online.py", "actions/telling.py", "errors.py", "rules.py",
    )),
    SRC / "places/views/parts.py", SRC / "places/access.py", SRC / "web/context.py",
)  # fmt: skip
STAFF_ONLY = (
    "A venue", "lasts", "training", "speed", "Keep no more places", "several", "Enter why it is cancelled",
    "see the area",
    "More places are taken", "The session has not begun", "The register of this", "Say of everybody",
)  # fmt: skip
TAG = re.compile(r"""{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
CALLS = {
    "_": 0,
    "gettext": 0,
    "gettext_lazy": 0,
    "gettext_noop": 0,
    "ngettext": 0,
    "pgettext": 1,
    "pgettext_lazy": 1,
}


def wordings() -> list[str]:
    """As a catalogue keys them: context and plural as .mo files write them."""
    found = [word for path in TEMPLATES for word in _of_template(path)] + [
        w for path in CODE for w in _of_code(path)
    ]
    return [w for w in dict.fromkeys(found) if not any(part in w for part in STAFF_ONLY)]


def _of_template(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    for one, other in TAG.findall(text):
        yield one or other
    engine = Engine(libraries={"i18n": "django.templatetags.i18n", "static": "django.templatetags.static",
                               "weft": "weft.web.templatetags.weft"}, builtins=["django.templatetags.i18n",
                               "django.templatetags.static", "weft.web.templatetags.weft"])  # fmt: skip
    for node in engine.from_string(re.sub(r"{% extends .*?%}", "", text)).nodelist.get_nodes_by_type(
        BlockTranslateNode
    ):
        yield from _of_block(node)


def _of_block(node: Node) -> Iterator[str]:
    singular, _ = node.render_token_list(node.singular)  # type: ignore[attr-defined]
    if node.plural:  # type: ignore[attr-defined]
        plural, _ = node.render_token_list(node.plural)  # type: ignore[attr-defined]
        yield f"{singular}\0{plural}"
    else:
        yield singular


def _of_code(path: Path) -> Iterator[str]:
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id not in CALLS:
            continue
        said = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
        if call.func.id == "ngettext":
            yield f"{said[0]}\0{said[1]}"
        elif CALLS[call.func.id]:
            yield f"{said[0]}\x04{said[1]}"
        elif said:
            yield str(said[0])
