"""What changed from one version of a blueprint to the next, and what that means for a city's own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from weft.programmes.blueprint.words import Document, leaves

QUIET = ("version", "fixture", "expect", "$schema")


@dataclass(frozen=True)
class Change:
    """One place that differs. before None: it is new; after None: it went."""

    path: str
    before: Any
    after: Any

    @property
    def kind(self) -> str:
        return "added" if self.before is None else "removed" if self.after is None else "changed"

    @property
    def place(self) -> str:
        """ "steps › book › about" """
        return " › ".join(self.path.replace("_", " ").split("/"))


@dataclass(frozen=True)
class Kept:
    """A city's words at a place: what they are, and what the original says now (None: the place is gone)."""

    path: str
    yours: Any
    before: Any
    now: Any

    @property
    def place(self) -> str:
        return " › ".join(self.path.replace("_", " ").split("/"))

    @property
    def original_changed(self) -> bool:
        return bool(self.before != self.now)

    @property
    def is_lost(self) -> bool:
        return self.now is None


@dataclass(frozen=True)
class Difference:
    changes: tuple[Change, ...]
    kept: tuple[Kept, ...]

    @property
    def lost(self) -> tuple[Kept, ...]:
        """The city's words that have no place in the new version."""
        return tuple(each for each in self.kept if each.is_lost)

    @property
    def count(self) -> int:
        return len(self.changes)


def difference(old: Document, new: Document, words: Mapping[str, Any] | None = None) -> Difference:
    """From the old document to the new one; words: what the city says instead of the old one's texts."""
    before, after = _told(old), _told(new)
    changes = tuple(
        Change(path, before.get(path), after.get(path))
        for path in [*after, *(path for path in before if path not in after)]
        if before.get(path) != after.get(path)
    )
    kept = tuple(
        Kept(path, said, before.get(path), after.get(path)) for path, said in sorted((words or {}).items())
    )
    return Difference(changes, kept)


def _told(document: Document) -> dict[str, Any]:
    return {path: value for path, value in leaves(document).items() if path.split("/")[0] not in QUIET}


def newer(version: str, than: str) -> bool:
    """Whether one version of a blueprint comes after another: "1.10" after "1.9"."""
    return numbers(version) > numbers(than)


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
