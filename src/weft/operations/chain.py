"""Whether the record is whole, read straight from its rows."""

from collections.abc import Callable

from weft.operations.others import installed
from weft.record.models import ChainHead, Event


def end_of_chain() -> tuple[int, str]:
    """Number and digest of the last event."""
    head = ChainHead.objects.filter(pk=1).first()
    return (head.number, head.digest) if head else (0, "0" * 64)


def chain_fault() -> str:
    """The first thing wrong with the chain of events, as a sentence; "" when all of it holds.

    Looks at the database alone: during a restore the anchors beside it still belong to the old one.
    """
    digest_of = _digest_of()
    number, digest = 0, "0" * 64
    for event in Event.objects.order_by("number").iterator():
        number += 1
        if event.number != number:
            return f"event {number} is missing."
        if event.previous != digest or digest_of(event) != event.digest:
            return f"event {number} was changed."
        digest = event.digest
    if (number, digest) != end_of_chain():
        return f"events after {number} are missing."
    return ""


def record_fault() -> str:
    """The first thing wrong with the record, its anchors included where they are kept."""
    verify = installed("weft.record.verifying.verify")
    if verify is None:
        return chain_fault()
    faults: tuple[str, ...] = verify().faults
    return str(faults[0]) if faults else ""


def _digest_of() -> Callable[[Event], str]:
    """How the record takes the digest of an event."""
    of_row, chain = installed("weft.record.chain.row_digest"), installed("weft.record.chain.EVENTS")
    if of_row and chain:
        return lambda event: str(of_row(chain, event))
    of_event = installed("weft.record.actions.digest_of")
    if of_event is None:
        raise LookupError("The record says nowhere how the digest of an event is taken.")
    return of_event
