"""When the database is gone or the disk is full, people read a page that says so, not one about a fault of theirs."""

import errno

from django.db import InterfaceError, OperationalError

OUT_OF_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
LONGEST_CHAIN = 20


def is_outage(error: BaseException | None) -> bool:
    """The database does not answer or takes nothing more, or the disk is full: nobody's request is wrong."""
    for _ in range(LONGEST_CHAIN):
        if error is None:
            return False
        if isinstance(error, OperationalError | InterfaceError):
            return True
        if isinstance(error, OSError) and error.errno in OUT_OF_ROOM:
            return True
        error = error.__cause__ or error.__context__
    return False
