"""What a city may say in its own words, and the document with those words in it.

A place in a document is a path of names and keys: "title", "steps/book/about", "activities/meal/places/seat/total".
Only texts, titles and numbers of places may change: what is recorded, required and counted is the blueprint's.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]
EDITABLE = tuple(
    re.compile(pattern.replace("*", "[a-z0-9][a-z0-9_-]*"))
    for pattern in (
        "title",
        "purpose",
        "background",
        "measuring",
        "data_protection",
        "(optional_elements|resources|caveats|target_groups)/*",
        "steps/*/(title|about)",
        "(roles|requirements|forms|indicators)/*/title",
        "indicators/*/caveat",
        "activities/*/(title|about|takes|who)",
        "activities/*/places/*/(title|total|newcomers)",
        "mixing/traits/*/title",
    )
)
NUMBERS = re.compile(r".*/places/[^/]+/(total|newcomers)")


class NotEditable(ValueError):
    """The path leads to something a city takes over as it is, or to nothing."""


def is_editable(path: str) -> bool:
    return any(pattern.fullmatch(path) for pattern in EDITABLE)


def is_number(path: str) -> bool:
    return bool(NUMBERS.fullmatch(path))


def leaves(document: Document) -> dict[str, Any]:
    """Every text, number and truth of a document by its path; keyed lists by key, others by position."""
    return dict(_leaves(document, ""))


def _leaves(part: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(part, Mapping):
        for name, inner in part.items():
            yield from _leaves(inner, f"{path}/{name}" if path else name)
    elif isinstance(part, list):
        for number, inner in enumerate(part):
            yield from _leaves(inner, f"{path}/{name_of(inner, number)}")
    else:
        yield path, part


def name_of(part: Any, number: int) -> str:
    """What an entry of a list is called in a path: its key, else its position."""
    return str(part["key"]) if isinstance(part, Mapping) and "key" in part else str(number)


def editable(document: Document) -> dict[str, Any]:
    """What may be said in one's own words, in the order of the document."""
    return {path: value for path, value in leaves(document).items() if is_editable(path)}


def worded(document: Document, words: Mapping[str, Any]) -> dict[str, Any]:
    """The document with a city's words in place. Words that have no place any more are left out."""
    told: dict[str, Any] = copy.deepcopy(dict(document))
    for path, said in words.items():
        holder, name = _holder(told, path.split("/"))
        if holder is not None and is_editable(path):
            holder[name] = said
    return told


def _holder(part: Any, names: list[str]) -> tuple[Any, Any]:
    """The mapping or list a path ends in, and its last name; (None, "") when the path leads nowhere."""
    for step, name in enumerate(names):
        is_last = step == len(names) - 1
        if isinstance(part, list):
            found = [number for number, inner in enumerate(part) if name_of(inner, number) == name]
            if not found:
                return None, ""
            key: str | int = found[0]
        elif isinstance(part, dict) and name in part:
            key = name
        else:
            return None, ""
        if is_last:
            return part, key
        part = part[key]
    return None, ""  # pragma: no cover - a path has at least one name


def tidied(document: Document, words: Mapping[str, Any]) -> dict[str, Any]:
    """Words worth keeping: at editable places that are there, other than the original. Raises NotEditable."""
    original, kept = leaves(document), {}
    for path, said in words.items():
        if not is_editable(path) or path not in original:
            raise NotEditable(path)
        value = _value(path, said)
        if value is not None and value != original[path]:
            kept[path] = value
    return kept


def _value(path: str, said: Any) -> Any:
    """A text or a number; nothing typed means the original again. Raises NotEditable."""
    text = str(said).strip() if said is not None else ""
    if not text:
        return None
    if not is_number(path):
        return text
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise NotEditable(path)
    return int(text)
