"""Who has the demonstration in use: one alone while it is built, several while it is served. Nobody's folder is deleted
under them. The system lets go of the file of a process that was killed."""

import fcntl
from typing import IO

from weft.cli import Refusal


def hold(file: IO[str]) -> bool:
    """Whether nobody else has it in use. Refuses while somebody builds it."""
    for kind in (fcntl.LOCK_EX, fcntl.LOCK_SH):
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        return kind == fcntl.LOCK_EX
    raise Refusal("another ./weft demo is building this city, or about to serve it. Try again in a minute.")


def share(file: IO[str]) -> None:
    """It is built: others may serve it too."""
    fcntl.flock(file, fcntl.LOCK_SH)
