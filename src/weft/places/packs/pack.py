"""Read a place pack: a folder with pack.yaml, areas.csv, and if there are any outcodes.csv, population.csv, tiles.csv.

PackError   the folder is no pack; the message says which file and what is wrong
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from weft.places.importing.numbers import Window
from weft.places.importing.opening import Limits, Row, opened, table
from weft.places.importing.population import refuse_never_kept
from weft.places.importing.refusals import Fault, Refused
from weft.places.packs.pattern import Pattern

SHIPPED = Path(__file__).parent
MOST_BYTES = 64 * 1024


class PackError(Exception):
    """The folder is no place pack; the message says where and why."""


@dataclass(frozen=True)
class Kind:
    """A level of nesting, widest first. A kind that is not listed is for figures only, not for pages."""

    key: str
    one: str
    many: str
    is_listed: bool = True


@dataclass(frozen=True)
class Pack:
    """What a city says about itself."""

    key: str
    name: str
    folder: Path
    kinds: tuple[Kind, ...]
    pattern: Pattern
    window: Window
    languages: tuple[str, ...]
    sources: tuple[str, ...]
    example: str  # a postcode to show in a hint
    is_invented: bool = False
    note: str = ""

    def depth(self, kind: str) -> int:
        """How deep a kind nests, from 0; one the pack does not have lies deepest."""
        return next((i for i, each in enumerate(self.kinds) if each.key == kind), len(self.kinds))

    def kind(self, key: str) -> Kind:
        found = next((each for each in self.kinds if each.key == key), None)
        if found is None:
            raise PackError(f"{self.name} has no {key!r}. Its kinds: {', '.join(k.key for k in self.kinds)}.")
        return found

    def rows(self, name: str, needed: tuple[str, ...]) -> Iterator[Row]:
        """The rows of one table of the pack; none when the file is not there."""
        path = self.folder / name
        if not path.exists():
            return
        with opened(path, Limits().shapes_bytes) as stream:
            names, rows = table(stream)
            refuse_never_kept(names)
            missing = [column for column in needed if column not in names]
            if missing:
                raise Refused(Fault(1, missing[0], f"{name} needs this column."))
            yield from rows


def chosen_pack() -> Pack:
    """The pack of this service: WEFT_PLACES, a name or a folder."""
    return read_pack(settings.PLACE_PACK)


@cache
def read_pack(name_or_folder: str) -> Pack:
    """The pack of a name (shipped) or a folder. Raises PackError."""
    folder = (
        SHIPPED / name_or_folder if re.fullmatch(r"[a-z][a-z-]*", name_or_folder) else Path(name_or_folder)
    )
    if not (folder / "pack.yaml").is_file():
        names = ", ".join(sorted(path.parent.name for path in SHIPPED.glob("*/pack.yaml")))
        raise PackError(
            f"{name_or_folder} is no place pack. Shipped: {names}; or give a folder that holds a pack.yaml."
        )
    text = (folder / "pack.yaml").read_text(encoding="utf-8")
    try:
        return _pack(folder, yaml.safe_load(text[:MOST_BYTES]))
    except yaml.YAMLError as error:
        raise PackError(f"{folder.name}/pack.yaml is not YAML: {error}") from error
    except (KeyError, TypeError, ValueError, AttributeError, re.error) as error:
        raise PackError(
            f"{folder.name}/pack.yaml: {type(error).__name__} {error}. Compare it with {SHIPPED / 'london'}."
        ) from error


def _pack(folder: Path, data: dict[str, Any]) -> Pack:
    window = data["window"]
    pattern = data["postcode"]
    return Pack(
        key=folder.name,
        name=str(data["name"]),
        folder=folder,
        kinds=tuple(Kind(k["key"], k["one"], k["many"], k.get("listed", True)) for k in data["kinds"]),
        pattern=Pattern(
            re.compile(pattern["whole"]), re.compile(pattern["outcode"]), pattern.get("between", " ")
        ),
        window=Window(*(float(window[side]) for side in ("south", "north", "west", "east"))),
        languages=tuple(data["languages"]),
        sources=tuple(data["sources"]),
        example=str(pattern["example"]),
        is_invented=bool(data.get("invented", False)),
        note=str(data.get("note", "")),
    )
