"""A lock that anything which allocates, scores or matches puts on itself: inside it the vault does not open.

    with deciding("pairing of 3 May"):
        ...

It stands in the record because the rooms that decide may not import the vault. A thread started inside starts
without the lock; nothing in Weft decides in threads of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_WHAT: ContextVar[str] = ContextVar("weft_deciding", default="")


class ClosedToDeciding(Exception):
    """Monitoring answers were asked for while something about people was being decided."""


@contextmanager
def deciding(what: str) -> Iterator[None]:
    """Around a decision about people; `what` is for whoever reads the refusal."""
    before = _WHAT.set(what or "a decision")
    try:
        yield
    finally:
        _WHAT.reset(before)


def refuse_while_deciding() -> None:
    """Raise inside `deciding`.

    Source: Data Protection Act 2018, schedule 1, paragraph 8(3): equality monitoring is not carried out for measures
    or decisions with respect to a particular person.
    """
    if what := _WHAT.get():
        raise ClosedToDeciding(f"Monitoring answers stay closed during {what}: decide without them.")
