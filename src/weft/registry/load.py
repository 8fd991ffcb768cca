"""Definition files read into a registry: the bank that ships with Weft, and an analyst's own.

LoadError (DefinitionError)   a file that cannot stand: FILE:LINE, what was found, what to write
UnknownDefinition (KeyError)  a name nothing answers to, with the closest that does
"""

from functools import cache
from pathlib import Path

from weft.registry.catalogue import ImportedValue, Registry, UnknownDefinition
from weft.registry.definition_reading import read_definitions
from weft.registry.nodes import MAX_BYTES, LoadError

__all__ = [
    "ImportedValue",
    "LoadError",
    "Registry",
    "UnknownDefinition",
    "load_file",
    "load_registry",
    "parse_definitions",
]

DATA = Path(__file__).parent / "data"
# In the order they refer to each other.
SHIPPED = ("questions.yaml", "indicators.yaml", "breakdowns.yaml", "areas-london.yaml", "imported.yaml")


@cache
def load_registry(folder: Path | None = None) -> Registry:
    """The definitions in a folder holding the five files, by default the folder that ships with Weft.

    Raises: LoadError at the first definition that cannot stand.
    """
    registry = Registry()
    for name in SHIPPED:
        text = _text((folder or DATA) / name)
        registry = registry.joined_with(parse_definitions(text, name, registry, local=False))
    return registry


def load_file(path: Path, known: Registry | None = None) -> Registry:
    """An analyst's own definitions, which may use the bank's questions.

    Returns: only what the file defines; join it with `known` to use both.
    Raises: LoadError where a definition cannot stand or an id does not start with `local/`.
    """
    return parse_definitions(_text(path), path.name, load_registry() if known is None else known)


def parse_definitions(text: str, name: str, known: Registry | None = None, *, local: bool = True) -> Registry:
    """The definitions in a text.

    Args: name is the file to name in a refusal; known is what they may refer to; local is True for an
    analyst's own, whose ids start with `local/`.
    Raises: LoadError at the first definition that cannot stand.
    """
    return read_definitions(text, name, known or Registry(), local=local)


def _text(path: Path) -> str:
    if not path.is_file():
        raise LoadError(path.name, 1, "There is no such file. Check its name and folder.")
    if path.stat().st_size > MAX_BYTES:
        raise LoadError(path.name, 1, "The file is over 1 MB. Split it into smaller files.")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise LoadError(path.name, 1, "The file is not UTF-8 text. Save it as UTF-8.") from None
