"""The blueprints this service offers: those that ship with Weft, and a city's own (WEFT_BLUEPRINTS)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from weft.programmes.blueprint.problems import NotABlueprint
from weft.programmes.blueprint.reading import FILE, Blueprint, read_blueprint

SHIPPED = Path(__file__).resolve().parents[2] / "blueprints"
_ID = re.compile(r"[a-z][a-z0-9_-]{0,59}")


class UnknownBlueprint(LookupError):
    """No folder of the shelf has this name."""


@dataclass(frozen=True)
class Broken:
    """A folder that cannot be used, and why."""

    folder: Path
    error: NotABlueprint


def folders() -> list[Path]:
    """Every folder that holds a blueprint, by name; a city's own comes before a shipped one of that name."""
    found: dict[str, Path] = {}
    for shelf in (SHIPPED, *settings.BLUEPRINTS):
        if shelf.is_dir():
            found |= {path.name: path for path in sorted(shelf.iterdir()) if (path / FILE).is_file()}
    return [found[name] for name in sorted(found)]


def shelf() -> tuple[list[Blueprint], list[Broken]]:
    """Every blueprint of the shelf without its forms, and the folders that cannot be used."""
    good, broken = [], []
    for folder in folders():
        try:
            good.append(_document(folder, (folder / FILE).stat().st_mtime_ns))
        except NotABlueprint as error:
            broken.append(Broken(folder, error))
    return good, broken


def from_shelf(name: str, *, with_forms: bool = False) -> Blueprint:
    """One blueprint by its id. Raises UnknownBlueprint, NotABlueprint."""
    folder = next((each for each in folders() if each.name == name and _ID.fullmatch(name)), None)
    if folder is None:
        raise UnknownBlueprint(name)
    if with_forms:
        return read_blueprint(folder)
    return _document(folder, (folder / FILE).stat().st_mtime_ns)


@lru_cache(maxsize=100)
def _document(folder: Path, _changed: int) -> Blueprint:
    return read_blueprint(folder, with_forms=False)
