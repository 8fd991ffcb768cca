"""Who has the demonstration in use: one alone while it is built or thrown away, several while it is served.

The file that says so lies beside the demonstration's own folder, so that it is never deleted with it. The system lets
go of the file of a process that was killed. Where there are no such locks (a system without fcntl, some network file
systems) everyone counts as alone: stop what serves the city before it is built anew.
"""

import os
from pathlib import Path
from typing import IO

from weft.config.environment import data_folder, demonstration_folder

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]

NAME = "in-use"
BUILDING = "another ./weft demo is building this city, or about to serve it. Try again in a minute."


def place() -> Path:
    """Beside the demonstration's own folder. In any other folder itself, and where nothing can be put beside it:
    those are never deleted."""
    folder, own = data_folder(), demonstration_folder()
    if own.resolve() == folder.resolve() and os.access(own.parent, os.W_OK):
        return own.with_name(f"{own.name}.{NAME}")
    return folder / NAME


def opened() -> IO[str]:
    return place().open("a+")  # some file systems want reading for a shared lock, and writing for one alone


def is_alone(file: IO[str]) -> bool:
    """Take it alone, if nobody else has it."""
    return fcntl is None or _take(file, fcntl.LOCK_EX)


def is_shared(file: IO[str]) -> bool:
    """Take it beside others, or keep it beside others from now on, unless somebody has it alone."""
    return fcntl is None or _take(file, fcntl.LOCK_SH)


def _take(file: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True
