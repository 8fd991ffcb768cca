"""YAML read with bounds, and the line every part of it stands on.

Only what a blueprint needs: text, numbers, true and false, lists and mappings. Aliases (a few lines can stand for
thousands of millions), tags (they name things to build) and repeated keys are refused, and `yes`, `no` and dates stay
the text they are (YAML 1.2, core schema).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from weft.programmes.blueprint.problems import NotABlueprint, Problem

MOST_BYTES = 200_000  # the longest programme so far takes a tenth
MOST_DEPTH = 12
MOST_PARTS = 20_000
Where = tuple[str | int, ...]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"[-+]?[0-9]{1,15}$")
_NUMBER = re.compile(r"[-+]?([0-9]{1,15}\.[0-9]{0,15}|\.[0-9]{1,15})$")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass
class Lined:
    """What a file says, and on which line each part begins (path of keys and positions -> line)."""

    file: str
    said: Any = None
    lines: dict[Where, int] = field(default_factory=dict)

    def problem(self, where: Where, message: str) -> Problem:
        """A fault of a part; one that is not there is named by the nearest part around it."""
        while where and where not in self.lines:
            where = where[:-1]
        return Problem(self.file, self.lines.get(where, 1), message)


def read_lined(path: Path, file: str = "") -> Lined:
    """Read a YAML file. Raises NotABlueprint."""
    name = file or path.name
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _refused(name, 0, f"This file is larger than {MOST_BYTES // 1000} kB.")
        text = path.read_text(encoding="utf-8")
    except OSError:
        raise _refused(name, 0, "This file is missing or cannot be opened.") from None
    except UnicodeDecodeError:
        raise _refused(name, 0, "This file is not text in UTF-8.") from None
    return lined(text, name)


def lined(text: str, file: str) -> Lined:
    """The text of a YAML file as data. Raises NotABlueprint, naming the line."""
    try:
        return _Reader(file, yaml.parse(text, Loader=_LOADER)).read()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = str(getattr(error, "problem", "") or "it cannot be read")
        raise _refused(file, mark.line + 1 if mark else 0, f"This is not YAML: {said}.") from None


class _Reader:
    """Walks the events of one document."""

    def __init__(self, file: str, events: Iterator[Any]) -> None:
        self.events, self.parts = events, 0
        self.found = Lined(file)

    def read(self) -> Lined:
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if self.parts:
                    raise self.refuse(event, "This file holds more than one document.")
                self.found.said = self.part(next(self.events), ())
        return self.found

    def part(self, event: Any, where: Where) -> Any:
        self.check(event, where)
        self.found.lines.setdefault(where, event.start_mark.line + 1)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(where)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(where)
        return event.value if event.style else _plain(event.value)

    def check(self, event: Any, where: Where) -> None:
        self.parts += 1
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise self.refuse(event, "Aliases (& and *) are not used here. Write the text out.")
        if event.tag is not None:
            raise self.refuse(event, "Tags (!) are not used here. Write text, numbers, lists and names.")
        if len(where) > MOST_DEPTH or self.parts > MOST_PARTS:
            raise self.refuse(event, "This is nested too deeply, or too long.")

    def mapping(self, where: Where) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise self.refuse(event, "A name is one word, not a list.")
            self.check(event, where)
            if event.value in kept:
                raise self.refuse(event, f"“{event.value}” is said twice here.")
            mark: Any = event.start_mark
            self.found.lines[(*where, event.value)] = mark.line + 1
            kept[event.value] = self.part(next(self.events), (*where, event.value))
        return kept

    def sequence(self, where: Where) -> list[Any]:
        kept: list[Any] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            kept.append(self.part(event, (*where, len(kept))))
        return kept

    def refuse(self, event: Any, message: str) -> NotABlueprint:
        return _refused(self.found.file, event.start_mark.line + 1, message)


def _plain(text: str) -> Any:
    """What a word without quotes means: a number, true, false, nothing, or itself."""
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.match(text):
        return int(text)
    return float(text) if _NUMBER.match(text) else text


def _refused(file: str, line: int, message: str) -> NotABlueprint:
    return NotABlueprint([Problem(file, line, message)])
