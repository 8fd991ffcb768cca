"""Parts of pages made from releases, kept once rendered: a release never changes, so neither do they."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST_KEPT = 500  # parts, of at most about 80 kB each

_kept: OrderedDict[tuple[object, ...], SafeString] = OrderedDict()
_lock = Lock()


def part(template: str, key: tuple[object, ...], context: Callable[[], dict[str, Any]]) -> SafeString:
    """A rendered template, made once for a key and a language.

    key: everything the part depends on; for a release its digest, so that nothing stale is ever shown.
    """
    full_key = (template, get_language(), *key)
    with _lock:
        if full_key in _kept:
            _kept.move_to_end(full_key)
            return _kept[full_key]
    made = render_to_string(template, context())
    with _lock:
        _kept[full_key] = made
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made


def forget() -> None:
    """Drop everything kept (tests)."""
    with _lock:
        _kept.clear()
