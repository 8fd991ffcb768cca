"""Throw the demonstration's folder away: in one step under its name, then for good. Needs no Django and no database."""

import secrets
import shutil
from pathlib import Path

from weft.config.environment import demonstration_folder

ASIDE = "gone-"  # .weft/demo.gone-1234abcd: thrown away, and perhaps not deleted to its end


def delete(folder: Path) -> None:
    """A command that is killed here leaves the folder whole, or nothing under its name. Raises OSError before that."""
    folder.rename(folder.with_name(f"{folder.name}.{ASIDE}{secrets.token_hex(4)}"))
    sweep()


def sweep() -> None:
    """Delete what was thrown away, now or by a command that was killed. What cannot be deleted waits for the next."""
    own = demonstration_folder()
    if own.parent.is_symlink():
        return
    for left in own.parent.glob(f"{own.name}.{ASIDE}{'[0-9a-f]' * 8}"):
        if not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
