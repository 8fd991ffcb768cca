"""YAML read node by node, so that every refusal says where, what was found and what to write.

Every scalar is taken as it is written: `yes` stays the text "yes" until a reader asks for a flag.
"""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

import yaml

from weft.registry.definitions import DefinitionError

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_NODES = 100_000

E = TypeVar("E", bound=StrEnum)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_WHOLE = re.compile(r"[0-9]{1,9}")


class LoadError(DefinitionError):
    """A definitions file that cannot be read: FILE:LINE, what was found, and what to write instead."""

    def __init__(self, name: str, line: int, message: str) -> None:
        super().__init__(f"{name}:{line}: {message}")
        self.name = name
        self.line = line


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """' Did you mean R1?', or what there is when nothing is close."""
    names = list(known)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f" Did you mean {close[0]}?"
    return f" Use one of: {', '.join(names)}." if 0 < len(names) <= 12 else ""


def inside(what: str) -> str:
    """How a thing is called within a sentence: "The file" is "the file", "Question q" stays."""
    return what[0].lower() + what[1:] if what.startswith(("The ", "A ", "An ")) else what


@dataclass(frozen=True)
class Source:
    """The file being read, to name in a refusal."""

    name: str

    def refusal(self, node: yaml.Node, message: str) -> LoadError:
        return LoadError(self.name, node.start_mark.line + 1, message)


@dataclass(frozen=True)
class Entry:
    """One key of a mapping, and the value under it."""

    key: yaml.Node
    value: yaml.Node


def read_tree(text: str, name: str) -> yaml.Node:
    """The one document of a definitions file, with nothing in it that hides or multiplies text."""
    try:
        if len(text.encode()) > MAX_BYTES:
            raise LoadError(name, 1, "The file is over 1 MB. Split it into smaller files.")
        _refuse_tricks(text, name)
        tree = yaml.compose(text, Loader=_Loader)
    except UnicodeEncodeError:
        raise LoadError(name, 1, "The file is not UTF-8 text. Save it as UTF-8.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise LoadError(name, line, "This is not readable YAML. Check indents, quotes and colons.") from error
    if tree is None:
        raise LoadError(name, 1, "The file is empty. Start it with `version` and `updated`.")
    return tree


def _refuse_tricks(text: str, name: str) -> None:
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise LoadError(name, line, "Anchors and aliases (& and *) are not read. Write the value out.")
        if getattr(event, "tag", None):
            raise LoadError(name, line, "Tags (!) are not read. Write the plain value.")
        if "\0" in getattr(event, "value", ""):
            raise LoadError(name, line, "A sign that is not text (\\0). Take it out.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise LoadError(name, line, f"Nested more than {MAX_DEPTH} deep. Write it flatter.")
        if count > MAX_NODES:
            raise LoadError(name, line, f"More than {MAX_NODES:,} values. Split the file.")


def pairs(node: yaml.Node, source: Source, what: str) -> dict[str, Entry]:
    """The keys and values of a mapping, each key once.

    Raises: LoadError where it is not a mapping or writes a key twice.
    """
    if not isinstance(node, yaml.MappingNode):
        raise source.refusal(node, f"{what} must be written as `key: value` lines.")
    found: dict[str, Entry] = {}
    for key, value in node.value:
        name = scalar(key, source, f"A key of {what}")
        if name in found:
            first = found[name].key.start_mark.line + 1
            message = f"`{name}` is written twice in {inside(what)} (first on line {first}). Keep one."
            raise source.refusal(key, message)
        found[name] = Entry(key, value)
    return found


def scalar(node: yaml.Node, source: Source, what: str) -> str:
    """The text of one value, as written."""
    if not isinstance(node, yaml.ScalarNode):
        raise source.refusal(node, f"{what} must be a single value, not a list or a mapping.")
    text = str(node.value).strip()
    if not text:
        raise source.refusal(node, f"{what} is empty. Write a value or leave the line out.")
    return text


def sequence(node: yaml.Node, source: Source, what: str) -> list[yaml.Node]:
    """The items of a list."""
    if not isinstance(node, yaml.SequenceNode):
        raise source.refusal(node, f"{what} must be a list: [one, two], or one `-` line each.")
    if not node.value:
        raise source.refusal(node, f"{what} is an empty list. Name at least one, or leave the line out.")
    return list(node.value)


def number(node: yaml.Node, source: Source, what: str) -> float:
    """A plain decimal number."""
    text = scalar(node, source, what)
    if not _NUMBER.fullmatch(text):
        raise source.refusal(node, f"{what} is {text!r}, not a number. Write it in figures, like 8 or 1.6.")
    return float(text)


class Fields:
    """The keys of one definition, asked for by name and type."""

    def __init__(self, node: yaml.Node, source: Source, what: str, allowed: Sequence[str]) -> None:
        self.node, self.source, self.what = node, source, what
        self._entries = pairs(node, source, what)
        for name, entry in self._entries.items():
            if name not in allowed:
                raise source.refusal(entry.key, f"{what} has no key `{name}`.{did_you_mean(name, allowed)}")

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def refusal(self, message: str, key: str = "") -> LoadError:
        entry = self._entries.get(key)
        return self.source.refusal(entry.key if entry else self.node, message)

    def node_of(self, key: str) -> yaml.Node:
        if key not in self._entries:
            raise self.refusal(f"{self.what} has no `{key}`. Add it.")
        return self._entries[key].value

    def text(self, key: str, default: str | None = None) -> str:
        if default is not None and key not in self:
            return default
        return scalar(self.node_of(key), self.source, f"`{key}` of {inside(self.what)}")

    def whole(self, key: str) -> int:
        text = self.text(key)
        if not _WHOLE.fullmatch(text):
            message = f"`{key}` of {inside(self.what)} is {text!r}. Write a whole number, like 1."
            raise self.refusal(message, key)
        return int(text)

    def number(self, key: str, default: float | None = None) -> float:
        if default is not None and key not in self:
            return default
        return number(self.node_of(key), self.source, f"`{key}` of {inside(self.what)}")

    def flag(self, key: str) -> bool:
        text = self.text(key, "no")
        if text not in ("yes", "no"):
            raise self.refusal(f"`{key}` of {inside(self.what)} is {text!r}. Write yes or no.", key)
        return text == "yes"

    def choice(self, key: str, among: type[E], default: E | None = None) -> E:
        if default is not None and key not in self:
            return default
        text = self.text(key)
        if text not in [member.value for member in among]:
            known = [member.value for member in among]
            raise self.refusal(f"`{key}` of {inside(self.what)} is {text!r}.{did_you_mean(text, known)}", key)
        return among(text)

    def date(self, key: str) -> date:
        text = self.text(key)
        try:
            return date.fromisoformat(text)
        except ValueError:
            message = f"`{key}` of {inside(self.what)} is {text!r}. Write a date as YYYY-MM-DD."
            raise self.refusal(message, key) from None

    def items(self, key: str) -> list[yaml.Node]:
        """The nodes of a list; none where the key is left out."""
        if key not in self:
            return []
        return sequence(self._entries[key].value, self.source, f"`{key}` of {inside(self.what)}")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, or one text."""
        if key not in self:
            return ()
        node = self._entries[key].value
        nodes = [node] if isinstance(node, yaml.ScalarNode) else self.items(key)
        return tuple(scalar(item, self.source, f"`{key}` of {inside(self.what)}") for item in nodes)
