"""Opened answers kept at hand between two pages of one visitor, so that they are not opened and read anew for each.

Only in the memory of the process that answered, only for a moment, and only while they are word for word what the
database holds: they are known by the sealed text itself. Whoever takes them has them alone; nobody else works on the
same filling. What was erased is never shown from here: the holder's key is asked for each time.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from weft.forms.answers import Kept, compiled, have_opened, key_of
from weft.forms.engine import Filling
from weft.forms.models import Response

HELD_MOST = 64  # responses in one process
HELD_SECONDS = 120  # somebody who thinks longer waits a millisecond more
HELD_CHARACTERS = 100_000  # of a sealed text: longer answers are opened anew


@dataclass(frozen=True)
class Held:
    """The answers of one response, opened."""

    sealed: str
    language: str
    until: float
    kept: Kept
    filling: Filling


_shelf: OrderedDict[int, Held] = OrderedDict()
_lock = Lock()


def take_held(response: Response) -> Held | None:
    """What was put down for a response, if it is still what the row says. It is taken away: one at a time has it.
    Raises keys.KeyDestroyed once the answers were erased."""
    with _lock:
        _forget_old()
        found = _shelf.pop(response.pk, None)
    if found is None or (found.sealed, found.language) != (response.answers, response.language):
        return None
    key_of(response)
    have_opened(response, found.kept)
    return found


def put_held(response: Response, kept: Kept, filling: Filling) -> None:
    """Keep at hand what was just saved or shown. Forms whose answers change by themselves are read anew each time."""
    sealed, form = response.answers, compiled(response.version)
    if not sealed or len(sealed) > HELD_CHARACTERS or filling.form is not form or not form.is_steady:
        return
    with _lock:
        _forget_old()
        _shelf.pop(response.pk, None)
        until = time.monotonic() + HELD_SECONDS
        _shelf[response.pk] = Held(sealed, response.language, until, kept, filling)
        while len(_shelf) > HELD_MOST:
            _shelf.popitem(last=False)


def forget_held() -> None:
    """Put everything away."""
    with _lock:
        _shelf.clear()


def _forget_old() -> None:
    now = time.monotonic()
    while _shelf and next(iter(_shelf.values())).until < now:
        _shelf.popitem(last=False)
