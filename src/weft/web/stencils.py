"""Pages set once and shown to many: what is each visitor's own is a blank, filled anew each time and never kept.

A page is set with marks in the places of those values (`Blanks`), and cut at the marks (`Stencil`). Nobody can guess
a mark, so no words of a page are ever taken for one.
"""

import re
import secrets
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from django.utils.html import escape

MARK_BYTES = 16


@dataclass(frozen=True)
class Stencil:
    """The words of a page and the names of its blanks, by turns: words first, words last."""

    pieces: tuple[str, ...]

    def filled(self, values: Mapping[str, str | int]) -> str:
        """The page, with a value in each blank, escaped."""
        pieces = list(self.pieces)
        pieces[1::2] = [str(escape(values[name])) for name in pieces[1::2]]
        return "".join(pieces)


Kept = TypeVar("Kept", bound=Stencil)


class Blanks:
    """Marks that stand in a page being set for the values to come."""

    def __init__(self, names: Iterable[str]) -> None:
        self._secret = secrets.token_hex(MARK_BYTES)
        self.marks = {name: f"{self._secret}-{name}-{self._secret}" for name in names}

    def cut(self, text: str) -> Stencil:
        return Stencil(tuple(re.split(f"{self._secret}-([a-z_]+)-{self._secret}", text)))


class Shelf(Generic[Kept]):
    """The stencils used last, as many as fit. Each is known by everything its page depends on."""

    def __init__(self, most: int, characters: int) -> None:
        self.most, self.characters = most, characters
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = Lock()

    def take(self, known_by: Hashable) -> Kept | None:
        with self._lock:
            found = self._kept.get(known_by)
            if found is not None:
                self._kept.move_to_end(known_by)
            return found

    def put(self, known_by: Hashable, stencil: Kept) -> None:
        """Keep a stencil; one too long is not kept."""
        if sum(map(len, stencil.pieces)) > self.characters:
            return
        with self._lock:
            self._kept[known_by] = stencil
            self._kept.move_to_end(known_by)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()

    def __len__(self) -> int:
        return len(self._kept)
