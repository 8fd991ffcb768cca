"""Parts of pages made from releases, kept once rendered: a release never changes, so neither do they."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar, cast

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

Kept = TypeVar("Kept")
MOST_KEPT = 500  # parts, of at most about 80 kB each

_kept: OrderedDict[tuple[object, ...], object] = OrderedDict()
_lock = Lock()


def part(template: str, key: tuple[object, ...], context: Callable[[], dict[str, Any]]) -> SafeString:
    """A rendered template, made once for a key and a language.

    key: everything the part depends on; for a release its digest, so that nothing stale is ever shown.
    """
    return once((template, *key), lambda: render_to_string(template, context()))


def once(key: tuple[object, ...], make: Callable[[], Kept]) -> Kept:
    """Anything made from releases, made once for a key and a language."""
    full_key = (get_language(), *key)
    with _lock:
        if full_key in _kept:
            _kept.move_to_end(full_key)
            return cast(Kept, _kept[full_key])
    made = make()
    with _lock:
        _kept[full_key] = made
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made


def forget() -> None:
    """Drop everything kept (tests)."""
    with _lock:
        _kept.clear()
