"""A folder to begin a blueprint from: complete, commented, and already without a fault."""

import re
from pathlib import Path

STARTER = Path(__file__).with_name("starter")
NAME = re.compile(r"[a-z][a-z0-9-]{2,39}")


class NotAName(ValueError):
    """An id is small letters, digits and hyphens."""


def write_starter(folder: Path) -> list[Path]:
    """Write the starter into a new folder, under that folder's name. Raises NotAName, FileExistsError."""
    name = folder.resolve().name
    if not NAME.fullmatch(name):
        raise NotAName(f"“{name}” is no name for a blueprint. Use small letters, digits and hyphens.")
    folder.mkdir(parents=True)
    written = []
    for source in sorted(STARTER.iterdir()):
        text = source.read_text(encoding="utf-8").replace("BLUEPRINT-ID", name)
        (folder / source.name).write_text(text, encoding="utf-8")
        written.append(folder / source.name)
    return written
